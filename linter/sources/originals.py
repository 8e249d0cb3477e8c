"""The files of a work tree as they are on disk, compared with what was read: which of them may be rewritten."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from linter.sources.decoding import decode, encode
from linter.sources.git import GitError
from linter.sources.listing import index_entries
from linter.sources.outcomes import UNMERGED, Loaded, Skipped
from linter.sources.reading import Reader
from linter.sources.trees import Tree
from linter.sources.writing import CHANGED, replace_source

UNSTAGED = "has changes that are not staged; stage or stash them first"
_NO_BYTES = "its encoding or its line ends cannot take the new text"


class Originals:
    """What the files of a tree hold on disk.

    Args:
        root: the folder of the work tree.
        tree: what was read: the work tree itself, or its index.
        staged: whether it was the index; a file that differs on disk then has unstaged changes.
    """

    def __init__(self, root: Path, tree: Tree, *, staged: bool) -> None:
        self._root = root
        self._tree = tree
        self._staged = staged
        self._reader = Reader(root)
        self._raw: dict[str, bytes] = {}

    def problem(self, path: str) -> str | None:
        """Why a file must not be rewritten, as the end of a sentence; None when it may be."""
        if path in self._unmerged:
            return UNMERGED
        raw = self._reader.raw(path)
        if isinstance(raw, Skipped):
            return raw.reason
        known, now = self._tree.load(path), decode(path, raw)
        if not isinstance(known, Loaded) or not isinstance(now, Loaded) or known.data != now.data:
            return UNSTAGED if self._staged else CHANGED
        self._raw[path] = raw
        return None

    def before_and_after(self, path: str, data: bytes) -> tuple[bytes, bytes] | str:
        """The bytes of a file without `problem`, and those by which it would be read as `data`.

        Or why there are no such bytes.
        """
        raw = self._raw[path]
        after = encode(path, raw, data)
        return (raw, after) if after is not None else _NO_BYTES

    def replace(self, path: str, data: bytes) -> str | None:
        """Writes a file without `problem` so that it is read as `data`; gives the reason if that cannot be done."""
        made = self.before_and_after(path, data)
        return made if isinstance(made, str) else replace_source(self._root, path, *made)

    @cached_property
    def _unmerged(self) -> frozenset[str]:
        try:
            return frozenset(path for _, _, stage, path in index_entries(self._root) if stage != "0")
        except GitError:
            return frozenset()
