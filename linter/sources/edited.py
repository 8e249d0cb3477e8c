"""A tree as it would be if some of its files held something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linter.sources.outcomes import Loaded, Skipped
from linter.sources.trees import Closing, Tree


class EditedTree(Closing):
    """Another tree with other contents for some of its files. The other tree stays its owner's to close.

    Args:
        tree: the files.
        contents: what some of them hold instead, as `Loaded.data` has it.
    """

    def __init__(self, tree: Tree, contents: Mapping[str, bytes]) -> None:
        self._tree = tree
        self._contents = contents

    def paths(self) -> Sequence[str]:
        return self._tree.paths()

    def has(self, path: str) -> bool:
        return self._tree.has(path)

    def load(self, path: str) -> Loaded | Skipped:
        data = self._contents.get(path)
        return self._tree.load(path) if data is None else Loaded(path, data, data.isascii())

    def read(self, path: str) -> bytes | None:
        data = self._contents.get(path)
        return self._tree.read(path) if data is None else data
