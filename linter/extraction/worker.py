"""What a worker does: it takes pieces of work until there are none, and may die of any file.

It is a fork of the process that needs the facts, so that it imports nothing and has the bytes of all files. It
guards itself: the kernel ends it when a file takes too long, and refuses it memory beyond its limit.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from linter.extraction import codec
from linter.extraction.messages import Kind, frame
from linter.extraction.model import Extractor, Failed, Limits, Outcome, Task
from linter.extraction.pieces import Piece, Queue
from linter.extraction.reading import read
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
        _settle(limits.memory, complain)
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


def _settle(memory: int, complain: int) -> None:
    """Cuts the ties with the parent, and sets the limits."""
    os.setpgid(0, 0)
    os.environ.clear()
    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.dup2(complain, 2)
    # A crash is reported by the parent, in one line.
    faulthandler.disable()
    gc.disable()
    # A core file would hold whatever the parent knew.
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, _address_space() + memory)


def _lower(kind: int, limit: int) -> None:
    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    try:
        resource.setrlimit(kind, (limit, limit))
    except (ValueError, OSError):
        # macOS refuses limits on address space; the time limit is left.
        return


def _address_space() -> int:
    """Bytes of address space in use; where the kernel does not tell, what has been in memory at most."""
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        return int(os.read(descriptor, 100).split()[0]) * resource.getpagesize()
    finally:
        os.close(descriptor)
