"""The work of `sidestep review`, apart from the reading of its command line."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linter.authorship import VARIABLE
from linter.cli.flags import Flags
from linter.cli.linting import publish
from linter.cli.remembering import remembering
from linter.cli.terminal import Progress
from linter.documents import Unreadable, text_of
from linter.errors import UsageError
from linter.kept import kept_here
from linter.report import CLEAN, delivery_code, exit_code
from linter.review import Asked, Paper, Papers
from linter.review import review as reviewed


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
    author: str = ""
    deliverables: bool = False

    def __post_init__(self) -> None:
        if not self.base:
            raise UsageError("--base is missing", hint="name the branch or commit that the change goes into")
        if self.deliverables and self.kickoff is None:
            raise UsageError("--deliverables needs --kickoff", hint="name the file that says what was asked for")


def review(root: Path, change: Change, flags: Flags) -> int:
    """Reviews a change, writes the report, and gives the exit code. Raises SidestepError."""
    papers = Papers(_paper(root, change.kickoff), _paper(root, change.plan), _paper(root, change.report))
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
            author=change.author or os.environ.get(VARIABLE, ""),
        )
        report = reviewed(asked)
    publish(report, flags)
    if flags.exit_zero:
        return CLEAN
    if change.deliverables and report.review is not None:
        return delivery_code(report.review)
    return exit_code(report, strict=flags.strict)


def _paper(root: Path, path: Path | None) -> Paper | None:
    """A document that the operator names. Raises UsageError when it cannot be read."""
    if path is None:
        return None
    try:
        text = text_of(path.read_bytes())
    except OSError as error:
        raise UsageError(f"the document cannot be read: {error.strerror}", str(path)) from None
    if isinstance(text, Unreadable):
        raise UsageError(f"the document {text.reason}", str(path))
    return Paper(_name(root, path), text)


def _name(root: Path, path: Path) -> str:
    """How a review names a document: from the root where it lies below it, else by its own name."""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    return path.name if relative.split(os.sep)[0] == os.pardir else relative.replace(os.sep, "/")
