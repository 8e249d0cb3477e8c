"""The names by which the code of a file knows a function or class."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

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
from linter.values import LIBRARY_WRAPPERS

_WRAPPERS = LIBRARY_WRAPPERS | {"bind", "wraps"}
"""Functions that give one which runs what they are given."""


class Result(NamedTuple):
    """What a call gives; the call is that of a site."""

    site: int


Referent = int | str | Result
"""What a value stands for: a symbol of the file, whatever a name means, or what a call gives, perhaps wrapped."""


class KnownAs(NamedTuple):
    """The names by which a function or class is called.

    `names` are those that the file has for it, and `outward` those that other files can use: what only a scope of a
    function has is no name elsewhere, but the keys of an object are that a function returns or a call is given.
    `holders` are objects that hold it, and `givers` functions that return it.
    """

    names: frozenset[str]
    outward: frozenset[str]
    holders: frozenset[str]
    givers: frozenset[str]


class _Bound(NamedTuple):
    """A name that is given a value, and whether other files can see it."""

    name: str
    value: Expr
    outward: bool


class Naming:
    """Who goes by which name in one file: variables, exports, and keys of the objects it is put into."""

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        self._names: dict[Referent, dict[str, bool]] = {}
        self._kept: dict[Referent, set[tuple[str, str]]] = {}
        self._keys: dict[Referent, set[str]] = {}
        self._results: dict[str, dict[str, bool]] = {}
        self._imported: dict[str, set[str]] = {}
        self._handed_on: dict[str, set[str]] = {}
        for name, value, outward in _bound(facts):
            if isinstance(value, Call):
                _note(self._results, last_name(value.callee), name, outward=outward)
            for referent in _referents(value):
                _note(self._names, referent, name, outward=outward)
            for key, held in _held(value):
                self._kept.setdefault(held, set()).add((key, name if outward else ""))
        for value in _passed(facts):
            for key, held in _held(value):
                self._keys.setdefault(held, set()).add(key)
        _by_origin(self._imported, facts.scopes[0].bindings)
        _by_origin(self._handed_on, facts.exports)

    def of_symbol(self, symbol: int) -> KnownAs:
        """What the file calls one of its symbols, or what returns it."""
        known = self._known({symbol})
        if self._facts.symbols[symbol].name.endswith(".__call__"):
            # Whoever has an instance calls it by the instance's name.
            maker = self._facts.symbols[self._facts.symbols[symbol].parent].name.rpartition(".")[2]
            return self._given_by(known, known.holders, frozenset({maker}))
        giver = self._facts.symbols[symbol].parent
        given = {name for each in self._facts.symbols[giver].returns for name in _referents(each)} if giver > 0 else ()
        if symbol not in given and known.names.isdisjoint(each for each in given if isinstance(each, str)):
            return known
        outer = self.of_symbol(giver)
        own = self._facts.symbols[giver].name.rpartition(".")[2]
        givers = (outer.names | outer.givers | {own}) - {""}
        return self._given_by(known, known.holders | outer.holders, givers)

    def _given_by(self, known: KnownAs, holders: frozenset[str], givers: frozenset[str]) -> KnownAs:
        """The names of something that functions of some names give."""
        results = self.results_of(givers)
        return KnownAs(known.names | results.names, known.outward | results.outward, holders, givers)

    def subclasses_of(self, names: Collection[str]) -> frozenset[str]:
        """The names of the classes that a class of one of these names is a base of."""
        return frozenset(
            each.name.rpartition(".")[2]
            for each in self._facts.symbols
            if any(isinstance(base, Name | Member) and base.name in names for base in each.bases)
        )

    def results_of(self, givers: Iterable[str]) -> KnownAs:
        """The names of what functions return that go by these names."""
        found: dict[str, bool] = {}
        for each in givers:
            for name, is_outward in self._results.get(each, {}).items():
                found[name] = is_outward or found.get(name, False)
        outward = {name for name, is_outward in found.items() if is_outward}
        known = self._known({*found, *map(_as_member, outward)})
        return known._replace(names=known.names.union(found), outward=known.outward | outward)

    def of_names(self, names: Collection[str]) -> frozenset[str]:
        """What the file calls that which it knows by these names, with them."""
        return self._known({*names, *map(_as_member, names)}).names.union(names)

    def of_calls(self, sites: Iterable[int]) -> KnownAs:
        """The names of what calls of these sites give."""
        return self._known({Result(each) for each in sites})

    def is_named(self, site: int) -> bool:
        """Whether what a call gives has a name."""
        return Result(site) in self._names or Result(site) in self._kept or Result(site) in self._keys

    def of_imported(self, names: Collection[str]) -> KnownAs:
        """What the file calls that which it imports under one of these names; with the names it hands it on by."""
        local = {each for name in names for each in self._imported.get(name, ())}
        handed = {each for name in names for each in self._handed_on.get(name, ())}
        known = self._known({*local, *map(_as_member, names)})
        return known._replace(names=known.names | local | handed, outward=known.outward | local | handed)

    def _known(self, start: Collection[Referent]) -> KnownAs:
        names: dict[str, bool] = {}
        pending = list(start)
        seen = set(start)
        while pending:
            for name, outward in self._names.get(pending.pop(), {}).items():
                names[name] = outward or names.get(name, False)
                fresh = {name, _as_member(name)} - seen if outward else {name} - seen
                seen |= fresh
                pending.extend(fresh)
        kept = {each for referent in seen for each in self._kept.get(referent, ())}
        keys = {key for key, _ in kept} - {""}
        given = {key for referent in seen for key in self._keys.get(referent, ())} - {""}
        outer = {name for name, outward in names.items() if outward}
        holders = frozenset(holder for _, holder in kept) - {""}
        return KnownAs(frozenset(keys.union(names)), frozenset(outer | keys | given), holders, frozenset())


_Key = TypeVar("_Key", bound=Referent)


def _note(table: dict[_Key, dict[str, bool]], key: _Key, name: str, *, outward: bool) -> None:
    known = table.setdefault(key, {})
    known[name] = outward or known.get(name, False)


def _by_origin(table: dict[str, set[str]], named: Mapping[str, tuple[Expr, ...]]) -> None:
    """Adds the names of what is imported, by the names that it has where it comes from."""
    for name, values in named.items():
        for each in values:
            if isinstance(each, Imported):
                table.setdefault(each.name, set()).add(name)


def _bound(facts: FileFacts) -> Iterator[_Bound]:
    """Everything that a file gives a name: variables, exports, members of classes and of objects."""
    for number, scope in enumerate(facts.scopes):
        outward = number == 0 or scope.closed
        yield from (_Bound(name, value, outward) for name, values in scope.bindings.items() for value in values)
        for (_, name), values in scope.properties.items():
            yield from (_Bound(name.rpartition(".")[2], value, True) for value in values)
    yield from (_Bound(name, value, True) for name, values in facts.exports.items() for value in values)
    for each in facts.symbols:
        yield from (_Bound(name, value, True) for name, values in each.members.items() for value in values)


def _passed(facts: FileFacts) -> Iterator[Expr]:
    """Objects and lists that functions return and calls are given, whose keys others may know."""
    for each in facts.symbols:
        yield from each.returns
    for site in facts.sites:
        yield site.expr


def _referents(value: Expr) -> Iterator[Referent]:
    match value:
        case Call(callee, args, keywords, site):
            yield Result(site)
            wrapped = (callee.base,) if isinstance(callee, Member) and callee.name == "bind" else args[:1]
            for each in wrapped if last_name(callee) in _WRAPPERS else ():
                yield from _referents(each)
            for each in (*args, *(value for _, value in keywords)):
                if isinstance(each, Call):
                    yield from (inner for inner in _referents(each) if isinstance(inner, Result))
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
        case Record(entries, rest):
            for key, inner in entries:
                yield from _held_as(key, inner)
            for each in rest:
                yield from _held(each)
        case Items(items):
            for each in items:
                yield from _held_as("", each)
        case Call(_, args, keywords, _):
            for each in args:
                if isinstance(each, Record | Items | Call):
                    yield from _held(each)
            for key, inner in keywords:
                yield from _held_as(key, inner)
        case Either(options):
            for each in options:
                yield from _held(each)
        case Fallback(first, second):
            yield from _held(first)
            yield from _held(second)
        case _:
            return


def _held_as(key: str, value: Expr) -> Iterator[tuple[str, Referent]]:
    for referent in _referents(value):
        yield key, referent
    yield from _held(value)
