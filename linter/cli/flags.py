"""What the operator decides about a run of `check` or `audit`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from linter.cli.terminal import Color
from linter.errors import UsageError


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

    def __post_init__(self) -> None:
        if self.baseline is not None and self.no_baseline:
            raise UsageError("--baseline and --no-baseline exclude each other")
