"""`sidestep check` of a few files, as a hook runs it."""

from __future__ import annotations

from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_audit
from bench.tools.programs import checkout_environment

NAME = "check"
NOTE = "`sidestep check` of files evenly spread over the tree; most of them need no parsing."
VERSION = sidestep_audit.VERSION

locate = sidestep_audit.locate
tally = sidestep_audit.tally


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Names the files, as a hook does."""
    return check(program, question.tree, question.sample)


def check(program: tuple[str, ...], tree: Path, paths: tuple[str, ...]) -> Command | Unavailable:
    """A check of these files of the tree."""
    if not paths:
        return Unavailable("the tree has no such file")
    argv = (*program, "check", "--root", str(tree), "--format", "json", "--exit-zero", "--", *paths)
    return Command(argv, tree, checkout_environment())
