"""Documents that the operator names: a file, or stdin as `-`."""

from __future__ import annotations

import sys
from pathlib import Path

from linter.documents import LARGEST, Unreadable, text_of
from linter.errors import SourceError

STDIN = "-"


def bytes_of(path: Path) -> bytes:
    """What a document holds, up to a little more than may be read. Raises SourceError."""
    try:
        if str(path) == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(f"cannot be read: {reason}", str(path), "name a file that is there, or - for stdin") from None


def document(path: Path) -> str:
    """The text of a document. Raises SourceError when there is none, or it cannot be read as text."""
    found = text_of(bytes_of(path))
    if isinstance(found, Unreadable):
        raise SourceError(f"the document {found.reason}", str(path), "a document is UTF-8 text of at most 1 MiB")
    return found
