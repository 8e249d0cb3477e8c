"""What extraction takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from linter.facts import FileFacts


class Task(NamedTuple):
    """A file to read: its bytes in UTF-8 without a byte order mark; `comments` and `accesses` ask for these too.

    With `words`, its shapes are read instead of everything else (see `linter.shapes`); `spots` are then the places that
    the bodies of functions are looked into for, and without them they all are.
    """

    path: str
    data: bytes
    comments: bool
    accesses: bool = False
    words: tuple[str, ...] = ()
    spots: tuple[int, ...] | None = None


class Failed(NamedTuple):
    """A file whose facts could not be had, and why, as the end of a sentence: "took longer than 10 s"."""

    path: str
    reason: str


TOO_DEEP = "is nested too deeply"
"""The reason of a file whose syntax, or what was made of it, is deeper than a stack."""


class Limits(NamedTuple):
    """What one file may cost.

    Args:
        seconds: wall-clock time.
        memory: bytes of address space, beyond what a worker has when it starts.
    """

    seconds: float = 10.0
    memory: int = 1_500_000_000

    @property
    def too_long(self) -> str:
        """The reason of a file that took more time."""
        return f"took longer than {self.seconds:g} s"

    @property
    def too_large(self) -> str:
        """The reason of a file that needed more memory."""
        return f"needed more than {self.memory / 1e9:.2g} GB of memory"


Outcome: TypeAlias = FileFacts | Failed

Extractor: TypeAlias = Callable[[Task], FileFacts]
"""Reads one file."""


class Extracting(Protocol):
    """Reads many files with so many processes, as `extract_all` does."""

    def __call__(self, tasks: Sequence[Task], jobs: int) -> dict[str, Outcome]: ...
