"""What a review tells beside findings: what became of each violation, of each claim, and of the named scope.

The words are those of ARCHITECTURE.md. Named tuples, because every run has to define what few runs need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from linter.findings import Certainty, Finding, Step


class Fate(StrEnum):
    """What became of a violation of the base, as the ledger's verdict."""

    CLOSED = "closed"
    RETAINED = "retained"
    REFRAMED = "reframed"
    DELEGATED = "delegated"
    RELOCATED = "relocated"
    BYPASSED = "bypassed"
    SUPPRESSED = "suppressed"
    WEAKENED = "weakened"
    NEW = "new"


class Spot(NamedTuple):
    """A line of a file. Line 0 is the whole file."""

    path: str
    line: int


class Row(NamedTuple):
    """One violation, and what became of it.

    Args:
        site: `path#symbol`, in the base (in the head for one that is new).
        sink: what is exercised there ("npm:openai").
        framing: how the head dresses it up; "" for what is closed.
        before: where it stood in the base; None for one that is new.
        after: where the code at that site exercises the capability in the head; None for what is closed.
        chain: how the code at the site gets there.
        how: one sentence for the reader.
        reasons: why the verdict is not certain.
        counts: whether it is held against the change; what stood before, untouched and not asked for, is not.
    """

    site: str
    rule: str
    sink: str
    verdict: Fate
    framing: str
    before: Spot | None
    after: Spot | None
    chain: tuple[Step, ...]
    how: str
    reasons: tuple[str, ...] = ()
    counts: bool = True

    @property
    def certainty(self) -> Certainty:
        return Certainty.AMBIGUOUS if self.reasons else Certainty.CERTAIN


class Truth(StrEnum):
    """What the code says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


class Claimed(NamedTuple):
    """A sentence of the author's, and what the head says of it.

    `source` names the report, a commit, or the file of a comment; `chain` is the counter-evidence. `is_found` says
    that a finding of the audit tells of it already.
    """

    text: str
    source: Spot
    verdict: Truth
    kind: str
    why: str
    chain: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    is_found: bool = False


class Scope(NamedTuple):
    """What the kickoff names, what of it is missing in the head without a note, and what the change edits besides.

    `forbidden` are the edits that the kickoff forbids; `handed_over` is what a note hands over.
    """

    named: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    handed_over: tuple[str, ...] = ()


class Overall(StrEnum):
    """The answer of a review."""

    APPROVE = "APPROVE"
    REQUEST_CHANGES = "REQUEST_CHANGES"
    NEEDS_JUDGEMENT = "NEEDS_JUDGEMENT"


class Rating(StrEnum):
    """How good the work is."""

    STRONG = "STRONG"
    ADEQUATE = "ADEQUATE"
    WEAK = "WEAK"


class Delivered(StrEnum):
    """Whether all that the kickoff names is there and clean."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"


class Size(NamedTuple):
    """How large the change is."""

    files: int
    added: int
    removed: int


class Review(NamedTuple):
    """What a review adds to the report of its head.

    Args:
        base, head: commit ids, or WORKTREE or INDEX for the head.
        before, after: how many calls exercise a capability in the host, in the base and in the head.
        follow_up: open findings that stood before, untouched and outside of the named scope.
        why: what the answer rests on, one sentence each.
        delivered: whether all that the kickoff names is there and clean; unknown without one.
        author: the model that wrote the change, as the operator says; "" when nobody said.
    """

    base: str
    head: str
    rows: tuple[Row, ...]
    claims: tuple[Claimed, ...]
    scope: Scope
    overall: Overall
    rating: Rating
    before: int
    after: int
    size: Size
    follow_up: tuple[Finding, ...] = ()
    why: tuple[str, ...] = ()
    delivered: Delivered = Delivered.UNKNOWN
    author: str = ""

    def tally(self) -> Mapping[Fate, int]:
        """How many rows have each verdict; verdicts without a row are left out."""
        return {each: number for each in Fate if (number := sum(row.verdict is each for row in self.rows))}

    @property
    def held(self) -> Sequence[Row]:
        """The rows that are held against the change."""
        return [each for each in self.rows if each.counts]
