"""The result of one run, from which every output format is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linter.findings import Blind, Certainty, Finding, Ruling, Severity
from linter.ledger import Delivered, Overall, Review

SCHEMA_VERSION = 1
"""Version of the JSON output. Within one version, keys are only added."""


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What formats tell of a rule: its id, a one-line summary, intent in prose, and how to follow it."""

    id: str
    summary: str
    intent: str
    mend: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """A file that was not wholly read, and why."""

    path: str
    reason: str


EXCLUDED = "excluded by configuration"
"""The reason of files that the configuration leaves out."""


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What became of the listed files: every one is in exactly one of the three groups.

    `scanned` counts files read whole (parsed where they could matter); `partial` names files with syntax that
    could not be read; `skipped` names those not read at all. Files in no supported language are not listed.
    """

    scanned: int
    partial: tuple[FileOutcome, ...] = ()
    skipped: tuple[FileOutcome, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was read that was to be: files that are excluded were not."""
        return not self.partial and all(each.reason == EXCLUDED for each in self.skipped)


class Seat(NamedTuple):
    """One judge's part in a run.

    Args:
        name: how the operator calls it.
        model: what was asked for.
        kinship, why: how its families stand to the author's, in one word and in a sentence.
        trust: "trusted" when it passed the run's canaries, "untrusted" when it missed one, "unchecked" when that
            could not be told; "" when nothing was asked.
        asked, stored, filed: answers asked for in this run, and taken from the store and from a file of verdicts.
        requests: what was sent, canaries, repairs and second views included.
        input_tokens, output_tokens, usd: of these; `usd` is None where prices are not known.
    """

    name: str
    model: str
    kinship: str
    why: str
    trust: str = ""
    asked: int = 0
    stored: int = 0
    filed: int = 0
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = None


class Judging(NamedTuple):
    """What became of the findings that were put to judges: escalated = confirmed + dismissed + undecided.

    `author` names the models that wrote the code ("" for unknown); `causes` count the undecided findings by why they
    are, and are sorted.
    """

    escalated: int
    confirmed: int
    dismissed: int
    undecided: int
    author: str = ""
    seats: tuple[Seat, ...] = ()
    causes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run found, and what it could not see.

    `findings` are open; `suppressed` and `baselined` findings are counted apart and rendered by no format
    as open. `notices` are for the person at the terminal and go to stderr. `judging` is None when no judge was to
    be asked.
    """

    command: str
    findings: tuple[Finding, ...]
    files: FileAccount
    blind: tuple[Blind, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    parsed: int = field(default=0)
    review: Review | None = None
    """What became of the base's violations, for a report of `review`."""
    judging: Judging | None = None

    @property
    def confirmed(self) -> Sequence[Finding]:
        return [each for each in self.findings if each.ruling is Ruling.CONFIRMED]

    @property
    def undecided(self) -> Sequence[Finding]:
        return [each for each in self.findings if each.ruling is Ruling.UNDECIDED]

    def of(self, certainty: Certainty) -> Sequence[Finding]:
        """The open findings of one certainty."""
        return [each for each in self.findings if each.evidence.certainty is certainty]


CLEAN, FOUND, INCOMPLETE = 0, 1, 3
"""Exit codes of a finished run; 2 (usage, configuration) is `SidestepError.exit_code`."""


_ANSWERS = {Overall.APPROVE: CLEAN, Overall.REQUEST_CHANGES: FOUND, Overall.NEEDS_JUDGEMENT: INCOMPLETE}


_DELIVERED = {Delivered.DONE: CLEAN, Delivered.OPEN: FOUND, Delivered.UNKNOWN: INCOMPLETE}


def delivery_code(review: Review) -> int:
    """0 when all that the kickoff names is there and clean, 1 when it is not, 3 when that is not known."""
    return _DELIVERED[review.delivered]


def exit_code(report: Report, *, strict: bool = False) -> int:
    """0 clean, 1 confirmed findings above `info`, 3 incomplete (undecided, unread) when `strict`.

    For a review: 0 for APPROVE, 1 for REQUEST_CHANGES, 3 for NEEDS_JUDGEMENT and for what is incomplete when `strict`.
    """
    incomplete = report.undecided or not report.files.complete or report.blind
    if report.review is not None:
        answer = _ANSWERS[report.review.overall]
        return INCOMPLETE if strict and incomplete and answer == CLEAN else answer
    if any(each.severity is not Severity.INFO for each in report.confirmed):
        return FOUND
    return INCOMPLETE if strict and incomplete else CLEAN
