"""How a forked process that may die is set up: no ties with its parent, and limits that the kernel keeps."""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import signal


def settle(memory: int, complain: int | None) -> None:
    """Cuts the ties of a forked process with its parent, and sets its limits.

    Args:
        memory: bytes of address space beyond what the process has now.
        complain: the descriptor that takes the place of standard error; None for nowhere.
    """
    os.setpgid(0, 0)
    os.environ.clear()
    for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.dup2(nothing if complain is None else complain, 2)
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
