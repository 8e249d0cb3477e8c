"""The work of `sidestep kickoff augment`, apart from its flags; hooks do it, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linter.cli.documents import bytes_of, document
from linter.cli.projects import Wanted, entries_of, library_here, named_from_root, project_here
from linter.documents import Kickoff, Plan, Unreadable, read_kickoff, read_plan, text_of
from linter.errors import SourceError
from linter.kickoff.augmenting import augmented
from linter.kickoff.opening import Project
from linter.kickoff.selecting import seen_in, selected
from linter.kickoff.situation import Situation, situation
from linter.kickoff.writing import BUDGET, Block, block_of, command_of
from linter.scorecard import Entry
from linter.texts import Library


@dataclass(frozen=True, slots=True)
class Augmenting:
    """What is asked of a kickoff; the flags of the command say what each means."""

    plan: Path | None = None
    task: str | None = None
    budget: int = BUDGET
    base: str = "BASE"
    scorecard: Path | None = None
    texts: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Augmented:
    """The kickoff with its block, whether it is as it was, and what the operator should know."""

    data: bytes
    same: bool
    notices: tuple[str, ...]


def augment_file(file: Path, asked: Augmenting, wanted: Wanted) -> Augmented:
    """The kickoff in a file, with its block. Raises SidestepError."""
    data = bytes_of(file)
    text = checked_text(data, file)
    plan = read_plan(document(asked.plan)) if asked.plan is not None else None
    entries, library = entries_of(asked.scorecard), library_here(asked.texts, kept=not wanted.no_cache)
    kickoff = read_kickoff(text)
    with project_here(wanted, [kickoff]) as project:
        command = command_of(named_from_root(file, project.root), asked.base)
        found, block = block_for(kickoff, plan, project, library, entries, asked, command)
    # `text` has no byte order mark; the file keeps its own.
    result = augmented(data.decode("utf-8"), block.text).encode("utf-8")
    return Augmented(result, result == data, tuple(_notices(found, block, asked.budget)))


def checked_text(data: bytes, file: Path) -> str:
    """The text of a kickoff. Raises SourceError."""
    found = text_of(data)
    if isinstance(found, Unreadable):
        raise SourceError(f"the kickoff {found.reason}", str(file), "a kickoff is UTF-8 text of at most 1 MiB")
    return found


def block_for(
    kickoff: Kickoff,
    plan: Plan | None,
    project: Project,
    library: Library,
    entries: tuple[Entry, ...],
    asked: Augmenting,
    command: str,
) -> tuple[Situation, Block]:
    """The block of a kickoff, and the situation that it is made of."""
    found = situation(project, kickoff, plan, asked.task)
    texts = selected(found, library, seen_in(entries, dict(project.known.framings)))
    return found, block_of(found, texts, check=command, budget=asked.budget)


def _notices(found: Situation, block: Block, budget: int) -> list[str]:
    notices = []
    if not found.meant.paths:
        notices.append("the kickoff names no file that is there, so no call is listed; see `sidestep kickoff check`")
    if block.over:
        notices.append(f"the block takes about {block.tokens} tokens, more than the {budget} that it may")
    if block.hidden and not block.over:
        notices.append(f"{block.hidden} calls are not shown, to keep within {budget} tokens (--budget)")
    if found.project.known.unread:
        notices.append(f"{found.project.known.unread} files were not read, or only in part: see `sidestep audit`")
    return notices
