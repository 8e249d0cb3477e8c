"""A review as text: the answer, the ledger, claims and scope, before the findings that are open."""

from __future__ import annotations

from collections.abc import Iterator

from linter.formats.review_wording import answer, claim, scope_lines, spots, standing, steps, told, verdict
from linter.formats.sanitise import flowing, visible
from linter.formats.summary import counted
from linter.formats.wording import title, where
from linter.ledger import Review, Row, Truth

_INDENT = "  "
_SHOWN = 20
"""Findings of follow-up work that are listed."""


def lines_of(review: Review) -> list[str]:
    """The lines of a review, the last one empty."""
    lines = [f"{answer(review)}.", ""]
    if review.rows:
        lines += ["Ledger:"]
        for row in review.rows:
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
    lines += _follow_up(review)
    return lines


def _row(row: Row) -> Iterator[str]:
    yield f"{_INDENT}{visible(row.site)}: {verdict(row)}"
    yield f"{_INDENT * 2}{visible(row.rule)}, {spots(row)}"
    yield f"{_INDENT * 2}{told(row)}"
    note = standing(row)
    if note:
        yield f"{_INDENT * 2}{note}"
    for reason in row.reasons:
        yield f"{_INDENT * 2}not certain: {flowing(reason)}"
    for step in steps(row.chain):
        yield f"{_INDENT * 3}{step}"


def _follow_up(review: Review) -> list[str]:
    if not review.follow_up:
        return []
    found = review.follow_up
    lines = [f"Follow-up work, not held against the change ({counted(len(found), 'finding')}):"]
    for each in found[:_SHOWN]:
        lines += [f"{_INDENT}{where(each.place.path, each.place.line)}: {title(each)}"]
    if len(found) > _SHOWN:
        lines += [f"{_INDENT}and {len(found) - _SHOWN:,} more"]
    return [*lines, ""]
