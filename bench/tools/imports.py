"""The least that any program needs which takes its arguments with typer and checks its data with pydantic."""

from __future__ import annotations

from pathlib import Path

from bench.model import Command, Question, Tally, Unavailable
from bench.tools.programs import PYTHON

NAME = "imports"
NOTE = '`python -c "import typer, pydantic"`: no work at all, in the same Python.'
VERSION: tuple[str, ...] = ("--version",)


def locate() -> tuple[str, ...] | None:
    """This Python."""
    return PYTHON


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Imports and ends."""
    return Command((*program, "-c", "import typer, pydantic"), question.tree)


def tally(out: bytes, err: bytes) -> Tally:
    """It reads no file."""
    return Tally()
