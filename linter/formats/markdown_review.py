"""A review as Markdown: the ledger as a table, chains folded, then claims and scope."""

from __future__ import annotations

from linter.formats.markdown_text import code, fenced, fitting, inline
from linter.formats.review_wording import claim, scope_lines, spots, standing, steps, told, verdict
from linter.formats.summary import counted
from linter.formats.wording import title, where
from linter.ledger import Claimed, Review, Row, Truth

_TABLE_BUDGET, _DETAILS_BUDGET, _CLAIMS_BUDGET, _FOLLOW_UP_BUDGET = 8_000, 8_000, 8_000, 4_000
"""Characters; together with the scope's, half of what a comment may have."""


def blocks_of(review: Review) -> list[str]:
    """The blocks of a review, behind the headline."""
    blocks: list[str] = []
    if review.rows:
        rows, left = fitting([_row(each) for each in review.rows], _TABLE_BUDGET)
        blocks.append("\n".join(["| Site | Rule | Verdict | Place |", "|---|---|---|---|", *rows]))
        details, more = fitting([_details(each) for each in review.rows if each.chain or each.counts], _DETAILS_BUDGET)
        blocks += details
        if left or more:
            blocks.append(f"({counted(left, 'row')} and {counted(more, 'detail')} are left out for length)")
    if review.claims:
        claims, left = fitting([f"- {_claim(each)}" for each in review.claims], _CLAIMS_BUDGET)
        blocks += ["**Claims**", "\n".join([*claims, *([f"- {left:,} more"] if left else [])])]
    scope = scope_lines(review)
    if scope:
        blocks += ["**Scope**", "\n".join(f"- {inline(each)}" for each in scope)]
    return blocks + _follow_up(review)


def _row(row: Row) -> str:
    note = standing(row)
    what = f"{inline(verdict(row))}{' (follow-up)' if note else ''}"
    return f"| {code(row.site)} | {code(row.rule)} | {what} | {code(spots(row))} |"


def _details(row: Row) -> str:
    body = [f"{code(row.site)} {inline(told(row))}"]
    body += [f"- Not certain: {inline(each)}" for each in row.reasons]
    chain = steps(row.chain)
    body += [fenced(chain)] if chain else []
    length = f", chain of {counted(len(chain), 'step')}" if chain else ""
    return "\n\n".join([f"<details>\n<summary>{row.verdict}{length}</summary>", *body, "</details>"])


def _claim(claimed: Claimed) -> str:
    why = f": {inline(claimed.why)}" if claimed.verdict is not Truth.SUPPORTED else ""
    return f"{inline(claim(claimed))}{why}"


def _follow_up(review: Review) -> list[str]:
    found = review.follow_up
    if not found:
        return []
    lines = [f"- {code(where(each.place.path, each.place.line))} {code(title(each))}" for each in found]
    shown, left = fitting(lines, _FOLLOW_UP_BUDGET)
    more = [f"- {left:,} more"] if left else []
    return ["**Follow-up work, not held against the change**", "\n".join([*shown, *more])]
