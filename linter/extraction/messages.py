"""What a worker tells the process that started it, as frames in a pipe.

A frame is a kind, the number of the file (or of the first one of a piece), and the length of what follows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_HEAD = struct.Struct("<BII")


class Kind(IntEnum):
    BEGUN = 1
    """A file is about to be read; the worker may die of it."""
    FAILED = 2
    """A file could not be read; what follows is the reason."""
    READ = 3
    """All files of the piece that begins here are read; their facts are about to be written down."""
    FACTS = 4
    """The facts of all files of the piece that did not fail."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing told."""

    kind: Kind
    index: int
    body: memoryview


def frame(kind: Kind, index: int, body: bytes = b"") -> bytes:
    """The bytes of a frame."""
    return _HEAD.pack(kind, index, len(body)) + body


class Frames:
    """Puts together the frames of a pipe from the pieces in which their bytes arrive."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now. All of them must be taken."""
        self._bytes += data
        position = 0
        while len(self._bytes) - position >= _HEAD.size:
            kind, index, length = _HEAD.unpack_from(self._bytes, position)
            start = position + _HEAD.size
            if len(self._bytes) - start < length:
                break
            yield Frame(Kind(kind), index, memoryview(bytes(self._bytes[start : start + length])))
            position = start + length
        del self._bytes[:position]
