"""Where violations went that are no longer in place: followed by chains, prompts, callers and code, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from linter.checks import sdk_reach
from linter.ledger import Fate
from linter.review.ground import Ground
from linter.review.roads import Road
from linter.review.sites import Site, same_prompt
from linter.review.traced import Group, Traced
from linter.review.units import Unit, alike

_SAME_CODE = 0.5
"""From how much likeness on a unit elsewhere is taken for one that is gone."""
_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")


class Elsewhere:
    """Asks where violations went."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def of(self, group: Group, site: Site, *, whole: bool) -> Traced | None:
        """What became of a violation that is not in place; None for one that is nowhere.

        `whole` says that as much as before is done in the host, beside a gate.
        """
        return (
            self._by_road(group, site, whole=whole)
            or self._by_walk(group, site)
            or self._by_prompt(site)
            or self._by_callers(group, site)
            or self._by_code(group, site)
            or self._by_old_road(group, site)
            or self._by_class(group, site)
            or self._by_sdk(group, site)
        )

    def _by_road(self, group: Group, site: Site, *, whole: bool) -> Traced | None:
        """What the code at the site leads to now."""
        if group.became is None:
            return None
        roads = self._ground.new_roads(group)
        if not roads or (not whole and self._ground.has_new_gate(group) and not self._is_left(group, roads, site)):
            return None
        road = max(roads, key=lambda each: (self._fits(site, each), not each.reasons, -len(each.links)))
        after = self._ground.site_at(road)
        for each in roads:
            self._ground.claim(each)
        if whole:
            gate = self._ground.gate(group)
            how = f"reaches the gate {gate}, and {road.sink.text} in {road.target.path} stays reachable"
            said = self._ground.head.units.text(group.became.unit)
            return self._traced(site, after, Fate.WEAKENED, how, road)._replace(said=said)
        return self._traced(site, after, *self._elsewhere(group.became.unit, site, after, road), road)

    def _by_walk(self, group: Group, site: Site) -> Traced | None:
        """An SDK brought in, of which no call is seen, by code that the code at the site calls."""
        reached = {each for unit in group.after for each in self._ground.head.roads.reached(unit)} - {*group.after}
        before = {self._ground.ident(each) for unit in group.before for each in self._ground.base.roads.reached(unit)}
        for number, each in enumerate(self._ground.sites):
            if each.calls or each.check == sdk_reach.NAME or each.unit not in reached:
                continue
            if self._ground.is_of_base(each):
                if (each.unit.path, each.unit.name) in before:
                    continue
                fate = Fate.DELEGATED
            else:
                fate = Fate.REFRAMED if each.unit.path == site.unit.path else Fate.RELOCATED
                self._ground.claimed.add(number)
            return Traced(site, each, fate, f"leads to {each.unit.path}, which uses {each.sink}", reasons=each.reasons)
        return None

    def _is_left(self, group: Group, roads: Sequence[Road], site: Site) -> bool:
        """Whether this violation is one of those that a unit keeps of several, while others go through the gate."""
        if len(group.sites) == 1:
            return True
        ranked = sorted(group.sites, key=lambda each: -max(self._fits(each, road) for road in roads))
        return any(each is site for each in ranked[: len(roads)])

    def _fits(self, site: Site, road: Road) -> bool:
        after = self._ground.site_at(road)
        return after is not None and same_prompt(site.words, after.words)

    def _elsewhere(self, start: Unit, site: Site, after: Site | None, road: Road) -> tuple[Fate, str]:
        where = road.target.path
        goes = f"leads to {road.sink.text} in {where}"
        if self._ground.stood(road):
            return Fate.DELEGATED, f"{goes}, which ran it before"
        if after is not None and after.is_transport and not site.is_transport:
            return Fate.BYPASSED, f"{goes}, without the SDK"
        if where == start.path:
            return Fate.REFRAMED, f"{goes}, from a wrapper in the same file"
        return Fate.RELOCATED, goes

    def _traced(self, site: Site, after: Site | None, fate: Fate, how: str, road: Road) -> Traced:
        steps = self._ground.head.roads.steps(road)
        reasons = tuple(dict.fromkeys((*road.reasons, *(after.reasons if after is not None else ()))))
        return Traced(site, after, fate, how, road, steps, reasons)

    def _by_prompt(self, site: Site) -> Traced | None:
        """A violation that only the head has and that is handed the same prompt, in whatever language."""
        return self._moved(site, lambda each: same_prompt(site.words, each.words))

    def _by_code(self, group: Group, site: Site) -> Traced | None:
        """A violation that only the head has, in code that says much the same as what is gone."""
        if group.became is not None:
            return None
        said = self._ground.base.units.said(group.unit)
        return self._moved(site, lambda each: alike(said, self._ground.head.units.said(each.unit)) >= _SAME_CODE)

    def _moved(self, site: Site, fits: Callable[[Site], bool]) -> Traced | None:
        """The nearest of the violations that only the head has and that fit."""
        found = [number for number in self._ground.unclaimed() if fits(self._ground.sites[number])]
        best = max(found, key=lambda number: self._ground.closeness(site, self._ground.sites[number]), default=None)
        if best is None:
            return None
        self._ground.claimed.add(best)
        each = self._ground.sites[best]
        if each.is_transport and not site.is_transport:
            fate, how = Fate.BYPASSED, f"went to {each.unit.path}, without the SDK: {each.text}"
        elif each.unit.path == site.unit.path:
            fate, how = Fate.REFRAMED, f"went to {each.unit.name or 'the top'} of the same file"
        else:
            fate, how = Fate.RELOCATED, f"went to {each.unit.path}"
        return Traced(site, each, fate, how, reasons=each.reasons)

    def _by_callers(self, group: Group, site: Site) -> Traced | None:
        """What the callers of code that is gone lead to instead."""
        if group.became is not None:
            return None
        roads = [
            road
            for caller in self._ground.callers_of(self._ground.base, group.unit)
            for road in self._fresh_roads(caller)
        ]
        road = max(roads, key=lambda each: (self._nearness(site, each), not each.reasons), default=None)
        if road is None:
            return None
        self._ground.claim(road)
        after = self._ground.site_at(road)
        return self._traced(site, after, *self._elsewhere(group.unit, site, after, road), road)

    def _fresh_roads(self, caller: Unit) -> Iterator[Road]:
        """The roads from a unit of the base's that it did not have there."""
        became = self._ground.matching.of(caller)
        if became is None:
            return
        before = {self._ground.ident(each.target) for each in self._ground.base.roads.of(caller)}
        for road in self._ground.head.roads.of(became.unit):
            if (road.target.path, road.target.name) not in before or not self._ground.stood(road):
                yield road

    def _nearness(self, site: Site, road: Road) -> float:
        """How much the end of a road has to do with a violation: by their prompts, and by their names."""
        after = self._ground.site_at(road)
        words = after.words if after is not None else frozenset()
        shared = len(site.words & words) / len(site.words | words) if site.words | words else 0.0
        return shared + len(_parts(site.unit.name) & _parts(road.target.name))

    def _by_old_road(self, group: Group, site: Site) -> Traced | None:
        """Code that has lost its own call, has no gate, and leads to another one in the host, as it did before."""
        if group.became is None or self._ground.has_new_gate(group):
            return None
        roads = self._ground.roads_of(group)
        if not roads:
            return None
        how = f"leads to {roads[0].sink.text} in {roads[0].target.path}, which ran it before"
        traced = self._traced(site, self._ground.site_at(roads[0]), Fate.DELEGATED, how, roads[0])
        return traced._replace(reasons=(*traced.reasons, "the code led there before, too"))

    def _by_class(self, group: Group, site: Site) -> Traced | None:
        """A call that only the head has, in another method of the class of one that has lost its own.

        It may be another thing, so it counts as new as well.
        """
        owner = site.unit.name.rpartition(".")[0]
        if group.became is None or not owner or not site.calls or self._ground.gate(group):
            return None
        unit = group.became.unit
        prefix = f"{unit.name.rpartition('.')[0]}."
        sites = (self._ground.sites[number] for number in self._ground.unclaimed())
        found = [each for each in sites if each.unit.path == unit.path and each.unit.name.startswith(prefix)]
        best = max(found, key=lambda each: self._ground.closeness(site, each), default=None)
        if best is None:
            return None
        reasons = (*best.reasons, "only the class shows that it is the same work")
        return Traced(site, best, Fate.REFRAMED, f"seems to have gone to {best.unit.name}", reasons=reasons)

    def _by_sdk(self, group: Group, site: Site) -> Traced | None:
        """A use of the same vendor's SDK that only the head has, where the code is gone with all that led to it.

        It may be another thing, so it counts as new as well.
        """
        if group.became is not None or not site.calls:
            return None
        found = [
            each
            for number, each in enumerate(self._ground.sites)
            if number not in self._ground.claimed
            and each.calls
            and not self._ground.is_of_base(each)
            and _same_vendor(site, each)
        ]
        best = max(found, key=lambda each: self._ground.closeness(site, each), default=None)
        if best is None:
            return None
        reasons = (*best.reasons, "only the SDK shows that it is the same work")
        return Traced(site, best, Fate.RELOCATED, f"seems to have gone to {best.unit.path}", reasons=reasons)


def _same_vendor(one: Site, other: Site) -> bool:
    """Whether two violations have to do with one vendor, or with one SDK that serves several."""
    return one.sink == other.sink or (one.vendor != "" and one.vendor == other.vendor)


def _parts(name: str) -> frozenset[str]:
    """The words that a name is made of, in lower case."""
    return frozenset(each.lower() for each in _PART.findall(name))
