"""The whole review as one function: two states, two audits, the ledger, and what it amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from linter.baseline import Baseline, entry_of
from linter.errors import ConfigError, RuleError
from linter.extraction import Extracting
from linter.findings import Finding
from linter.kept import Kept
from linter.ledger import Fate, Review, Scope
from linter.report import Report
from linter.review.difference import Difference
from linter.review.matching import Matching
from linter.review.opening import States, states
from linter.review.rows import in_order, row_of
from linter.review.settings import Edits, known_in
from linter.review.sharing import Sharing
from linter.review.side import Side
from linter.review.tracing import Traced, Tracing
from linter.review.verdict import Held, fresh_findings, is_held, overall_of, rating_of, reasons_of, unique
from linter.run import Progress, Request, finding_of
from linter.silencing import suppressions_in
from linter.sources import Listing, Tree
from linter.suppressions import OWN_RULE, Suppression
from linter.workspace import Workspace, moved_to, open_workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be reviewed.

    Args:
        root: the folder of the repository.
        base: the revision that the change started from, or goes into.
        head: the revision with the change; WORKTREE or INDEX for what is not committed.
        rules: further folders of rules, named by the operator.
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


def review(asked: Asked) -> Report:
    """The report of the head, with what became of the base's violations. Raises SidestepError."""
    with states(asked.root, asked.base, asked.head) as both:
        workspace = open_workspace(both.before, None, asked.rules, asked.kept)
        extract = Sharing(asked.extract)
        base = Side(workspace, _request(asked, both.before, extract))
        head = Side(moved_to(workspace, both.after), _request(asked, both.after, extract))
        return _reviewed(asked, both, base, head)


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


def _reviewed(asked: Asked, both: States, base: Side, head: Side) -> Report:
    difference = Difference(both.before, both.after, both.changes)
    matching = Matching(base, head, both.changes)
    own, problem = _own_workspace(asked, both)
    edits = Edits(base.workspace, own, both.after, both.changes, difference, _suppressions(asked, head))
    traced = Tracing(base, head, matching, edits).traced()
    held = [each for each in traced if is_held(each, named=False)]
    rows = in_order(row_of(each, counts=each in held) for each in traced)
    findings = unique([*_of_sites(held), *fresh_findings(base, head), *_silencing(base.workspace, traced, edits)])
    against = Held(rows, findings, (*_unread(head, both), *problem), not both.changes.paths)
    overall = overall_of(against)
    found = Review(
        base=both.base,
        head=both.head,
        rows=rows,
        claims=(),
        scope=Scope(),
        overall=overall,
        rating=rating_of(overall, rows, findings),
        before=_in_host(base),
        after=_in_host(head),
        size=difference.size,
        follow_up=_follow_up(traced, findings, known_in(both.before)),
        why=reasons_of(against),
    )
    return replace(
        head.report,
        findings=findings,
        suppressed=(),
        notices=(*both.notices, *base.workspace.loaded.notices),
        review=found,
    )


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


def _silencing(workspace: Workspace, traced: Iterable[Traced], edits: Edits) -> Iterator[Finding]:
    """A finding for each edit of the change that hides a violation, or switches a rule off."""
    rule = next((each for each in workspace.rules if each.id == OWN_RULE), None)
    found = [edit for each in traced if each.after is not None and (edit := edits.silencing(each.after)) is not None]
    if rule is not None:
        for edit in dict.fromkeys((*found, *edits.switched_off())):
            yield finding_of(rule, edit.evidence())


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


def _in_host(side: Side) -> int:
    """How many calls exercise a capability in the host, however they are silenced."""
    return sum(each.counted for each in side.sites)
