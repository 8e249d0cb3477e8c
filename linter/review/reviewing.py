"""The whole review as one function: two states, two audits, the ledger, and what it amounts to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from linter.authorship import author_of
from linter.baseline import Baseline, entry_of
from linter.cache import Store
from linter.checks import enum_string, false_claim
from linter.errors import ConfigError, RuleError
from linter.extraction import Extracting
from linter.findings import Evidence, Finding, Ruling, fingerprinted
from linter.kept import Kept
from linter.ledger import Claimed, Fate, Review, Row, Truth
from linter.report import Report
from linter.request import Progress, Request
from linter.review.claims import Claiming, contradicted, evidence_of
from linter.review.contracts import loosened, rule_of
from linter.review.difference import Difference
from linter.review.hidden import foreign_in, holds_foreign_code
from linter.review.keeping import again, key_of
from linter.review.matching import Matching
from linter.review.opening import States, states
from linter.review.papers import NO_PAPERS, Papers, Read, read
from linter.review.rows import after_rulings, in_order, row_of
from linter.review.scoping import RULE as SCOPE_RULE
from linter.review.scoping import Scoping
from linter.review.settings import Edits, known_in
from linter.review.sharing import Sharing
from linter.review.side import Side
from linter.review.traced import Traced
from linter.review.tracing import Tracing
from linter.review.verdict import (
    Held,
    delivered,
    fresh_findings,
    is_held,
    overall_of,
    rating_of,
    reasons_of,
    touching,
    unique,
)
from linter.run import finding_of
from linter.silencing import suppressions_in
from linter.sources import Listing, Tree
from linter.suppressions import OWN_RULE, Suppression
from linter.workspace import Workspace, moved_to, open_workspace

Judging = Callable[[Report, Workspace, str], Report]
"""Puts the ambiguous findings of a report to judges, given the state that they are about and who wrote it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be reviewed.

    Args:
        root: the folder of the repository.
        base: the revision that the change started from, or goes into.
        head: the revision with the change; WORKTREE or INDEX for what is not committed.
        rules: further folders of rules, named by the operator.
        papers: the kickoff, plan and report of the change.
        author: the model that wrote the change, as the operator says; "" for what its commits say.
    """

    root: Path
    base: str
    head: str
    today: date
    extract: Extracting
    progress: Progress
    rules: Sequence[Path] = ()
    jobs: int = 1
    kept: Kept | None = None
    papers: Papers = NO_PAPERS
    author: str = ""
    judging: Judging | None = None
    reviews: Store | None = None


def review(asked: Asked) -> Report:
    """The report of the head, with what became of the base's violations. Raises SidestepError."""
    with states(asked.root, asked.base, asked.head) as both:
        workspace = open_workspace(both.before, None, asked.rules, asked.kept)

        def make() -> Report:
            extract = Sharing(asked.extract)
            changed = both.changes.paths
            head = Side(moved_to(workspace, both.after), _request(asked, both.after, extract), changed)
            needed = _needed(workspace, touching(head, changed))
            base = Side(needed, _request(asked, both.before, extract), changed)
            return _reviewed(asked, both, base, head)

        if asked.reviews is None or asked.judging is not None:
            return make()
        told = (repr(asked.papers), asked.author, str(asked.root))
        key = key_of(both, workspace, asked.today, told)
        return again(asked.reviews, key, both, make) if key is not None else make()


def _needed(workspace: Workspace, touched: Iterable[Finding]) -> Workspace:
    """The base's workspace without the rule about closed sets, where nothing that it finds is to be compared."""
    met = {each.rule for each in touched}
    return workspace._replace(
        rules=[each for each in workspace.rules if each.check != enum_string.NAME or each.id in met]
    )


def _author(asked: Asked, both: States) -> str:
    """Who wrote the change: the models that are named, else the agents that left a mark; "" for unknown."""
    author = author_of(both.messages, named=asked.author)
    return ", ".join(author.models or author.marks)


def _request(asked: Asked, tree: Tree, extract: Extracting) -> Request:
    return Request(
        command="review",
        listing=Listing(tuple(tree.paths()), is_git=True),
        whole=True,
        today=asked.today,
        jobs=asked.jobs,
        progress=asked.progress,
        extract=extract,
    )


class _Followed(NamedTuple):
    """What became of the violations: those held against the change, the rows, and the findings in the code."""

    traced: list[Traced]
    held: list[Traced]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def _reviewed(asked: Asked, both: States, base: Side, head: Side) -> Report:
    said = read(asked.papers, str(asked.root))
    difference = Difference(both.before, both.after, both.changes)
    own, problem = _own_workspace(asked, both)
    judged_by = head.workspace._replace(tree=both.before)
    edits = Edits(judged_by, own, both.after, both.changes, difference, _suppressions(asked, head))
    scoping = Scoping(said, asked.papers, both.changes, both.after, base.sites)
    followed = _followed(base, head, both, edits, scoping)
    author = _author(asked, both)
    report = replace(head.report, findings=followed.findings, suppressed=(), notices=both.notices)
    if asked.judging is not None:
        report = _ruled(report, head, asked.judging, author)
        followed = _after_rulings(followed, report.findings)
    claims = _claims(asked, both, head, said, followed, difference)
    gaps = scoping.gaps()
    made = _made(head.workspace, scoping.evidence(gaps), claims, _silencing(followed.traced, edits))
    findings = unique((*report.findings, *made))
    at_sites = {each.fingerprint for each in _of_sites(followed.traced)}
    beside = tuple(each for each in findings if each.fingerprint not in at_sites)
    unread = (*_unread(head, both), *_foreign(head, both, difference), *problem)
    vague = scoping.is_vague and bool(followed.rows) and all(each.verdict is not Fate.CLOSED for each in followed.rows)
    against = Held(followed.rows, findings, beside, unread, not both.changes.paths, vague)
    overall = overall_of(against)
    found = Review(
        base=both.base,
        head=both.head,
        rows=followed.rows,
        claims=claims,
        scope=scoping.scope(gaps),
        overall=overall,
        rating=rating_of(overall, followed.rows, findings),
        before=_in_host(base),
        after=_in_host(head),
        size=difference.size,
        follow_up=_follow_up(followed.traced, findings, known_in(both.before)),
        why=reasons_of(against),
        delivered=delivered(scoping, gaps, head, against.unread),
        author=author,
    )
    notices = (*report.notices, *head.workspace.loaded.notices)
    return replace(report, findings=findings, notices=notices, review=found)


def _followed(base: Side, head: Side, both: States, edits: Edits, scoping: Scoping) -> _Followed:
    matching = Matching(base, head, both.changes)
    traced = Tracing(base, head, matching, edits).traced()
    counted = [(each, is_held(each, named=each.before is not None and scoping.names(each.before))) for each in traced]
    held = [each for each, counts in counted if counts]
    loose = list(_loosened(base, head, matching, both))
    rows = in_order([*(row_of(each, counts=counts) for each, counts in counted), *(row for row, _ in loose)])
    told = {each.place for _, each in loose}
    touched = touching(head, both.changes.paths)
    fresh = [each for each in fresh_findings(base, touched) if each.place not in told]
    findings = unique([*_of_sites(held), *fresh, *fingerprinted(each for _, each in loose)])
    return _Followed(traced, held, rows, findings)


def _ruled(report: Report, head: Side, judging: Judging, author: str) -> Report:
    """The report after judges were asked about the code. They see no claims, and nothing of the papers."""
    seen = {each.fingerprint for each in head.report.findings if head.check_of(each) != false_claim.NAME}
    asked = tuple(each for each in report.findings if each.fingerprint in seen)
    others = tuple(each for each in report.findings if each.fingerprint not in seen)
    ruled = judging(replace(report, findings=asked), head.workspace, author)
    return replace(ruled, findings=unique((*ruled.findings, *others)))


def _after_rulings(followed: _Followed, findings: Sequence[Finding]) -> _Followed:
    """What is held against the change after judges have ruled."""
    dismissed = {each.fingerprint for each in findings if each.ruling is Ruling.DISMISSED}
    held = [each for each in followed.held if each.after is None or each.after.finding.fingerprint not in dismissed]
    return followed._replace(held=held, rows=tuple(after_rulings(followed.rows, followed.traced, findings)))


def _claims(
    asked: Asked,
    both: States,
    head: Side,
    said: Read,
    followed: _Followed,
    difference: Difference,
) -> tuple[Claimed, ...]:
    """What the author says, and what the code says of it."""
    claiming = Claiming(head, followed.traced, followed.held, both.changes)
    shown = [contradicted(each) for each in followed.findings if head.check_of(each) == false_claim.NAME]
    found = [*shown, *claiming.of_comments(difference, (each.source for each in shown))]
    if said.told is not None and asked.papers.report is not None:
        name = asked.papers.report.name
        found += claiming.of_report(name, said.told.sentences)
        found += claiming.of_files(name, (each.text for each in (*said.told.files, *said.told.outside)))
    found += claiming.of_messages(both.messages)
    return tuple(sorted(found, key=lambda each: (each.source, each.text)))


def _made(
    workspace: Workspace, scope: Iterable[Evidence], claims: Iterable[Claimed], silencing: Iterable[Evidence]
) -> Iterator[Finding]:
    """The findings that only a review has: of scope, of claims outside of code, and of what silences others."""
    rules = {each.id: each for each in workspace.rules}
    claimed = next((each for each in workspace.rules if each.check == false_claim.NAME), None)
    by_rule = (
        (rules.get(SCOPE_RULE), scope),
        (claimed, (evidence_of(each) for each in claims if each.verdict is Truth.CONTRADICTED and not each.is_found)),
        (rules.get(OWN_RULE), silencing),
    )
    found = [finding_of(rule, each) for rule, all_ in by_rule if rule is not None for each in all_]
    yield from fingerprinted(found)


def _loosened(base: Side, head: Side, matching: Matching, both: States) -> Iterator[tuple[Row, Finding]]:
    """The contracts that the change makes looser, as rows and as findings."""
    rule = rule_of(head)
    if rule is not None:
        for each in loosened(rule, base, head, matching, both.changes):
            yield each.row(rule.id), finding_of(rule, each.evidence)


def _own_workspace(asked: Asked, both: States) -> tuple[Workspace | None, tuple[str, ...]]:
    """The head under its own configuration; None, and what is wrong with it, where it cannot be read."""
    try:
        return open_workspace(both.after, None, asked.rules, asked.kept), ()
    except (ConfigError, RuleError) as error:
        return None, (f"the configuration of the head: {error.message}",)


def _suppressions(asked: Asked, head: Side) -> list[Suppression]:
    """The comments of the head that silence something."""
    known = {*head.workspace.book.rules, OWN_RULE}
    paths = sorted({each.finding.place.path for each in head.sites if each.silenced})
    files = [(path, facts) for path in paths if (facts := head.context.project.facts(path)) is not None]
    found = suppressions_in(files, head.context.positions, known, asked.today)
    return [entry for each in found for entry in each.entries]


def _silencing(traced: Iterable[Traced], edits: Edits) -> Iterator[Evidence]:
    """Each edit of the change that hides a violation, or switches a rule off."""
    found = [edit for each in traced if each.after is not None and (edit := edits.silencing(each.after)) is not None]
    for edit in dict.fromkeys((*found, *edits.switched_off())):
        yield edit.evidence()


def _of_sites(traced: Iterable[Traced]) -> Iterator[Finding]:
    for each in traced:
        if each.after is not None:
            yield each.after.finding


def _follow_up(traced: Iterable[Traced], held: Sequence[Finding], known: Baseline) -> tuple[Finding, ...]:
    """Findings that stood before, of which nothing is held against the change; without those of the baseline."""
    told = {each.fingerprint for each in held}
    stood = [each for each in traced if each.fate is Fate.RETAINED]
    return unique(
        each for each in _of_sites(stood) if each.fingerprint not in told and entry_of(each) not in known.entries
    )


def _unread(head: Side, both: States) -> tuple[str, ...]:
    """Files of the change that could not be read, or only in part."""
    changed = frozenset(both.changes.paths)
    files = head.report.files
    return tuple(each.path for each in (*files.partial, *files.skipped) if each.path in changed)


def _foreign(head: Side, both: States, difference: Difference) -> Iterator[str]:
    """Files of the change in languages that are not read, where the change names an SDK or a provider."""
    capabilities = list(head.workspace.capabilities.values())
    for path in both.changes.paths:
        found = foreign_in(path, difference.added(path), capabilities) if holds_foreign_code(path) else None
        if found is not None:
            yield f"{path} (line {found.line} names {found.name}, in a language that is not read)"


def _in_host(side: Side) -> int:
    """How many calls exercise a capability in the host, however they are silenced."""
    return sum(each.counted for each in side.sites)
