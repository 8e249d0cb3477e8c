"""`sidestep audit` with the rules alone that ask what the other tools are asked: which SDKs are imported."""

from __future__ import annotations

from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_audit, sidestep_migrated
from linter import rulebook
from linter.checks import CHECKS

NAME = "sdk-rules"
NOTE = (
    "sdk-direct and sdk-dynamic alone, on a copy of the tree that switches all other rules off: the question that "
    "the other tools are asked."
)
VERSION = sidestep_audit.VERSION

locate = sidestep_audit.locate
tally = sidestep_audit.tally

_ASKED = frozenset({"sdk-direct", "sdk-dynamic"})


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Audits the copy, with an empty cache in each run."""
    rules = rulebook.load(rulebook.bundled_files(), CHECKS).rules
    off = (f'[rules.{each}]\nseverity = "off"\n' for each in sorted(rules) if each not in _ASKED)
    return sidestep_migrated.audit(program, question.tree, scratch, {}, "".join(off))
