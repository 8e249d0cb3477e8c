"""Byte offsets to lines and columns, and the source text around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from linter.facts import Span
from linter.findings import Excerpt, Place

_MARGIN = 1
"""Lines shown before and after a finding's own."""
_TALLEST = 8
"""Lines of a finding that are shown at most."""


class _Lines(NamedTuple):
    data: bytes
    starts: tuple[int, ...]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (in characters), both from 1."""
        row = bisect_right(self.starts, offset) - 1
        before = self.data[self.starts[row] : offset]
        width = len(before) if before.isascii() else len(before.decode("utf-8", "replace"))
        return row + 1, width + 1

    def line(self, number: int) -> str:
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.data)
        return self.data[start:end].decode("utf-8", "replace").rstrip("\r\n")


class Positions:
    """Places of a project's files. `bytes_of` gives the bytes that a file's facts were read from."""

    def __init__(self, bytes_of: Callable[[str], bytes]) -> None:
        self._bytes_of = bytes_of
        self._known: dict[str, _Lines] = {}

    def place(self, path: str, span: Span) -> Place:
        """Where a span stands."""
        lines = self._lines(path)
        line, column = lines.position(span.start)
        end_line, end_column = lines.position(span.end)
        return Place(path, line, column, end_line, end_column)

    def text(self, path: str, span: Span) -> str:
        """The source text of a span."""
        return self._lines(path).data[span.start : span.end].decode("utf-8", "replace")

    def excerpt(self, place: Place) -> Excerpt:
        """The lines around a place."""
        lines = self._lines(place.path)
        first = max(1, place.line - _MARGIN)
        last = min(len(lines.starts), place.end_line + _MARGIN, place.line + _TALLEST)
        return Excerpt(first, tuple(lines.line(each) for each in range(first, last + 1)))

    def lines(self, path: str) -> list[str]:
        """All lines of a file, without their ends."""
        known = self._lines(path)
        return [known.line(number) for number in range(1, len(known.starts) + 1)]

    def _lines(self, path: str) -> _Lines:
        if path not in self._known:
            data = self._bytes_of(path)
            starts = [0]
            position = data.find(b"\n")
            while position >= 0:
                starts.append(position + 1)
                position = data.find(b"\n", position + 1)
            self._known[path] = _Lines(data, tuple(starts))
        return self._known[path]
