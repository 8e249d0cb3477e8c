"""`sidestep check` on a few files, as a hook runs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.model import Command, Question, Tally, Unavailable
from bench.tools import sidestep_audit
from bench.tools.programs import checkout_environment

_ALL_OPTIONS = ("--format", "json", "--exit-zero")


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one of the two samples."""

    NAME: str
    NOTE: str
    of_sdk: bool
    VERSION: tuple[str, ...] = sidestep_audit.VERSION

    def locate(self) -> tuple[str, ...] | None:
        """This checkout, in this Python."""
        return sidestep_audit.locate()

    def prepare(self, program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
        """Names the files of the sample."""
        paths = question.sdk_sample if self.of_sdk else question.sample
        if not paths:
            return Unavailable("the tree has no such file")
        argv = (*program, "check", "--root", str(question.tree), *_ALL_OPTIONS, "--", *paths)
        return Command(argv, question.tree, checkout_environment())

    def tally(self, out: bytes, err: bytes) -> Tally:
        """As for an audit."""
        return sidestep_audit.tally(out, err)


ANY_FILES = Check("check", "sidestep check on files evenly spread over the tree; few of them need parsing.", False)
SDK_FILES = Check("check-sdk", "sidestep check on files that all name an SDK, and so are all parsed.", True)
