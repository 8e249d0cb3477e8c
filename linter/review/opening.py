"""The two states that a review compares, read from git without touching index or work tree."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from linter.sources import (
    Changes,
    CommitTree,
    Identified,
    IndexTree,
    Message,
    Overlay,
    Tree,
    WatchedTree,
    WorkTree,
    changes_between,
    merge_base,
    messages_between,
    resolve_revision,
)

WORKTREE: Final = "WORKTREE"
INDEX: Final = "INDEX"


class States(NamedTuple):
    """What is compared.

    Args:
        base, head: the ids of the commits; WORKTREE or INDEX for what is in none.
        before, after: their files.
        changes: what differs.
        messages: what the authors of the commits between them wrote.
        notices: for the person who runs this.
    """

    base: str
    head: str
    before: Tree
    after: Tree
    changes: Changes
    messages: tuple[Message, ...]
    notices: tuple[str, ...]


@contextmanager
def states(root: Path, base: str, head: str) -> Iterator[States]:
    """Opens the states that a review compares.

    The base is the newest commit that both revisions have in their history, as for a pull request: what happened
    to `base` since is no part of the change. Raises SourceError when a revision is unknown or there is no such
    commit.
    """
    tip = "HEAD" if head in (WORKTREE, INDEX) else head
    asked, commit = resolve_revision(root, base), resolve_revision(root, tip)
    start = merge_base(root, asked, commit)
    notices: list[str] = []
    if start != asked:
        notices.append(f"{base} has moved on: the change is compared with {start[:12]}, where it began")
    with CommitTree(root, start) as before, _head(root, head, commit) as after:
        changes = changes_between(before, after)
        watched = WatchedTree(before)
        yield States(
            base=start,
            head=head if head in (WORKTREE, INDEX) else commit,
            before=watched,
            after=WatchedTree(Overlay(after, watched, _with_new(changes))),
            changes=changes,
            messages=messages_between(root, start, commit),
            notices=tuple(notices),
        )


def _head(root: Path, head: str, commit: str) -> Identified:
    if head == WORKTREE:
        return WorkTree(root)
    return IndexTree(root) if head == INDEX else CommitTree(root, commit)


def _with_new(changes: Changes) -> Collection[str]:
    return (*changes.added, *changes.modified)
