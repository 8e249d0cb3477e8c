"""A review as text: the answer, the ledger, claims and scope, before the findings that are open."""

from __future__ import annotations

from collections.abc import Iterator

from linter.formats.review_wording import answer, claim, is_standing, scope_lines, sentence, spots, steps, verdict
from linter.formats.sanitise import flowing, visible
from linter.formats.summary import counted
from linter.ledger import Review, Row, Truth

_INDENT = "  "
_SHOWN = 20
"""Sites of follow-up work that are listed."""


def lines_of(review: Review) -> list[str]:
    """The lines of a review, the last one empty."""
    lines = [f"{answer(review)}.", ""]
    rows = [each for each in review.rows if not is_standing(each)]
    if rows:
        lines += ["Ledger:"]
        for row in rows:
            lines += _row(row)
        lines += [""]
    if review.claims:
        lines += ["Claims:"]
        for each in review.claims:
            lines += [f"{_INDENT}{claim(each)}"]
            lines += [f"{_INDENT * 2}{flowing(each.why)}"] if each.verdict is not Truth.SUPPORTED else []
            lines += [f"{_INDENT * 3}{step}" for step in steps(each.chain)]
        lines += [""]
    scope = scope_lines(review)
    if scope:
        lines += ["Scope:", *(f"{_INDENT}{each}" for each in scope), ""]
    lines += _standing(review)
    return lines


def _row(row: Row) -> Iterator[str]:
    yield f"{_INDENT}{visible(row.site)}: {verdict(row)}"
    yield f"{_INDENT * 2}{visible(row.rule)}, {spots(row)}"
    yield f"{_INDENT * 2}{sentence(row)}"
    for reason in row.reasons:
        yield f"{_INDENT * 2}not certain: {flowing(reason)}"
    for step in steps(row.chain):
        yield f"{_INDENT * 3}{step}"


def _standing(review: Review) -> list[str]:
    """What stood before and is not held against the change, a line each."""
    found = [each for each in review.rows if is_standing(each)]
    if not found:
        return []
    lines = [f"Stood before, untouched and not asked for: follow-up work ({counted(len(found), 'site')})"]
    lines += [f"{_INDENT}{visible(each.site)}: {verdict(each)}, {visible(each.sink)}" for each in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines += [f"{_INDENT}and {len(found) - _SHOWN:,} more (--format json lists all)"]
    return [*lines, ""]
