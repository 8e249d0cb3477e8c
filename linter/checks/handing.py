"""Functions handed to calls: who runs them, as a callback, a listener or a decorator."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linter.checks.edges import Edge, Node
from linter.checks.file_calls import last_name
from linter.checks.running import Running
from linter.facts import Call, Expr, FileFacts, FunctionOf, Member, Name, Site, Span, Text
from linter.languages import language_of
from linter.values import (
    LIBRARY_WRAPPERS,
    Const,
    LocalFunction,
    Opaque,
    Thing,
    Value,
    arguments_of,
    gives_what_it_wraps,
    is_inside,
    runs_itself,
)

_REGISTERS = frozenset("on once addListener addEventListener subscribe register handle prependListener connect".split())
_EMITS = frozenset("emit publish dispatch dispatchEvent trigger fire notify send".split())
_RUNNERS = frozenset(
    "map imap starmap forEach filter find some every flatMap reduce sort then catch finally setTimeout setInterval "
    "setImmediate nextTick queueMicrotask Timer Process Thread submit to_thread run_in_executor run_sync gather run "
    "apply apply_async call Depends Security create_task ensure_future run_coroutine_threadsafe "
    "start_new_thread".split()
)
"""Functions of libraries that run what they are given."""


_PUTTING = frozenset({"push", "unshift", "append", "appendleft", "add", "set", "insert", "setdefault", "update"})


class Handing:
    """Finds the places where functions are handed on."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._context = running.context
        self._decorators: dict[str, list[tuple[int, Expr]]] = {}

    def inline(self, node: Node, site: Site) -> Iterator[Edge]:
        """The call that an anonymous function is an argument of, and whoever fires its event."""
        path, symbol = node
        facts = self._running.project.facts(path)
        if facts is None or not isinstance(site.expr, Call) or self._puts_away(path, site.expr):
            return
        if self._only_wraps(path, site, FunctionOf(symbol), node):
            return
        reasons = self._doubts(path, site.expr, inline=True)
        text = f"hands a function to {last_name(site.expr.callee) or 'a call'}"
        kept = self._keeps(path, site.expr, FunctionOf(symbol))
        yield Edge(path, facts.symbols[symbol].parent, site.span, text, node, reasons, kept=kept, later=bool(reasons))
        if reasons:
            yield from self._emitters(path, site.expr, node)

    def by_name(self, path: str, names: Collection[str], node: Node, name: str) -> Iterator[Edge]:
        """The calls of the file `path` that take the target as an argument, by one of its names."""
        calls = self._running.calls_in(path)
        if calls is None:
            return
        found = {(site, mentioned): None for each in sorted(names) for site, mentioned in calls.handed.get(each, ())}
        for site, mentioned in found:
            assert isinstance(site.expr, Call)
            given = [value for value, runs in self._running.of(path, mentioned) if node in runs]
            away = self._puts_away(path, site.expr) or self._only_wraps(path, site, mentioned, node)
            if given and not away:
                made = not any(isinstance(each, LocalFunction) for each in given)
                reasons = self._doubts(path, site.expr, inline=False, made=made)
                passed = self._running.is_handed_in(path, mentioned, site.symbol)
                if passed:
                    reasons = (*reasons, handed_in(name))
                text = f"hands {name or 'a function'} to {last_name(site.expr.callee) or 'a call'}"
                kept = self._keeps(path, site.expr, mentioned)
                later = bool(reasons)
                yield Edge(
                    path, site.symbol, site.span, text, node, reasons, passed_around=passed, kept=kept, later=later
                )
                yield from self._calling_what_they_get(path, site.expr, mentioned, node, name)
                if reasons:
                    yield from self._emitters(path, site.expr, node)

    def _calling_what_they_get(self, path: str, call: Call, mentioned: Expr, node: Node, name: str) -> Iterator[Edge]:
        """Calls, in migrated functions, of a parameter in which the target is handed in.

        Elsewhere who hands a function on leads to it; but code that is declared free of sinks must not be handed one.
        """
        zones = self._context.zones
        for _, runs in self._running.called_by(path, call):
            for where, symbol in sorted(runs):
                if zones.is_migrated(where, self._context.symbol_name(where, symbol)):
                    for site in self._calls_of_parameter(where, symbol, call, mentioned):
                        text = f"calls {name}(), which {path} hands in"
                        yield Edge(where, site.symbol, site.span, text, node, (handed_in(name),), passed_around=True)

    def _calls_of_parameter(self, path: str, symbol: int, call: Call, mentioned: Expr) -> Iterator[Site]:
        facts = self._running.project.facts(path)
        if facts is None:
            return
        params = facts.symbols[symbol].params
        wanted = {params[number].name for number, each in enumerate(call.args[: len(params)]) if each == mentioned}
        wanted |= {key for key, value in call.keywords if value == mentioned}
        for site in facts.sites:
            if isinstance(site.expr, Call) and is_inside(facts, site.symbol, symbol):
                param = self._running.parameter(path, site.expr.callee, site.symbol)
                if param is not None and param in params and param.name in wanted:
                    yield site

    def decorated(self, path: str, node: Node) -> Iterator[Edge]:
        """Functions that the target decorates: calling them runs what the decorator gives."""
        facts = self._running.project.facts(path)
        values = self._context.values
        for number, decorator in self._decorators_in(path, facts) if facts is not None else ():
            given = values.of(path, decorator)
            run = (*given, *(inner for value in given for inner in values.given_by(value)))
            if facts is not None and any(node in self._running.run_by(value) for value in run):
                where = _decorator_span(facts, decorator, facts.symbols[number].span)
                yield Edge(path, number, where, "is decorated", node)

    def _decorators_in(self, path: str, facts: FileFacts) -> list[tuple[int, Expr]]:
        if path not in self._decorators:
            self._decorators[path] = [
                (number, each) for number, symbol in enumerate(facts.symbols) for each in symbol.decorators
            ]
        return self._decorators[path]

    def receivers(self, path: str, names: Collection[str], node: Node) -> Iterator[tuple[str, frozenset[str]]]:
        """The files of the local functions that a file hands the target to, with the names that they have for it.

        Who keeps it there may call it.
        """
        facts, calls = self._running.project.facts(path), self._running.calls_in(path)
        if facts is None or calls is None:
            return
        handed = {(site, given): None for each in sorted(names) for site, given in calls.handed.get(each, ())}
        if path == node[0] and node[1] in calls.given:
            handed[calls.given[node[1]], FunctionOf(node[1])] = None
        for site, given in handed:
            if isinstance(site.expr, Call):
                for _, runs in self._running.called_by(path, site.expr):
                    yield from ((each[0], self._kept_as(each, site.expr, given)) for each in sorted(runs))
        for decorator in facts.symbols[node[1]].decorators if path == node[0] else ():
            for value in self._context.values.of(path, decorator):
                for where, symbol in sorted(self._running.run_by(value)):
                    yield where, self._names_for(where, self._params(where, symbol)[:1])

    def _kept_as(self, receiver: Node, call: Call, given: Expr) -> frozenset[str]:
        """What a function, and the rest of its file, calls that which a call hands it."""
        params = self._params(*receiver)
        names = {params[number] for number, each in enumerate(arguments_of(call)[: len(params)]) if each == given}
        return self._names_for(receiver[0], names | {key for key, each in call.keywords if each == given})

    def _params(self, path: str, symbol: int) -> list[str]:
        facts = self._running.project.facts(path)
        return [each.name for each in facts.symbols[symbol].params] if facts is not None else []

    def _names_for(self, path: str, names: Collection[str]) -> frozenset[str]:
        naming = self._running.naming(path)
        return naming.of_names(names) if naming is not None else frozenset(names)

    def _puts_away(self, path: str, call: Call) -> bool:
        """Whether a call puts what it is given into a list or table of the language's own."""
        if not isinstance(call.callee, Member) or call.callee.name not in _PUTTING:
            return False
        return not any(runs for _, runs in self._running.called_by(path, call))

    def _only_wraps(self, path: str, site: Site, given: Expr, node: Node) -> bool:
        """Whether a call gives a function that runs the target, which it is handed, and does not run it itself.

        Who calls what it gives leads to the target then.
        """
        assert isinstance(site.expr, Call)
        if not any(node in self._running.run_by(each) for each in self._context.values.of(path, site.expr)):
            return False
        return all(
            self._is_wrapper(value, at_top=not site.symbol) or (runs and self._only_keeps(runs, site.expr, given))
            for value, runs in self._running.called_by(path, site.expr)
        )

    def _is_wrapper(self, value: Value, *, at_top: bool) -> bool:
        """Whether a function of a library runs what it is handed only when what it gives is called."""
        if not isinstance(value, Thing) or not gives_what_it_wraps(value.path):
            return False
        return value.path[-1] in LIBRARY_WRAPPERS or at_top

    def _only_keeps(self, runs: Collection[Node], call: Call, given: Expr) -> bool:
        """Whether functions of the project do not run, or hand on, what a call gives them."""
        positions = [number for number, each in enumerate(arguments_of(call)) if each == given]
        names = [key for key, each in call.keywords if each == given]
        for where, symbol in runs:
            facts = self._running.project.facts(where)
            params = facts.symbols[symbol].params if facts is not None else ()
            named = [number for number, each in enumerate(params) if each.name in names]
            if facts is None or any(runs_itself(facts, symbol, each) for each in (*positions, *named)):
                return False
        return bool(positions or names)

    def _keeps(self, path: str, call: Call, given: Expr) -> bool:
        """Whether a call only puts what it is given where others may find it: a listener, a field, a table."""
        if last_name(call.callee) in _REGISTERS and not _is_message(call):
            return True
        called = self._running.called_by(path, call)
        runs = [each for _, each in called if each]
        return bool(called) and len(runs) == len(called) and all(self._only_keeps(each, call, given) for each in runs)

    def _doubts(self, path: str, call: Call, *, inline: bool, made: bool = False) -> tuple[str, ...]:
        """Why a function handed to a call may not run; `made`: it runs when an object is made, or called."""
        name = last_name(call.callee)
        if name == "Proxy":
            return ("Proxy runs the function only when somebody reads or writes what it stands for",)
        if name in _REGISTERS and not _is_message(call):
            return (f"the function is registered with {name} and runs only when its event comes",)
        called = self._running.called_by(path, call)
        for value, runs in called:
            if runs and not any(self._calls_what_it_gets(node) for node in runs):
                return (f"{name} is handed the function and does not call it itself",)
            if isinstance(value, Thing) and value.module and not inline and name not in _RUNNERS:
                return (f"{name} of {value.module} is handed the function and may call it",)
        if inline or name in _RUNNERS or any(runs for _, runs in called):
            return ()
        if made:
            return (f"{name or 'a call'} is handed the class, or an object of it, and may run its code",)
        unknown = all(isinstance(value, Opaque) for value, _ in called)
        return (f"what {name or 'a call'} does with the function that it is handed is not known",) if unknown else ()

    def _calls_what_it_gets(self, node: Node) -> bool:
        """Whether a function calls one of its parameters, or something it is handed in one."""
        path, symbol = node
        facts = self._running.project.facts(path)
        return facts is not None and any(
            isinstance(site.expr, Call) and self._running.is_handed_in(path, site.expr.callee, site.symbol)
            for site in facts.sites
            if is_inside(facts, site.symbol, symbol)
        )

    def _emitters(self, path: str, call: Call, node: Node) -> Iterator[Edge]:
        """Calls that fire the event under which a function is registered, anywhere in the project."""
        event = self._event(path, call)
        if not event:
            return
        reasons = (f'whoever listens to "{event}" is found by its name only',)
        for other in sorted(self._running.words.among(self._context.reading.import_graph().files(), event)):
            calls = self._running.calls_in(other) if language_of(other) is language_of(path) else None
            if calls is None:
                continue
            for site in (each for name in sorted(_EMITS) for each in calls.called.get(name, ())):
                if isinstance(site.expr, Call) and self._event(other, site.expr) == event:
                    yield Edge(other, site.symbol, site.span, f'fires "{event}"', node, reasons)

    def _event(self, path: str, call: Call) -> str | None:
        for value in self._context.values.of(path, call.args[0]) if call.args else ():
            if isinstance(value, Const):
                return value.text
        return None


def handed_in(name: str) -> str:
    """Why a function that a parameter leads to may be another one."""
    return f"{name or 'the function'} is handed in, and another caller may hand in another function"


def _is_message(call: Call) -> bool:
    """A worker's own channel: whoever starts the worker sends the message."""
    return bool(call.args) and call.args[0] == Text("message")


def _decorator_span(facts: FileFacts, decorator: Expr, decorated: Span) -> Span:
    """Where a decorator stands: the last mention of its name before what it decorates."""
    if isinstance(decorator, Call):
        return facts.sites[decorator.site].span
    name: Expr = decorator
    while isinstance(name, Member):
        name = name.base
    spans = [
        each.span
        for each in facts.references
        if isinstance(name, Name) and each.name == name.name and each.span.end <= decorated.end
    ]
    before = [each for each in spans if each.start <= decorated.start] or spans
    return max(before, default=decorated)
