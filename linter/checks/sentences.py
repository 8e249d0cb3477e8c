"""The sentences of comments, without markers, examples, descriptions of parameters, and directives to tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LEADER = re.compile(r"[ \t]*(?:/\*+!?|\*+/|\*+(?!\*)|//+[/!]?|#+[:!]?|[rRuU]?(?:\"{3}|'{3})|[\"'])?[ \t]*")
_TRAILER = re.compile(r"(?:\*{1,80}/|\"{3}|'{3})\Z")
_BULLET = re.compile(r"(?:[-+*\u2022]|\d{1,2}[.)])[ \t]+")
_DIRECTIVE = re.compile(
    r"(?:eslint|prettier|biome|istanbul|c8|v8|deno|oxlint|stylelint|webpack)-|[a-z]{1,20}(?:-[a-z]{1,20}){1,3}:"
    r"|(?:sidestep|pylint|mypy|ruff|pyright):|type: ignore|pragma\b|noqa\b|!|>>>|\.\.\."
)
_PLAN = re.compile(r"(?:TODO|FIXME|XXX|HACK)\b")
_TAG = re.compile(r"@(\w+)[ \t]*")
_PROSE_TAGS = frozenset("remarks description desc summary note internal public file fileoverview overview".split())
_SECTION = re.compile(
    r"(?:args|arguments|params|parameters|returns?|raises|throws|yields|examples?|usage|attributes|see also|todo)"
    r"[ \t]*:{1,2}[ \t]*\Z",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?]+[\"')\]*`_]{0,4}(?=\s|\Z)")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|no|[a-z])\.\Z", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|to|by|via|and|or|with|for|from|at|as|its|our|inside|within|through|this|that|is|are)"
    r")\Z"
)
_WORD = re.compile(r"[A-Z]\w")
_LONGEST = 600
"""Characters of a sentence that are looked at; longer ones are no sentences."""


class Sentence(NamedTuple):
    """A sentence as it stands in the text, with the leaders of its lines blanked out.

    `first` says that nothing was said before it.
    """

    text: str
    start: int
    end: int
    first: bool


class _Line(NamedTuple):
    text: str
    start: int


def sentences_of(text: str) -> Iterator[Sentence]:
    """The sentences of a comment, or of several that stand below each other, with their markers."""
    first = True
    for paragraph in _paragraphs(text):
        for sentence in _split(paragraph):
            if len(sentence.text) <= _LONGEST:
                yield Sentence(sentence.text, sentence.start, sentence.start + len(sentence.text), first)
            first = False


def _paragraphs(text: str) -> Iterator[_Line]:
    """Lines that belong together, with what is between them blanked out."""
    gathered: list[_Line] = []
    for line in _prose(text):
        if gathered and (not line.text or _begins(gathered[-1], line)):
            yield _joined(gathered)
            gathered = []
        if line.text:
            gathered.append(line)
    if gathered:
        yield _joined(gathered)


def _joined(lines: list[_Line]) -> _Line:
    start = position = lines[0].start
    parts = []
    for line in lines:
        parts.append(" " * (line.start - position))
        parts.append(line.text)
        position = line.start + len(line.text)
    return _Line("".join(parts), start)


def _begins(before: _Line, line: _Line) -> bool:
    """Whether a line begins a sentence though the one before has no end: notes below each other."""
    if _WORD.match(line.text) is None or _END.search(before.text[-6:]):
        return False
    return _UNFINISHED.search(before.text[-12:]) is None


def _prose(text: str) -> Iterator[_Line]:
    """The lines that say something; an empty one stands for those left out."""
    fenced = left_out = False
    offset = 0
    for raw in text.split("\n"):
        line = _stripped(raw, offset)
        offset += len(raw) + 1
        fence = line.text.startswith(("```", "~~~"))
        fenced = fenced is not fence
        tag = _TAG.match(line.text)
        if not line.text:
            left_out = False
        elif tag is not None:
            left_out = tag[1].lower() not in _PROSE_TAGS
        elif _SECTION.match(line.text) or _PLAN.match(line.text):
            left_out = True
        if fenced or fence or left_out or _DIRECTIVE.match(line.text):
            yield _Line("", line.start)
            continue
        begin = tag or _BULLET.match(line.text)
        if begin is not None:
            yield _Line("", line.start)
            line = _Line(line.text[begin.end() :], line.start + begin.end())
        yield line


def _stripped(raw: str, offset: int) -> _Line:
    """A line without the marks of comments before and after its text."""
    leader = _LEADER.match(raw)
    start = leader.end() if leader is not None else 0
    body = raw[start:].rstrip()
    trailer = _TRAILER.search(body)
    return _Line((body[: trailer.start()] if trailer is not None else body).rstrip(), offset + start)


def _split(paragraph: _Line) -> Iterator[_Line]:
    start = 0
    for end in _END.finditer(paragraph.text):
        if end[0].startswith(".") and _ABBREVIATED.search(paragraph.text[max(0, end.start() - 8) : end.start() + 1]):
            continue
        yield _trimmed(paragraph, start, end.end())
        start = end.end()
    if paragraph.text[start:].strip():
        yield _trimmed(paragraph, start, len(paragraph.text))


def _trimmed(paragraph: _Line, start: int, end: int) -> _Line:
    text = paragraph.text[start:end]
    before = len(text) - len(text.lstrip())
    return _Line(text.strip(), paragraph.start + start + before)
