"""Contracts that a change makes looser: fields of schemas that took a closed set of values and take any text now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from linter.checks import Context, enum_string
from linter.checks.closed_sets.libraries import Libraries
from linter.checks.closed_sets.names import Names
from linter.checks.closed_sets.peeling import Peeler
from linter.checks.closed_sets.types import Typed, Types
from linter.facts import Span
from linter.findings import Evidence
from linter.languages import language_of
from linter.ledger import Fate, Row, Spot
from linter.review.matching import Matching
from linter.review.side import Side
from linter.rulebook import Rule
from linter.shapes import Definition, Invoked, Shapes, Sort, Table
from linter.sources import Changes
from linter.zones import Zone

_SHOWN = 8
"""Values that are listed."""


class Loosened(NamedTuple):
    """A field with the values that it took, where it said so in the base, and where it takes any text in the head."""

    record: str
    field: str
    values: tuple[str, ...]
    before: Spot
    after: Spot
    evidence: Evidence

    def row(self, rule: str) -> Row:
        """The row of the ledger."""
        return Row(
            site=f"{self.before.path}#{self.record}.{self.field}",
            rule=rule,
            sink=self.evidence.sink,
            verdict=Fate.WEAKENED,
            framing=self.evidence.framing,
            before=self.before,
            after=self.after,
            chain=(),
            how=self.evidence.message,
        )


def rule_of(side: Side) -> Rule | None:
    """The rule about closed sets, where it is on."""
    return next((each for each in side.workspace.rules if each.check == enum_string.NAME), None)


def loosened(rule: Rule, base: Side, head: Side, matching: Matching, changes: Changes) -> Iterator[Loosened]:
    """The fields of changed schemas that were closed in the base and are open in the head."""
    params = enum_string.parameters(rule.params)
    before, after = _Contracts(base.context, params), _Contracts(head.context, params)
    for path in (*changes.modified, *changes.deleted):
        now = matching.file(path)
        if not now or language_of(path) is None or base.context.zones.of(path) is Zone.TESTS:
            continue
        if not before.may_hold(path) or not after.may_hold(now):
            continue
        closed, open_ = before.closed(path), after.open(now)
        for key in sorted(closed.keys() & open_.keys()):
            yield _loosened(base.context, head.context, key, path, closed[key], now, open_[key])


def _loosened(
    base: Context,
    head: Context,
    key: tuple[str, str],
    path: str,
    closed: tuple[Span, tuple[str, ...]],
    now: str,
    open_: Span,
) -> Loosened:
    record, field = key
    span, values = closed
    place = head.place(now, open_)
    listed = ", ".join(f'"{each}"' for each in values[:_SHOWN]) + (" and more" if len(values) > _SHOWN else "")
    evidence = Evidence(
        place=place,
        symbol=record,
        framing="weakened-enum",
        sink=f"field:{record}.{field}",
        vendor="",
        message=f"takes any text for {record}.{field}, which took {listed} before",
        snippet=f"{field}: {head.positions.text(now, open_)}",
    )
    before = Spot(path, base.place(path, span).line)
    return Loosened(record, field, values, before, Spot(now, place.line), evidence)


class _Contracts:
    """The schemas of one state."""

    def __init__(self, context: Context, params: enum_string.Params) -> None:
        self._context = context
        libraries = Libraries(params.libraries)
        self._words = libraries.words()
        self._known: dict[str, Shapes] = {}
        names = Names(context.project, self._shapes, context.reading.content)
        self._types = Types(names, Peeler(libraries, names), self._shapes)
        self._signs = tuple(each.encode() for each in sorted(libraries.words()))

    def may_hold(self, path: str) -> bool:
        """Whether a file's bytes say that it may describe records."""
        data = self._context.reading.content(path)
        return any(each in data for each in self._signs)

    def closed(self, path: str) -> dict[tuple[str, str], tuple[Span, tuple[str, ...]]]:
        """The fields of a file's records that take a closed set of values."""
        found: dict[tuple[str, str], tuple[Span, tuple[str, ...]]] = {}
        for key, typed in self._fields(path):
            values = self._types.values(typed)
            if values is not None and len(values.values) > 1 and typed.path == path:
                found[key] = (typed.shape.span, values.values)
        return found

    def open(self, path: str) -> dict[tuple[str, str], Span]:
        """The fields of a file's records that take any text."""
        found: dict[tuple[str, str], Span] = {}
        for key, typed in self._fields(path):
            text = self._types.text(typed)
            if text is not None and text[0] == path:
                found[key] = text[1]
        return found

    def _fields(self, path: str) -> Iterator[tuple[tuple[str, str], Typed]]:
        for definition in self._shapes(path).definitions:
            typed = self._record(path, definition)
            for name, field in self._types.fields(typed).items() if typed is not None else ():
                yield (definition.name, name), field

    def _record(self, path: str, definition: Definition) -> Typed | None:
        """The record that a definition describes; None for what is none."""
        if definition.sort is Sort.CLASS and isinstance(definition.value, Table):
            return Typed(path, definition.value, False, definition)
        if definition.sort is Sort.VALUE and isinstance(definition.value, Invoked):
            found = self._types.schema(path, definition.value)
            return found[0] if found is not None else None
        return None

    def _shapes(self, path: str) -> Shapes:
        if path not in self._known:
            self._known.update(self._context.reading.shapes([path], self._words))
        return self._known[path]
