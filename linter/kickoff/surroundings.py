"""What a project says of the files that kickoffs name: which calls exercise a capability, and who leads to them.

One pass answers for all kickoffs of a run, and is remembered until something changes. Only the files between the named
ones and the calls are looked at: on cline (4,000 files) that takes 2 s, and chains from everywhere 15 s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from linter.capability import Capability
from linter.checks import Context
from linter.checks.ahead import ReachFrom
from linter.checks.reach import Link, Node, Reach
from linter.checks.sinks import Sink
from linter.findings import Certainty, Finding
from linter.zones import Zone

_ENUM_RULE = "enum-string"


class Call(NamedTuple):
    """A call that exercises a capability, in the symbol `symbol` ("" at a file's top level)."""

    path: str
    line: int
    symbol: str
    sink: str
    vendor: str
    text: str
    certain: bool


class Edge(NamedTuple):
    """A place from which a symbol leads on to another one, on the way to a call.

    `loose` says that a function is passed around there: who makes it and who calls it may not go together.
    """

    path: str
    symbol: str
    line: int
    to_path: str
    to_symbol: str
    certain: bool
    loose: bool


class ClosedSet(NamedTuple):
    """A field of a schema whose values are known and which is declared more openly than that.

    `defined` is the definition that already holds the set, as `path#name`; "" for none.
    """

    path: str
    line: int
    field: str
    values: tuple[str, ...]
    certain: bool
    defined: str = ""


class Surroundings(NamedTuple):
    """What is known of a project. `framings` counts the framings of its findings."""

    calls: tuple[Call, ...] = ()
    edges: tuple[Edge, ...] = ()
    closed: tuple[ClosedSet, ...] = ()
    framings: tuple[tuple[str, int], ...] = ()
    unread: int = 0
    """How many files could not be read, or only in part."""


def surroundings(
    context: Context,
    capabilities: Iterable[Capability],
    findings: Iterable[Finding],
    unread: int,
    named: Collection[str],
) -> Surroundings:
    """What a run's context and findings say of the files that are named."""
    context.reading.load(named)
    calls: set[Call] = set()
    edges: set[Edge] = set()
    for capability in capabilities:
        restricted = context.restricting(capability)
        sinks = Reach(restricted, past_migrated=True).sinks()
        calls.update(_calls(context, sinks))
        starts = list(_nodes(context, named)) if sinks else []
        links = ReachFrom(restricted, starts, sinks).links() if starts else ()
        edges.update(_edge(context, each) for each in links)
    found = list(findings)
    calls.update(_reported(found, {(each.path, each.line) for each in calls}))
    return Surroundings(
        calls=tuple(sorted(calls)),
        edges=tuple(sorted(each for each in edges if (each.path, each.symbol) != (each.to_path, each.to_symbol))),
        closed=tuple(sorted(_closed(found))),
        framings=tuple(sorted(Counter(each.evidence.framing for each in found).items())),
        unread=unread,
    )


def _nodes(context: Context, named: Iterable[str]) -> Iterator[Node]:
    """Every symbol of these files."""
    for path in sorted(named):
        facts = context.project.facts(path)
        yield from ((path, number) for number in range(len(facts.symbols) if facts is not None else 0))


def _calls(context: Context, sinks: Iterable[Sink]) -> Iterator[Call]:
    """The sinks outside of gates. Making a client counts only where nothing in its file is seen to use it."""
    found = list(sinks)
    acting = {(each.path, each.sink) for each in found if each.acts}
    for each in found:
        if context.zones.of(each.path) is not Zone.GATE and (each.acts or (each.path, each.sink) not in acting):
            place = context.place(each.path, each.site.span)
            symbol = context.symbol_name(each.path, each.site.symbol)
            # Of requests and programs, a whole sentence is told; what is called are its first words.
            called = each.text.partition(" ")[0]
            yield Call(each.path, place.line, symbol, each.sink, each.vendor, called, not each.reasons)


def _reported(findings: Iterable[Finding], known: Collection[tuple[str, int]]) -> Iterator[Call]:
    """Requests and programs that findings tell of and chains do not end at: an inventory shows what an audit does."""
    for each in findings:
        evidence = each.evidence
        if evidence.sink.startswith(("http:", "cli:")) and (each.place.path, each.place.line) not in known:
            called = evidence.message.partition(" ")[0]
            certain = evidence.certainty is Certainty.CERTAIN
            yield Call(
                each.place.path, each.place.line, evidence.symbol, evidence.sink, evidence.vendor, called, certain
            )


def _edge(context: Context, link: Link) -> Edge:
    loose = link.passed_around
    return Edge(
        path=link.path,
        symbol=context.symbol_name(link.path, link.symbol),
        line=context.place(link.path, link.span).line,
        to_path=link.target_path,
        to_symbol=context.symbol_name(link.target_path, link.target_symbol),
        certain=not link.reasons,
        loose=loose,
    )


def _closed(findings: Iterable[Finding]) -> Iterator[ClosedSet]:
    for each in findings:
        if each.rule == _ENUM_RULE:
            fix = each.evidence.fix
            values = fix.values if fix is not None else ()
            existing = fix.existing if fix is not None else None
            defined = f"{existing.path}#{existing.name}" if existing is not None else ""
            # The message begins with the field's full name; the symbol is that of the schema.
            field = each.evidence.message.partition(" ")[0]
            certain = each.evidence.certainty is Certainty.CERTAIN
            yield ClosedSet(each.place.path, each.place.line, field, values, certain, defined)


def as_table(known: Surroundings) -> Mapping[str, object]:
    """Plain data that JSON can say."""
    return {
        "calls": known.calls,
        "edges": known.edges,
        "closed": known.closed,
        "framings": known.framings,
        "unread": known.unread,
    }


def from_table(table: Mapping[str, list[list[object]]]) -> Surroundings:
    """What `as_table` gave. Raises TypeError or KeyError for anything else."""
    return Surroundings(
        calls=tuple(Call._make(each) for each in table["calls"]),
        edges=tuple(Edge._make(each) for each in table["edges"]),
        closed=tuple(_closed_set(*each) for each in table["closed"]),
        framings=tuple((str(name), _number(count)) for name, count in table["framings"]),
        unread=_number(table["unread"]),
    )


def _closed_set(
    path: object, line: object, field: object, values: object, certain: object, defined: object
) -> ClosedSet:
    if not isinstance(values, list):
        raise TypeError("values are a list")
    return ClosedSet(str(path), _number(line), str(field), tuple(map(str, values)), bool(certain), str(defined))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a number is wanted")
    return value
