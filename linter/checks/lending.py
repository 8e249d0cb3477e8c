"""The names by which a file lends an SDK, or a client of it, to others: what they have to mention to use it.

Told from one file's facts and from what it borrows itself. Whether a use is one is for values to say; a name too many
costs a file that is read for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntFlag
from typing import NamedTuple

from linter.checks.answers import makes
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
    Index,
    InstanceOf,
    Items,
    Load,
    Member,
    Name,
    Parameter,
    Record,
    Site,
    SiteFlag,
    Spread,
)

_MOST_ROUNDS = 8
"""Times that a file's names are gone over; each finds what is one name further away."""


class Kind(IntFlag):
    """What something may be of an SDK. What a client answers is nothing of it any more."""

    NONE = 0
    MODULE = 1
    """The SDK itself, or a class or function of it."""
    CLIENT = 2
    GIVES_MODULE = 4
    GIVES_CLIENT = 8
    """A function that returns one."""


_VALUES = Kind.MODULE | Kind.CLIENT

Kinds = Mapping[str, Kind]


class Handed(NamedTuple):
    """A call that is handed something of an SDK, and what."""

    site: Site
    given: Expr
    kind: Kind


class Lent(NamedTuple):
    """What a file lends by its names, and by calls that it hands something to."""

    names: Kinds
    handed: tuple[Handed, ...]


def lent(
    facts: FileFacts,
    brings: Callable[[int], bool],
    loads: Callable[[Expr], bool],
    borrowed: Kinds,
    given: Mapping[tuple[int, int], Kind],
) -> Lent:
    """What a file lends.

    Args:
        brings: whether an import, by its number, is of an SDK.
        loads: whether what a loading call is given may name an SDK.
        borrowed: what names of other files are that this one may use.
        given: what its functions are handed, by symbol and position.
    """
    return _Lender(facts, brings, loads, borrowed, given).all()


_LOADERS = frozenset({"require", "import_module", "__import__", "import_string"})


class _Lender:
    def __init__(
        self,
        facts: FileFacts,
        brings: Callable[[int], bool],
        loads: Callable[[Expr], bool],
        borrowed: Kinds,
        given: Mapping[tuple[int, int], Kind],
    ) -> None:
        self._facts = facts
        self._brings = brings
        self._loads = loads
        self._borrowed = borrowed
        self._given = given
        self._names: dict[str, Kind] = {}
        self._outward: dict[str, Kind] = {}
        self._grew = False

    def all(self) -> Lent:
        bound = list(_bound(self._facts))
        for _ in range(_MOST_ROUNDS):
            self._grew = False
            for name, value, outward in bound:
                self._note(name, self._kind(value), outward=outward)
            for site in self._facts.sites:
                if isinstance(site.expr, Call):
                    for each in site.expr.args:
                        if isinstance(each, Record | Items):
                            self._kind(each)
            if not self._grew:
                break
        handed = tuple(self._handed()) if self._names or self._given else ()
        return Lent(self._outward, handed)

    def _note(self, name: str, kind: Kind, *, outward: bool) -> None:
        if not kind:
            return
        for table in (self._names, self._outward) if outward else (self._names,):
            known = table.get(name, Kind.NONE)
            if kind | known != known:
                table[name] = kind | known
                self._grew = True

    def _handed(self) -> Iterator[Handed]:
        for site in self._facts.sites:
            if isinstance(site.expr, Call) and not self._kind(site.expr.callee) & _VALUES:
                for each in (*site.expr.args, *(value for _, value in site.expr.keywords)):
                    kind = self._kind(each) & Kind.CLIENT if isinstance(each, Name | Call) else Kind.NONE
                    if kind:
                        yield Handed(site, each, kind)

    def _kind(self, expr: Expr) -> Kind:
        match expr:
            case Name(name, _):
                return self._names.get(name, Kind.NONE)
            case Member(base, name):
                named = self._names.get(name, Kind.NONE) | self._borrowed.get(name, Kind.NONE)
                return self._kind(base) & _VALUES | named
            case Call():
                return self._called(expr)
            case Load(specifier, _):
                return Kind.MODULE if self._loads(specifier) else Kind.NONE
            case Imported(source, name):
                return Kind.MODULE if self._brings(source) else self._borrowed.get(name, Kind.NONE)
            case Parameter(symbol, position):
                return self._parameter(symbol, position)
            case FunctionOf(symbol):
                return self._function(symbol)
            case ClassOf(symbol):
                return self._any(self._facts.symbols[symbol].bases) & Kind.MODULE
            case InstanceOf(kind):
                return Kind.CLIENT if self._kind(kind) & Kind.MODULE else Kind.NONE
            case _:
                return self._inside(expr)

    def _inside(self, expr: Expr) -> Kind:
        match expr:
            case Record(entries, rest):
                for key, value in entries:
                    self._note(key, self._kind(value), outward=True)
                return self._any((*(value for _, value in entries), *rest))
            case Items(items):
                return self._any(items)
            case Index(base, _) | Spread(base):
                return self._kind(base)
            case Either(options):
                return self._any(options)
            case Fallback(value, fallback):
                return self._kind(value) | self._kind(fallback)
            case _:
                return Kind.NONE

    def _any(self, exprs: Iterable[Expr]) -> Kind:
        found = Kind.NONE
        for each in exprs:
            found |= self._kind(each)
        return found

    def _called(self, call: Call) -> Kind:
        name = last_name(call.callee)
        if name in _LOADERS and call.args:
            return Kind.MODULE if self._loads(call.args[0]) else Kind.NONE
        callee = self._kind(call.callee)
        is_made = bool(self._facts.sites[call.site].flags & SiteFlag.NEW) or makes((name,))
        found = Kind.CLIENT if callee & Kind.MODULE and is_made else Kind.NONE
        if callee & Kind.GIVES_CLIENT:
            found |= Kind.CLIENT
        if callee & Kind.GIVES_MODULE:
            found |= Kind.MODULE
        if name == "bind":
            found |= callee
        return found

    def _function(self, symbol: int) -> Kind:
        each = self._facts.symbols[symbol]
        kind = self._any(each.returns)
        if each.gives is not None and self._kind(each.gives) & Kind.MODULE:
            kind |= Kind.CLIENT
        gives = kind & (Kind.GIVES_CLIENT | Kind.GIVES_MODULE)
        if kind & Kind.CLIENT:
            gives |= Kind.GIVES_CLIENT
        if kind & Kind.MODULE:
            gives |= Kind.GIVES_MODULE
        return gives | (kind & _VALUES if each.accessor is not None else Kind.NONE)

    def _parameter(self, symbol: int, position: int) -> Kind:
        params = self._facts.symbols[symbol].params
        found = self._given.get((symbol, position), Kind.NONE)
        if position < len(params):
            declared, default = params[position].type, params[position].default
            if declared is not None and self._kind(declared) & Kind.MODULE:
                found |= Kind.CLIENT
            if default is not None:
                found |= self._kind(default)
        return found


def _bound(facts: FileFacts) -> Iterator[tuple[str, Expr, bool]]:
    """Everything that a file gives a name, and whether others can use the name."""
    for number, scope in enumerate(facts.scopes):
        outward = number == 0 or scope.closed
        yield from ((name, value, outward) for name, values in scope.bindings.items() for value in values)
        for (_, name), values in scope.properties.items():
            yield from ((name.rpartition(".")[2], value, True) for value in values)
    yield from ((name, value, True) for name, values in facts.exports.items() for value in values)
    for each in facts.symbols:
        yield from ((name, value, True) for name, values in each.members.items() for value in values)
        yield from (("", value, False) for value in each.returns)
