"""The one place where bytes of unknown encoding become UTF-8, or a reason why they do not."""

from __future__ import annotations

import codecs
import re
from encodings import normalize_encoding
from encodings.aliases import aliases

from linter.sources.outcomes import BINARY, Limits, Loaded, Skipped, too_long_a_line

_PYTHON = (".py", ".pyi", ".pyw")
_LONE_CR = re.compile(rb"\r(?!\n)")

# PEP 263: the declaration stands in a comment on line 1, or on line 2 when line 1 is blank or a comment.
_COOKIE = re.compile(rb"(?:[ \t\f]*(?:#[^\n]*)?\r?\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_COOKIE_IN_LINE_1 = re.compile(rb"[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)", re.ASCII)

_CODECS = {
    "utf_8": "UTF-8",
    "ascii": "ASCII",
    "latin_1": "Latin-1",
    "iso8859_15": "ISO 8859-15",
    "cp1252": "cp1252",
}
"""The encodings a Python file may declare, by Python's codec name. All of them read ASCII bytes as ASCII, so
that no declaration can hide code; utf_7, rot13 and the like can."""

_MARKS = {codecs.BOM_UTF8: "utf_8", codecs.BOM_UTF16_LE: "utf_16_le", codecs.BOM_UTF16_BE: "utf_16_be"}


class _Undecodable(Exception):
    """The bytes are no source; the argument is the reason."""


def decode(path: str, raw: bytes, limits: Limits | None = None) -> Loaded | Skipped:
    """The file's bytes as UTF-8 (see `Loaded`), or why they cannot be had.

    UTF-16 is known by its byte order mark; a Python file may declare one of `_CODECS` (PEP 263); everything
    else must be UTF-8. `limits` asks for the line limit too; without it, any line length is accepted.
    """
    try:
        data, marked = _without_mark(raw)
        if b"\0" in data:
            raise _Undecodable(BINARY)
        if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
            data = _LONE_CR.sub(b"\n", data)
        codec = "utf_8" if marked or not path.endswith(_PYTHON) else _declared(data)
        is_ascii = data.isascii()
        if not is_ascii:
            data = _as_utf8(data, codec, len(codecs.BOM_UTF8) if marked else 0)
    except _Undecodable as reason:
        return Skipped(path, str(reason))
    if limits is not None and _has_longer_line(data, limits.max_line):
        return Skipped(path, too_long_a_line(limits))
    return Loaded(path, data, is_ascii)


def encode(path: str, raw: bytes, data: bytes) -> bytes | None:
    """What a file holds that is to be read as `data`, written as it was before: its mark, encoding and line ends.

    Args:
        path: the file, for what a Python file declares.
        raw: what it holds now; `decode` reads it.
        data: what `decode` shall give.

    Returns:
        None when there are no such bytes: a character that the encoding lacks, or bare CRs beside other line ends.
    """
    try:
        mark, codec = _form(path, raw)
        text, now = data.decode("utf-8"), raw[len(mark) :].decode(codec)
        if _LONE_CR.search(now.encode("utf-8")):
            if "\n" in now:
                return None
            text = text.replace("\n", "\r")
        written = mark + text.encode(codec)
    except (UnicodeError, _Undecodable):
        return None
    again = decode(path, written)
    return written if isinstance(again, Loaded) and again.data == data else None


def _form(path: str, raw: bytes) -> tuple[bytes, str]:
    """A file's byte order mark, and the codec of what is behind it."""
    for mark, codec in _MARKS.items():
        if raw.startswith(mark):
            return mark, codec
    return b"", _declared(raw) if path.endswith(_PYTHON) else "utf_8"


def _without_mark(raw: bytes) -> tuple[bytes, bool]:
    """The bytes after a byte order mark, UTF-16 turned into UTF-8, and whether there was a mark."""
    if raw.startswith(codecs.BOM_UTF8):
        return raw[len(codecs.BOM_UTF8) :], True
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return raw.decode("utf-16").encode(), True
        except UnicodeDecodeError as error:
            raise _Undecodable(f"not valid UTF-16 at byte {error.start + 1}") from None
    return raw, False


def _as_utf8(data: bytes, codec: str, offset: int) -> bytes:
    """`data`, read by `codec`, as UTF-8; `offset` is the number of bytes the file has before it."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _Undecodable(f"not valid {_CODECS[codec]} at byte {error.start + 1 + offset}") from None
    return data if codec == "utf_8" else text.encode()


def _declared(raw: bytes) -> str:
    """The key of `_CODECS` that a Python file declares; UTF-8 when it declares nothing."""
    match = _COOKIE_IN_LINE_1.match(raw) or _COOKIE.match(raw)
    if match is None:
        return "utf_8"
    # The name is looked up in the table of aliases only: codecs.lookup() would import what a file asks for.
    name = normalize_encoding(match[1].decode("ascii")).lower()
    if re.match(r"utf_8(_|$)", name):  # Emacs writes utf-8-unix; Python takes it for UTF-8
        return "utf_8"
    if re.match(r"(latin_1|iso_8859_1|iso_latin_1)(_|$)", name):
        return "latin_1"
    codec = aliases.get(name, name)
    if codec not in _CODECS:
        raise _Undecodable(f"declares an encoding that is not supported: {codec}")
    return codec


def _has_longer_line(raw: bytes, limit: int) -> bool:
    """Whether a line has more than `limit` bytes, looking at few of them: one search per `limit` bytes."""
    start = 0
    while len(raw) - start > limit:
        end = raw.rfind(b"\n", start, start + limit + 1)
        if end < 0:
            return True
        start = end + 1
    return False
