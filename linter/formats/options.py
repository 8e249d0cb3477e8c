"""What the caller decides about an output; everything else comes from the report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of one rendering.

    `color` allows ANSI colours and `width` is the terminal's width in columns (both: text only).
    `version` is sidestep's own, and `automation_id` names the run for SARIF consumers that keep several
    analyses of one commit apart.
    """

    color: bool
    width: int
    version: str
    automation_id: str | None = None
