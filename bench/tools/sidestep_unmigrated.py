"""The same audit where nothing is declared migrated: no chains are looked for."""

from __future__ import annotations

from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_audit, sidestep_migrated

NAME = "unmigrated"
NOTE = "`sidestep audit` on a copy of the tree without any configuration: no calls are followed back from sinks."
VERSION = sidestep_audit.VERSION

locate = sidestep_audit.locate
tally = sidestep_audit.tally


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Audits the copy, with an empty cache in each run."""
    return sidestep_migrated.audit(program, question.tree, scratch, {}, "")
