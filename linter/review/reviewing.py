"""The whole review as one function: two states, two audits, the ledger, and what it amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from linter.extraction import Extracting
from linter.findings import Finding
from linter.kept import Kept
from linter.ledger import Fate, Review, Scope
from linter.report import Report
from linter.review.matching import Matching
from linter.review.opening import States, states
from linter.review.rows import in_order, row_of
from linter.review.sharing import Sharing
from linter.review.side import Side
from linter.review.sites import Site
from linter.review.size import size_of
from linter.review.tracing import Traced, Tracing
from linter.review.verdict import Held, fresh_findings, is_held, overall_of, rating_of, reasons_of, unique
from linter.run import Progress, Request
from linter.sources import Listing, Tree
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
        return _reviewed(both, workspace, base, head)


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


def _reviewed(both: States, workspace: Workspace, base: Side, head: Side) -> Report:
    matching = Matching(base, head, both.changes)

    def silenced(site: Site) -> str:
        return "silenced by a comment of this change" if site.silenced else ""

    traced = Tracing(base, head, matching, silenced).traced()
    held = [each for each in traced if is_held(each, named=False)]
    rows = in_order(row_of(each, counts=each in held) for each in traced)
    findings = unique([*_of_sites(held), *fresh_findings(base, head)])
    against = Held(rows, findings, _unread(head, both), not both.changes.paths)
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
        size=size_of(both.before, both.after, both.changes),
        follow_up=_follow_up(traced, findings),
        why=reasons_of(against),
    )
    return replace(
        head.report,
        findings=findings,
        suppressed=(),
        notices=(*both.notices, *workspace.loaded.notices),
        review=found,
    )


def _of_sites(traced: Iterable[Traced]) -> Iterator[Finding]:
    for each in traced:
        if each.after is not None:
            yield each.after.finding


def _follow_up(traced: Iterable[Traced], held: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that stood before, of which nothing is held against the change."""
    known = {each.fingerprint for each in held}
    stood = [each for each in traced if each.fate is Fate.RETAINED]
    return unique(each for each in _of_sites(stood) if each.fingerprint not in known)


def _unread(head: Side, both: States) -> tuple[str, ...]:
    """Files of the change that could not be read, or only in part."""
    changed = frozenset(both.changes.paths)
    files = head.report.files
    return tuple(each.path for each in (*files.partial, *files.skipped) if each.path in changed)


def _in_host(side: Side) -> int:
    """How many calls exercise a capability in the host, however they are silenced."""
    return sum(each.counted for each in side.sites)
