"""What a .gitignore file excludes, in time linear in the length of a path whatever the patterns.

The format is that of gitignore(5); bytes are compared, as git does. pathspec 1.1 makes one regular expression
of a pattern, and that backtracks: five wildcards and a hostile name of 255 characters take it minutes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass

_POSIX = {
    b"alnum": rb"0-9A-Za-z",
    b"alpha": rb"A-Za-z",
    b"blank": rb" \t",
    b"cntrl": rb"\x00-\x1f\x7f",
    b"digit": rb"0-9",
    b"graph": rb"!-~",
    b"lower": rb"a-z",
    b"print": rb" -~",
    b"punct": rb"!-/:-@\[-`{-~",
    b"space": rb" \t-\r",
    b"upper": rb"A-Z",
    b"xdigit": rb"0-9A-Fa-f",
}
_CLASS_ITEM = re.compile(rb"\[:(?P<posix>[^\]:]*):\]|(?:\\?(?P<low>.))-\\?(?P<high>[^\]])|\\?(?P<one>.)", re.DOTALL)
_ANYTHING = re.compile(rb".*", re.DOTALL)
_NEVER = re.compile(rb"(?!)")

_Segment = re.Pattern[bytes] | None
"""What one name in a path must look like; None, from `**`, is any number of names."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a .gitignore file."""

    negated: bool
    folders_only: bool
    segments: tuple[_Segment, ...]

    def matches(self, names: Sequence[bytes], is_folder: bool) -> bool:
        """Whether the line speaks of the path made of `names`."""
        if self.folders_only and not is_folder:
            return False
        # Only the last `**` passed has to be widened: what stands before it matched as early as it could.
        at, name, resume_at, resume_name = 0, 0, -1, 0
        while name < len(names):
            segment = self.segments[at] if at < len(self.segments) else None
            if at < len(self.segments) and segment is None:
                at, resume_at, resume_name = at + 1, at + 1, name
            elif segment is not None and segment.fullmatch(names[name]):
                at, name = at + 1, name + 1
            elif resume_at >= 0:
                at, name, resume_name = resume_at, resume_name + 1, resume_name + 1
            else:
                return False
        return at == len(self.segments)


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """The patterns of one .gitignore file, the last line first."""

    patterns: tuple[Pattern, ...]

    def opinion(self, names: Sequence[bytes], is_folder: bool) -> bool | None:
        """True when a path, relative to the file's folder, is excluded, False when kept, else None."""
        for pattern in self.patterns:
            if pattern.matches(names, is_folder):
                return not pattern.negated
        return None


def parse(content: bytes) -> IgnoreFile:
    """The patterns in the bytes of a .gitignore file; lines that can match nothing are left out."""
    lines = content.removeprefix(codecs.BOM_UTF8).split(b"\n")
    patterns = (_pattern(line.removesuffix(b"\r")) for line in reversed(lines))
    return IgnoreFile(tuple(pattern for pattern in patterns if pattern is not None))


def _pattern(line: bytes) -> Pattern | None:
    if line.startswith(b"#"):
        return None
    line = _without_trailing_spaces(line)
    negated = line.startswith(b"!")
    line = line[1:] if negated else line
    folders_only = line.endswith(b"/")
    line = line[:-1] if folders_only else line
    segments: list[_Segment] = []
    if b"/" not in line:
        segments = [None, _name(line)]
    else:
        parts = line.removeprefix(b"/").split(b"/")
        segments = [None if part == b"**" else _name(part) for part in parts]
        if segments[-1] is None:  # "folder/**" speaks of what is in the folder, not of the folder
            segments.append(_ANYTHING)
    usable = all(part is not _NEVER for part in segments)
    return Pattern(negated, folders_only, tuple(segments)) if line and usable else None


def _without_trailing_spaces(line: bytes) -> bytes:
    """Spaces at the end do not count, unless a backslash stands before them."""
    at = end = 0
    while at < len(line):
        escaped = line[at : at + 1] == b"\\"
        at += 2 if escaped else 1
        if escaped or line[at - 1 : at] != b" ":
            end = at
    return line[:end]


def _name(glob: bytes) -> re.Pattern[bytes]:
    """A glob for one name, as an expression that never goes back: what stands between stars matches first."""
    pieces = [b""]
    at = 0
    while at < len(glob):
        char = glob[at : at + 1]
        at += 1
        if char == b"*":
            pieces.append(b"")
        elif char == b"?":
            pieces[-1] += b"."
        elif char == b"[":
            expression, at = _class(glob, at)
            if not expression:
                return _NEVER
            pieces[-1] += expression
        elif char == b"\\":
            if at == len(glob):
                return _NEVER
            pieces[-1] += re.escape(glob[at : at + 1])
            at += 1
        else:
            pieces[-1] += re.escape(char)
    first, *rest = pieces
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    skipping = b"".join(b"(?>.*?" + piece + b")" for piece in middle if piece)
    return re.compile(first + skipping + b".*" + last, re.DOTALL)


def _class(glob: bytes, at: int) -> tuple[bytes, int]:
    """The expression for the bracketed class that begins before `at`, and where that ends; empty if never."""
    negated = glob[at : at + 1] in (b"!", b"^")
    at += negated
    items = b""
    first = True
    while first or glob[at : at + 1] != b"]":
        item = _CLASS_ITEM.match(glob, at)
        if item is None:
            return b"", at
        first = False
        at = item.end()
        if item["posix"] is not None:
            if item["posix"] not in _POSIX:
                return b"", at
            items += _POSIX[item["posix"]]
        elif item["one"] is not None:
            items += re.escape(item["one"])
        else:
            low, high = item["low"], item["high"]
            items += re.escape(low) + (re.escape(low) + b"-" + re.escape(high) if low <= high else b"")
    return b"[" + b"^" * negated + items + b"]", at + 1
