"""What units of code lead to: sinks of the host, and gates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from linter.checks import Context
from linter.checks.ahead import ReachFrom
from linter.checks.reach import Link
from linter.checks.sinks import Sink
from linter.facts import Call, Expr, Member, Name
from linter.facts import Site as CallSite
from linter.findings import Certainty, Step
from linter.review.units import Unit, Units
from linter.values import LocalClass, LocalFunction, LocalModule, Opaque, Thing, Value
from linter.zones import Zone

_MOST_UNITS = 200
"""Units that are walked over from one."""


class Road(NamedTuple):
    """A way from a unit to a sink in another one."""

    unit: Unit
    target: Unit
    sink: Sink
    links: tuple[Link, ...]
    reasons: tuple[str, ...]


class Roads:
    """The roads from some units, each worked out once."""

    def __init__(self, context: Context, units: Units, sinks: Iterable[Sink]) -> None:
        self._context = context.restarted()
        self._units = units
        self._sinks = [each for each in sinks if each.acts]
        self._known: dict[Unit, list[Road]] = {}
        self._calls: dict[str, dict[int, list[CallSite]]] = {}
        self._gates: dict[Unit, str] = {}
        self._walks: dict[Unit, tuple[Unit, ...]] = {}

    def explore(self, starts: Collection[Unit]) -> None:
        """Works out the roads from these units, all at once."""
        fresh = {each for each in starts if each not in self._known}
        if not fresh:
            return
        self._known.update({each: [] for each in fresh})
        nodes = {(each.path, symbol) for each in fresh for symbol in self._units.symbols(each)}
        best: dict[tuple[Unit, str, int], Road] = {}
        for link in ReachFrom(self._context, nodes, self._sinks).links() if self._sinks else ():
            unit = self._units.around(link.path, link.symbol)
            target = self._units.around(link.sink.path, link.sink.site.symbol)
            key = (unit, link.sink.path, link.sink.site.span.start)
            if unit in fresh and target != unit and key not in best and not self._is_import(link):
                best[key] = Road(unit, target, link.sink, tuple(link.chain()), _reasons(link))
        for road in best.values():
            self._known[road.unit].append(road)

    def _is_import(self, link: Link) -> bool:
        """Whether a road begins by importing a file: what that does of itself is not what the code here does."""
        facts = self._context.project.facts(link.path)
        return facts is not None and any(each.span == link.span for each in facts.imports)

    def of(self, unit: Unit) -> list[Road]:
        """The roads from a unit to sinks elsewhere, one for each sink, those that are certain first."""
        self.explore((unit,))
        return sorted(self._known[unit], key=lambda each: (bool(each.reasons), len(each.links), each.links[0].span))

    def steps(self, road: Road) -> tuple[Step, ...]:
        """The chain of a road, with the call that exercises the capability at its end."""
        context = self._context
        steps = [context.step(each.path, each.span, each.symbol, each.text, _sure(each.reasons)) for each in road.links]
        sink = road.sink
        last = context.step(sink.path, sink.site.span, sink.site.symbol, sink.text, _sure(sink.reasons))
        return (*steps, last)

    # --- what local code leads to, by its calls alone ---

    def gate(self, unit: Unit) -> str:
        """The gate that a unit leads to through local code: a file or module of it; "" for none."""
        if unit not in self._gates:
            self._gates[unit] = next((gate for each in self._walked(unit) for gate in self._gates_of(each)), "")
        return self._gates[unit]

    def reached(self, unit: Unit) -> tuple[Unit, ...]:
        """The units that a unit leads to, itself left out, the nearest first."""
        return self._walked(unit)[1:]

    def _walked(self, unit: Unit) -> tuple[Unit, ...]:
        if unit not in self._walks:
            seen = {unit: None}
            pending = [unit]
            for each in pending:
                for value in self._called(each):
                    if isinstance(value, LocalFunction) and not self._is_gate(value):
                        after = self._units.around(value.path, value.symbol)
                        if after not in seen and len(seen) < _MOST_UNITS:
                            seen[after] = None
                            pending.append(after)
            self._walks[unit] = tuple(seen)
        return self._walks[unit]

    def _gates_of(self, unit: Unit) -> Iterator[str]:
        return filter(None, map(self._is_gate, self._called(unit)))

    def _called(self, unit: Unit) -> Iterator[Value]:
        """What a unit's calls may call; a function whose method is called may be called by that (`task.delay()`)."""
        for site in self._sites_of(unit):
            callee = _callee(site)
            values = self._context.values.of(unit.path, callee)
            yield from values
            if isinstance(callee, Member) and all(isinstance(each, Opaque) for each in values):
                yield from self._context.values.of(unit.path, callee.base)

    def called_by(self, unit: Unit) -> Iterator[tuple[tuple[str, ...], tuple[Value, ...]]]:
        """The calls of a unit: the names that the callee is written with, and what it can be."""
        for site in self._sites_of(unit):
            callee = _callee(site)
            yield _names_of(callee), self._context.values.of(unit.path, callee)

    def _sites_of(self, unit: Unit) -> Iterator[CallSite]:
        calls = self._calls_in(unit.path)
        for symbol in self._units.symbols(unit):
            yield from calls.get(symbol, ())

    def _calls_in(self, path: str) -> dict[int, list[CallSite]]:
        if path not in self._calls:
            found: dict[int, list[CallSite]] = {}
            facts = self._context.project.facts(path)
            for site in facts.sites if facts is not None else ():
                found.setdefault(site.symbol, []).append(site)
            self._calls[path] = found
        return self._calls[path]

    def _is_gate(self, value: Value) -> str:
        zones = self._context.zones
        if isinstance(value, LocalFunction | LocalClass | LocalModule):
            return value.path if zones.of(value.path) is Zone.GATE else ""
        if isinstance(value, Thing) and value.module:
            named = zones.is_gate_module(value.module, "/") or zones.is_gate_module(value.module, ".")
            return value.module if named else ""
        return ""


def _callee(site: CallSite) -> Expr:
    return site.expr.callee if isinstance(site.expr, Call) else site.expr


def _names_of(expr: Expr) -> tuple[str, ...]:
    """The names of a chain of members, from its base on; calls on the way are passed over."""
    found: list[str] = []
    while True:
        match expr:
            case Member(base, name):
                found.append(name)
                expr = base
            case Call(callee):
                expr = callee
            case Name(name):
                return (name, *reversed(found))
            case _:
                return tuple(reversed(found))


def _reasons(link: Link) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*link.all_reasons(), *link.sink.reasons)))


def _sure(reasons: tuple[str, ...]) -> Certainty:
    return Certainty.AMBIGUOUS if reasons else Certainty.CERTAIN
