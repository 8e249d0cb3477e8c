"""One state of the repository as a review sees it: its report, its violations, and what its code leads to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from linter.checks import Context
from linter.checks.callers import Callers
from linter.checks.running import Running
from linter.checks.sinks import Sink, sinks
from linter.findings import Finding, Ruling
from linter.languages import language_of
from linter.report import Report
from linter.request import Request
from linter.review.roads import Roads
from linter.review.sites import Found, Site, sites_of
from linter.review.units import Units
from linter.run import examined
from linter.workspace import Workspace


class Side:
    """A state that was audited as a whole.

    Args:
        workspace: the state's files under the configuration that the review goes by.
        request: the audit of it.
        changed: the files that the change has to do with.
    """

    def __init__(self, workspace: Workspace, request: Request, changed: Collection[str]) -> None:
        done = examined(workspace, request)
        self.workspace = workspace
        self.report: Report = done.report
        self.context: Context = done.context
        self._changed = frozenset(changed)
        self._checks: Mapping[str, str] = {each.id: each.check for each in workspace.rules}

    def check_of(self, finding: Finding) -> str:
        """The kind of check of a finding's rule; "" for none."""
        return self._checks.get(finding.rule, "")

    @cached_property
    def sinks(self) -> list[Sink]:
        """The calls that exercise a capability of the rules, in whatever zone but gates."""
        wanted = {each.capability for each in self.workspace.rules if each.capability}
        sources = (path for path in sorted(self._changed) if language_of(path) is not None)
        self.context.reading.load(path for path in sources if self.workspace.tree.has(path))
        afresh = self.context.restarted()
        found: list[Sink] = []
        for capability in (self.workspace.capabilities[name] for name in sorted(wanted)):
            # What has changed is looked at closely; of the rest it is enough to see what the audit has seen.
            found += sinks(self.context.restricting(capability), lambda path: path not in self._changed)
            found += sinks(afresh.restricting(capability), lambda path: path in self._changed)
        return found

    @cached_property
    def units(self) -> Units:
        return Units(self.context)

    @cached_property
    def roads(self) -> Roads:
        return Roads(self.context, self.units, self.sinks)

    @cached_property
    def callers(self) -> Callers:
        """Who calls which symbol, in all files."""
        context = self.context.restarted()
        return Callers(Running(context), context.reading.import_graph())

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """The findings, those that comments silence among them; what is known to be inert is no violation."""
        report = self.report
        both = ((report.findings, False), (report.baselined, False), (report.suppressed, True))
        return tuple(
            Found(each, self._checks.get(each.rule, ""), silenced)
            for all_, silenced in both
            for each in all_
            if each.ruling is not Ruling.DISMISSED
        )

    @cached_property
    def sites(self) -> list[Site]:
        """The violations."""
        return sites_of(self.context, self.units, self.sinks, self.found)
