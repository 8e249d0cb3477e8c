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


_NOTES = ("refs/notes/ai", "refs/notes/agent-trace", "refs/notes/whogitit")
"""Where tools note which model wrote what: git-ai, Agent Trace (Cursor's proposal) and whogitit."""


class Message(NamedTuple):
    """What the author of a commit wrote, and what goes with it.

    `people` are the author and the committer, as `Name <e-mail>`; `notes` are the texts of the notes on it.
    """

    commit: str
    text: str
    people: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_merge: bool = False


def messages_between(root: Path, base: str, head: str) -> tuple[Message, ...]:
    """The messages of the commits that `head` has and `base` has not, the newest first; both are commit ids.

    Read as objects: `git log` may be told by the repository to start programs. Raises GitError.
    """
    output, _ = git.run(root, "rev-list", f"--max-count={_MOST_COMMITS}", f"{base}..{head}")
    commits = output.decode("ascii").split()
    noted = _notes(root, commits) if commits else {}
    found: list[Message] = []
    with Blobs(root) as blobs:
        for commit in commits:
            data = blobs.read(commit, _LONGEST, b"commit")
            if isinstance(data, bytes):
                notes = (blobs.read(each, _LONGEST) for each in noted.get(commit, ()))
                texts = tuple(each.decode("utf-8", "replace") for each in notes if isinstance(each, bytes))
                found.append(_message(commit, data, texts))
    return tuple(found)


def _message(commit: str, data: bytes, notes: tuple[str, ...]) -> Message:
    head, _, text = data.decode("utf-8", "replace").partition("\n\n")
    lines = [line.partition(" ") for line in head.split("\n")]
    # "author Name <e-mail> 1764080000 +0000"
    people = tuple(value.rpartition(">")[0] + ">" for key, _, value in lines if key in ("author", "committer"))
    parents = sum(key == "parent" for key, _, _ in lines)
    return Message(commit, text, people, notes, parents > 1)


def _notes(root: Path, commits: list[str]) -> dict[str, list[str]]:
    """The ids of the blobs that are notes on these commits."""
    heads, _ = git.run(root, "for-each-ref", "--format=%(objectname)", *_NOTES)
    wanted = set(commits)
    found: dict[str, list[str]] = {}
    for tip in heads.decode("ascii").split():
        listed, _ = git.run(root, "ls-tree", "-r", "-z", "--full-tree", tip)
        for record in git.records(listed):
            about, _, path = record.partition("\t")
            # The names of notes are the commits' ids, spread over folders.
            commit = path.replace("/", "")
            if commit in wanted:
                found.setdefault(commit, []).append(about.split(" ")[2])
    return found
