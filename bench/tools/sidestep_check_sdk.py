"""`sidestep check` where every file names an SDK."""

from __future__ import annotations

from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_check

NAME = "check-sdk"
NOTE = "`sidestep check` of files that all name an SDK, and so are all parsed."
VERSION = sidestep_check.VERSION

locate = sidestep_check.locate
tally = sidestep_check.tally


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """The same command with other files."""
    return sidestep_check.check(program, question.tree, question.sdk_sample)
