"""The same audit once more, with what the last one remembered."""

from __future__ import annotations

from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_migrated

NAME = "migrated-again"
NOTE = "the same on a tree in which nothing has changed since, with a cache that the unmeasured first run filled."
VERSION = sidestep_migrated.VERSION

locate = sidestep_migrated.locate
tally = sidestep_migrated.tally


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Keeps the cache from run to run."""
    cache = {"SIDESTEP_CACHE_DIR": str(scratch / "cache")}
    return sidestep_migrated.audit(program, question.tree, scratch, cache)
