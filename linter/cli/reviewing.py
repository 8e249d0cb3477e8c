"""The work of `sidestep review`, apart from the reading of its command line."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from linter.authorship import VARIABLE
from linter.cli import terminal
from linter.cli.documents import bytes_of, document
from linter.cli.flags import Flags
from linter.cli.linting import publish, wants_judges
from linter.cli.output import append_line
from linter.cli.remembering import remembering
from linter.cli.terminal import Progress
from linter.documents import read_kickoff
from linter.errors import UsageError
from linter.findings import STATIC, Ruling
from linter.kept import kept_here
from linter.report import CLEAN, Report, delivery_code, exit_code
from linter.review import Asked, Paper, Papers
from linter.review import review as reviewed
from linter.scorecard import Entry, line_of
from linter.workspace import Workspace


class Card(NamedTuple):
    """The scorecard that a review is put down in, and what it is called there."""

    path: Path
    epic: str
    task: str


@dataclass(frozen=True, slots=True)
class Change:
    """What the operator says of a change; the flags are told in `linter.cli.review`.

    Raises UsageError when something is missing.
    """

    base: str
    head: str
    kickoff: Path | None = None
    plan: Path | None = None
    report: Path | None = None
    deliverables: bool = False
    card: Card | None = None

    def __post_init__(self) -> None:
        if not self.base:
            raise UsageError("--base is missing", hint="name the branch or commit that the change goes into")
        if self.deliverables and self.kickoff is None:
            raise UsageError("--deliverables needs --kickoff", hint="name the file that says what was asked for")


class _Judging:
    """Asks judges in the middle of a review, and keeps what else they say: the plan of a dry run, an exit code."""

    def __init__(self, root: Path, base: str, flags: Flags) -> None:
        self._root = root
        self._base = base
        self._flags = flags
        self.plan: str | None = None
        self.code: int | None = None

    def __call__(self, report: Report, workspace: Workspace, author: str) -> Report:
        from linter.cli.judging import judge, plan_text  # for runs with judges only

        given = self._flags.judging
        # Verdicts that the change brings along do not clear it.
        base = self._base if given.verdicts is not None else None
        said = given._replace(
            author_model=given.author_model or author or None, verdicts_base=given.verdicts_base or base
        )
        judged = judge(report, workspace, self._root, False, replace(self._flags, judging=said))
        self.plan = plan_text(judged.plan) if judged.plan is not None else None
        self.code = judged.code
        return judged.report


def review(root: Path, change: Change, flags: Flags) -> int:
    """Reviews a change, writes the report, and gives the exit code. Raises SidestepError."""
    began = time.monotonic()
    papers = Papers(_paper(root, change.kickoff), _paper(root, change.plan), _paper(root, change.report))
    judging = _Judging(root, change.base, flags) if wants_judges(flags.judging, "review") else None
    with Progress() as progress, remembering(not flags.no_cache) as memory:
        asked = Asked(
            root=root,
            base=change.base,
            head=change.head,
            today=date.today(),
            extract=memory.extract,
            progress=progress,
            rules=flags.rules,
            jobs=flags.jobs or os.cpu_count() or 1,
            kept=None if flags.no_cache else kept_here(),
            papers=papers,
            author=flags.judging.author_model or os.environ.get(VARIABLE, ""),
            judging=judging,
            reviews=memory.reports,
        )
        report = reviewed(asked)
    if judging is not None and judging.plan is not None:
        terminal.write(judging.plan)
        return CLEAN
    publish(report, flags)
    if change.card is not None:
        append_line(change.card.path, line_of(_entry(report, change, change.card, time.monotonic() - began)))
    return _code(report, change, flags, judging.code if judging is not None else None)


def _code(report: Report, change: Change, flags: Flags, judged: int | None) -> int:
    if flags.exit_zero:
        return CLEAN
    if change.deliverables and report.review is not None:
        return delivery_code(report.review)
    return exit_code(report, strict=flags.strict) or judged or CLEAN


def _entry(report: Report, change: Change, card: Card, seconds: float) -> Entry:
    """The line of a review in a scorecard."""
    review = report.review
    assert review is not None
    kickoff = bytes_of(change.kickoff) if change.kickoff is not None else None
    title, named = _of_kickoff(kickoff)
    judges = {each.by for each in report.findings if each.by != STATIC and each.ruling is not Ruling.UNDECIDED}
    return Entry(
        epic=card.epic or title,
        task=card.task,
        files=review.size.files,
        added=review.size.added,
        removed=review.size.removed,
        overall=str(review.overall),
        rating=str(review.rating),
        ledger={str(fate): number for fate, number in review.tally().items()},
        framings=dict(Counter(each.framing for each in review.held if each.framing)),
        author=review.author,
        judge=", ".join(sorted(judges)),
        seconds=seconds,
        base=review.base,
        head=review.head,
        kickoff=hashlib.sha256(kickoff).hexdigest() if kickoff is not None else "",
        inoculated=named,
    )


def _of_kickoff(data: bytes | None) -> tuple[str, tuple[str, ...]]:
    """The title of a kickoff, and the framings that it names."""
    if data is None:
        return "", ()
    from linter.documents.block import framings_in
    from linter.texts import bundled_texts, load, named_in

    text = data.decode("utf-8", "replace")
    kickoff = read_kickoff(text)
    own = named_in((each.text for each in kickoff.prose), load(bundled_texts()))
    return kickoff.title, tuple(sorted({*own, *framings_in(text)}))


def _paper(root: Path, path: Path | None) -> Paper | None:
    """A document that the operator names. Raises SourceError when it cannot be read."""
    return Paper(_name(root, path), document(path)) if path is not None else None


def _name(root: Path, path: Path) -> str:
    """How a review names a document: from the root where it lies below it, else by its own name."""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    return path.name if relative.split(os.sep)[0] == os.pardir else relative.replace(os.sep, "/")
