"""Shares files out among this process and its workers, and replaces workers that die."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from linter.extraction import codec, worker
from linter.extraction.messages import Frame, Frames, Kind
from linter.extraction.model import TOO_DEEP, Extractor, Failed, Limits, Outcome, Task
from linter.extraction.pieces import MOST_PIECES, Piece, Queue
from linter.extraction.reading import read

_PIECE = 48 * 1024
"""Bytes of source in a piece. Reading one takes about 15 ms, which is how long a worker with something to tell may
have to wait for this process, and how far apart the last two processes finish."""

_PIPE = 1 << 20
"""Bytes that a worker may be ahead of this process, where the kernel allows it (Linux: to anyone, up to this)."""

_COMPLAINT = 4096
"""Bytes of a dead worker's standard error that are looked at."""


@dataclass(slots=True)
class _Worker:
    """A worker as this process knows it: `begun` is the file it reads, `piece` what it writes down; or None."""

    pid: int
    hears: int
    complaints: int
    frames: Frames = field(default_factory=Frames)
    begun: int | None = None
    piece: Piece | None = None


class Pool:
    """One use of workers.

    Args:
        tasks: the files.
        risky: the indices of those that only workers may read.
        jobs: how many processes may read at once, this one among them.
        extract: reads one file.
        limits: what a file may cost in a worker.
    """

    def __init__(
        self, tasks: Sequence[Task], risky: Sequence[int], jobs: int, extract: Extractor, limits: Limits
    ) -> None:
        apart = frozenset(risky)
        # The largest first, lest one of them is what everybody waits for at the end.
        first = sorted(risky, key=lambda index: -len(tasks[index].data))
        self._order = [*first, *(index for index in range(len(tasks)) if index not in apart)]
        self._tasks = [tasks[index] for index in self._order]
        self._risky_count = len(first)
        self._found: list[Outcome | None] = [None] * len(tasks)
        self._piece_of: dict[int, Piece] = {}
        self._jobs = jobs
        self._extract = extract
        self._limits = limits
        self._workers: dict[int, _Worker] = {}
        self._risky, self._plain = Queue(), Queue()

    def run(self) -> list[Outcome]:
        """The outcomes, in the order of the tasks. No worker is left when this returns or raises."""
        try:
            self._round(
                [
                    *_divided(self._tasks, 0, self._risky_count, 1),
                    *_divided(self._tasks, self._risky_count, len(self._tasks), _PIECE),
                ]
            )
            # What lost workers had read and not told of is read once more, each file by itself.
            while missing := self._missing():
                self._round([Piece(index, index + 1) for index in missing[:MOST_PIECES]], trusting=False)
                if self._missing() == missing:
                    self._give_up(missing)
        finally:
            for each in self._workers.values():
                os.kill(each.pid, signal.SIGKILL)
                os.waitpid(each.pid, 0)
                _close(each)
            self._risky.close()
            self._plain.close()
        return self._in_order()

    def _round(self, pieces: Sequence[Piece], trusting: bool = True) -> None:
        """Has some pieces read. Without `trusting`, this process reads none of them."""
        while self._risky.take() is not None:
            # Left over, if the workers of the last round died of something else than files.
            continue
        for piece in pieces:
            self._piece_of[piece.start] = piece
            plain = trusting and piece.start >= self._risky_count
            (self._plain if plain else self._risky).put(piece)
        for _ in range(min(max(1, self._jobs - 1), len(pieces))):
            self._start_worker()
        while (taken := self._plain.take()) is not None:
            for index in taken.indices():
                self._found[index] = read(self._tasks[index], self._extract, self._limits)
            self._listen(block=False)
        while self._workers:
            self._listen(block=True)

    def _missing(self) -> list[int]:
        return [index for index, outcome in enumerate(self._found) if outcome is None]

    def _give_up(self, missing: Sequence[int]) -> None:
        """Workers die and say nothing: the machine is in trouble, not the files."""
        for index in missing:
            self._fail(index, "could not be read: its worker was ended from outside")

    def _fail(self, index: int, reason: str) -> None:
        self._found[index] = Failed(self._tasks[index].path, reason)

    def _in_order(self) -> list[Outcome]:
        outcomes = zip(self._order, self._found, strict=True)
        by_index = {index: outcome for index, outcome in outcomes if outcome is not None}
        return [by_index[index] for index in range(len(self._tasks))]

    # --- workers ---

    def _start_worker(self) -> None:
        hears, tells = os.pipe()
        complaints, complains = os.pipe()
        # Nobody reads complaints while the worker lives: it must not wait for that.
        os.set_blocking(complains, False)
        queues = (self._risky, self._plain) if self._jobs > 1 else (self._risky,)
        with warnings.catch_warnings():
            # Python warns of forks beside threads, whose locks the child would inherit. The child runs this
            # package and the parser, which take none, and leaves without returning.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            for descriptor in (hears, complaints, *self._workers):
                os.close(descriptor)
            worker.work(self._tasks, queues, self._extract, self._limits, tells, complains)
        os.close(tells)
        os.close(complains)
        os.set_blocking(hears, False)
        os.set_blocking(complaints, False)
        _widen(hears)
        self._workers[hears] = _Worker(pid, hears, complaints)

    def _listen(self, *, block: bool) -> None:
        """Takes in what workers have told since, waiting for something if `block`."""
        poll = select.poll()
        for hears in self._workers:
            poll.register(hears, select.POLLIN)
        for hears, _ in poll.poll(None if block else 0):
            heard = self._workers[hears]
            data = os.read(hears, _PIPE)
            if not data:
                self._bury(heard)
                continue
            try:
                for frame in heard.frames.feed(data):
                    self._take(heard, frame)
            except ValueError:
                # Its memory is no longer what it was. That it has ended is heard next.
                os.kill(heard.pid, signal.SIGKILL)

    def _take(self, source: _Worker, frame: Frame) -> None:
        match frame.kind:
            case Kind.BEGUN:
                source.begun = frame.index
            case Kind.FAILED:
                self._fail(frame.index, str(frame.body, "utf-8"))
            case Kind.READ:
                source.begun, source.piece = None, self._piece_of[frame.index]
            case Kind.FACTS:
                unread = (each for each in self._piece_of[frame.index].indices() if self._found[each] is None)
                for index, found in zip(unread, codec.loads(frame.body), strict=True):
                    self._found[index] = found
                source.piece = None

    def _bury(self, source: _Worker) -> None:
        """Settles what a worker that has ended left: who is to blame, and who takes over."""
        _, status = os.waitpid(source.pid, 0)
        del self._workers[source.hears]
        culprit = source.begun
        if source.piece is not None and len(source.piece.indices()) == 1:
            culprit = source.piece.start
        if culprit is not None:
            self._fail(culprit, self._reason(status, _said(source)))
        _close(source)
        # One that dies with nothing at hand would only do so again.
        if source.begun is not None or source.piece is not None:
            self._start_worker()

    def _reason(self, status: int, said: bytes) -> str:
        number = os.waitstatus_to_exitcode(status)
        if number == -signal.SIGALRM:
            return self._limits.too_long
        # tree-sitter says "failed to allocate" and aborts.
        if number == worker.OUT_OF_MEMORY or (number == -signal.SIGABRT and b"allocat" in said):
            return self._limits.too_large
        if number == worker.TOO_DEEP:
            return TOO_DEEP
        return f"crashed the parser (signal {-number})" if number < 0 else f"crashed the parser (exit code {number})"


def _divided(tasks: Sequence[Task], start: int, stop: int, least: int) -> Iterator[Piece]:
    """Pieces of at least `least` bytes (the last one is what is left), fewer than half of what a queue holds."""
    sizes = [len(task.data) + 1 for task in tasks[start:stop]]
    least = max(least, 2 * sum(sizes) // MOST_PIECES)
    size = 0
    for index, each in enumerate(sizes, start):
        size += each
        if size >= least or index == stop - 1:
            yield Piece(start, index + 1)
            start, size = index + 1, 0


def _widen(pipe: int) -> None:
    """Lets the other end of a pipe write ahead."""
    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    except (AttributeError, OSError):
        # Not Linux, or beyond what this user may have: 64 KB have to do.
        return


def _said(source: _Worker) -> bytes:
    try:
        return os.read(source.complaints, _COMPLAINT)
    except BlockingIOError:
        return b""


def _close(source: _Worker) -> None:
    os.close(source.hears)
    os.close(source.complaints)
