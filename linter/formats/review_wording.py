"""The words in which the formats for people tell of a review. All results are safe to print."""

from __future__ import annotations

from linter.findings import Step
from linter.formats.sanitise import flowing, visible
from linter.formats.wording import step_place, step_text, where
from linter.ledger import Claimed, Fate, Review, Row, Spot

_VIA = {Fate.DELEGATED: "via", Fate.RELOCATED: "to", Fate.BYPASSED: "by"}


def answer(review: Review) -> str:
    """What the review answers, and the sinks: `REQUEST_CHANGES (ADEQUATE): in-host sinks before 3, after 3: ...`."""
    counted = ", ".join(f"{number:,} {fate}" for fate, number in review.tally().items())
    sinks = f"in-host sinks before {review.before:,}, after {review.after:,}"
    return f"{review.overall} ({review.rating}): {sinks}{f': {counted}' if counted else ''}"


def verdict(row: Row) -> str:
    """A row's verdict, and where to: `delegated via src/assistant.ts:7`."""
    by = _VIA.get(row.verdict)
    doubt = ", not certain" if row.reasons else ""
    place = f" {by} {spot(row.after)}" if by and row.after is not None else ""
    return f"{row.verdict}{place}{doubt}"


def spot(place: Spot) -> str:
    return where(place.path, place.line)


def spots(row: Row) -> str:
    """Where a row's violation stood, and where it is: `src/a.ts:3 -> src/b.ts:7`."""
    before = spot(row.before) if row.before is not None else "not there"
    after = spot(row.after) if row.after is not None else "nowhere"
    return f"{before} -> {after}"


def sentence(row: Row) -> str:
    """What the code at a row's site does now, as a sentence."""
    return f"The code at the site {flowing(row.how)}."


def is_standing(row: Row) -> bool:
    """Whether a violation stood before and is not held against the change: it is follow-up work."""
    return not row.counts and row.verdict is not Fate.CLOSED


def steps(chain: tuple[Step, ...]) -> list[str]:
    """A chain, one numbered line a step."""
    return [f"{number}. {step_place(step)}: {step_text(step)}" for number, step in enumerate(chain, start=1)]


def claim(claimed: Claimed) -> str:
    """A claim and its verdict: `contradicted: "All call sites are migrated" (report.md:3)`."""
    return f'{claimed.verdict}: "{flowing(claimed.text)}" ({spot(claimed.source)})'


def scope_lines(review: Review) -> list[str]:
    """What there is to say of the scope, one line each."""
    kinds = (
        ("missing", review.scope.missing),
        ("handed over in writing", review.scope.handed_over),
        ("forbidden, and edited", review.scope.forbidden),
        ("edited beyond the scope", review.scope.beyond),
    )
    return [f"{kind}: {visible(', '.join(paths))}" for kind, paths in kinds if paths]
