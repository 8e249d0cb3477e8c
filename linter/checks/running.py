"""What calling a value runs, and the indexes of files that callers are looked up in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linter.checks.context import Context
from linter.checks.edges import Node
from linter.checks.file_calls import FileCalls
from linter.checks.naming import Naming
from linter.checks.words import Words
from linter.facts import Call, Expr, Fallback, Index, Member, Name, Param, Parameter, declaring_scope
from linter.values import RUN_ANYWAY, Instance, LocalClass, LocalFunction, LocalModule, Value, kept_in_objects

CONSTRUCTORS = frozenset({"constructor", "__init__", "__new__"})

_HANDS_ITS_OWN = frozenset({"then", "map", "forEach", "filter", "find", "some", "every", "flatMap"})
"""Methods that call back with what they are called on, or with its elements."""

Called = tuple[tuple[Value, frozenset[Node]], ...]
"""What an expression can be, each value with the symbols that calling it runs."""


class Running:
    """What calls run, as far as files have been read; each answer is worked out once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.project = context.project
        self.words = Words(context.reading.content)
        self._read: set[str] = set()
        self.readings = 0
        """How often new files were read."""
        self._files: dict[str, FileCalls] = {}
        self._naming: dict[str, Naming] = {}
        self._runs: dict[Value, frozenset[Node]] = {}
        self._called: dict[tuple[str, int], Called] = {}

    def read(self, paths: Collection[str]) -> None:
        """Parses files. What was worked out before is forgotten when some are new: it may be more by them."""
        fresh = [path for path in sorted(paths) if path not in self._read]
        if fresh:
            self._read.update(fresh)
            self.readings += 1
            self.context.reading.load(fresh)
            self._forget()

    def follow(self, *, everywhere: bool) -> None:
        """Says where values may lead from now on; see `Reading.follow`."""
        self.context.reading.follow(everywhere=everywhere)
        self._forget()

    def _forget(self) -> None:
        self.context.values.forget()
        self._runs.clear()
        self._called.clear()

    def calls_in(self, path: str) -> FileCalls | None:
        """The calls of a file; None for one that is not read."""
        facts = self.project.facts(path)
        if facts is None:
            return None
        if path not in self._files:
            self._files[path] = FileCalls(facts)
        return self._files[path]

    def naming(self, path: str) -> Naming | None:
        """The names that a file uses; None for one that is not read."""
        facts = self.project.facts(path)
        if facts is None:
            return None
        if path not in self._naming:
            self._naming[path] = Naming(facts)
        return self._naming[path]

    def called_by(self, path: str, call: Call) -> Called:
        """What a call calls."""
        key = (path, call.site)
        found = self._called.get(key)
        if found is None:
            found = self._called[key] = self.of(path, call.callee)
        return found

    def of(self, path: str, expr: Expr) -> Called:
        """What an expression can be, and what calling it runs."""
        return tuple((value, self.run_by(value)) for value in self.context.values.of(path, expr))

    def run_by(self, value: Value) -> frozenset[Node]:
        """The symbols that calling a value runs: the function itself, or what constructing a class runs."""
        if isinstance(value, LocalFunction):
            own = frozenset({(value.path, value.symbol)})
            return own.union(*map(self.run_by, value.wraps)) if value.wraps else own
        if isinstance(value, LocalModule):
            return frozenset().union(*map(self.run_by, self.context.values.whole_export(value.path)))
        if not isinstance(value, LocalClass | Instance):
            return frozenset()
        found = self._runs.get(value)
        if found is None:
            nodes = self._constructed(value) if isinstance(value, LocalClass) else self._methods(value, "__call__")
            found = self._runs[value] = frozenset(nodes)
        return found

    def _constructed(self, value: LocalClass) -> Iterator[Node]:
        """Constructing a class runs its field initialisers and its constructor, and the fields of its bases."""
        for name in CONSTRUCTORS:
            yield from self._methods(value, name)
        pending, seen = [value], {value}
        while pending:
            path, number, _ = pending.pop()
            yield path, number
            facts = self.project.facts(path)
            for base in facts.symbols[number].bases if facts is not None else ():
                for each in self.context.values.of(path, base):
                    if isinstance(each, LocalClass) and each not in seen:
                        seen.add(each)
                        pending.append(each)

    def _methods(self, value: Value, name: str) -> Iterator[Node]:
        for each in self.context.values.member_of(value, name):
            if isinstance(each, LocalFunction):
                yield each.path, each.symbol

    def parameter(self, path: str, callee: Expr, symbol: int) -> Param | None:
        """The parameter that a callee in a symbol is, if it is one.

        One that an object keeps, whose methods are functions inside of the one that makes it, is a field rather.
        """
        facts = self.project.facts(path)
        if isinstance(callee, Member) and callee.name in RUN_ANYWAY:
            callee = callee.base
        if facts is None or not isinstance(callee, Name):
            return None
        scope = declaring_scope(facts, callee.name, callee.scope)
        for each in facts.scopes[scope].bindings[callee.name] if scope >= 0 else ():
            if isinstance(each, Parameter) and self._calls_back(path, each.symbol) is None:
                params = facts.symbols[each.symbol].params
                if each.symbol != symbol and kept_in_objects(facts, symbol, each.symbol):
                    return None
                return params[each.position] if each.position < len(params) else None
        return None

    def _calls_back(self, path: str, symbol: int) -> Expr | None:
        """What a callback that is written in a call of `then` or the like gets its argument from."""
        calls = self.calls_in(path)
        given = calls.given.get(symbol) if calls is not None else None
        callee = given.expr.callee if given is not None and isinstance(given.expr, Call) else None
        return callee.base if isinstance(callee, Member) and callee.name in _HANDS_ITS_OWN else None

    def is_handed_in(self, path: str, expr: Expr, symbol: int) -> bool:
        """Whether an expression in a symbol is a parameter, or is read from one, and no field of an object."""
        facts = self.project.facts(path)
        pending, seen = [expr], set[tuple[str, int]]()
        while pending and facts is not None:
            match pending.pop():
                case Parameter(owner, _):
                    source = self._calls_back(path, owner)
                    if source is not None:
                        pending.append(source)
                    elif owner == symbol or not kept_in_objects(facts, symbol, owner):
                        return True
                case Member(base, _) | Index(base, _) | Fallback(base, _):
                    pending.append(base)
                case Name(name, scope):
                    declared = declaring_scope(facts, name, scope)
                    if declared >= 0 and (name, declared) not in seen:
                        seen.add((name, declared))
                        pending.extend(facts.scopes[declared].bindings[name])
        return False
