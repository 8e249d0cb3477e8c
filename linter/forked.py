"""Work that this process shares with forks of itself, where there are processors for it.

A fork knows what this process knows, so that nothing has to be handed to it; what it works out comes back through a
pipe. Where processes do not fork, and where one dies, the work is done here: what comes out is the same.
"""

from __future__ import annotations

import json
import os
import signal
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

_CHUNK = 1 << 20

_Item = TypeVar("_Item")

WORTH_A_FORK = 2 * 1024 * 1024
"""Bytes of source from which a fork is worth its while: it costs what looking for something in half of that does."""


class Forked:
    """Bytes that a fork of this process works out, begun when this is made.

    Args:
        work: must not use what it shares with this process by descriptors, such as a running git.
    """

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._work = work
        self._pid = 0
        if not hasattr(os, "fork"):
            return
        self._hears, tells = os.pipe()
        with warnings.catch_warnings():
            # As for the workers of `linter.extraction.pool`: the child takes no locks that a thread could hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = os.fork()
        if self._pid == 0:
            os.close(self._hears)
            _live(work, tells)
        os.close(tells)

    def result(self) -> bytes:
        """What the work gave, as soon as it is there. Worked out here if the fork could not. To be asked for once."""
        if not self._pid:
            return self._work()
        found = bytearray()
        while chunk := os.read(self._hears, _CHUNK):
            found += chunk
        return bytes(found) if self._ended() == 0 else self._work()

    def drop(self) -> None:
        """Ends the fork, unless the result was taken: nobody will."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self._ended()

    def _ended(self) -> int:
        _, status = os.waitpid(self._pid, 0)
        os.close(self._hears)
        self._pid = 0
        return status


def _live(work: Callable[[], bytes], tells: int) -> NoReturn:
    status = 1
    try:
        view = memoryview(work())
        while view:
            view = view[os.write(tells, view) :]
        status = 0
    finally:
        # Never back into the caller's code, whatever happens: it belongs to the parent.
        os._exit(status)


def each_of(
    items: Sequence[_Item], sizes: Sequence[int], least: int, jobs: int, work: Callable[[_Item], Any]
) -> list[Any]:
    """What `work` gives for each item, as JSON can say it.

    Args:
        sizes: how much work each item is, in any unit.
        least: work from which a fork pays.
        jobs: processes that may work at once, this one among them.
    """
    shares = _shares(sizes, max(1, min(jobs, sum(sizes) // least)))

    def worked(share: range) -> list[Any]:
        return [work(items[index]) for index in share]

    forks = [Forked(lambda share=share: json.dumps(worked(share)).encode()) for share in shares[1:]]  # type: ignore[misc]
    try:
        found = worked(shares[0])
        for each in forks:
            found += json.loads(each.result())
    finally:
        for each in forks:
            each.drop()
    return found


def _shares(sizes: Sequence[int], number: int) -> list[range]:
    """So many consecutive ranges of items, about the same amount of work in each."""
    total, done = sum(sizes), 0
    ends: list[int] = []
    for index, size in enumerate(sizes):
        if done * number >= total * (len(ends) + 1):
            ends.append(index)
        done += size
    return [range(start, end) for start, end in zip([0, *ends], [*ends, len(sizes)], strict=True)]
