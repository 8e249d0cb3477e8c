"""Where the block that sidestep puts into a kickoff stands, so that readers pass over it and writers find it again.

The block is delimited by HTML comments, which no reader of Markdown shows:

    <!-- sidestep:begin v1 … -->
    …
    <!-- sidestep:end -->

A delimiter counts only as a whole line outside of fences: a kickoff may quote one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

VERSION = 1
"""Of the block's form. A block of another version is found and replaced all the same."""

_BEGIN = re.compile(r"\ufeff?[ ]{0,3}<!-- sidestep:begin v(?P<version>\d{1,4})(?P<about>(?: [^\r\n]*?)?) -->[ \t]*\Z")
_FRAMINGS = re.compile(r"(?:^| )framings=(?P<names>[a-z0-9,-]+)")
_END = re.compile(r"[ ]{0,3}<!-- sidestep:end -->[ \t]*\Z")
_FENCE = re.compile(r"[ ]{0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^\r\n]*)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Span(NamedTuple):
    """The block: offsets of its first character and of the one after its last line end, and what its head says."""

    start: int
    end: int
    version: int
    about: str


def find(text: str) -> Span | None:
    """The first whole block of a text; None when there is none, or it is not closed."""
    fence = ""
    begin: tuple[int, int, str] | None = None
    for start, line, end in _lines(text):
        opening = _BEGIN.match(line)
        if begin is not None:
            # The fences inside are ours: what ends the block is the delimiter alone.
            if _END.match(line):
                return Span(begin[0], end, begin[1], begin[2])
            if opening is not None:
                begin = (start, int(opening["version"]), opening["about"].strip())
        elif fence:
            fence = "" if _closes(line, fence) else fence
        elif (mark := _FENCE.match(line)) is not None and not ("`" in mark["mark"] and "`" in mark["info"]):
            fence = mark["mark"]
        elif opening is not None:
            begin = (start + line.startswith("\ufeff"), int(opening["version"]), opening["about"].strip())
    return None


def framings_in(text: str) -> frozenset[str]:
    """The framings that a kickoff's block says it names."""
    found = find(text)
    names = _FRAMINGS.search(found.about) if found is not None else None
    return frozenset(names["names"].split(",")) if names is not None else frozenset()


def blanked(text: str) -> str:
    """The text with an empty line for every line of the block, so that all other lines keep their numbers."""
    found = find(text)
    if found is None:
        return text
    breaks = re.findall(r"\r\n|\r|\n", text[found.start : found.end])
    return text[: found.start] + "".join(breaks) + text[found.end :]


def _lines(text: str) -> list[tuple[int, str, int]]:
    """Each line: where it starts, its text without the line end, and where the next one starts."""
    return [
        (match.start(), match.group().rstrip("\r\n"), match.end()) for match in _LINE.finditer(text) if match.group()
    ]


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return set(stripped) == {fence[0]} and len(stripped) >= len(fence)
