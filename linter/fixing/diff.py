"""The difference that fixes make to a file, as `git apply` and `patch -p1` read it."""

from __future__ import annotations

import difflib
import re

_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"\\\ud800-\udfff]*")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_MISSING_END = b"\n\\ No newline at end of file\n"


def unified(path: str, before: bytes, after: bytes) -> bytes:
    """A unified diff of one file; empty where nothing changes.

    Args:
        path: the file, from the folder that the diff is to be applied in.
        before: its bytes on disk.
        after: those that it would have.
    """
    # Latin-1 has a character for each byte: what the bytes mean does not matter here.
    old, new = (_lines(each.decode("latin-1")) for each in (before, after))
    heads = (_name(f"{side}/{path}") for side in ("a", "b"))
    lines = list(difflib.unified_diff(old, new))
    if not lines:
        return b""
    head = b"".join(b"%s %s\n" % (mark, name) for mark, name in zip((b"---", b"+++"), heads, strict=True))
    return head + b"".join(_ended(each.encode("latin-1")) for each in lines[2:])


def _lines(text: str) -> list[str]:
    """The lines, each with its LF. Other line ends are part of a line, as git has it."""
    return [each for each in re.split(r"(?<=\n)", text) if each]


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + _MISSING_END


def _name(path: str) -> bytes:
    """A file name as git writes it: quoted as in C where it holds what could be mistaken."""
    if _PLAIN.fullmatch(path):
        # GNU patch takes a name with spaces to end at a tab.
        return path.encode("utf-8") + (b"\t" if " " in path else b"")
    shown = "".join(_NAMED.get(each) or (each if each.isprintable() else _octal(each)) for each in path)
    return b'"' + shown.encode("utf-8", "surrogateescape") + b'"'


def _octal(char: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))
