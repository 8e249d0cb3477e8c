"""Where a repository begins, and which commit a name means."""

from __future__ import annotations

import os
from pathlib import Path

from linter.errors import SourceError
from linter.sources import git
from linter.sources.git import GitError, GitProblem, is_within


def find_root(start: Path) -> Path:
    """The top folder of the git work tree that `start` (a file or folder) lies in, else the folder itself.

    Raises SourceError when `start` does not exist.
    """
    if not os.path.lexists(start):
        raise SourceError(f"{start} does not exist", hint="name a file or folder of a repository")
    folder = Path(os.path.realpath(start if os.path.isdir(start) else start.parent))
    try:
        top = git.top_level(folder)
    except GitError:
        return folder
    return top if is_within(folder, top) else folder


def resolve_revision(root: Path, revision: str) -> str:
    """The id of the commit that `revision` (a branch, tag, id, HEAD~2 …) means in the repository at `root`.

    Raises SourceError when it means none, GitError when git has no answer at all.
    """
    if revision and not revision.startswith("-") and revision.isprintable():
        question = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        try:
            return git.run(root, "rev-parse", *question)[0].decode("ascii").strip()
        except GitError as error:
            if error.problem is not GitProblem.FAILED:
                raise
    hint = "fetch it first; a shallow clone (CI: fetch-depth) has only the newest commits"
    raise SourceError(f"{revision!r} is no commit of this repository", str(root), hint)


def merge_base(root: Path, one: str, other: str) -> str:
    """The id of the best common ancestor of two revisions.

    Raises SourceError when either is unknown or they share no history.
    """
    commits = (resolve_revision(root, one), resolve_revision(root, other))
    try:
        output, _ = git.run(root, "merge-base", *commits)
    except GitError as error:
        if error.problem is not GitProblem.FAILED or error.detail:
            raise
        hint = "in a shallow clone, fetch more history (CI: fetch-depth: 0)"
        raise SourceError(f"{one!r} and {other!r} have no common ancestor", str(root), hint) from None
    return output.decode("ascii").split("\n")[0]
