"""Which files differ between two states of a repository, and a view of one that reads the other where they agree."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from linter.sources.outcomes import Loaded, Skipped
from linter.sources.trees import Closing, Tree


class Identified(Tree, Protocol):
    """A tree whose files are objects of git."""

    def identity(self, path: str) -> str:
        """The same text for the same bytes; "" where it is not known."""
        ...


class Changes(NamedTuple):
    """The paths that differ between two states, each list sorted."""

    added: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(sorted((*self.added, *self.deleted, *self.modified)))


def changes_between(base: Identified, head: Identified) -> Changes:
    """What differs between two states."""
    before, after = frozenset(base.paths()), frozenset(head.paths())
    both = before & after
    return Changes(
        added=tuple(sorted(after - before)),
        deleted=tuple(sorted(before - after)),
        modified=tuple(sorted(each for each in both if _differs(base, head, each))),
    )


def _differs(base: Identified, head: Identified, path: str) -> bool:
    one, two = base.identity(path), head.identity(path)
    if one and len(one) == len(two):
        return one != two
    # One of them is not read: a link, too large, in conflict. What can be told of both is compared.
    before, after = base.load(path), head.load(path)
    return isinstance(before, Loaded) != isinstance(after, Loaded) or before != after


class Overlay(Closing):
    """A state of a repository whose unchanged files are read from another one, which has read them already.

    Both trees stay their owners' to close.
    """

    def __init__(self, tree: Tree, under: Tree, changed: Collection[str]) -> None:
        self._tree = tree
        self._under = under
        self._changed = frozenset(changed)

    def paths(self) -> Sequence[str]:
        return self._tree.paths()

    def has(self, path: str) -> bool:
        return self._tree.has(path)

    def load(self, path: str) -> Loaded | Skipped:
        return self._of(path).load(path)

    def read(self, path: str) -> bytes | None:
        return self._of(path).read(path)

    def _of(self, path: str) -> Tree:
        return self._under if self._tree.has(path) and path not in self._changed else self._tree
