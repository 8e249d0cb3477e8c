"""Finds what `sidestep check` is to lint: mostly, waits for git."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from linter.cli.roots import root_here
from linter.sources import IndexTree, Listing, Tree, WorkTree, list_files, named_files, staged_files
from linter.sources.git import GitError, GitProblem


class Opened(NamedTuple):
    """A tree, the folder that it is of, and the files of it that are meant."""

    root: Path
    tree: Tree
    listing: Listing


def opened(root: Path | None, paths: Sequence[Path] | None) -> Opened | str:
    """The named files in the work tree, or the staged ones in the index; or why there is nothing to lint.

    Raises SourceError.
    """
    top = root_here(root)
    if paths:
        return Opened(top, WorkTree(top, list_files(top)), named_files(top, paths))
    try:
        listing = staged_files(top)
    except GitError as error:
        if error.problem is not GitProblem.NO_REPOSITORY:
            raise
        return "nothing is staged here: this is not a git repository; name files"
    if not listing.paths:
        return "nothing to check: no file is staged; name files, or audit the repository"
    return Opened(top, IndexTree(top), listing)
