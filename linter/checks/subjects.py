"""Which code a comment is about, told from where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from linter.facts import Call, Comment, FileFacts, Span, SymbolKind

_MODULE = 0
_HEADER = re.compile(
    r"(?:(?:export|default|declare|async|abstract|public|private|protected|static|readonly|override|get|set|const|let"
    r"|var)\s+)*(?:[\w$#]+\s*(?::[^=(]*)?[=:]\s*|[\"'][\w-]+[\"']\s*:\s*)?(?:\(\s*)?\Z"
)
"""What stands between the beginning of a statement and the function or class that it defines."""

_IMPORTS = re.compile(r"(?:import|from|export\s*[*{])\b|[\"']use |export\s*[*{]")
_FILE_TAG = re.compile(r"@(?:file|fileoverview|overview|module|packageDocumentation)\b")
_BRANCH = re.compile(r"(?:\}\s*)?(?:if|else|elif|for|while|switch|match|case|default|catch|except|finally|with)\b")
_OPENING = re.compile(r"(?:[({\[=,]|=>|\b(?:return|await|try\s*\{|try:))\s*\Z")
_MOST_LINES = 3
"""Lines on which a statement that goes on is looked at."""
_DECORATED = 2_000
"""Bytes of decorators before a definition that are looked over."""


class Subject(NamedTuple):
    """Code that a comment is about.

    It is a symbol, or some calls of it: a statement. `shown` is the span that stands for it in a chain.
    """

    symbol: int
    span: Span
    shown: Span
    sites: tuple[Call, ...] = ()

    @property
    def is_statement(self) -> bool:
        return bool(self.sites)


class Described(NamedTuple):
    """A comment, or several below each other, as they stand in the file."""

    span: Span
    inner: bool
    first: bool


def described(facts: FileFacts, source: bytes) -> Iterator[Described]:
    """The comments of a file in their order."""
    for number, group in enumerate(_groups(facts.comments, source)):
        yield Described(Span(group[0].span.start, group[-1].span.end), group[0].inner, first=number == 0)


def _groups(comments: tuple[Comment, ...], source: bytes) -> Iterator[list[Comment]]:
    """Comments that stand below each other without anything between them."""
    group: list[Comment] = []
    for each in comments:
        if group and not _goes_on(group[-1], each, source):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _goes_on(before: Comment, after: Comment, source: bytes) -> bool:
    between = source[before.span.end : after.span.start]
    if before.inner or after.inner or between.strip() or between.count(b"\n") > 1:
        return False
    return not _before_on_line(source, before.span.start).strip()


def _before_on_line(source: bytes, offset: int) -> bytes:
    return source[source.rfind(b"\n", 0, offset) + 1 : offset]


def _line_end(source: bytes, offset: int) -> int:
    end = source.find(b"\n", offset)
    return end if end >= 0 else len(source)


def _of_symbol(facts: FileFacts, symbol: int) -> Subject:
    span = facts.symbols[symbol].span
    return Subject(symbol, span, Span(span.start, span.start) if symbol == _MODULE else span)


class Subjects:
    """What the comments of one file are about."""

    def __init__(self, facts: FileFacts, source: bytes) -> None:
        self._facts = facts
        self._source = source
        spans = [(each.span.start, -each.span.end, number) for number, each in enumerate(facts.symbols)]
        self._symbols = sorted(spans)
        self._sites = sorted(facts.sites, key=lambda each: (each.span.start, -each.span.end))
        self._starts = [each.span.start for each in self._sites]
        self._names: frozenset[str] | None = None

    def whole_file(self) -> Subject:
        return _of_symbol(self._facts, _MODULE)

    def names(self) -> frozenset[str]:
        """What the file's own functions and classes, and what it calls, go by; in lower case."""
        if self._names is None:
            own = (part for each in self._facts.symbols for part in each.name.split("."))
            called = (getattr(each.expr.callee, "name", "") for each in self._sites if isinstance(each.expr, Call))
            self._names = frozenset(each.lower() for each in (*own, *called))
        return self._names

    def of(self, comment: Described) -> Subject | None:
        """What a comment is about; None where nothing tells."""
        span = comment.span
        if comment.inner:
            return _of_symbol(self._facts, self._enclosing(span.start))
        if _before_on_line(self._source, span.start).strip(b" \t{"):
            return self._of_line(span)
        between, position = self._code_after(span.end)
        enclosing = self._enclosing(span.start)
        if enclosing == _MODULE and self._heads_file(span, between, position, first=comment.first):
            return self.whole_file()
        if position < 0 or between.count(b"\n") > 1:
            return None
        defined = self._defined_at(position)
        return _of_symbol(self._facts, defined) if defined > _MODULE else self._statement(span, position, enclosing)

    def _code_after(self, offset: int) -> tuple[bytes, int]:
        """The white space after an offset, and where code goes on: -1 at the end."""
        rest = self._source[offset : offset + 2_000]
        stripped = rest.lstrip()
        between = rest[: len(rest) - len(stripped)]
        return between, offset + len(between) if stripped else -1

    def _heads_file(self, span: Span, between: bytes, position: int, *, first: bool) -> bool:
        text = self._source[span.start : span.end].decode("utf-8", "replace")
        if _FILE_TAG.search(text):
            return True
        if not first:
            return False
        return position < 0 or between.count(b"\n") > 1 or _IMPORTS.match(self._text(position)) is not None

    def _text(self, position: int) -> str:
        return self._source[position : _line_end(self._source, position)].decode("utf-8", "replace")

    def _enclosing(self, offset: int) -> int:
        """The innermost symbol around an offset."""
        at = bisect_left(self._symbols, (offset + 1,)) - 1
        symbol = self._symbols[at][2] if at >= 0 else _MODULE
        while symbol > _MODULE and self._facts.symbols[symbol].span.end <= offset:
            symbol = self._facts.symbols[symbol].parent
        return symbol

    def _defined_at(self, position: int) -> int:
        """The function, method or class that a definition at `position` defines; 0 for none."""
        decorated = self._source[position : position + 1] == b"@"
        limit = position + _DECORATED if decorated else _line_end(self._source, position)
        for start, _, number in self._symbols[bisect_left(self._symbols, (position,)) :]:
            if start >= limit:
                break
            each = self._facts.symbols[number]
            if each.kind in (SymbolKind.MODULE, SymbolKind.INTERFACE) or (decorated and not each.decorators):
                continue
            begin = max(position, self._source.rfind(b"\n", 0, start) + 1) if decorated else position
            header = self._source[begin:start].decode("utf-8", "replace").lstrip()
            if _HEADER.match(header) or (decorated and header.startswith("@")):
                return number
        return _MODULE

    # --- statements ---

    def _of_line(self, span: Span) -> Subject | None:
        """What a comment after code on its line is about: what the line defines, or what it calls."""
        start = self._source.rfind(b"\n", 0, span.start) + 1
        position = self._code_after(start)[1]
        defined = self._defined_at(position)
        if defined > _MODULE and self._source[start : span.start].rstrip().endswith((b"{", b":", b"=>", b"(")):
            return _of_symbol(self._facts, defined)
        return self._calls(position, span.start)

    def _statement(self, span: Span, position: int, enclosing: int) -> Subject | None:
        """The calls of the statement that follows a comment, or the function that begins with it."""
        symbol = self._facts.symbols[enclosing]
        if _BRANCH.match(self._text(position)):
            return None
        for _ in range(_MOST_LINES):
            end = _line_end(self._source, position)
            found = self._calls(position, end)
            if found is not None:
                return found
            if not _OPENING.search(self._text(position).rstrip()):
                break
            position = max(self._code_after(end)[1], end)
        inside = self._source[symbol.body.start : span.start].strip(b" \t\r\n{(")
        return _of_symbol(self._facts, enclosing) if enclosing > _MODULE and not inside else None

    def _calls(self, start: int, end: int) -> Subject | None:
        """The calls that begin between two offsets."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        sites = [(each, each.expr) for each in self._sites[first:last] if isinstance(each.expr, Call)]
        if not sites:
            return None
        outer = sites[0][0]
        span = Span(start, max(each.span.end for each, _ in sites))
        return Subject(outer.symbol, span, outer.span, tuple(call for _, call in sites))
