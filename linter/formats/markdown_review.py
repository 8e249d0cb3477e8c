"""A review as Markdown: the ledger as a table, chains folded, then claims and scope."""

from __future__ import annotations

from linter.formats.markdown_text import code, fenced, fitting, inline
from linter.formats.review_wording import claim, is_standing, scope_lines, sentence, spots, steps, verdict
from linter.formats.summary import counted
from linter.ledger import Claimed, Review, Row, Truth

_TABLE_BUDGET, _DETAILS_BUDGET, _CLAIMS_BUDGET, _FOLLOW_UP_BUDGET = 8_000, 8_000, 8_000, 4_000
"""Characters; together with the scope's, half of what a comment may have."""


def blocks_of(review: Review) -> list[str]:
    """The blocks of a review, behind the headline."""
    blocks: list[str] = []
    told = [each for each in review.rows if not is_standing(each)]
    if told:
        rows, left = fitting([_row(each) for each in told], _TABLE_BUDGET)
        blocks.append("\n".join(["| Site | Rule | Verdict | Place |", "|---|---|---|---|", *rows]))
        details, more = fitting([_details(each) for each in told if each.chain or each.counts], _DETAILS_BUDGET)
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
    return f"| {code(row.site)} | {code(row.rule)} | {inline(verdict(row))} | {code(spots(row))} |"


def _details(row: Row) -> str:
    body = [f"{code(row.site)} {inline(sentence(row))}"]
    body += [f"- Not certain: {inline(each)}" for each in row.reasons]
    chain = steps(row.chain)
    body += [fenced(chain)] if chain else []
    length = f", chain of {counted(len(chain), 'step')}" if chain else ""
    return "\n\n".join([f"<details>\n<summary>{row.verdict}{length}</summary>", *body, "</details>"])


def _claim(claimed: Claimed) -> str:
    why = f": {inline(claimed.why)}" if claimed.verdict is not Truth.SUPPORTED else ""
    return f"{inline(claim(claimed))}{why}"


def _follow_up(review: Review) -> list[str]:
    """What stood before and is not held against the change."""
    lines = [f"- {code(each.site)} {inline(verdict(each))}" for each in review.rows if is_standing(each)]
    if not lines:
        return []
    shown, left = fitting(lines, _FOLLOW_UP_BUDGET)
    more = [f"- {left:,} more"] if left else []
    return ["**Stood before, untouched and not asked for: follow-up work**", "\n".join([*shown, *more])]
