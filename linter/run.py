"""The whole run, from files to a report, as one function."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Self

from linter import baseline as baselines
from linter import suppressions
from linter.checks import BY_THEMSELVES, CHECKS, Context
from linter.checks.sinks import EXERCISING
from linter.facts import FileFacts
from linter.findings import STATIC, Evidence, Finding, Ruling, fingerprinted
from linter.forked import WORTH_A_FORK, Forked
from linter.intake import Intake
from linter.languages import BY_SUFFIX
from linter.positions import Positions
from linter.report import FileAccount, Report, RuleInfo
from linter.request import Request
from linter.rulebook import Rule
from linter.silencing import evidence_of, suppressions_in
from linter.workspace import Workspace
from linter.zones import Zone

if TYPE_CHECKING:
    from linter.aside import Told


class Examined(NamedTuple):
    """A run that is over: its report, and what its checks were given, for further questions about the same files."""

    report: Report
    context: Context


def run(workspace: Workspace, request: Request) -> Report:
    """Reads, parses what can matter, checks, and reports."""
    return examined(workspace, request).report


def examined(workspace: Workspace, request: Request) -> Examined:
    """What `run` does, for callers that go on asking."""
    sources = Intake(workspace, request)
    sources.read(request.listing.only(BY_SUFFIX).paths)
    sources.scan()
    paths = sources.hosts() if request.parse_all else sources.interesting()
    with _Gathering(sources, workspace, request) as gathering:
        sources.parse(paths, request)
        context = sources.context()
        request.progress("checking", 0, len(sources.data))
        evidence = [(rule, each) for rule in workspace.rules for each in gathering.of(rule, context)]
    findings = [finding_of(rule, each) for rule, each in evidence]
    findings, silenced = _silenced(sources, context, workspace, request, findings)
    numbered = fingerprinted(_with_excerpts(findings, context.positions))
    ran = {rule.id for rule in workspace.rules} if request.whole else set()
    open_, known, stale = baselines.apply(numbered, request.baseline, complete_for=ran)
    report = Report(
        command=request.command,
        findings=open_,
        files=sources.account(request.listing),
        blind=sources.blind(context),
        rules=tuple(_info(rule) for rule in workspace.rules),
        suppressed=fingerprinted(silenced),
        baselined=known,
        notices=(*_notices(workspace, request), *(_stale(each) for each in stale)),
        parsed=len(sources.facts),
    )
    return Examined(report, context)


class Opened(NamedTuple):
    """A project that was read as for a run, for questions about the whole of it.

    Args:
        context: what a check would get.
        files: every source file with its facts, one after the other. They are read again each time, since all at
            once they may take more memory than there is.
        account: what became of each file so far.
    """

    context: Context
    files: Callable[[], Iterator[tuple[str, FileFacts]]]
    account: Callable[[], FileAccount]


def opened(workspace: Workspace, request: Request, zones: Collection[Zone] = EXERCISING) -> Opened:
    """Reads the tree, and parses what can hold sinks of these zones."""
    sources = Intake(workspace, request)
    sources.read(request.listing.only(BY_SUFFIX).paths)
    sources.scan(zones)
    sources.parse(sources.interesting(zones), request)
    return Opened(sources.context(), sources.each, lambda: sources.account(request.listing))


def _gathered(context: Context, workspace: Workspace, rule: Rule) -> Iterable[Evidence]:
    if not rule.check:
        return ()
    check = CHECKS[rule.check]
    if rule.capability:
        context = context.restricting(workspace.capabilities[rule.capability])
    return check.gather(context, check.parameters(rule.params))


class _Gathering:
    """Gathers the evidence of rules; a fork does so for those that stand by themselves, where that pays.

    To be made before anything is parsed: the fork knows what this process knows by then, such as the import graph.
    """

    def __init__(self, sources: Intake, workspace: Workspace, request: Request) -> None:
        self._sources = sources
        self._workspace = workspace
        rules = self._rules = [rule for rule in workspace.rules if rule.check in BY_THEMSELVES]
        pays = request.forks and request.jobs > 1 and sources.size() > WORTH_A_FORK
        self._apart = {rule.id: number for number, rule in enumerate(rules)} if pays else {}
        self._skipped = sources.skipped()
        self._told: Told | None = None
        self._fork: Forked | None = None
        if self._apart:
            # Most runs over a few files have no fork to hear.
            from linter import aside

            self._loads = aside.loads
            self._fork = Forked(lambda: aside.dumps(sources.told(self._gathered)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._fork is not None:
            self._fork.drop()

    def _gathered(self, context: Context) -> list[tuple[Evidence, ...]]:
        """The evidence of the fork's rules."""
        return [tuple(_gathered(context, self._workspace, rule)) for rule in self._rules]

    def of(self, rule: Rule, context: Context) -> Iterable[Evidence]:
        """The evidence of one rule."""
        if self._fork is not None and rule.id in self._apart:
            if self._told is None:
                self._told = self._loads(self._fork.result())
                # Where they did not read the same, the fork does not count.
                if self._sources.skipped() != self._skipped or not self._sources.learn(self._told, context):
                    self._apart.clear()
                    return self.of(rule, context)
            return self._told.evidence[self._apart[rule.id]]
        return _gathered(context, self._workspace, rule)


# --- findings ------------------------------------------------------------------------------------------


def finding_of(rule: Rule, evidence: Evidence) -> Finding:
    """Static analysis confirms what is certain, and dismisses what it knows to be inert; the rest waits for a judge."""
    certain = not evidence.reasons
    open_ = Ruling.DISMISSED if evidence.inert else Ruling.UNDECIDED
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        evidence=evidence,
        ruling=Ruling.CONFIRMED if certain else open_,
        by=STATIC,
        reason="the code alone shows it" if certain else "; ".join(evidence.reasons),
        mend=rule.mend,
    )


def _silenced(
    sources: Intake, context: Context, workspace: Workspace, request: Request, findings: Sequence[Finding]
) -> tuple[list[Finding], list[Finding]]:
    known = {*workspace.book.rules, suppressions.OWN_RULE}
    audited = [(path, sources.facts[path]) for path in context.paths]
    comments = list(suppressions_in(audited, context.positions, known, request.today))
    complete = {rule.id for rule in workspace.rules} if request.whole else set()
    open_, silenced, problems = suppressions.apply(findings, comments, complete_for=complete)
    rule = next((each for each in workspace.rules if each.id == suppressions.OWN_RULE), None)
    found = [finding_of(rule, evidence_of(each, context.positions)) for each in problems] if rule is not None else []
    return [*open_, *found], list(silenced)


def _with_excerpts(findings: Iterable[Finding], positions: Positions) -> list[Finding]:
    return [replace(each, excerpt=positions.excerpt(each.place)) for each in findings]


def _info(rule: Rule) -> RuleInfo:
    return RuleInfo(rule.id, rule.summary, rule.intent, rule.mend, rule.severity)


def _notices(workspace: Workspace, request: Request) -> Iterable[str]:
    yield from workspace.loaded.notices
    yield from request.listing.notices
    if request.whole:
        for source, pattern in workspace.zones.unmatched(workspace.tree.paths()):
            yield f'{source}: "{pattern}" names no file, so it protects nothing'


def _stale(entry: baselines.BaselineEntry) -> str:
    return f"the baseline has a finding that is gone: {entry.rule} in {entry.path} ({entry.sink}); write it anew"
