"""How a file is written: what new code in it has to look like."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_WIDTHS = (80, 88, 100, 120)
"""Columns that formatters keep to (prettier 80, ruff 88; 100 and 120 are what projects mostly set)."""
_LONGER = 100
"""One line in so many may be longer than the width kept to."""
_UNBROKEN = re.compile(rb"\s*(?:\*|//|/\*|#|import\b|from\b)|.*[\"'`][^\"'`]{30}")
"""Lines that formatters leave as long as they are: remarks, imports, long strings."""
_REMARK = re.compile(rb"^([^\"'`]*?)\s+(?://|#).*\Z")
_INDENT = re.compile(rb"(?m)^([ \t]*)[^\s*]")
"""Of a line of code: remarks over several lines begin with an asterisk one column further in."""


class Layout(NamedTuple):
    """How a file is written.

    Args:
        quote: the quotation mark that most strings have.
        newline: what most lines end with.
        indent: one level of indentation.
        width: the columns that lines keep to.
        trailing_comma: whether lists that are spread over lines end in a comma.
        semicolons: whether statements end in a semicolon.
    """

    quote: str = '"'
    newline: str = "\n"
    indent: str = "  "
    width: int = 80
    trailing_comma: bool = True
    semicolons: bool = True


def newline_of(data: bytes) -> str:
    """What most lines of a file end with."""
    crlf = data.count(b"\r\n")
    return "\r\n" if crlf and 2 * crlf >= data.count(b"\n") else "\n"


def width_of(data: bytes) -> int:
    """The columns that a file's lines keep to, of those that are usual."""
    lines = (each.rstrip(b"\r") for each in data.split(b"\n"))
    lengths = [len(each) for each in lines if len(each) <= _WIDTHS[0] or not _UNBROKEN.match(each)]
    longer = {width: sum(each > width for each in lengths) for width in _WIDTHS}
    return next((width for width, count in longer.items() if count * _LONGER <= len(lengths)), _WIDTHS[-1])


def indent_of(data: bytes, default: str) -> str:
    """One level of a file's indentation."""
    steps: Counter[str] = Counter()
    before = b""
    for match in _INDENT.finditer(data):
        here = match[1]
        if len(here) > len(before) and here.startswith(before):
            steps[here[len(before) :].decode("ascii")] += 1
        before = here
    usual = [(count, each) for each, count in steps.items() if each == "\t" or (not each.strip(" ") and len(each) > 1)]
    return max(usual, key=lambda each: (each[0], -len(each[1])))[1] if usual else default


def line_indent(data: bytes, offset: int) -> str:
    """The white space that the line around an offset begins with."""
    start = data.rfind(b"\n", 0, offset) + 1
    line = data[start:offset]
    return line[: len(line) - len(line.lstrip(b" \t"))].decode("ascii")


def columns(data: bytes, start: int, end: int) -> tuple[int, int]:
    """How many columns of its line stand before `start`, and how many of its line after `end`.

    A tab counts as 4, and a remark at the end of the line not at all.
    """
    first = data.rfind(b"\n", 0, start) + 1
    last = data.find(b"\n", end)
    after = _REMARK.sub(rb"\1", data[end : len(data) if last < 0 else last].rstrip(b"\r"))
    return _shown(data[first:start]), _shown(after)


def is_nested(data: bytes, offset: int) -> bool:
    """Whether a bracket that the line opens is still open at an offset; those in strings count too."""
    line = data[data.rfind(b"\n", 0, offset) + 1 : offset]
    return sum(line.count(each) for each in (b"(", b"[", b"{")) > sum(line.count(each) for each in (b")", b"]", b"}"))


def _shown(line: bytes) -> int:
    return len(line.decode("utf-8", "replace").expandtabs(4))


def quoted(value: str, quote: str) -> str:
    """A string literal of TypeScript and Python alike. The other quotation mark is used where it saves escapes."""
    other = "'" if quote == '"' else '"'
    if quote in value and other not in value:
        quote = other
    return quote + "".join(_escaped(each, quote) for each in value) + quote


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escaped(char: str, quote: str) -> str:
    if char == quote:
        return "\\" + char
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if code > 0xFFFF:
        # No one spelling of these is read by both languages, and none of them stands in a set of values.
        return char
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
