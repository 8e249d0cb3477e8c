"""The ledger: every violation of the base, followed to what became of it in the head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from linter.checks import sdk_reach
from linter.ledger import Fate
from linter.review.closing import Closing
from linter.review.elsewhere import Elsewhere
from linter.review.ground import Ground, similar
from linter.review.hidden import Hidden
from linter.review.matching import Counterpart, How, Matching
from linter.review.settings import Edits
from linter.review.side import Side
from linter.review.sites import Site
from linter.review.traced import Group, Traced
from linter.review.units import Unit, Units


class Tracing:
    """Follows violations from the base to the head. `edits` are those of the change to what it is judged by."""

    def __init__(self, base: Side, head: Side, matching: Matching, edits: Edits) -> None:
        self._ground = Ground(base, head, matching)
        self._edits = edits
        self._elsewhere = Elsewhere(self._ground)
        self._closing = Closing(self._ground, Hidden(base, head, matching, matching.changes.paths))

    def traced(self) -> list[Traced]:
        """What became of each violation of the base, then those that only the head has."""
        found: list[Traced] = []
        open_: list[tuple[Group, list[tuple[Site, Site]]]] = []
        for group in self._groups():
            paired = self._paired(group)
            if self._is_as_it_was(group, paired):
                found += [self._in_place(group, before, after, whole=False) for before, after in paired]
            else:
                open_.append((group, paired))
        self._ground.base.roads.explore([unit for group, _ in open_ for unit in group.before])
        self._ground.head.roads.explore([unit for group, _ in open_ for unit in group.after])
        left: list[tuple[Group, Site, bool]] = []
        for group, paired in open_:
            whole = self._stays_whole(group, len(paired))
            found += [self._in_place(group, before, after, whole=whole) for before, after in paired]
            met = {id(before) for before, _ in paired}
            left += [(group, each, whole) for each in group.sites if id(each) not in met]
        found += [self._gone(group, site, whole=whole) for group, site, whole in left]
        found += self._new()
        return sorted(found, key=_order)

    def _is_as_it_was(self, group: Group, paired: Sequence[tuple[Site, Site]]) -> bool:
        """Whether a unit says what it said and has all its violations still: what it leads to need not be asked."""
        if group.became is None or len(paired) < len(group.sites):
            return False
        before = Counter[str]()
        after = Counter[str]()
        for unit in group.before:
            before += self._ground.base.units.said(unit)
        for unit in group.after:
            after += self._ground.head.units.said(unit)
        return before == after

    def _groups(self) -> Iterator[Group]:
        by_unit: dict[Unit, list[Site]] = {}
        for site in self._ground.standing:
            by_unit.setdefault(site.unit, []).append(site)
        for unit, sites in by_unit.items():
            became = self._ground.matching.of(unit)
            alone = all(each.calls for each in sites)
            before = (unit,) if alone else _kin(self._ground.base.units, unit.path, unit)
            path = became.unit.path if became is not None else self._ground.matching.file(unit.path)
            after = () if became is None else (became.unit,)
            if not alone and path:
                after = tuple(dict.fromkeys((*after, *_kin(self._ground.head.units, path, unit))))
            if became is None and after:
                became = Counterpart(after[0], How.SAME if path == unit.path else How.MOVED)
            yield Group(unit, sites, became, before, after)

    def _paired(self, group: Group) -> list[tuple[Site, Site]]:
        """The violations of a unit, each with the one of the head's unit that is most like it."""
        if group.became is None:
            return []
        own = [
            n
            for n, each in enumerate(self._ground.sites)
            if n not in self._ground.claimed
            and (each.unit == group.became.unit or (each.unit in group.after and not self._ground.is_of_base(each)))
        ]
        scored = sorted(
            ((-similar(site, self._ground.sites[n]), i, n) for i, site in enumerate(group.sites) for n in own),
        )
        met: set[int] = set()
        pairs: list[tuple[Site, Site]] = []
        for _, i, n in scored:
            if i in met or n in self._ground.claimed:
                continue
            if not _may_be(group.sites[i], self._ground.sites[n]):
                continue
            met.add(i)
            self._ground.claimed.add(n)
            pairs.append((group.sites[i], self._ground.sites[n]))
        return pairs

    def _stays_whole(self, group: Group, paired: int) -> bool:
        """Whether as much as before is done in the host beside a gate that the change brought."""
        if group.became is None or not self._ground.has_new_gate(group):
            return False
        return paired + len(self._ground.new_roads(group)) >= len(group.sites)

    def _in_place(self, group: Group, before: Site, after: Site, *, whole: bool) -> Traced:
        assert group.became is not None
        silencing = self._edits.silencing(after)
        if after.is_transport and not before.is_transport:
            fate, how = Fate.BYPASSED, f"goes without the SDK: {after.text}"
        elif group.became.how is How.MOVED:
            fate, how = Fate.RELOCATED, f"moved to {after.unit.path}"
        elif whole:
            gate = self._ground.gate(group)
            fate, how = Fate.WEAKENED, f"reaches the gate {gate}, and {after.text} in the host stays reachable"
        elif change := self._reshaped(before, after):
            fate, how = Fate.REFRAMED, change
        elif silencing is not None:
            fate, how = Fate.SUPPRESSED, f"is as it was: {silencing.says}"
        else:
            fate, how = Fate.RETAINED, f"still has {after.text} in place"
        touched = fate is not Fate.RETAINED or self._is_touched(group, before, after)
        said = self._ground.head.units.text(group.became.unit)
        doubts = silencing.reasons if silencing is not None and fate is Fate.SUPPRESSED else ()
        return Traced(before, after, fate, how, reasons=(*after.reasons, *doubts), touched=touched, said=said)

    def _reshaped(self, before: Site, after: Site) -> str:
        """How the same thing is done in another shape; "" when it is not."""
        if before.sink != after.sink:
            return f"uses {after.sink} instead of {before.sink}"
        if (before.check, before.framing) != (after.check, after.framing):
            return f"has {after.text} by a {after.framing} instead of a {before.framing}"
        origin = self._ground.matching.file(before.finding.place.path)
        if before.calls and after.calls and origin != after.finding.place.path and not self._brings_sdk(origin, after):
            return f"is handed the SDK by {after.finding.place.path}"
        return ""

    def _brings_sdk(self, path: str, site: Site) -> bool:
        """Whether a file of the head brings the SDK of a site in: it may be one of several from which it is handed."""
        found = (each.finding for each in self._ground.head.found)
        return any(each.place.path == path and each.evidence.sink == site.sink for each in found)

    def _is_touched(self, group: Group, before: Site, after: Site) -> bool:
        assert group.became is not None
        if group.became.how is not How.SAME:
            return True
        if before.silenced != after.silenced:
            return True
        if group.unit.number:
            return self._ground.base.units.said(group.unit) != self._ground.head.units.said(group.became.unit)
        return before.finding.evidence.snippet != after.finding.evidence.snippet or before.text != after.text

    def _gone(self, group: Group, site: Site, *, whole: bool) -> Traced:
        return self._elsewhere.of(group, site, whole=whole) or self._closing.of(group, site)

    def _new(self) -> Iterator[Traced]:
        for number, each in enumerate(self._ground.sites):
            if number not in self._ground.claimed:
                yield Traced(None, each, Fate.NEW, f"has {each.text}", reasons=each.reasons)


def _kin(units: Units, path: str, unit: Unit) -> tuple[Unit, ...]:
    """The methods of a unit's class in a file; for the top of a file, all that is in it."""
    owner = unit.name.rpartition(".")[0]
    if unit.number and not owner:
        return tuple(units.named(path, unit.name))
    known = (each for name in units.known(path) for each in units.named(path, name))
    return tuple(each for each in known if not owner or each.name.startswith(f"{owner}."))


def _may_be(before: Site, after: Site) -> bool:
    """Whether a violation may have become another one: chains out of migrated code are no calls."""
    return (sdk_reach.NAME in (before.check, after.check)) == (before.check == after.check == sdk_reach.NAME)


def _order(traced: Traced) -> tuple[object, ...]:
    site = traced.before or traced.after
    assert site is not None
    return (site.unit.path, site.place, site.rule, site.sink, traced.before is None)
