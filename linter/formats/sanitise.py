"""Makes text from an audited repository safe to print.

File names, symbols, code and messages of a hostile repository may hold escape sequences that drive a
terminal, bidirectional controls that reorder what a reader sees, characters that show as nothing, lone
surrogates that cannot be encoded, and commands that CI runners obey when they meet them in a log. All of
these are written out as Python-like escapes, so that they are seen instead of obeyed.

Backslashes that were in the text stay single: the result is for reading, not for decoding.
"""

from __future__ import annotations

import re
from typing import Final

_SURROGATES: Final = "\ud800-\udfff"
_HIDDEN: Final = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers, Arabic mark
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line separators, bidirectional controls
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # fillers, variation selectors, byte order mark
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters, illegal in XML
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand, musical, tag characters
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + _SURROGATES
    + "]"
)
"""An explicit list, not `unicodedata` categories: those differ between Python versions."""

_DROPPED: Final = re.compile(rf"(?![\t\n]){_HIDDEN.pattern}")

_COMMAND: Final = re.compile(r"(?<!\S)(?P<colon>:):|#(?P<hash>#)(?=\w*\[)")
"""What CI runners obey: GitHub `::error::` at the start of a line, and `##[error]`, `##vso[` anywhere in it.

A word that starts with `::` counts wherever it stands, because wrapping may put it first.
"""

_LINE_SPACE: Final = re.compile(r"[ \t\r\n]+")
_CUT: Final = "..."


def cells(text: str) -> list[str]:
    """The visible form of each character of `text`, in order: one item per character."""
    result = list(text)
    for match in _HIDDEN.finditer(text):
        result[match.start()] = _escape(match.group())
    for match in _COMMAND.finditer(text):
        at = match.start(match.lastgroup or 0)
        result[at] = f"\\x{ord(text[at]):02x}"
    return result


def visible(text: str) -> str:
    """`text` on one line with nothing hidden in it: for names and code."""
    return "".join(cells(text))


def flowing(text: str) -> str:
    """`text` as one visible line of prose: line breaks and indentation of the source become spaces."""
    return visible(_LINE_SPACE.sub(" ", text).strip(" "))


def without_hidden(text: str) -> tuple[str, int]:
    """`text` without what cannot be seen in it, and how many such characters there were. Tabs and line feeds stay."""
    kept, count = _DROPPED.subn("", text)
    return kept, count


def encodable(text: str) -> str:
    """`text` unchanged but for lone surrogates, which no JSON reader is bound to accept: for data.

    A file name that is not UTF-8 reaches us with its stray bytes as surrogates (PEP 383).
    """
    return re.sub(f"[{_SURROGATES}]", lambda match: _escape(match.group()), text)


def clipped(text: str, limit: int) -> str:
    """`text`, cut to `limit` characters with `...` at its end when it is longer."""
    return text if len(text) <= limit else text[: limit - len(_CUT)] + _CUT


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r":
        return {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[char]
    if code < 0x80:
        return f"\\x{code:02x}"
    if 0xDC80 <= code <= 0xDCFF:  # a byte that was not UTF-8, see PEP 383
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
