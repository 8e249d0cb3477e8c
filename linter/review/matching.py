"""Which code of the head is which code of the base: by name, in renamed files, moved, or by another name."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from linter.languages import language_of
from linter.review.side import Side
from linter.review.units import Unit, alike, words_in
from linter.sources import Changes, Loaded

_SAME_FILE = 0.5
"""From how much likeness on an added file is taken for a deleted one; git's own threshold for renames."""
_SAME_CODE = 0.5
"""The same for a unit that goes by another name."""
_FEWEST_WORDS = 8
"""Words of a unit that say enough to know it by."""


class How(StrEnum):
    """How code of the head was found."""

    SAME = "same"
    MOVED = "moved"
    RENAMED = "renamed"


class Counterpart(NamedTuple):
    """The unit of the head that a unit of the base became."""

    unit: Unit
    how: How


class Matching:
    """Finds the counterparts of units."""

    def __init__(self, base: Side, head: Side, changes: Changes) -> None:
        self._base = base
        self._head = head
        self.changes = changes
        self._files: dict[str, str] = {}
        self._known: dict[Unit, Counterpart | None] = {}

    def of(self, unit: Unit) -> Counterpart | None:
        """What a unit of the base became; None for one that is gone."""
        if unit not in self._known:
            self._known[unit] = self._find(unit)
        return self._known[unit]

    def file(self, path: str) -> str:
        """The path in the head of a file of the base: its own, that of a file it was renamed to, or ""."""
        if path not in self._files:
            is_gone = not self._head.workspace.tree.has(path)
            self._files[path] = self._renamed(path) if is_gone else path
        return self._files[path]

    def _find(self, unit: Unit) -> Counterpart | None:
        path = self.file(unit.path)
        named = self._head.units.named(path, unit.name) if path else ()
        if named:
            how = How.SAME if path == unit.path else How.MOVED
            return Counterpart(max(named, key=lambda each: self._likeness(unit, each)), how)
        if not unit.name:
            return None
        return self._moved(unit) or self._by_another_name(unit, path)

    def _moved(self, unit: Unit) -> Counterpart | None:
        """A unit of the same name that is new in a file of the change."""
        found = [
            each
            for path in self._changed_sources()
            if path != unit.path
            for each in self._head.units.named(path, unit.name)
            if not self._base.units.named(path, unit.name)
        ]
        best = max(found, key=lambda each: self._likeness(unit, each), default=None)
        return Counterpart(best, How.MOVED) if best is not None else None

    def _by_another_name(self, unit: Unit, path: str) -> Counterpart | None:
        """A unit of the same file whose name is new and that says much the same."""
        before = self._base.units.known(unit.path)
        fresh = [
            each
            for name, units in self._head.units.known(path).items()
            if name and name not in before
            for each in units
        ]
        best = max(fresh, key=lambda each: self._likeness(unit, each), default=None)
        if best is None or self._likeness(unit, best) < _SAME_CODE:
            return None
        return Counterpart(best, How.RENAMED if path == unit.path else How.MOVED)

    def _likeness(self, before: Unit, after: Unit) -> float:
        one, other = self._base.units.said(before), self._head.units.said(after)
        return alike(one, other) if one.total() >= _FEWEST_WORDS else float(one == other)

    def _changed_sources(self) -> Iterator[str]:
        for path in (*self.changes.added, *self.changes.modified):
            if language_of(path) is not None:
                yield path

    def _renamed(self, path: str) -> str:
        before = self._base.workspace.tree.load(path)
        language = language_of(path)
        if not isinstance(before, Loaded) or language is None:
            return ""
        said = words_in(before.text)
        best, best_score = "", _SAME_FILE
        for other in self.changes.added:
            after = self._head.workspace.tree.load(other) if language_of(other) is language else None
            if isinstance(after, Loaded):
                score = alike(said, words_in(after.text))
                if score > best_score:
                    best, best_score = other, score
        return best
