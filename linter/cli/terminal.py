"""The person at the terminal: results to stdout, everything else to stderr, colours and width.

Whatever comes from a repository is made visible before it is printed (see `linter.formats.sanitise`).
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import IO, Literal, Self, TypeAlias

from linter.errors import SidestepError
from linter.formats.sanitise import visible

Color: TypeAlias = Literal["auto", "always", "never"]

_WIDTH = 100
"""Columns of text that goes to no terminal, unless COLUMNS says otherwise."""

_RED = "\x1b[1;31m"
_PLAIN = "\x1b[0m"
_CLEARED = "\r\x1b[2K"
"""To the start of the line, and nothing left on it (ECMA-48)."""


def write(text: str) -> None:
    """Writes a result to stdout, as UTF-8 whatever the locale. It may have lost its reader: that is no error."""
    write_bytes(text.encode("utf-8"))


def write_bytes(data: bytes) -> None:
    """Writes these bytes to stdout as they are; see `write`."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        give_up_stdout()


def give_up_stdout() -> None:
    """Nobody reads stdout any more; what is still buffered must not fail when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def notice(text: str) -> None:
    """One line for the person, on stderr."""
    _tell(visible(text))


def fail(error: SidestepError) -> None:
    """Tells of an error that the user can mend."""
    head = f"{_RED}error:{_PLAIN}" if wants_color("auto", sys.stderr) else "error:"
    first, *rest = str(error).split("\n")
    _tell("\n".join([f"{head} {visible(first)}", *map(visible, rest)]))


def say_bug(trace: str) -> None:
    """Tells of an error that nobody but sidestep's authors can mend."""
    _tell("\n".join(map(visible, trace.rstrip("\n").split("\n"))))
    _tell("error: this is a bug in sidestep; please report it with the lines above")


def _tell(text: str) -> None:
    with suppress(BrokenPipeError):
        sys.stderr.flush()
        sys.stderr.buffer.write(f"{text}\n".encode())
        sys.stderr.buffer.flush()


def wants_color(choice: Color, stream: IO[str]) -> bool:
    """Whether to colour what goes to the stream: as chosen, else by NO_COLOR, FORCE_COLOR, else on terminals.

    The variables count when they are set and not empty (no-color.org, force-color.org).
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal that shows stdout."""
    return shutil.get_terminal_size((_WIDTH, 24)).columns


class Progress:
    """A line on a terminal that tells how far a run is, and is gone at its end. Elsewhere, nothing."""

    def __init__(self) -> None:
        self._line = Line()

    def __call__(self, stage: str, done: int, total: int) -> None:
        count = f" {done:,}/{total:,} files" if done else f" {total:,} files"
        self._line.show(f"{stage}{count}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.clear()


class Line:
    """A line on a terminal that is written again and again. Elsewhere, nothing."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def show(self, text: str) -> None:
        """Writes this instead of what stands there."""
        if self._shown:
            self._put(f"{_CLEARED}{text}")

    def clear(self) -> None:
        """Leaves nothing there."""
        if self._shown:
            self._put(_CLEARED)

    def _put(self, text: str) -> None:
        with suppress(BrokenPipeError):
            sys.stderr.write(text)
            sys.stderr.flush()
