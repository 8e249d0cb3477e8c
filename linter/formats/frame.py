"""Code frames: the lines around a finding with carets under its span, fitted to a terminal's width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from linter.findings import Excerpt, Place
from linter.formats.sanitise import cells

_TAB: Final = 4
"""Columns between tab stops."""
_HEAD, _TAIL = 8, 3
"""Lines kept at both ends of a frame that is taller than they are together."""
_CUT: Final = "..."
_LEAST_VIEW: Final = 20
"""Columns of code that are shown even when the terminal is narrower."""


class FrameLine(NamedTuple):
    """One printed line: `gutter` is the line number or blank, `marks` tells carets from code."""

    gutter: str
    body: str
    marks: bool = False

    def __str__(self) -> str:
        return f"{self.gutter} | {self.body}".rstrip()


def code_frame(excerpt: Excerpt, place: Place, width: int) -> tuple[FrameLine, ...]:
    """The excerpt as numbered lines, each line of the span followed by a line of carets.

    `width` counts terminal columns. Tabs are expanded, wide characters take two columns, hidden characters
    show as escapes; the carets follow. A line that is too long is cut to a window around the span's start.
    """
    numbered = list(enumerate(excerpt.lines, start=excerpt.first))
    gutter = len(str(numbered[-1][0])) if numbered else 0
    view = max(width - gutter - len(" | ") - 2 * len(_CUT), _LEAST_VIEW)
    begin = _window(dict(numbered).get(place.line, ""), place.column - 1, view)
    result: list[FrameLine] = []
    for number, line in _abridged(numbered):
        if number is None:
            result.append(FrameLine("." * gutter, _CUT))
            continue
        shown = _shown(line, begin, view)
        result.append(FrameLine(f"{number:>{gutter}}", shown.text))
        carets = _carets(number, line, shown, place)
        if carets:
            result.append(FrameLine(" " * gutter, carets, marks=True))
    return tuple(result)


class _Shown(NamedTuple):
    """The part of a line that is printed: its cells from character `begin` on, between cut marks."""

    begin: int
    cells: tuple[str, ...]
    before: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.before}{''.join(self.cells)}{self.after}"


def _abridged(lines: Sequence[tuple[int, str]]) -> list[tuple[int | None, str]]:
    if len(lines) <= _HEAD + _TAIL + 1:
        return list(lines)
    return [*lines[:_HEAD], (None, ""), *lines[-_TAIL:]]


def _window(line: str, start: int, view: int) -> int:
    """The first character to print so that the span's start is in view."""
    if start < view and _width(_expanded(line[: start + 1])) <= view:
        return 0
    return max(0, min(start, len(line)) - view // 3)


def _shown(line: str, begin: int, view: int) -> _Shown:
    """The cells of `line` from `begin` on that fit in `view` columns."""
    kept: list[str] = []
    used = 0
    for cell in _expanded(line[begin : begin + view]):
        used += _width([cell])
        if used > view:
            break
        kept.append(cell)
    cut_before = begin > 0 and bool(line)
    cut_after = begin + len(kept) < len(line)
    return _Shown(begin, tuple(kept), _CUT if cut_before else "", _CUT if cut_after else "")


def _carets(number: int, line: str, shown: _Shown, place: Place) -> str:
    """Carets under the part of the span that this line shows, or nothing."""
    if not place.line <= number <= place.end_line:
        return ""
    first, last = number == place.line, number == place.end_line
    indent = len(line) - len(line.lstrip())
    start = (place.column - 1 if first else indent) - shown.begin
    end = (place.end_column - 1 if last else len(line.rstrip())) - shown.begin
    if not first and (end <= start or end <= 0):
        return ""
    start = min(max(start, 0), len(shown.cells))
    count = max(_width(shown.cells[start:end]), 1)
    return " " * (len(shown.before) + _width(shown.cells[:start])) + "^" * count


def _expanded(text: str) -> list[str]:
    """The visible form of each character, tabs as the spaces up to the next tab stop."""
    result = cells(text)
    column = 0
    for index, char in enumerate(text):
        if char == "\t":
            result[index] = " " * (_TAB - column % _TAB)
        column += _width([result[index]])
    return result


def _width(shown: Sequence[str]) -> int:
    """Terminal columns of the given cells."""
    return sum(_char_width(char) for cell in shown for char in cell)


def _char_width(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
