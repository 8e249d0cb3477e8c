"""The ledger: every violation of the base, followed to what became of it in the head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from linter.capability import NPM, PYPI
from linter.checks import sdk_reach
from linter.facts import ImportKind
from linter.findings import Step
from linter.ledger import Fate
from linter.project import External, Local
from linter.review.matching import Counterpart, How, Matching
from linter.review.roads import Road
from linter.review.settings import Edits
from linter.review.side import Side
from linter.review.sites import Site, same_prompt
from linter.review.units import Unit, Units, alike
from linter.values import Opaque
from linter.zones import Zone

_SAME_CODE = 0.5
"""From how much likeness on a unit elsewhere is taken for one that is gone."""
_THROWS = re.compile(r"\b(?:throw|raise|reject)\b")
_ANSWERS = re.compile(r"\b(?:return|yield)\b(?![ \t]*(?:Promise\.reject|;|\n|\}))|=>\s*(?!\{)")
_MOST_CALLERS = 20
_IMPORTED = re.compile(r"[A-Za-z_$][\w$]*(?![\w$/.-]*[\"'])")
_SYNTAX = frozenset({"import", "from", "as", "type", "default", "const", "let", "var", "await", "require", "export"})
_PART = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")


class Traced(NamedTuple):
    """What became of one violation.

    Args:
        before: the violation of the base; None for one that is new.
        after: the violation of the head that it became, where one is known.
        road: how the code at the site gets to what it became, where it is elsewhere.
        how: the end of the sentence "the code at the site ...".
        touched: whether the change has to do with it.
        framing: how it is dressed up, where that is not told by the rest.
        said: the code of the head at the site.
    """

    before: Site | None
    after: Site | None
    fate: Fate
    how: str
    road: Road | None = None
    chain: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    touched: bool = True
    framing: str = ""
    said: str = ""


class _Group(NamedTuple):
    """The violations of one unit of the base, and what the unit became.

    `before` and `after` are the units that belong together in each state: where a client is only made, and no call is
    seen, the other methods of the class (or, at the top of a file, its functions) may be what calls it.
    """

    unit: Unit
    sites: list[Site]
    became: Counterpart | None
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]


class Tracing:
    """Follows violations from the base to the head. `edits` are those of the change to what it is judged by."""

    def __init__(self, base: Side, head: Side, matching: Matching, edits: Edits) -> None:
        self._base = base
        self._head = head
        self._matching = matching
        self._edits = edits
        known = {each.finding.fingerprint for each in base.sites if each.silenced}
        self._standing = [each for each in base.sites if not each.silenced]
        self._sites = [each for each in head.sites if not (each.silenced and each.finding.fingerprint in known)]
        self._claimed: set[int] = set()

    def traced(self) -> list[Traced]:
        """What became of each violation of the base, then those that only the head has."""
        found: list[Traced] = []
        open_: list[tuple[_Group, list[tuple[Site, Site]]]] = []
        for group in self._groups():
            paired = self._paired(group)
            if self._is_as_it_was(group, paired):
                found += [self._in_place(group, before, after, whole=False) for before, after in paired]
            else:
                open_.append((group, paired))
        self._base.roads.explore([unit for group, _ in open_ for unit in group.before])
        self._head.roads.explore([unit for group, _ in open_ for unit in group.after])
        left: list[tuple[_Group, Site, bool]] = []
        for group, paired in open_:
            whole = self._stays_whole(group, len(paired))
            found += [self._in_place(group, before, after, whole=whole) for before, after in paired]
            met = {id(before) for before, _ in paired}
            left += [(group, each, whole) for each in group.sites if id(each) not in met]
        found += [self._gone_elsewhere(group, site, whole=whole) for group, site, whole in left]
        found += self._new()
        return sorted(found, key=_order)

    def _is_as_it_was(self, group: _Group, paired: Sequence[tuple[Site, Site]]) -> bool:
        """Whether a unit says what it said and has all its violations still: what it leads to need not be asked."""
        if group.became is None or len(paired) < len(group.sites):
            return False
        before = Counter[str]()
        after = Counter[str]()
        for unit in group.before:
            before += self._base.units.said(unit)
        for unit in group.after:
            after += self._head.units.said(unit)
        return before == after

    def _groups(self) -> Iterator[_Group]:
        by_unit: dict[Unit, list[Site]] = {}
        for site in self._standing:
            by_unit.setdefault(site.unit, []).append(site)
        for unit, sites in by_unit.items():
            became = self._matching.of(unit)
            alone = all(each.calls for each in sites)
            before = (unit,) if alone else _kin(self._base.units, unit.path, unit)
            path = became.unit.path if became is not None else self._matching.file(unit.path)
            after = () if became is None else (became.unit,)
            if not alone and path:
                after = tuple(dict.fromkeys((*after, *_kin(self._head.units, path, unit))))
            if became is None and after:
                became = Counterpart(after[0], How.SAME if path == unit.path else How.MOVED)
            yield _Group(unit, sites, became, before, after)

    # --- violations in the same unit ---

    def _paired(self, group: _Group) -> list[tuple[Site, Site]]:
        """The violations of a unit, each with the one of the head's unit that is most like it."""
        if group.became is None:
            return []
        own = [
            n
            for n, each in enumerate(self._sites)
            if n not in self._claimed
            and (each.unit == group.became.unit or (each.unit in group.after and not self._is_of_base(each)))
        ]
        scored = sorted(
            ((-_similar(site, self._sites[n]), i, n) for i, site in enumerate(group.sites) for n in own),
        )
        met: set[int] = set()
        pairs: list[tuple[Site, Site]] = []
        for _, i, n in scored:
            if i in met or n in self._claimed:
                continue
            if not _may_be(group.sites[i], self._sites[n]):
                continue
            met.add(i)
            self._claimed.add(n)
            pairs.append((group.sites[i], self._sites[n]))
        return pairs

    def _stays_whole(self, group: _Group, paired: int) -> bool:
        """Whether as much as before is done in the host beside a gate that the change brought."""
        if group.became is None or not self._has_new_gate(group):
            return False
        return paired + len(self._new_roads(group)) >= len(group.sites)

    def _has_new_gate(self, group: _Group) -> bool:
        assert group.became is not None
        return bool(self._gate(group)) and not any(map(self._base.roads.gate, group.before))

    def _gate(self, group: _Group) -> str:
        """The gate that the code at a site leads to in the head."""
        return next(filter(None, map(self._head.roads.gate, group.after)), "")

    def _in_place(self, group: _Group, before: Site, after: Site, *, whole: bool) -> Traced:
        assert group.became is not None
        silencing = self._edits.silencing(after)
        if after.is_transport and not before.is_transport:
            fate, how = Fate.BYPASSED, f"goes without the SDK: {after.text}"
        elif group.became.how is How.MOVED:
            fate, how = Fate.RELOCATED, f"moved to {after.unit.path}"
        elif whole:
            gate = self._gate(group)
            fate, how = Fate.WEAKENED, f"reaches the gate {gate}, and {after.text} in the host stays reachable"
        elif change := self._reshaped(before, after):
            fate, how = Fate.REFRAMED, change
        elif silencing is not None:
            fate, how = Fate.SUPPRESSED, f"is as it was: {silencing.says}"
        else:
            fate, how = Fate.RETAINED, f"still has {after.text} in place"
        touched = fate is not Fate.RETAINED or self._is_touched(group, before, after)
        said = self._head.units.text(group.became.unit)
        doubts = silencing.reasons if silencing is not None and fate is Fate.SUPPRESSED else ()
        return Traced(before, after, fate, how, reasons=(*after.reasons, *doubts), touched=touched, said=said)

    def _reshaped(self, before: Site, after: Site) -> str:
        """How the same thing is done in another shape; "" when it is not."""
        if before.sink != after.sink:
            return f"uses {after.sink} instead of {before.sink}"
        if (before.check, before.framing) != (after.check, after.framing):
            return f"has {after.text} by a {after.framing} instead of a {before.framing}"
        origin = self._matching.file(before.finding.place.path)
        if before.calls and after.calls and origin != after.finding.place.path:
            return f"is handed the SDK by {after.finding.place.path}"
        return ""

    def _is_touched(self, group: _Group, before: Site, after: Site) -> bool:
        assert group.became is not None
        if group.became.how is not How.SAME:
            return True
        if before.silenced != after.silenced:
            return True
        if group.unit.number:
            return self._base.units.said(group.unit) != self._head.units.said(group.became.unit)
        return before.finding.evidence.snippet != after.finding.evidence.snippet or before.text != after.text

    # --- violations that went elsewhere ---

    def _new_roads(self, group: _Group) -> list[Road]:
        """The roads of the head's unit that the base's had not, those to unclaimed violations of the head too."""
        if group.became is None:
            return []
        before = {self._ident(each.target) for unit in group.before for each in self._base.roads.of(unit)}
        roads = [each for unit in group.after for each in self._head.roads.of(unit) if each.target not in group.after]
        return [each for each in roads if (each.target.path, each.target.name) not in before or not self._stood(each)]

    def _ident(self, unit: Unit) -> tuple[str, str]:
        became = self._matching.of(unit)
        return (became.unit.path, became.unit.name) if became is not None else (unit.path, unit.name)

    def _stood(self, road: Road) -> bool:
        """Whether the code at the end of a road exercised the capability in the base already."""
        target = (road.target.path, road.target.name)
        return target in self._ran_before

    @cached_property
    def _ran_before(self) -> frozenset[tuple[str, str]]:
        """The units of the head that had a sink in the base."""
        acting = (self._base.units.around(each.path, each.site.symbol) for each in self._base.sinks if each.acts)
        return frozenset(map(self._ident, acting))

    def _gone_elsewhere(self, group: _Group, site: Site, *, whole: bool) -> Traced:
        return (
            self._by_road(group, site, whole=whole)
            or self._by_walk(group, site)
            or self._by_prompt(site)
            or self._by_callers(group, site)
            or self._by_code(group, site)
            or self._by_old_road(group, site)
            or self._by_sdk(group, site)
            or self._closed(group, site)
        )

    def _by_road(self, group: _Group, site: Site, *, whole: bool) -> Traced | None:
        """What the code at the site leads to now."""
        if group.became is None:
            return None
        roads = self._new_roads(group)
        if not roads or (not whole and self._has_new_gate(group) and not self._is_left(group, roads, site)):
            return None
        road = max(roads, key=lambda each: (self._fits(site, each), not each.reasons, -len(each.links)))
        after = self._at(road)
        for each in roads:
            self._claim(each)
        if whole:
            gate = self._gate(group)
            how = f"reaches the gate {gate}, and {road.sink.text} in {road.target.path} stays reachable"
            said = self._head.units.text(group.became.unit)
            return self._traced(site, after, Fate.WEAKENED, how, road)._replace(said=said)
        return self._traced(site, after, *self._elsewhere(group.became.unit, site, after, road), road)

    def _by_walk(self, group: _Group, site: Site) -> Traced | None:
        """An SDK brought in, of which no call is seen, by code that the code at the site calls."""
        reached = {each for unit in group.after for each in self._head.roads.reached(unit)} - {*group.after}
        before = {self._ident(each) for unit in group.before for each in self._base.roads.reached(unit)}
        for number, each in enumerate(self._sites):
            if each.calls or each.check == sdk_reach.NAME or each.unit not in reached:
                continue
            if self._is_of_base(each):
                if (each.unit.path, each.unit.name) in before:
                    continue
                fate = Fate.DELEGATED
            else:
                fate = Fate.REFRAMED if each.unit.path == site.unit.path else Fate.RELOCATED
                self._claimed.add(number)
            return Traced(site, each, fate, f"leads to {each.unit.path}, which uses {each.sink}", reasons=each.reasons)
        return None

    def _is_left(self, group: _Group, roads: Sequence[Road], site: Site) -> bool:
        """Whether this violation is one of those that a unit keeps of several, while others go through the gate."""
        if len(group.sites) == 1:
            return True
        ranked = sorted(group.sites, key=lambda each: -max(self._fits(each, road) for road in roads))
        return any(each is site for each in ranked[: len(roads)])

    def _fits(self, site: Site, road: Road) -> bool:
        after = self._at(road)
        return after is not None and same_prompt(site.words, after.words)

    def _elsewhere(self, start: Unit, site: Site, after: Site | None, road: Road) -> tuple[Fate, str]:
        where = road.target.path
        goes = f"leads to {road.sink.text} in {where}"
        if self._stood(road):
            return Fate.DELEGATED, f"{goes}, which ran it before"
        if after is not None and after.is_transport and not site.is_transport:
            return Fate.BYPASSED, f"{goes}, without the SDK"
        if where == start.path:
            return Fate.REFRAMED, f"{goes}, from a wrapper in the same file"
        return Fate.RELOCATED, goes

    def _traced(self, site: Site, after: Site | None, fate: Fate, how: str, road: Road) -> Traced:
        steps = self._head.roads.steps(road)
        reasons = tuple(dict.fromkeys((*road.reasons, *(after.reasons if after is not None else ()))))
        return Traced(site, after, fate, how, road, steps, reasons)

    def _at(self, road: Road) -> Site | None:
        """The violation that stands at the end of a road."""
        place = self._head.context.place(road.sink.path, road.sink.site.span)
        return next((each for each in self._sites if each.calls and each.place == place), None)

    def _claim(self, road: Road) -> None:
        place = self._head.context.place(road.sink.path, road.sink.site.span)
        self._claimed.update(n for n, each in enumerate(self._sites) if each.place == place)
        self._claimed.update(
            n for n, each in enumerate(self._sites) if each.check == sdk_reach.NAME and each.unit == road.unit
        )

    def _by_prompt(self, site: Site) -> Traced | None:
        """A violation that only the head has and that is handed the same prompt, in whatever language."""
        return self._moved(site, lambda each: same_prompt(site.words, each.words))

    def _by_code(self, group: _Group, site: Site) -> Traced | None:
        """A violation that only the head has, in code that says much the same as what is gone."""
        if group.became is not None:
            return None
        said = self._base.units.said(group.unit)
        return self._moved(site, lambda each: alike(said, self._head.units.said(each.unit)) >= _SAME_CODE)

    def _moved(self, site: Site, fits: Callable[[Site], bool]) -> Traced | None:
        """The nearest of the violations that only the head has and that fit."""
        found = [
            number
            for number, each in enumerate(self._sites)
            if number not in self._claimed and each.calls and not self._is_of_base(each) and fits(each)
        ]
        best = max(found, key=lambda number: self._closeness(site, self._sites[number]), default=None)
        if best is None:
            return None
        self._claimed.add(best)
        each = self._sites[best]
        if each.is_transport and not site.is_transport:
            fate, how = Fate.BYPASSED, f"went to {each.unit.path}, without the SDK: {each.text}"
        elif each.unit.path == site.unit.path:
            fate, how = Fate.REFRAMED, f"went to {each.unit.name or 'the top'} of the same file"
        else:
            fate, how = Fate.RELOCATED, f"went to {each.unit.path}"
        return Traced(site, each, fate, how, reasons=each.reasons)

    def _closeness(self, site: Site, other: Site) -> float:
        said = alike(self._base.units.said(site.unit), self._head.units.said(other.unit))
        return _similar(site, other) + 2 * (site.unit.path == other.unit.path) + said

    def _is_of_base(self, site: Site) -> bool:
        """Whether the unit of a violation of the head had one in the base."""
        return any(self._ident(each.unit) == (site.unit.path, site.unit.name) for each in self._standing)

    def _by_callers(self, group: _Group, site: Site) -> Traced | None:
        """What the callers of code that is gone lead to instead."""
        if group.became is not None:
            return None
        roads = [road for caller in self._callers_of(self._base, group.unit) for road in self._fresh_roads(caller)]
        road = max(roads, key=lambda each: (self._nearness(site, each), not each.reasons), default=None)
        if road is None:
            return None
        self._claim(road)
        after = self._at(road)
        return self._traced(site, after, *self._elsewhere(group.unit, site, after, road), road)

    def _fresh_roads(self, caller: Unit) -> Iterator[Road]:
        """The roads from a unit of the base's that it did not have there."""
        became = self._matching.of(caller)
        if became is None:
            return
        before = {self._ident(each.target) for each in self._base.roads.of(caller)}
        for road in self._head.roads.of(became.unit):
            if (road.target.path, road.target.name) not in before or not self._stood(road):
                yield road

    def _nearness(self, site: Site, road: Road) -> float:
        """How much the end of a road has to do with a violation: by their prompts, and by their names."""
        after = self._at(road)
        words = after.words if after is not None else frozenset()
        shared = len(site.words & words) / len(site.words | words) if site.words | words else 0.0
        return shared + len(_parts(site.unit.name) & _parts(road.target.name))

    def _by_old_road(self, group: _Group, site: Site) -> Traced | None:
        """Code that has lost its own call, has no gate, and leads to another one in the host, as it did before."""
        if group.became is None or self._has_new_gate(group):
            return None
        roads = [each for unit in group.after for each in self._head.roads.of(unit) if each.target not in group.after]
        if not roads:
            return None
        how = f"leads to {roads[0].sink.text} in {roads[0].target.path}, which ran it before"
        traced = self._traced(site, self._at(roads[0]), Fate.DELEGATED, how, roads[0])
        return traced._replace(reasons=(*traced.reasons, "the code led there before, too"))

    def _by_sdk(self, group: _Group, site: Site) -> Traced | None:
        """A use of the same vendor's SDK that only the head has, where the code is gone with all that led to it.

        It may be another thing, so it counts as new as well.
        """
        if group.became is not None or not site.calls:
            return None
        found = [
            each
            for number, each in enumerate(self._sites)
            if number not in self._claimed and each.calls and not self._is_of_base(each) and _same_vendor(site, each)
        ]
        best = max(found, key=lambda each: self._closeness(site, each), default=None)
        if best is None:
            return None
        reasons = (*best.reasons, "only the SDK shows that it is the same work")
        return Traced(site, best, Fate.RELOCATED, f"seems to have gone to {best.unit.path}", reasons=reasons)

    # --- violations that are closed ---

    def _closed(self, group: _Group, site: Site) -> Traced:
        if group.became is None:
            return Traced(site, None, Fate.CLOSED, "is gone")
        unit = group.became.unit
        gate = self._gate(group)
        if self._still_calls(site, unit):
            doubt = "what it is called on is not known to be of the SDK any more"
            return Traced(site, None, Fate.RETAINED, f"still calls {'.'.join(_called_names(site))}()", reasons=(doubt,))
        namesake = self._namesake(site, unit.path, local=not gate)
        if namesake:
            fate = Fate.BYPASSED if self._head.workspace.tree.has(namesake) else Fate.REFRAMED
            doubt = f"what {namesake} does is not known"
            return Traced(site, None, fate, f"takes the same thing from {namesake}", reasons=(doubt,))
        if gate:
            return Traced(site, None, Fate.CLOSED, f"reaches a model only through {gate}")
        if self._only_throws(unit):
            callers = list(self._callers_of(self._head, unit))
            if callers:
                how = f"only throws, and {callers[0].path} still calls it"
                return Traced(site, None, Fate.WEAKENED, how, framing="stub-with-callers")
            return Traced(site, None, Fate.CLOSED, "only throws, and nothing calls it")
        return Traced(site, None, Fate.CLOSED, "no longer reaches a model")

    def _still_calls(self, site: Site, unit: Unit) -> bool:
        """Whether a unit has the call of a violation still, on something that is not known."""
        names = _called_names(site)
        return bool(names) and any(
            called[-len(names) :] == names and all(isinstance(each, Opaque) for each in values)
            for called, values in self._head.roads.called_by(unit)
        )

    def _namesake(self, site: Site, path: str, *, local: bool) -> str:
        """Where the head's file has the names from now that the base's had from an SDK: a package, or a local file."""
        facts = self._head.context.project.facts(path)
        wanted = frozenset(_IMPORTED.findall(site.finding.evidence.snippet)) - _SYNTAX
        for statement in facts.imports if facts is not None else ():
            if statement.kind is not ImportKind.STATIC or not wanted & {
                name for pair in statement.names for name in pair
            }:
                continue
            means = self._head.context.project.resolve(path, statement)
            if isinstance(means, External) and not self._is_approved(means.module):
                return means.module
            if local and isinstance(means, Local) and self._head.context.zones.of(means.path) is Zone.HOST:
                return means.path
        return ""

    def _is_approved(self, module: str) -> bool:
        """Whether a package is a gate, or is an SDK of which only harmless parts are used: else it had a finding."""
        zones = self._head.context.zones
        if zones.is_gate_module(module, "/") or zones.is_gate_module(module, "."):
            return True
        known = self._head.workspace.capabilities.values()
        return any(each.module(module, kind) is not None for each in known for kind in (NPM, PYPI))

    def _only_throws(self, unit: Unit) -> bool:
        text = self._head.units.text(unit)
        return unit.number > 0 and _THROWS.search(text) is not None and _ANSWERS.search(text) is None

    def _callers_of(self, side: Side, unit: Unit) -> Iterator[Unit]:
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

    # --- violations that only the head has ---

    def _new(self) -> Iterator[Traced]:
        for number, each in enumerate(self._sites):
            if number not in self._claimed:
                yield Traced(None, each, Fate.NEW, f"has {each.text}", reasons=each.reasons)


def _kin(units: Units, path: str, unit: Unit) -> tuple[Unit, ...]:
    """The methods of a unit's class in a file; for the top of a file, all that is in it."""
    owner = unit.name.rpartition(".")[0]
    if unit.name and not owner:
        return tuple(units.named(path, unit.name))
    known = (each for name in units.known(path) for each in units.named(path, name))
    return tuple(each for each in known if not owner or each.name.startswith(f"{owner}."))


def _similar(before: Site, after: Site) -> float:
    score = len(before.words & after.words) / len(before.words | after.words) if before.words | after.words else 0.0
    score += 4 * same_prompt(before.words, after.words)
    return score + 2 * (before.text == after.text) + (before.sink == after.sink) + (before.rule == after.rule)


def _same_vendor(one: Site, other: Site) -> bool:
    """Whether two violations have to do with one vendor, or with one SDK that serves several."""
    return one.sink == other.sink or (one.vendor != "" and one.vendor == other.vendor)


def _called_names(site: Site) -> tuple[str, ...]:
    """The last names of a violation's call, by which it is known; none where they say too little."""
    module = site.sink.partition(":")[2]
    if not site.calls or site.is_transport or not site.text.startswith(f"{module}."):
        return ()
    names = tuple(site.text[len(module) + 1 :].removesuffix("()").split("."))
    return names[-2:] if len(names) > 1 else ()


def _parts(name: str) -> frozenset[str]:
    """The words that a name is made of, in lower case."""
    return frozenset(each.lower() for each in _PART.findall(name))


def _may_be(before: Site, after: Site) -> bool:
    """Whether a violation may have become another one: chains out of migrated code are no calls."""
    return (sdk_reach.NAME in (before.check, after.check)) == (before.check == after.check == sdk_reach.NAME)


def _order(traced: Traced) -> tuple[object, ...]:
    site = traced.before or traced.after
    assert site is not None
    return (site.unit.path, site.place, site.rule, site.sink, traced.before is None)
