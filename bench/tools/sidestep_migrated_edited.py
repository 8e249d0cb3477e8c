"""The same audit once more, after one file was changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_migrated
from bench.tools.programs import PYTHON

NAME = "migrated-edited"
NOTE = (
    "the same with a line added to one file, which names an SDK where one does, before each run; the cache is that of "
    "the run before."
)
VERSION = sidestep_migrated.VERSION

locate = sidestep_migrated.locate
tally = sidestep_migrated.tally

_EDIT = """
import os, sys
with open(sys.argv[1], "ab") as file:
    file.write(b"\\n")
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Adds a line to the file named, and becomes the program named after it."""


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Keeps the cache from run to run, and edits the copy."""
    edited = (*question.sdk_sample, *question.sample)[:1]
    if not edited:
        return Unavailable("the tree has no source file")
    cache = {"SIDESTEP_CACHE_DIR": str(scratch / "cache")}
    command = sidestep_migrated.audit(program, question.tree, scratch, cache)
    if isinstance(command, Unavailable):
        return command
    return replace(command, argv=(*PYTHON, "-c", _EDIT, str(command.cwd / edited[0]), *command.argv))
