"""What every question of the ledger stands on: the violations of both states, and what their code leads to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from linter.checks import sdk_reach
from linter.review.matching import Matching
from linter.review.roads import Road
from linter.review.side import Side
from linter.review.sites import Site, same_prompt
from linter.review.traced import Group
from linter.review.units import Unit, alike
from linter.zones import Zone

_MOST_CALLERS = 20


class Ground:
    """The two states of a change.

    Args:
        standing: the violations of the base that no comment silences.
        sites: those of the head, but for those that the base silences, too.
        claimed: the numbers of the head's violations of which it is known what they were.
    """

    def __init__(self, base: Side, head: Side, matching: Matching) -> None:
        self.base = base
        self.head = head
        self.matching = matching
        known = {each.finding.fingerprint for each in base.sites if each.silenced}
        self.standing = [each for each in base.sites if not each.silenced]
        self.sites = [each for each in head.sites if not (each.silenced and each.finding.fingerprint in known)]
        self.claimed: set[int] = set()

    def new_roads(self, group: Group) -> list[Road]:
        """The roads of the head's unit that the base's had not, those to unclaimed violations of the head too."""
        if group.became is None:
            return []
        before = {self.ident(each.target) for unit in group.before for each in self.base.roads.of(unit)}
        roads = self.roads_of(group)
        return [each for each in roads if (each.target.path, each.target.name) not in before or not self.stood(each)]

    def roads_of(self, group: Group) -> list[Road]:
        """The roads of the head's units to others; of units that only belong with it, where they are changed."""
        own = group.became.unit if group.became is not None else None
        # What stands at the top of a file belongs with all of it: too much to say where it leads.
        kin = group.after if "." in group.unit.name else ()
        units = [each for each in group.after if each == own or (each in kin and self._is_changed(each))]
        return [each for unit in units for each in self.head.roads.of(unit) if each.target not in group.after]

    def _is_changed(self, unit: Unit) -> bool:
        said = self.head.units.said(unit)
        return all(self.base.units.said(each) != said for each in self.base.units.named(unit.path, unit.name))

    def unclaimed(self) -> Iterator[int]:
        """The numbers of the calls that only the head has and of which it is not known what they were."""
        for number, each in enumerate(self.sites):
            if number not in self.claimed and each.calls and not self.is_of_base(each):
                yield number

    def ident(self, unit: Unit) -> tuple[str, str]:
        """Path and name that a unit of the base has in the head, or had."""
        became = self.matching.of(unit)
        return (became.unit.path, became.unit.name) if became is not None else (unit.path, unit.name)

    def stood(self, road: Road) -> bool:
        """Whether the code at the end of a road exercised the capability in the base already."""
        target = (road.target.path, road.target.name)
        return target in self.ran_before

    @cached_property
    def ran_before(self) -> frozenset[tuple[str, str]]:
        """The units of the head that had a sink in the base."""
        acting = (self.base.units.around(each.path, each.site.symbol) for each in self.base.sinks if each.acts)
        return frozenset(map(self.ident, acting))

    def has_new_gate(self, group: Group) -> bool:
        """Whether the code at a site leads to a gate that it did not lead to in the base."""
        assert group.became is not None
        return bool(self.gate(group)) and not any(map(self.base.roads.gate, group.before))

    def gate(self, group: Group) -> str:
        """The gate that the code at a site leads to in the head."""
        return next(filter(None, map(self.head.roads.gate, group.after)), "")

    def site_at(self, road: Road) -> Site | None:
        """The violation that stands at the end of a road."""
        place = self.head.context.place(road.sink.path, road.sink.site.span)
        return next((each for each in self.sites if each.calls and each.place == place), None)

    def claim(self, road: Road) -> None:
        """Says of the violations at the end of a road (and of the chain to it) that it is known what they were."""
        place = self.head.context.place(road.sink.path, road.sink.site.span)
        self.claimed.update(n for n, each in enumerate(self.sites) if each.place == place)
        self.claimed.update(
            n for n, each in enumerate(self.sites) if each.check == sdk_reach.NAME and each.unit == road.unit
        )

    def is_of_base(self, site: Site) -> bool:
        """Whether the unit of a violation of the head had one in the base."""
        return any(self.ident(each.unit) == (site.unit.path, site.unit.name) for each in self.standing)

    def closeness(self, site: Site, other: Site) -> float:
        """How near a violation of the head is to one of the base: by prompt and call, file, and code."""
        said = alike(self.base.units.said(site.unit), self.head.units.said(other.unit))
        return similar(site, other) + 2 * (site.unit.path == other.unit.path) + said

    def callers_of(self, side: Side, unit: Unit) -> Iterator[Unit]:
        """The units of a state that call a unit, or run it otherwise; tests are left out."""
        callers = side.callers
        nodes = [(unit.path, symbol) for symbol in side.units.symbols(unit)]
        callers.prepare(nodes)
        seen = {unit}
        for node in nodes:
            for edge in callers.into(node):
                caller = side.units.around(edge.path, edge.symbol)
                if caller not in seen and side.context.zones.of(edge.path) is not Zone.TESTS:
                    seen.add(caller)
                    yield caller
                if len(seen) > _MOST_CALLERS:
                    return


def similar(before: Site, after: Site) -> float:
    """How much two violations have in common: their prompts first, then call, SDK and rule."""
    score = len(before.words & after.words) / len(before.words | after.words) if before.words | after.words else 0.0
    score += 4 * same_prompt(before.words, after.words) + 0.5 * (before.calls == after.calls)
    return score + 2 * (before.text == after.text) + (before.sink == after.sink) + (before.rule == after.rule)
