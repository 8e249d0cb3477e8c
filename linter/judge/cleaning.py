"""A file as a judge may see it: without comments, hidden characters and private keys, line for line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from linter.facts import Span
from linter.formats.sanitise import without_hidden
from linter.judge.addressing import addresses_reader, asks_something, is_sentence, says_nothing
from linter.judge.redaction import without_key_blocks
from linter.languages import language_of
from linter.languages.outline import Outline

_SHORT = 6
"""Lines of a statement of the top level that tells what a name is."""

_DEFINES = re.compile(
    r"(?:import\b|from\b|export\s+\{)[\s\S]*|(?:export\s+)?(?:const|let|var)\s[^=]*=|\w+\s*(?::[^=]*)?="
)
"""A statement of the top level that gives something a name, up to where its value begins."""

_NAME = re.compile(r"[^\W\d][\w$]*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines of one file.

    Args:
        lines: as many as the file has; what was a remark is gone.
        remarked: the numbers of lines that held nothing but a remark.
        bodies: the first and last line of every function and of every statement of the top level.
        telling: the short statements of the top level that give names: first and last line, and the names.
        addressed: the numbers of the lines where a remark or a text speaks to a reviewer.
        hidden: how many characters were dropped that nobody can see.
        redacted: how many private keys were taken out.
    """

    lines: tuple[str, ...]
    remarked: frozenset[int]
    bodies: tuple[tuple[int, int], ...]
    telling: tuple[tuple[int, int, frozenset[str]], ...]
    addressed: frozenset[int]
    hidden: int
    redacted: int

    def shows(self, number: int) -> bool:
        """Whether a line is there and anything is left of it."""
        return 1 <= number <= len(self.lines) and number not in self.remarked and bool(self.lines[number - 1])


def cleaned(path: str, data: bytes, *, neutral: bool = False) -> Cleaned:
    """The file with its remarks taken out.

    Args:
        path: its name, whose suffix says the language.
        data: its bytes, in UTF-8.
        neutral: also take out what strings say, but for names, paths and addresses.
    """
    language = language_of(path)
    if language is None:
        raise ValueError(f"no language reads {path}")
    outline = language.outline(PurePosixPath(path).suffix, data)
    rows = _Rows(data)
    edited = _edited(data, outline, neutral=neutral)
    text, hidden = without_hidden(edited.decode("utf-8", "replace"))
    unkeyed = without_key_blocks(text)
    lines = tuple(each.rstrip() for each in unkeyed.text.split("\n"))
    before = data.split(b"\n")
    bodies = tuple((rows.of(each.start), rows.of(max(each.start, each.end - 1))) for each in outline.bodies)
    return Cleaned(
        lines=lines,
        remarked=frozenset(
            number for number, line in enumerate(lines, 1) if not line and before[number - 1].strip(b" \t\r")
        ),
        bodies=bodies,
        telling=tuple(_telling(bodies, lines)),
        addressed=frozenset(_addressed(data, outline, rows)),
        hidden=hidden,
        redacted=unkeyed.taken,
    )


def _telling(bodies: Iterable[tuple[int, int]], lines: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    for first, last in bodies:
        match = _DEFINES.match("\n".join(lines[first - 1 : last])) if last - first < _SHORT else None
        if match is not None:
            yield first, last, frozenset(_NAME.findall(match[0]))


class _Rows:
    """Byte offsets to line numbers."""

    def __init__(self, data: bytes) -> None:
        self._ends = [match.start() for match in re.finditer(b"\n", data)]

    def of(self, offset: int) -> int:
        """The line, from 1, that the byte at an offset stands in."""
        return bisect_left(self._ends, offset) + 1


def _edited(data: bytes, outline: Outline, *, neutral: bool) -> bytes:
    """The bytes without remarks; the number of lines stays the same."""
    edits = [(each, b"\n" * data.count(b"\n", each.start, each.end)) for each in outline.remarks]
    if neutral:
        edits += _neutral_texts(data, outline)
    parts: list[bytes] = []
    end = 0
    for span, instead in sorted(edits):
        if span.start >= end:
            parts += [data[end : span.start], instead]
            end = span.end
    return b"".join([*parts, data[end:]])


def _neutral_texts(data: bytes, outline: Outline) -> list[tuple[Span, bytes]]:
    edits = []
    for number, span in enumerate(outline.texts, start=1):
        raw = data[span.start : span.end]
        if not says_nothing(without_hidden(raw.decode("utf-8", "replace"))[0]):
            edits.append((span, f"text{number}".encode() + b"\n" * raw.count(b"\n")))
    return edits


def _addressed(data: bytes, outline: Outline, rows: _Rows) -> list[int]:
    found: list[int] = []
    remarks = set(outline.remarks)
    for span in (*outline.remarks, *outline.texts):
        text = without_hidden(data[span.start : span.end].decode("utf-8", "replace"))[0]
        speaks = addresses_reader(text) if span in remarks or is_sentence(text) else asks_something(text)
        if speaks:
            first = rows.of(span.start)
            found += range(first, first + data.count(b"\n", span.start, span.end) + 1)
    return found
