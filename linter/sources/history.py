"""The commits between two states of a repository, and what their authors wrote."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from linter.sources import git
from linter.sources.git import Blobs

_MOST_COMMITS = 500
"""Commits whose messages are read; a branch has some ten."""
_LONGEST = 256 * 1024
"""Bytes of a commit object that is read."""


class Message(NamedTuple):
    """What the author of a commit wrote: the first lines of the id, and the text."""

    commit: str
    text: str


def messages_between(root: Path, base: str, head: str) -> tuple[Message, ...]:
    """The messages of the commits that `head` has and `base` has not, the newest first; both are commit ids.

    Read as objects: `git log` may be told by the repository to start programs. Raises GitError.
    """
    output, _ = git.run(root, "rev-list", f"--max-count={_MOST_COMMITS}", f"{base}..{head}")
    commits = output.decode("ascii").split()
    found: list[Message] = []
    with Blobs(root) as blobs:
        for commit in commits:
            data = blobs.read(commit, _LONGEST, b"commit")
            if isinstance(data, bytes):
                _, _, text = data.partition(b"\n\n")
                found.append(Message(commit, text.decode("utf-8", "replace")))
    return tuple(found)
