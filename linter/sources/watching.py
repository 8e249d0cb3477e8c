"""A tree that remembers what was read from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from linter.sources.outcomes import Loaded, Skipped
from linter.sources.trees import Closing, Tree


class Readings(NamedTuple):
    """What was read from a tree: the paths loaded as sources, and those read as data."""

    loaded: tuple[str, ...]
    data: tuple[str, ...]


class Contents(NamedTuple):
    """What readings gave: of sources, and of data."""

    loaded: dict[str, Loaded | Skipped]
    data: dict[str, bytes | None]


class WatchedTree(Closing):
    """Another tree, from which everything is read once at most. The other tree stays its owner's to close."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._loaded: dict[str, Loaded | Skipped] = {}
        self._data: dict[str, bytes | None] = {}

    def paths(self) -> Sequence[str]:
        return self._tree.paths()

    def has(self, path: str) -> bool:
        return self._tree.has(path)

    def load(self, path: str) -> Loaded | Skipped:
        if path not in self._loaded:
            self._loaded[path] = self._tree.load(path)
        return self._loaded[path]

    def read(self, path: str) -> bytes | None:
        if path not in self._data:
            self._data[path] = self._tree.read(path)
        return self._data[path]

    def readings(self) -> Readings:
        """What was read so far."""
        return Readings(tuple(sorted(self._loaded)), tuple(sorted(self._data)))

    def read_since(self, before: Readings) -> Contents:
        """What was read after these readings."""
        loaded, data = frozenset(before.loaded), frozenset(before.data)
        return Contents(
            {path: each for path, each in self._loaded.items() if path not in loaded},
            {path: each for path, each in self._data.items() if path not in data},
        )

    def learn(self, contents: Contents) -> bool:
        """Takes what a fork of this process read for read here; False where this one has read something else."""
        self._loaded = {**contents.loaded, **self._loaded}
        self._data = {**contents.data, **self._data}
        same_sources = all(self._loaded[path] == each for path, each in contents.loaded.items())
        return same_sources and all(self._data[path] == each for path, each in contents.data.items())

    def loads(self, path: str) -> bool:
        """Whether a source was loaded, and not skipped."""
        return isinstance(self._loaded.get(path), Loaded)

    def digest(self, readings: Readings) -> str:
        """A digest of what these readings give now."""
        digest = hashlib.sha256()
        for path in readings.loaded:
            outcome = self.load(path)
            _add(digest, path, outcome.data if isinstance(outcome, Loaded) else outcome.reason.encode())
        for path in readings.data:
            content = self.read(path)
            _add(digest, path, b"-" if content is None else b"+" + content)
        return digest.hexdigest()


def _add(digest: hashlib._Hash, path: str, content: bytes) -> None:
    digest.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
    digest.update(content)
