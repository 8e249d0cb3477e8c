"""Reads one file in the current process."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from linter.extraction.model import TOO_DEEP, Extractor, Failed, Limits, Outcome, Task
from linter.facts import FileFacts
from linter.languages import BY_SUFFIX

_DEEPEST_STACK = 20_000
"""Python frames. The languages stop at 400 levels of syntax, which can take a dozen frames each."""


def extract_task(task: Task) -> FileFacts:
    """The facts of a file in the language of its suffix."""
    suffix = PurePosixPath(task.path).suffix
    if task.words:
        return BY_SUFFIX[suffix].extract_shapes(suffix, task.data, task.words, task.spots)
    return BY_SUFFIX[suffix].extract(suffix, task.data, comments=task.comments, accesses=task.accesses)


def read(task: Task, extract: Extractor, limits: Limits) -> Outcome:
    """The facts of a file. An error in reading it costs this file alone."""
    try:
        return extract(task)
    except MemoryError:
        return Failed(task.path, limits.too_large)
    except RecursionError:
        return Failed(task.path, TOO_DEEP)
    except Exception as error:
        return Failed(task.path, f"crashed the parser ({type(error).__name__})")


@contextmanager
def unhindered() -> Iterator[None]:
    """The block runs without garbage collection and with room for deep recursion.

    Facts are trees: collecting finds nothing in them, and looking takes longer than building them. What was
    built is then set aside, so that later collections do not look at it either.
    """
    collecting, depth = gc.isenabled(), sys.getrecursionlimit()
    gc.disable()
    sys.setrecursionlimit(max(depth, _DEEPEST_STACK))
    try:
        yield
    finally:
        sys.setrecursionlimit(depth)
        if collecting:
            gc.freeze()
            gc.enable()
