"""What a worker does: it takes pieces of work until there are none, and may die of any file.

It is a fork of the process that needs the facts, so that it imports nothing and has the bytes of all files. It
guards itself: the kernel ends it when a file takes too long, and refuses it memory beyond its limit.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from linter.extraction import codec
from linter.extraction.messages import Kind, frame
from linter.extraction.model import Extractor, Failed, Limits, Outcome, Task
from linter.extraction.pieces import Piece, Queue
from linter.extraction.reading import read
from linter.extraction.settling import settle
from linter.facts import FileFacts

_BROKEN = 70
OUT_OF_MEMORY = 71
TOO_DEEP = 72
"""Exit codes of a worker that could not write down what it had read."""


def work(
    tasks: Sequence[Task], queues: Sequence[Queue], extract: Extractor, limits: Limits, tell: int, complain: int
) -> NoReturn:
    """The life of a worker.

    Args:
        tasks: all files.
        queues: the work, most urgent first.
        extract: reads one file.
        limits: what a file may cost.
        tell: the descriptor that frames are written to.
        complain: the descriptor that takes the place of standard error.
    """
    status = _BROKEN
    try:
        settle(limits.memory, complain)
        worker = _Worker(tasks, extract, limits, tell)
        for queue in queues:
            while (piece := queue.take()) is not None:
                worker.do(piece)
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    except RecursionError:
        status = TOO_DEEP
    finally:
        # Never back into the caller's code, whatever happens: it belongs to the parent.
        os._exit(status)


class _Worker:
    def __init__(self, tasks: Sequence[Task], extract: Extractor, limits: Limits, tell: int) -> None:
        self._tasks = tasks
        self._extract = extract
        self._limits = limits
        self._tell = tell

    def do(self, piece: Piece) -> None:
        found: list[FileFacts] = []
        for index in piece.indices():
            outcome = self._read(index)
            if isinstance(outcome, Failed):
                self._send(frame(Kind.FAILED, index, outcome.reason.encode()))
            else:
                found.append(outcome)
        self._send(frame(Kind.READ, piece.start))
        with self._in_time():
            written = codec.dumps(found)
        self._send(frame(Kind.FACTS, piece.start, written))

    def _read(self, index: int) -> Outcome:
        task = self._tasks[index]
        self._send(frame(Kind.BEGUN, index))
        with self._in_time():
            return read(task, self._extract, self._limits)

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """The kernel ends this process if the block takes too long."""
        signal.setitimer(signal.ITIMER_REAL, self._limits.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._tell, view) :]
