"""What the operator decides about a run of `check` or `audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from linter.cli.terminal import Color
from linter.errors import UsageError


class JudgeFlags(NamedTuple):
    """What is said about judges; their meaning is told in `linter.cli.options`.

    `judges` holds modes ("off", "auto", "require") and names, as given.
    """

    judges: Sequence[str] = ()
    author_model: str | None = None
    unknown_author: str | None = None
    verdicts: Path | None = None
    verdicts_base: str | None = None
    max_questions: int | None = None
    max_usd: float | None = None
    max_seconds: float | None = None
    dry_run: bool = False

    def verify(self) -> None:
        """Raises UsageError when two of them exclude each other."""
        if self.verdicts_base is not None and self.verdicts is None:
            raise UsageError("--verdicts-base says nothing without --verdicts")
        if "off" in self.judges and len(self.judges) > 1:
            raise UsageError("--judge off and another --judge exclude each other")


NO_JUDGES = JudgeFlags()


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags that both commands have; their meaning is told in `linter.cli.options`.

    Raises UsageError when two of them exclude each other.
    """

    format: str | None = None
    output: Path | None = None
    color: Color = "auto"
    rules: Sequence[Path] = ()
    baseline: Path | None = None
    no_baseline: bool = False
    strict: bool = False
    exit_zero: bool = False
    jobs: int | None = None
    no_cache: bool = False
    judging: JudgeFlags = NO_JUDGES
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False

    def __post_init__(self) -> None:
        self.judging.verify()
        if self.baseline is not None and self.no_baseline:
            raise UsageError("--baseline and --no-baseline exclude each other")
        if self.unsafe_fixes and not self.fixes:
            raise UsageError("--unsafe-fixes says nothing by itself", hint="add --fix, or --diff to see them first")
        if self.fixes and self.judging != NO_JUDGES:
            raise UsageError(
                "--fix and --diff ask no judge", hint="fix first; judges then see what remains, by a run of its own"
            )
        if self.diff and self.format is not None:
            raise UsageError("--diff and --format exclude each other", hint="a diff has a format of its own")

    @property
    def fixes(self) -> bool:
        """Whether fixes are carried out, or shown."""
        return self.fix or self.diff
