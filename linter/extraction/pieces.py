"""Work that several processes take from, each piece once, without anybody handing it out.

The queue is a pipe. Pieces are written to it as records of one size, which the kernel gives to one reader
each; an empty pipe means that there is nothing left to do for now.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

_RECORD = struct.Struct("<II")

MOST_PIECES = 4_000
"""Pieces that a queue holds: a pipe of 64 KB takes 8,000, and those of a lost worker come back on top."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Files number `start` to `stop`, the last one excluded."""

    start: int
    stop: int

    def indices(self) -> range:
        return range(self.start, self.stop)


class Queue:
    """Pieces of work, shared with every process forked after it was made."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)

    def put(self, piece: Piece) -> None:
        os.write(self._writer, _RECORD.pack(piece.start, piece.stop))

    def take(self) -> Piece | None:
        """A piece that nobody else gets, or None when there is none."""
        try:
            return Piece(*_RECORD.unpack(os.read(self._reader, _RECORD.size)))
        except BlockingIOError:
            return None

    def close(self) -> None:
        os.close(self._reader)
        os.close(self._writer)
