"""The names by which the code of a file knows a function or class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from linter.checks.file_calls import last_name
from linter.facts import (
    Call,
    ClassOf,
    Either,
    Expr,
    Fallback,
    FileFacts,
    FunctionOf,
    Imported,
    Items,
    Member,
    Name,
    Record,
)

_WRAPPERS = frozenset("partial bind wraps memoize memo promisify debounce throttle cache lru_cache once".split())
"""Functions that give one which runs what they are given."""

Referent = int | str
"""What a value stands for: a symbol of the file, or whatever a name means."""


class KnownAs(NamedTuple):
    """The names by which a function or class is called.

    `holders` are objects that hold it, and `givers` functions that return it.
    """

    names: frozenset[str]
    holders: frozenset[str]
    givers: frozenset[str]


class Naming:
    """Who goes by which name in one file: variables, exports, and keys of the objects it is put into."""

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        self._names: dict[Referent, set[str]] = {}
        self._kept: dict[Referent, set[tuple[str, str]]] = {}
        self._results: dict[str, set[str]] = {}
        for name, value in _bound(facts):
            if isinstance(value, Call):
                self._results.setdefault(last_name(value.callee), set()).add(name)
            for referent in _referents(value):
                self._names.setdefault(referent, set()).add(name)
            for key, held in _held(value):
                self._kept.setdefault(held, set()).add((key, name))

    def of_symbol(self, symbol: int) -> KnownAs:
        """What the file calls one of its symbols, or what returns it."""
        known = self._known({symbol})
        if self._facts.symbols[symbol].name.endswith(".__call__"):
            # Whoever has an instance calls it by the instance's name.
            makers = frozenset({self._facts.symbols[self._facts.symbols[symbol].parent].name.rpartition(".")[2]})
            return KnownAs(known.names | self.results_of(makers), known.holders, makers)
        giver = self._facts.symbols[symbol].parent
        given = {name for each in self._facts.symbols[giver].returns for name in _referents(each)} if giver > 0 else ()
        if symbol not in given and known.names.isdisjoint(each for each in given if isinstance(each, str)):
            return known
        outer = self.of_symbol(giver)
        own = self._facts.symbols[giver].name.rpartition(".")[2]
        givers = (outer.names | outer.givers | {own}) - {""}
        return KnownAs(known.names | self.results_of(givers), known.holders | outer.holders, givers)

    def subclasses_of(self, names: Collection[str]) -> frozenset[str]:
        """The names of the classes that a class of one of these names is a base of."""
        return frozenset(
            each.name.rpartition(".")[2]
            for each in self._facts.symbols
            if any(isinstance(base, Name | Member) and base.name in names for base in each.bases)
        )

    def results_of(self, givers: Iterable[str]) -> frozenset[str]:
        """The names of what functions return that go by these names."""
        return frozenset(name for each in givers for name in self._results.get(each, ()))

    def of_imported(self, names: Collection[str]) -> KnownAs:
        """What the file calls that which it imports under one of these names; with the names it hands it on by."""
        local = {
            name
            for name, values in self._facts.scopes[0].bindings.items()
            for each in values
            if isinstance(each, Imported) and each.name in names
        }
        known = self._known({*local, *map(_as_member, names)})
        handed = {
            name
            for name, values in self._facts.exports.items()
            for each in values
            if isinstance(each, Imported) and each.name in names
        }
        return KnownAs(known.names | local | handed, known.holders, frozenset())

    def _known(self, start: Collection[Referent]) -> KnownAs:
        names: set[str] = set()
        pending = list(start)
        seen = set(start)
        while pending:
            for name in self._names.get(pending.pop(), ()):
                names.add(name)
                if name not in seen:
                    seen.update((name, _as_member(name)))
                    pending.extend((name, _as_member(name)))
        kept = {each for referent in seen for each in self._kept.get(referent, ())}
        keys = {key for key, _ in kept if key}
        return KnownAs(frozenset(names | keys), frozenset(holder for _, holder in kept), frozenset())


def _bound(facts: FileFacts) -> Iterator[tuple[str, Expr]]:
    """Everything that a file gives a name: variables, exports, members of classes and of objects."""
    for scope in facts.scopes:
        yield from ((name, value) for name, values in scope.bindings.items() for value in values)
        for (_, name), values in scope.properties.items():
            yield from ((name.rpartition(".")[2], value) for value in values)
    yield from ((name, value) for name, values in facts.exports.items() for value in values)
    for each in facts.symbols:
        yield from ((name, value) for name, values in each.members.items() for value in values)


def _referents(value: Expr) -> Iterator[Referent]:
    match value:
        case Call(callee, args, _, _) if last_name(callee) in _WRAPPERS:
            wrapped = (callee.base,) if isinstance(callee, Member) and callee.name == "bind" else args[:1]
            for each in wrapped:
                yield from _referents(each)
        case FunctionOf(symbol) | ClassOf(symbol):
            yield symbol
        case Name(name, _):
            yield name
        case Member(_, name):
            yield _as_member(name)
        case Either(options):
            for each in options:
                yield from _referents(each)
        case Fallback(first, second):
            yield from _referents(first)
            yield from _referents(second)
        case _:
            return


def _as_member(name: str) -> str:
    """The referent of a value that is read from something, by the name it has there."""
    return f".{name}"


def _held(value: Expr) -> Iterator[tuple[str, Referent]]:
    """What an object or list literal holds, by key; "" for a place in a list."""
    match value:
        case Record(entries, _):
            for key, inner in entries:
                yield from _held_as(key, inner)
        case Items(items):
            for each in items:
                yield from _held_as("", each)
        case Call(_, args, _, _):
            for each in args:
                if isinstance(each, Record | Items | Call):
                    yield from _held(each)
        case _:
            return


def _held_as(key: str, value: Expr) -> Iterator[tuple[str, Referent]]:
    for referent in _referents(value):
        yield key, referent
    yield from _held(value)
