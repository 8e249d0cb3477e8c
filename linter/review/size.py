"""How large a change is, in files and lines."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from linter.ledger import Size
from linter.sources import Changes, Tree

_LONGEST = 4_000
"""Lines of a file that is compared line by line; of a longer one, lines are only counted."""


def size_of(before: Tree, after: Tree, changes: Changes) -> Size:
    """The size of a change. Files that are no text count as files, without lines."""
    added = removed = 0
    for path in changes.paths:
        more, less = _lines_changed(_lines(before, path), _lines(after, path))
        added += more
        removed += less
    return Size(len(changes.paths), added, removed)


def _lines(tree: Tree, path: str) -> list[bytes]:
    data = tree.read(path) if tree.has(path) else None
    return data.splitlines() if data is not None else []


def _lines_changed(before: list[bytes], after: list[bytes]) -> tuple[int, int]:
    if max(len(before), len(after)) > _LONGEST or not before or not after:
        one, two = Counter(before), Counter(after)
        return (two - one).total(), (one - two).total()
    added = removed = 0
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += end - start
            added += other_end - other_start
    return added, removed
