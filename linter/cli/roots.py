"""Which folder a command is about."""

from __future__ import annotations

from pathlib import Path

from linter.errors import SourceError
from linter.sources import find_root


def root_here(root: Path | None) -> Path:
    """The root that is meant: the one named, or the one around the working directory.

    Raises SourceError when the one named is no folder.
    """
    if root is None:
        return find_root(Path.cwd())
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        raise SourceError(f"{root} {what}", hint="name the folder of a repository")
    return root
