"""The lines that a change adds and removes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from linter.ledger import Size
from linter.sources import Changes, Tree

_LONGEST = 4_000
"""Lines of a file that is compared line by line; in a longer one, a line is new that is nowhere in the other state."""


class Line(NamedTuple):
    """A line of a file, from 1."""

    number: int
    text: str


class _Lines(NamedTuple):
    added: tuple[Line, ...]
    removed: tuple[Line, ...]


class Difference:
    """What a change does to the lines of its files; files that are no text have none."""

    def __init__(self, before: Tree, after: Tree, changes: Changes) -> None:
        self._before = before
        self._after = after
        self._changes = changes
        self._known: dict[str, _Lines] = {}

    def added(self, path: str) -> Sequence[Line]:
        """The lines that only the head has."""
        return self._of(path).added

    def removed(self, path: str) -> Sequence[Line]:
        """The lines that only the base has."""
        return self._of(path).removed

    @property
    def size(self) -> Size:
        """How large the change is."""
        paths = self._changes.paths
        return Size(
            len(paths), sum(len(self.added(each)) for each in paths), sum(len(self.removed(each)) for each in paths)
        )

    def _of(self, path: str) -> _Lines:
        if path not in self._known:
            self._known[path] = _compared(_lines(self._before, path), _lines(self._after, path))
        return self._known[path]


def _lines(tree: Tree, path: str) -> list[str]:
    data = tree.read(path) if tree.has(path) else None
    return data.decode("utf-8", "replace").splitlines() if data is not None else []


def _compared(before: list[str], after: list[str]) -> _Lines:
    if max(len(before), len(after)) > _LONGEST or not before or not after:
        return _Lines(tuple(_only_in(after, before)), tuple(_only_in(before, after)))
    added: list[Line] = []
    removed: list[Line] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += [Line(number + 1, before[number]) for number in range(start, end)]
            added += [Line(number + 1, after[number]) for number in range(other_start, other_end)]
    return _Lines(tuple(added), tuple(removed))


def _only_in(lines: list[str], others: list[str]) -> list[Line]:
    left = Counter(others)
    found: list[Line] = []
    for number, text in enumerate(lines, start=1):
        if left[text] > 0:
            left[text] -= 1
        else:
            found.append(Line(number, text))
    return found
