"""What a review amounts to: which rows and findings are held against the change, the answer and the rating.

The rules are those of the tables in docs/review.md, "The answer".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.checks import sdk_reach
from linter.findings import Finding, Ruling, Severity, normalised
from linter.ledger import Delivered, Fate, Overall, Rating, Row
from linter.review.scoping import Gap, Scoping
from linter.review.side import Side
from linter.review.sites import SDK_CHECKS, TRANSPORTS
from linter.review.traced import Traced


class Held(NamedTuple):
    """What is held against a change.

    `findings` are all of them, `beside` those that stand at no site: what becomes of a site is told by its row.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    beside: tuple[Finding, ...]
    unread: tuple[str, ...]
    empty: bool
    vague: bool = False
    """Whether nothing is closed, and a kickoff says nothing that could be looked for."""


def delivered(scoping: Scoping, gaps: Sequence[Gap], head: Side, unread: Sequence[str]) -> Delivered:
    """Whether all that the kickoff names is there, and no violation is in it."""
    left = [each for each in head.sites if not each.silenced and scoping.names(each)]
    if any(not each.reasons for each in gaps) or any(not each.reasons for each in left):
        return Delivered.OPEN
    return Delivered.UNKNOWN if gaps or left or unread or not scoping.names_work else Delivered.DONE


def unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by place, each once."""
    found = {each.fingerprint: each for each in findings}
    return tuple(sorted(found.values(), key=lambda each: each.sort_key))


def touching(head: Side, changed: Collection[str]) -> list[Finding]:
    """The head's findings that are no violations at a site, and that have to do with changed files."""
    at_sites = SDK_CHECKS | TRANSPORTS | {sdk_reach.NAME}
    files = frozenset(changed)
    return [
        each
        for each in head.report.findings
        if head.check_of(each) not in at_sites
        and (each.place.path in files or any(step.place.path in files for step in each.evidence.chain))
    ]


def fresh_findings(base: Side, touched: Iterable[Finding]) -> Iterator[Finding]:
    """Those findings (claims, comments, schemas) that the base has not."""
    before = Counter(_identity(each) for each in base.report.findings)
    for each in touched:
        if before[_identity(each)] > 0:
            before[_identity(each)] -= 1
        else:
            yield each


def _identity(finding: Finding) -> tuple[str, ...]:
    """A finding without its file, which may have been renamed."""
    evidence = finding.evidence
    return (finding.rule, evidence.framing, evidence.symbol, normalised(evidence.snippet))


def reasons_of(held: Held) -> tuple[str, ...]:
    """What the answer rests on, one sentence each."""
    said: list[str] = []
    counted = Counter(each.verdict for each in held.rows if each.counts)
    said += [f"{number} {fate}" for fate, number in sorted(counted.items())]
    rules = Counter(each.rule for each in held.findings)
    said += [f"{number} of rule {rule}" for rule, number in sorted(rules.items())]
    said += [f"{path} could not be read whole" for path in held.unread]
    said += ["the change is empty: nothing was reviewed"] if held.empty else []
    said += ["the kickoff names no work that could be looked for, and nothing is closed"] if held.vague else []
    return tuple(said)


def is_held(traced: Traced, *, named: bool) -> bool:
    """Whether a violation is held against the change: what stood before, untouched and not asked for, is not."""
    if traced.fate is Fate.CLOSED or (traced.after is not None and traced.after.finding.severity is Severity.INFO):
        return False
    return traced.touched or named


def overall_of(held: Held) -> Overall:
    """The answer."""
    open_rows = [each for each in held.rows if each.counts]
    weighty = [each for each in held.beside if each.severity is not Severity.INFO]
    if any(not each.reasons for each in open_rows) or any(each.ruling is Ruling.CONFIRMED for each in weighty):
        return Overall.REQUEST_CHANGES
    if open_rows or held.unread or held.empty or held.vague or any(each.ruling is Ruling.UNDECIDED for each in weighty):
        return Overall.NEEDS_JUDGEMENT
    return Overall.APPROVE


def rating_of(overall: Overall, rows: Sequence[Row], findings: Iterable[Finding]) -> Rating:
    """How good the work is: sound throughout, in part, or not at all."""
    if overall is Overall.APPROVE:
        notes = [each for each in findings if each.severity is not Severity.INFO]
        return Rating.ADEQUATE if notes else Rating.STRONG
    if overall is Overall.NEEDS_JUDGEMENT:
        return Rating.ADEQUATE
    closed = any(each.verdict is Fate.CLOSED for each in rows)
    return Rating.ADEQUATE if closed else Rating.WEAK
