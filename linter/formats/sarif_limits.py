"""GitHub's limits for SARIF (docs.github.com, "SARIF results exceed one or more limits"), kept by cutting.

Of the limits on runs (20), locations of a result (1,000) and tags of a rule (20) we never come near.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from linter.findings import Finding, Ruling, Severity, Step

RESULTS: Final = 25_000
BYTES: Final = 10_000_000
"""GitHub counts the compressed file; we count before compression, which is never less."""
FLOW_STEPS: Final = 1_000
"""Steps of a flow that GitHub shows; it accepts 10,000."""

_RESERVE: Final = 2_000
"""Bytes kept free for the notification that tells of the cut."""
_GRAVITY: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def fitting(findings: Sequence[Finding], sizes: Sequence[int], used: int) -> list[int]:
    """Which findings fit GitHub's limits, the gravest first, as ascending indices.

    `sizes` are the bytes of their results and `used` those of the file without results. Decided go before
    undecided, errors before warnings, and then the order of `findings` counts.
    """
    room = BYTES - used - _RESERVE
    kept: list[int] = []
    for index in sorted(range(len(findings)), key=lambda each: (_gravity(findings[each]), each)):
        room -= sizes[index] + len(",")
        if room < 0 or len(kept) == RESULTS:
            break
        kept.append(index)
    return sorted(kept)


def shortened(chain: Sequence[Step]) -> Sequence[Step]:
    """The chain, without its middle when it has more steps than GitHub shows: both ends matter most."""
    half = FLOW_STEPS // 2
    return chain if len(chain) <= FLOW_STEPS else (*chain[:half], *chain[-half:])


def _gravity(finding: Finding) -> tuple[bool, int]:
    return (finding.ruling is Ruling.UNDECIDED, _GRAVITY[finding.severity])
