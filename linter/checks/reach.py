"""Chains from local code to sinks, found backwards: from each sink to its callers, and theirs.

A link is an edge of the call graph on the way to a sink: from a place in one symbol to another symbol (or the
sink's own). Only files that can lead to a sink are parsed: those in the reverse import closure of the sinks that
mention the name of a function on the way. Links from migrated code are not followed further back, since such
code is where findings stand; links into a gate are not made at all.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from linter.checks.context import Context
from linter.checks.sinks import Sink, sinks
from linter.facts import (
    MAIN,
    Call,
    ClassOf,
    Expr,
    FileFacts,
    FunctionOf,
    Import,
    Imported,
    ImportKind,
    Index,
    Items,
    Load,
    Member,
    Name,
    Param,
    Parameter,
    Record,
    Site,
    Span,
    SymbolKind,
    Text,
    declaring_scope,
)
from linter.findings import Blind
from linter.languages import PYTHON, language_of
from linter.values import HOLE, Const, Instance, LocalClass, LocalFunction, LocalModule, Opaque, Structure, Thing, Value
from linter.zones import Zone

Node = tuple[str, int]
"""A symbol of a file."""

_REGISTERS = frozenset("on once addListener addEventListener subscribe register handle prependListener connect".split())
_EMITS = frozenset("emit publish dispatch dispatchEvent trigger fire notify send".split())
_RUNNERS = frozenset(
    "map imap starmap forEach filter find some every flatMap reduce sort then catch finally setTimeout setInterval "
    "setImmediate nextTick queueMicrotask Process Thread submit to_thread run_in_executor run_sync gather run apply "
    "apply_async call create_task ensure_future run_coroutine_threadsafe start_new_thread".split()
)
"""Functions of libraries that run what they are given."""

_CONSTRUCTORS = frozenset({"constructor", "__init__", "__new__"})
_STARTERS = frozenset({"Worker", "fork", "SharedWorker", "run_path", "run_module"})
"""Functions that run another file of the project, as a thread, a process or a module."""

_SPAWNERS = frozenset(
    "spawn spawnSync execFile execFileSync execa run Popen call check_call check_output create_subprocess_exec".split()
)
_INTERPRETERS = re.compile(r"(?:.*[/\\\0])?(?:node|bun|deno|tsx|ts-node|python[\d.]*|)\Z")
"""Programs that run a file of the project; a program that is not known may be the one that runs this."""

_BARREL = re.compile(r"(?:^|/)(?:index\.[cm]?[jt]sx?|__init__\.py)\Z")

_MOST_LINKS = 50_000
"""Links that are made in one run; real repositories have a few thousand."""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """An edge on the way to a sink. `next` is the link that follows, None before the sink itself."""

    path: str
    symbol: int
    span: Span
    text: str
    target_path: str
    target_symbol: int
    reasons: tuple[str, ...]
    sink: Sink
    next: Link | None
    default: int = -1
    """The position of the parameter whose default leads on, where one does."""

    def chain(self) -> Iterator[Link]:
        """This link and those after it."""
        link: Link | None = self
        while link is not None:
            yield link
            link = link.next

    def all_reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason for each in self.chain() for reason in each.reasons))


class Reach:
    """Finds the links to all sinks of a run; `past_migrated` follows them beyond migrated code, too."""

    def __init__(self, context: Context, *, past_migrated: bool = False) -> None:
        self._context = context.restarted()
        self._past_migrated = past_migrated
        self._graph = context.reading.import_graph()
        self._project = context.project
        self._sinks: list[Sink] | None = None
        self._by_file: dict[str, dict[str, list[Site]]] = {}

    def sinks(self) -> list[Sink]:
        """The sinks of all files that can be reached from the host."""
        if self._sinks is None:
            self._context.reading.load(sorted({*self._beyond_border(), *self._handed_sdks()}))
            self._sinks = list(sinks(self._context))
        return self._sinks

    def links(self) -> Iterator[Link]:
        """Every link, nearest to its sink first; of one symbol the first, most certain one is followed on."""
        context = self._context
        done: dict[tuple[Node, str], bool] = {}
        queue: deque[tuple[Node, Sink, Link | None]] = deque()
        made = 0
        for sink in self.sinks():
            queue.append(((sink.path, sink.site.symbol), sink, None))
        while queue and made < _MOST_LINKS:
            node, sink, after = queue.popleft()
            certain = after is None or not after.all_reasons()
            key = (node, f"{sink.sink} in {sink.path}")
            if done.get(key, False) or (key in done and not certain):
                continue
            done[key] = certain
            if context.zones.of(node[0]) is Zone.GATE:
                continue
            for link in self._links_to(node, sink, after):
                made += 1
                yield link
                if self._past_migrated or not self._is_migrated(link):
                    queue.append(((link.path, link.symbol), sink, link))
        if queue:
            (path, _), sink, _ = queue[0]
            why = f"chains were followed for {made:,} links; who leads to {sink.text} from here on was not looked at"
            context.blind.append(Blind(path, 0, why))

    def _beyond_border(self) -> Iterator[str]:
        """Sandbox and test files that other code imports."""
        for path in self._graph.imported():
            if self._context.zones.of(path) in (Zone.SANDBOX, Zone.TESTS):
                yield path

    def _handed_sdks(self) -> Iterator[str]:
        """Migrated files that import a file which brings in an SDK, perhaps through a barrel."""
        zones = self._context.zones
        for path, facts in list(self._project.known()):
            if not self._context.brings_sdk(facts) or zones.of(path) is Zone.GATE:
                continue
            pending, seen = [path], {path}
            while pending:
                for importer in self._graph.importers(pending.pop()):
                    if zones.migrated(importer) or zones.migrated_in(importer):
                        yield importer
                    if _BARREL.search(importer) and importer not in seen:
                        seen.add(importer)
                        pending.append(importer)

    def _is_migrated(self, link: Link) -> bool:
        context = self._context
        return context.zones.is_migrated(link.path, context.symbol_name(link.path, link.symbol))

    # --- who leads to a symbol ---

    def _links_to(self, node: Node, sink: Sink, after: Link | None) -> Iterator[Link]:
        path, symbol = node
        facts = self._project.facts(path)
        if facts is None:
            return
        each = facts.symbols[symbol]
        if each.kind is SymbolKind.MODULE:
            if sink.acts or after is not None:
                yield from self._importing(path, symbol, sink, after)
            return
        if each.kind is SymbolKind.CLASS:
            yield from self._calling(path, symbol, each.name.rpartition(".")[2], sink, after)
            return
        if each.name == MAIN:
            yield from self._starting(path, symbol, sink, after)
            return
        given = self._given_to(facts, symbol)
        if given is not None:
            yield from self._inline(path, facts, symbol, given, sink, after)
        elif self._is_inline(facts, symbol):
            yield self._link(path, each.parent, each.span, "runs the function in it", path, symbol, (), sink, after)
        name = each.name.rpartition(".")[2]
        if name in _CONSTRUCTORS:
            owner = facts.symbols[each.parent].name.rpartition(".")[2]
            yield from self._calling(path, symbol, owner, sink, after)
            yield from self._calling(path, symbol, name, sink, after)
        elif name:
            yield from self._calling(path, symbol, name, sink, after)

    def _link(
        self,
        path: str,
        symbol: int,
        span: Span,
        text: str,
        target_path: str,
        target_symbol: int,
        reasons: tuple[str, ...],
        sink: Sink,
        after: Link | None,
    ) -> Link:
        return Link(path, symbol, span, text, target_path, target_symbol, reasons, sink, after)

    def _given_to(self, facts: FileFacts, symbol: int) -> Site | None:
        """The call that an anonymous function is an argument of."""
        for site in facts.sites:
            if isinstance(site.expr, Call) and not _only_stores(site.expr) and _is_argument(site.expr, symbol):
                return site
        return None

    def _is_inline(self, facts: FileFacts, symbol: int) -> bool:
        """Whether a function goes by no name at all: it is returned, or called at once."""
        return facts.symbols[symbol].kind is SymbolKind.FUNCTION and not known_as(facts, symbol).names

    def _inline(
        self, path: str, facts: FileFacts, symbol: int, site: Site, sink: Sink, after: Link | None
    ) -> Iterator[Link]:
        parent = facts.symbols[symbol].parent
        assert isinstance(site.expr, Call)
        reasons = self._handing(path, site, inline=True)
        name = _last_name(site.expr.callee) or "a call"
        yield self._link(path, parent, site.span, f"hands a function to {name}", path, symbol, reasons, sink, after)
        if reasons:
            yield from self._emitters(site, path, symbol, sink, after)

    def _handing(self, path: str, site: Site, *, inline: bool) -> tuple[str, ...]:
        """Why a function handed to a call may not run."""
        assert isinstance(site.expr, Call)
        name = _last_name(site.expr.callee)
        if name in _REGISTERS and not _is_message(site.expr):
            return (f"the function is registered with {name} and runs only when its event comes",)
        for value in self._context.values.of(path, site.expr.callee):
            if isinstance(value, LocalFunction) and not self._calls_a_parameter(value):
                return (f"{name} is handed the function and does not call it itself",)
            if isinstance(value, Thing) and value.module and not inline and name not in _RUNNERS:
                return (f"{name} of {value.module} is handed the function and may call it",)
        return ()

    def _calls_a_parameter(self, function: LocalFunction) -> bool:
        facts = self._project.facts(function.path)
        return facts is not None and any(
            isinstance(site.expr, Call) and self._parameter(function.path, site.expr.callee) is not None
            for site in facts.sites
            if _is_inside(facts, site.symbol, function.symbol)
        )

    def _emitters(self, site: Site, path: str, symbol: int, sink: Sink, after: Link | None) -> Iterator[Link]:
        """Calls that fire the event under which a function is registered, anywhere in the project."""
        assert isinstance(site.expr, Call)
        event = self._event(path, site.expr)
        if event is None:
            return
        reason = (f'whoever listens to "{event}" is found by its name only',)
        for other in self._context.reading.import_graph().files():
            if language_of(other) is not language_of(path) or not self._context.reading.mentions(other, event):
                continue
            for name in _EMITS:
                for emitting in self._sites(other).get(name, ()):
                    if isinstance(emitting.expr, Call) and self._event(other, emitting.expr) == event:
                        text = f'fires "{event}"'
                        yield self._link(other, emitting.symbol, emitting.span, text, path, symbol, reason, sink, after)

    def _event(self, path: str, call: Call) -> str | None:
        for value in self._context.values.of(path, call.args[0]) if call.args else ():
            if isinstance(value, Const):
                return value.text
        return None

    # --- calls by name ---

    def _calling(self, path: str, symbol: int, name: str, sink: Sink, after: Link | None) -> Iterator[Link]:
        """The calls, in any file that can see it, that call a symbol or hand it on."""
        files, names = self._seers(path, symbol, name)
        for other in files:
            if self._context.zones.of(other) is Zone.GATE:
                continue
            sites = self._sites(other)
            for site in dict.fromkeys(each for key in (*names, "") for each in sites.get(key, ())):
                if after is not None and _overrides(site, after, self._project.facts(path)):
                    continue
                found = self._calls(other, site, path, symbol)
                if found is not None:
                    text = f"calls {name}()"
                    link = self._link(other, site.symbol, site.span, text, path, symbol, found, sink, after)
                    yield replace(link, default=self._default_called(other, site))
            yield from self._handed(other, name, path, symbol, sink, after)
            yield from self._decorated(other, path, symbol, sink, after)

    def _seers(self, path: str, symbol: int, name: str) -> tuple[list[str], list[str]]:
        """The files that can call a symbol and mention it, and the names that it goes by."""
        reading = self._context.reading
        facts = self._project.facts(path)
        known = known_as(facts, symbol) if facts is not None else KnownAs(frozenset(), frozenset())
        names = {name, *known.names}
        words = names | known.holders
        closure = self._graph.closure(self._defining(path, symbol))
        files: set[str] = set()
        while True:
            direct = set(self._graph.importers(path)) if "default" in names else self._asking_by_name(path)
            more = {each for each in closure if any(reading.mentions(each, word) for word in words)} | direct
            if more <= files:
                return sorted(files | {path}), sorted(names)
            reading.load(sorted(more - files))
            files |= more
            for other in sorted(more):
                renamed, holders = self._renamed(other, names)
                names |= renamed
                words |= (renamed | holders) - {"default"}

    def _renamed(self, path: str, names: set[str]) -> tuple[set[str], set[str]]:
        """Names under which a file hands on what it imports under one of `names`, and objects that hold it."""
        facts = self._project.facts(path)
        if facts is None:
            return set(), set()
        imported = {
            local
            for local, values in facts.scopes[0].bindings.items()
            for each in values
            if isinstance(each, Imported) and each.name in names
        }
        known = known_as(facts, -1, imported)
        handed = {
            exported
            for exported, values in facts.exports.items()
            for each in values
            if isinstance(each, Imported) and each.name in names
        }
        return {*known.names, *handed}, set(known.holders)

    def _defining(self, path: str, symbol: int) -> set[str]:
        """The file of a symbol, and those of the interfaces and bases by which a method may be called."""
        found = {path}
        facts = self._project.facts(path)
        if facts is None or facts.symbols[symbol].kind is not SymbolKind.METHOD:
            return found
        pending = [(path, facts.symbols[symbol].parent)]
        seen: set[Node] = set()
        while pending:
            where, number = pending.pop()
            other = self._project.facts(where)
            if other is None or (where, number) in seen:
                continue
            seen.add((where, number))
            found.add(where)
            for base in (*other.symbols[number].bases, *other.symbols[number].interfaces):
                values = self._context.values.of(where, base)
                pending.extend((each.path, each.symbol) for each in values if isinstance(each, LocalClass))
        return found | self._protocols(facts, symbol)

    def _asking_by_name(self, path: str) -> set[str]:
        """Python files that import a file and look into it with a name worked out at run time."""
        return {each for each in self._graph.importers(path) if self._context.reading.mentions(each, "getattr(")}

    def _protocols(self, facts: FileFacts, symbol: int) -> set[str]:
        """Python files with a Protocol that has a method of this name: a class need not name it."""
        if facts.language != PYTHON:
            return set()
        method = facts.symbols[symbol].name.rpartition(".")[2]
        mentions = self._context.reading.mentions
        files = [
            each for each in self._graph.files() if mentions(each, "Protocol") and mentions(each, f"def {method}(")
        ]
        self._context.reading.load(files)
        return set(files)

    def _sites(self, path: str) -> dict[str, list[Site]]:
        """A file's calls by every name that the callee may go by; under "" those that have none."""
        known = self._by_file.get(path)
        if known is None:
            known = self._by_file[path] = {}
            facts = self._project.facts(path)
            for site in facts.sites if facts is not None else ():
                if isinstance(site.expr, Call) and facts is not None:
                    for name in _names_of(facts, site.expr.callee):
                        known.setdefault(name, []).append(site)
        return known

    def _calls(self, path: str, site: Site, target: str, symbol: int) -> tuple[str, ...] | None:
        """Why a call may not call the target, () when it surely does; None when it does not."""
        assert isinstance(site.expr, Call)
        parameter = self._parameter(path, site.expr.callee)
        if parameter is not None:
            # Who hands a function on leads to it, not who is handed it; a default is handed by nobody.
            default = parameter.default
            values = self._context.values.of(path, default) if default is not None else ()
            return () if any(self._runs(each, target, symbol) for each in values) else None
        values = self._context.values.of(path, site.expr.callee)
        hits = [each for each in values if self._runs(each, target, symbol)]
        if not hits:
            return None
        reasons: list[str] = []
        local = [each for each in values if not isinstance(each, Opaque)]
        if len(local) > len(hits):
            reasons.append(f"{_last_name(site.expr.callee) or 'this'} is one of several functions that may be called")
        elif len(local) < len(values):
            reasons.append("what is called here is not known for sure")
        if site.guard:
            reasons.append("it runs only under a runtime flag")
        return tuple(reasons)

    def _default_called(self, path: str, site: Site) -> int:
        """The position of the parameter that a call calls, or -1."""
        facts = self._project.facts(path)
        assert isinstance(site.expr, Call)
        parameter = self._parameter(path, site.expr.callee)
        if facts is None or parameter is None:
            return -1
        params = facts.symbols[site.symbol].params
        return params.index(parameter) if parameter in params else -1

    def _parameter(self, path: str, callee: Expr) -> Param | None:
        """The parameter that a callee is, if it is one."""
        facts = self._project.facts(path)
        if facts is None or not isinstance(callee, Name):
            return None
        scope = declaring_scope(facts, callee.name, callee.scope)
        for each in facts.scopes[scope].bindings[callee.name] if scope >= 0 else ():
            if isinstance(each, Parameter):
                params = facts.symbols[each.symbol].params
                return params[each.position] if each.position < len(params) else None
        return None

    def _runs(self, value: Value, target: str, symbol: int) -> bool:
        """Whether calling a value runs the target: it is the function, or constructs its class."""
        match value:
            case LocalFunction(path, number):
                return path == target and number == symbol
            case LocalClass(path, number):
                if path == target and number == symbol:
                    return True
                for name in _CONSTRUCTORS:
                    if LocalFunction(target, symbol) in self._context.values.member_of(value, name):
                        return True
                return self._inherits_body(path, number, target, symbol)
            case Instance(path, number):
                return LocalFunction(target, symbol) in self._context.values.member_of(value, "__call__")
            case _:
                return False

    def _inherits_body(self, path: str, number: int, target: str, symbol: int) -> bool:
        """Constructing a class runs the field initialisers of its bases."""
        facts = self._project.facts(path)
        for base in facts.symbols[number].bases if facts is not None else ():
            for value in self._context.values.of(path, base):
                own = LocalClass(path, number)
                if isinstance(value, LocalClass) and value != own and value == LocalClass(target, symbol):
                    return True
        return False

    # --- functions handed on ---

    def _handed(self, path: str, name: str, target: str, symbol: int, sink: Sink, after: Link | None) -> Iterator[Link]:
        """Calls that take the target as an argument, by its name."""
        facts = self._project.facts(path)
        if facts is None:
            return
        for site in facts.sites:
            if not isinstance(site.expr, Call) or _only_stores(site.expr):
                continue
            for argument in _arguments(site.expr):
                for mentioned in _names_in(argument):
                    if _last_name(mentioned) != name and not _is_alias(facts, mentioned, name):
                        continue
                    if any(self._runs(each, target, symbol) for each in self._context.values.of(path, mentioned)):
                        reasons = self._handing(path, site, inline=False)
                        text = f"hands {name} to {_last_name(site.expr.callee) or 'a call'}"
                        yield self._link(path, site.symbol, site.span, text, target, symbol, reasons, sink, after)
                        if reasons:
                            yield from self._emitters_of(site, path, target, symbol, sink, after)

    def _emitters_of(
        self, site: Site, path: str, target: str, symbol: int, sink: Sink, after: Link | None
    ) -> Iterator[Link]:
        for link in self._emitters(site, path, symbol, sink, after):
            yield Link(link.path, link.symbol, link.span, link.text, target, symbol, link.reasons, sink, after)

    def _decorated(self, path: str, target: str, symbol: int, sink: Sink, after: Link | None) -> Iterator[Link]:
        """Functions that the target decorates: calling them runs what the decorator gives."""
        facts = self._project.facts(path)
        values = self._context.values
        for number, each in enumerate(facts.symbols if facts is not None else ()):
            for decorator in each.decorators:
                given = values.of(path, decorator)
                run = (*given, *(inner for value in given for inner in values.given_by(value)))
                if facts is not None and any(self._runs(value, target, symbol) for value in run):
                    where = _decorator_span(facts, decorator, each.span)
                    yield self._link(path, number, where, "is decorated", target, symbol, (), sink, after)

    # --- modules ---

    def _importing(self, path: str, symbol: int, sink: Sink, after: Link | None) -> Iterator[Link]:
        """Imports, local loads and workers that run a file's top level."""
        importers = sorted(self._graph.importers(path))
        self._context.reading.load(importers)
        for other in importers:
            facts = self._project.facts(other)
            if facts is None or self._context.zones.of(other) is Zone.GATE:
                continue
            for statement in facts.imports:
                if statement.kind is not ImportKind.TYPE and self._means(other, facts, statement, path):
                    text = f"imports {path}"
                    yield self._link(other, statement.symbol, statement.span, text, path, symbol, (), sink, after)
        yield from self._starting(path, symbol, sink, after)

    def _means(self, path: str, facts: FileFacts, statement: Import, target: str) -> bool:
        names: Iterable[str | None] = (None,)
        if facts.language == PYTHON:
            names = (None, *(name for name, _ in statement.names))
        return any(
            getattr(self._project.resolve(path, statement, name), "path", None) == target for name in names
        ) and (statement.kind is not ImportKind.STATIC or not statement.names or self._is_kept(facts, statement))

    def _is_kept(self, facts: FileFacts, statement: Import) -> bool:
        """A TypeScript compiler drops imports of which no value is used."""
        if facts.language == PYTHON:
            return True
        used = {each.name for each in facts.references}
        return any(local in used for _, local in statement.names)

    def _starting(self, path: str, symbol: int, sink: Sink, after: Link | None) -> Iterator[Link]:
        """Loads and workers by the file's own path: `import("./x")`, `new Worker("./x.js")`, `fork("./x.js")`."""
        stem = path.rpartition("/")[2].partition(".")[0]
        for other in self._graph.files():
            if (
                other == path
                or not self._context.reading.mentions(other, stem)
                or self._context.zones.of(other) is Zone.GATE
            ):
                continue
            self._context.reading.load((other,))
            facts = self._project.facts(other)
            for site in facts.sites if facts is not None else ():
                text = self._starts(other, site, path)
                if text:
                    yield self._link(other, site.symbol, site.span, text, path, symbol, (), sink, after)

    def _starts(self, path: str, site: Site, target: str) -> str:
        expr = site.expr
        if isinstance(expr, Load):
            values = self._context.values.of(path, expr)
            return f"loads {target}" if LocalModule(target) in values else ""
        name = _last_name(expr.callee)
        if name in ("require", "import_module", "__import__"):
            return f"loads {target}" if LocalModule(target) in self._context.values.of(path, expr) else ""
        if name in _STARTERS:
            texts = list(self._texts(path, expr))[:1]
        elif name in _SPAWNERS:
            texts = _scripts(list(self._texts(path, expr)))
        else:
            return ""
        if any(self._names_file(path, each, target) for each in texts):
            return f"starts {target} with {name}, in the same host"
        return ""

    def _texts(self, path: str, call: Call) -> Iterator[str]:
        """The constant texts among the arguments of a call, also in lists."""
        for argument in _arguments(call):
            for value in self._context.values.of(path, argument):
                if not isinstance(value, Structure):
                    yield value.text if isinstance(value, Const) else HOLE
                elif isinstance(value.expr, Items):
                    for item in value.expr.items:
                        first = self._context.values.of(value.path, item)[0]
                        yield first.text if isinstance(first, Const) else HOLE

    def _names_file(self, path: str, text: str, target: str) -> bool:
        """Whether a text names a file: from the importer, from the root, or as a Python module."""
        bare = text.lstrip("\0/").removeprefix("./")
        if bare == target or bare.replace(".", "/") == target.removesuffix(".py"):
            return True
        if "/" not in text and "." not in text:
            return False
        return getattr(self._project.resolve_specifier(path, f"./{bare}"), "path", None) == target


# --- expressions ---------------------------------------------------------------------------------------


_STORES = frozenset(
    "entries Map Set WeakMap freeze assign fromEntries keys values defineProperty dict list tuple set "
    "MappingProxyType OrderedDict partial bind wraps memoize memo promisify debounce throttle lru_cache once".split()
)
"""Functions that only put away what they are given."""


def _overrides(site: Site, after: Link, facts: FileFacts | None) -> bool:
    """Whether a call hands over the parameter whose default would lead to the sink."""
    if after.default < 0 or facts is None or not isinstance(site.expr, Call):
        return False
    params = facts.symbols[after.symbol].params
    name = params[after.default].name if after.default < len(params) else ""
    return len(site.expr.args) > after.default or any(key == name for key, _ in site.expr.keywords)


def _is_inside(facts: FileFacts, symbol: int, outer: int) -> bool:
    while symbol > 0 and symbol != outer:
        symbol = facts.symbols[symbol].parent
    return symbol == outer


def _only_stores(call: Call) -> bool:
    return _last_name(call.callee) in _STORES


def _is_message(call: Call) -> bool:
    """A worker's own channel: whoever starts the worker sends the message."""
    return bool(call.args) and call.args[0] == Text("message")


class KnownAs(NamedTuple):
    """The names by which a function or class is called, and the names of objects that hold it."""

    names: frozenset[str]
    holders: frozenset[str]


def known_as(facts: FileFacts, symbol: int, imported: Collection[str] = ()) -> KnownAs:
    """What a file calls one of its symbols, or what it imports under some names.

    Those are variables, exports, and keys of the objects it is put into.
    """
    names: set[str] = set(imported)
    holders: set[str] = set()
    bound = [(name, value) for scope in facts.scopes for name, values in scope.bindings.items() for value in values]
    bound += [(name, value) for name, values in facts.exports.items() for value in values]
    bound += [(name, value) for each in facts.symbols for name, values in each.members.items() for value in values]
    bound += [(name.rpartition(".")[2], v) for s in facts.scopes for (_, name), vs in s.properties.items() for v in vs]
    found = True
    while found:
        found = False
        for name, value in bound:
            if _is_symbol(value, symbol, names) and name not in names:
                names.add(name)
                found = True
    giver = facts.symbols[symbol].parent if symbol > 0 else -1
    if giver > 0 and any(_is_symbol(each, symbol, names) for each in facts.symbols[giver].returns):
        outer = known_as(facts, giver)
        holders |= {facts.symbols[giver].name.rpartition(".")[2], *outer.names, *outer.holders}
    for name, value in bound:
        keys = set(_keys_of(value, symbol, names))
        if keys:
            names |= keys - {""}
            holders.add(name)
    return KnownAs(frozenset(names), frozenset(holders))


_WRAPPERS = frozenset("partial bind wraps memoize memo promisify debounce throttle cache lru_cache once".split())
"""Functions that give one which runs what they are given."""


def _is_symbol(value: Expr, symbol: int, names: set[str]) -> bool:
    if isinstance(value, Call) and _last_name(value.callee) in _WRAPPERS:
        wrapped = value.callee.base if isinstance(value.callee, Member) and value.callee.name == "bind" else None
        inner = wrapped or (value.args[0] if value.args else None)
        return inner is not None and _is_symbol(inner, symbol, names)
    if isinstance(value, FunctionOf | ClassOf):
        return value.symbol == symbol
    return isinstance(value, Name) and value.name in names


def _keys_of(value: Expr, symbol: int, names: set[str]) -> Iterator[str]:
    """The keys under which an object or list literal holds a symbol; "" for a place in a list."""
    match value:
        case Record(entries, _):
            for key, inner in entries:
                if _is_symbol(inner, symbol, names):
                    yield key
                yield from _keys_of(inner, symbol, names)
        case Items(items):
            for each in items:
                if _is_symbol(each, symbol, names):
                    yield ""
                yield from _keys_of(each, symbol, names)
        case Call(_, args, _, _):
            for each in args:
                if isinstance(each, Record | Items | Call):
                    yield from _keys_of(each, symbol, names)
        case _:
            return


def _is_argument(call: Call, symbol: int) -> bool:
    return any(_holds(each, symbol) for each in _arguments(call))


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


def _scripts(words: list[str]) -> list[str]:
    """The file or module that an interpreter's command line runs."""
    program = words[0].strip("\0") if words else "-"
    if not _INTERPRETERS.match(program):
        return []
    rest = [each for each in words[1:] if each == "-m" or not each.startswith("-")]
    return rest[1:2] if rest[:1] == ["-m"] else rest[:1]


def _arguments(call: Call) -> Iterator[Expr]:
    yield from call.args
    for _, value in call.keywords:
        yield value


def _holds(expr: Expr, symbol: int) -> bool:
    """Whether an argument is (or contains, as an entry) a function."""
    match expr:
        case FunctionOf(number):
            return number == symbol
        case Record(entries, _):
            return any(_holds(value, symbol) for _, value in entries)
        case Items(items):
            return any(_holds(each, symbol) for each in items)
        case _:
            return False


def _names_in(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Name() | Member():
            yield expr
        case Record(entries, _):
            for _, value in entries:
                yield from _names_in(value)
        case Items(items):
            for each in items:
                yield from _names_in(each)
        case _:
            return


def _last_name(expr: Expr) -> str:
    return expr.name if isinstance(expr, Name | Member) else ""


def _is_alias(facts: FileFacts, expr: Expr, name: str) -> bool:
    return isinstance(expr, Name) and name in _names_of(facts, expr)


def _names_of(facts: FileFacts, callee: Expr) -> set[str]:
    """The names that a callee may go by where it is defined; {""} when only its value tells."""
    match callee:
        case Member(_, name):
            return {name}
        case Name(name, scope):
            declared = declaring_scope(facts, name, scope)
            bound = facts.scopes[declared].bindings[name] if declared >= 0 else ()
            names = {name, *(each.name for each in bound if isinstance(each, Imported))}
            return names if all(isinstance(each, Imported | FunctionOf) for each in bound) else {*names, ""}
        case Index() | Call():
            return {""}
        case _:
            return {""}
