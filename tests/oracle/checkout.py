"""A checkout on disk as the tree that resolution reads."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path


class Checkout:
    """The regular files of a folder: what git lists there (tracked, or new and not ignored), else all."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._paths = tuple(path for path in sorted(_listed(root)) if _regular(root / path))
        self._known = frozenset(self._paths)

    def has(self, path: str) -> bool:
        return path in self._known

    def read(self, path: str) -> bytes | None:
        try:
            return (self._root / path).read_bytes() if path in self._known else None
        except OSError:
            return None

    def paths(self) -> Iterable[str]:
        return self._paths


def _regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _listed(root: Path) -> list[str]:
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listing = subprocess.run(command, check=True, capture_output=True).stdout
        return [os.fsdecode(each) for each in set(listing.split(b"\0")) if each]
    return [path.relative_to(root).as_posix() for path in root.rglob("*")]
