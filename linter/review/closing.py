"""Violations that are nowhere in the head: closed, unless what stands in their place says otherwise."""

from __future__ import annotations

import re

from linter.capability import NPM, PYPI
from linter.edges import imports
from linter.facts import ImportKind
from linter.ledger import Fate
from linter.project import External, Local
from linter.review.ground import Ground
from linter.review.hidden import Hidden
from linter.review.side import Side
from linter.review.sites import SDK_CHECKS, Site
from linter.review.traced import Group, Traced
from linter.review.units import Unit
from linter.values import Opaque
from linter.zones import Zone

_THROWS = re.compile(r"\b(?:throw|raise|reject)\b")
_ANSWERS = re.compile(r"\b(?:return|yield)\b(?![ \t]*(?:Promise\.reject|;|\n|\}))|=>\s*(?!\{)")
_KEEPS = re.compile(r"\b(?:this|self)\.[\w$.]+\s*=(?![=>])")
"""What an object keeps: constructors answer with nothing, and check their arguments by throwing."""
_IMPORTED = re.compile(r"[A-Za-z_$][\w$]*(?![\w$/.-]*[\"'])")
_SYNTAX = frozenset({"import", "from", "as", "type", "default", "const", "let", "var", "await", "require", "export"})


class Closing:
    """Looks at what stands in the place of a violation that is nowhere."""

    def __init__(self, ground: Ground, hidden: Hidden) -> None:
        self._ground = ground
        self._hidden = hidden

    def of(self, group: Group, site: Site) -> Traced:
        """What is to be said of such a violation."""
        own = self._hidden.gate(group, site) if site.check in SDK_CHECKS else ""
        if own:
            doubt = f"whether {own} is meant to run {site.sink} itself is not known"
            return Traced(
                site,
                None,
                Fate.RELOCATED,
                f"is done in {own}, which the change makes a gate on the SDK",
                reasons=(doubt,),
            )
        dead = self._hidden.dead_end(site.unit.path)
        if dead:
            doubt = f"what {dead} does is not known: no file is there"
            return Traced(site, None, Fate.RELOCATED, f"takes something from {dead} now", reasons=(doubt,))
        if group.became is None:
            return Traced(site, None, Fate.CLOSED, "is gone")
        unit = group.became.unit
        gate = self._ground.gate(group)
        if self._still_calls(site, unit):
            doubt = "what it is called on is not known to be of the SDK any more"
            return Traced(site, None, Fate.RETAINED, f"still calls {'.'.join(_called_names(site))}()", reasons=(doubt,))
        namesake = self._namesake(site, unit.path, local=not gate)
        if namesake:
            fate = Fate.BYPASSED if self._ground.head.workspace.tree.has(namesake) else Fate.REFRAMED
            doubt = f"what {namesake} does is not known"
            return Traced(site, None, fate, f"takes the same thing from {namesake}", reasons=(doubt,))
        if gate:
            return Traced(site, None, Fate.CLOSED, f"reaches a model only through {gate}")
        if self._only_throws(unit):
            callers = list(self._ground.callers_of(self._ground.head, unit))
            if callers:
                how = f"only throws, and {callers[0].path} still calls it"
                return Traced(site, None, Fate.WEAKENED, how, framing="stub-with-callers")
            return Traced(site, None, Fate.CLOSED, "only throws, and nothing calls it")
        source = self._brought_by(site, unit.path)
        if source:
            doubt = "only the SDK shows that it is the same work"
            how, framing = f"is done with {site.sink} of {source}", "relocated-to-package"
            return Traced(site, None, Fate.RELOCATED, how, framing=framing, reasons=(doubt,))
        if any(each.unit == unit for each in self._ground.sites):
            return Traced(site, None, Fate.CLOSED, f"no longer uses {site.sink} here")
        return Traced(site, None, Fate.CLOSED, "no longer reaches a model")

    def _still_calls(self, site: Site, unit: Unit) -> bool:
        """Whether a unit has the call of a violation still, on something that is not known."""
        names = _called_names(site)
        return bool(names) and any(
            called[-len(names) :] == names and all(isinstance(each, Opaque) for each in values)
            for called, values in self._ground.head.roads.called_by(unit)
        )

    def _namesake(self, site: Site, path: str, *, local: bool) -> str:
        """Where the head's file has the names from now that the base's had from an SDK: a package, or a local file."""
        facts = self._ground.head.context.project.facts(path)
        wanted = frozenset(_IMPORTED.findall(site.finding.evidence.snippet)) - _SYNTAX
        for statement in facts.imports if facts is not None else ():
            if statement.kind is not ImportKind.STATIC or not wanted & {
                name for pair in statement.names for name in pair
            }:
                continue
            means = self._ground.head.context.project.resolve(path, statement)
            if isinstance(means, External) and not self._is_approved(means.module):
                return means.module
            if local and isinstance(means, Local) and self._ground.head.context.zones.of(means.path) is Zone.HOST:
                return means.path
        return ""

    def _brought_by(self, site: Site, path: str) -> str:
        """The host file that brings in the SDK of a violation without a call, and from which the head takes it now.

        Calls are followed by chains: only of imports nothing else is known.
        """
        if site.calls:
            return ""
        project = self._ground.head.context.project
        facts = project.facts(path)
        if facts is None:
            return ""
        edges = imports(project, None, path, facts)
        taken = {each.meaning.path for each in edges if isinstance(each.meaning, Local)}
        before = _bringing(self._ground.base, site.sink)
        return min(taken & (_bringing(self._ground.head, site.sink) - before - {path}), default="")

    def _is_approved(self, module: str) -> bool:
        """Whether a package is a gate, or is an SDK of which only harmless parts are used: else it had a finding."""
        zones = self._ground.head.context.zones
        if zones.is_gate_module(module, "/") or zones.is_gate_module(module, "."):
            return True
        known = self._ground.head.workspace.capabilities.values()
        return any(each.module(module, kind) is not None for each in known for kind in (NPM, PYPI))

    def _only_throws(self, unit: Unit) -> bool:
        text = self._ground.head.units.text(unit)
        does = any(each.search(text) is not None for each in (_ANSWERS, _KEEPS))
        return unit.number > 0 and _THROWS.search(text) is not None and not does


def _bringing(side: Side, sink: str) -> set[str]:
    """The files with a finding about the SDK."""
    return {each.finding.place.path for each in side.found if each.finding.evidence.sink == sink}


def _called_names(site: Site) -> tuple[str, ...]:
    """The last names of a violation's call, by which it is known; none where they say too little."""
    module = site.sink.partition(":")[2]
    if not site.calls or site.is_transport or not site.text.startswith(f"{module}."):
        return ()
    names = tuple(site.text[len(module) + 1 :].removesuffix("()").split("."))
    return names[-2:] if len(names) > 1 else ()
