"""What becomes of a file: it is loaded, or it is skipped with a reason."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """How large a source file may be, in bytes.

    One million bytes is semgrep's default (`--max-target-bytes`). A line of 20,000 bytes is not written by
    hand: it is a bundle, and its findings could be neither read nor mended there.
    """

    max_bytes: int = 1_000_000
    max_line: int = 20_000


class Loaded(NamedTuple):
    """A file's bytes as every later stage sees them.

    `data` is valid UTF-8 without a byte order mark and without NUL. CRLF line ends are kept; a CR that no LF
    follows has become an LF, so that counting LFs counts lines. `is_ascii` tells that bytes are characters.
    """

    path: str
    data: bytes
    is_ascii: bool

    @property
    def text(self) -> str:
        """`data` as a string, decoded at each use."""
        return self.data.decode("utf-8")


class Skipped(NamedTuple):
    """A file (or, with a trailing slash, a folder) that was not read, and why, in stable words."""

    path: str
    reason: str


SYMBOLIC_LINK = "symbolic link"
NOT_REGULAR = "not a regular file"
OUTSIDE = "not a path inside the tree"
SUBMODULE = "a git repository of its own (submodule)"
NOT_CHECKED_OUT = "not checked out (sparse checkout)"
UNMERGED = "unmerged (a conflict is open)"
BINARY = "binary (NUL bytes)"


def too_large(limits: Limits) -> str:
    """The reason given for a file of more bytes than the limit."""
    return f"larger than {limits.max_bytes:,} bytes"


def too_long_a_line(limits: Limits) -> str:
    """The reason given for a file with a line of more bytes than the limit."""
    return f"a line longer than {limits.max_line:,} bytes (generated or minified)"


def unreadable(error: OSError) -> str:
    """The reason given for a file or folder that the operating system does not let us read."""
    return f"cannot be read: {error.strerror or type(error).__name__}"
