"""Puts the block into a kickoff, or in the place of an older one; every other byte stays as it was."""

from __future__ import annotations

import re

from linter.documents.block import find
from linter.documents.markdown import FRONT_MATTER

_BREAK = re.compile(r"\r\n|\r|\n")


def augmented(text: str, block: str) -> str:
    """The kickoff with the block: in the place of the one it has, else at its end.

    Args:
        text: the kickoff, a byte order mark included.
        block: the block with its delimiters, lines ending in "\\n".
    """
    found = _BREAK.search(text)
    end = found.group() if found is not None else "\n"
    lines = block.replace("\n", end)
    known = find(text)
    if known is not None:
        old = text[known.start : known.end]
        closing = _BREAK.search(old[-2:])
        # An old block at the very end of a file may have lost its line end.
        return text[: known.start] + lines + (closing.group() if closing is not None else "") + text[known.end :]
    behind = text + _gap(text, end) + lines + end
    if find(behind) is not None:
        return behind
    # A fence is open at the end: what stands behind it would be code.
    front = FRONT_MATTER.match(text)
    at = front.end() if front is not None else len("\ufeff") if text.startswith("\ufeff") else 0
    return text[:at] + lines + end + end + text[at:]


def _gap(text: str, end: str) -> str:
    """What parts the block from the text before it: an empty line."""
    plain = text.removeprefix("\ufeff")
    if not plain:
        return ""
    if re.search(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z", plain):
        return ""
    return end if _BREAK.search(plain[-1]) is not None else end + end


def without_block(text: str) -> str:
    """The kickoff as it is without its block."""
    known = find(text)
    return text if known is None else text[: known.start] + text[known.end :]
