"""Runs one function in a process of its own, which may crash, hang or need too much memory."""

from __future__ import annotations

import os
import select
import signal
import time
import warnings
from collections.abc import Callable
from typing import NoReturn

from linter.extraction.model import TOO_DEEP as TOO_DEEP_REASON
from linter.extraction.model import Failed, Limits
from linter.extraction.settling import settle

_CHUNK = 1 << 16
_OUT_OF_MEMORY = 71
_TOO_DEEP = 72
_BROKEN = 70
_GRACE = 2.0
"""Seconds after its time in which a process must have ended by itself."""


def apart(path: str, work: Callable[[], bytes], limits: Limits) -> bytes | Failed:
    """What `work` gives, or why it gave nothing.

    The process is a fork: it knows what this one knows, imports what `work` imports, and writes nowhere but into a
    pipe. Its environment is empty.

    Args:
        path: the file that the work is about.
        work: must not use what it shares with this process by descriptors, such as a running git.
        limits: what it may cost.
    """
    if not hasattr(os, "fork"):
        return Failed(path, "needs a system on which processes fork")
    hears, tells = os.pipe()
    with warnings.catch_warnings():
        # As for the workers of `linter.extraction.pool`: the child takes no locks that a thread could hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os.close(hears)
        _live(work, limits, tells)
    os.close(tells)
    try:
        told = _heard(hears, limits.seconds + _GRACE)
    finally:
        os.close(hears)
        # The pipe ends with the process, so this ends those only that were given up.
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    if told is None:
        return Failed(path, limits.too_long)
    code = os.waitstatus_to_exitcode(status)
    return told if code == 0 else Failed(path, _reason(code, limits))


def _live(work: Callable[[], bytes], limits: Limits, tells: int) -> NoReturn:
    status = _BROKEN
    try:
        settle(limits.memory, None)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        view = memoryview(work())
        while view:
            view = view[os.write(tells, view) :]
        status = 0
    except MemoryError:
        status = _OUT_OF_MEMORY
    except RecursionError:
        status = _TOO_DEEP
    finally:
        # Never back into the caller's code, whatever happens: it belongs to the parent.
        os._exit(status)


def _heard(hears: int, seconds: float) -> bytes | None:
    """Everything that comes out of a pipe, or None when that takes too long."""
    end = time.monotonic() + seconds
    data = b""
    while True:
        left = end - time.monotonic()
        if left <= 0 or not select.select([hears], [], [], left)[0]:
            return None
        chunk = os.read(hears, _CHUNK)
        if not chunk:
            return data
        data += chunk


def _reason(code: int, limits: Limits) -> str:
    reasons = {
        -signal.SIGALRM: limits.too_long,
        _OUT_OF_MEMORY: limits.too_large,
        _TOO_DEEP: TOO_DEEP_REASON,
    }
    return reasons.get(code) or (f"a crash (signal {-code})" if code < 0 else f"a crash (exit code {code})")
