"""What makes a sentence a handoff note: it says that something is left to others, and names it or says why."""

from __future__ import annotations

import re

_LEAVES = re.compile(
    r"\b(?:hand(?:ed|ing|s)?[- ]?(?:off|over|to)|hand[- ]?off|skipp(?:ed|ing)|deferr?(?:ed|ing|s)?|postponed?|"
    r"left (?:out|undone|open|as (?:it )?(?:is|was)|for|to|unmigrated|in place)|"
    r"leav(?:e|es|ing) (?:out|for|to|\S+ (?:for|to|as))|"
    r"(?:is|are|was|were|be) not (?:done|covered|migrated|implemented|included|touched|changed|part)|"
    r"(?:did|do|does|could|can|will|would) ?n(?:o|['’])t (?:do|cover|migrate|implement|include|touch|change|be|finish)|"
    r"not (?:yet )?(?:done|covered|migrated|implemented|included|finished)|follow[- ]?ups?|"
    r"(?:out of|outside (?:the|of)?) ?scope|remains?|still (?:to|calls?|open|runs?|uses?)|"
    r"narrower|broader|blocked|separate (?:task|ticket|epic|change|pr))\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|as|until|blocked|needs?|requires?|for (?:the|a|another|later)|so that|separate|owned by|"
    r"handoff|hand-off|handed|follow-?up|ticket|issue|next|later)\b|[:(–—]|\s-\s",
    re.IGNORECASE,
)


def is_note(text: str) -> bool:
    """Whether a sentence hands something over: it says what is left, and gives a reason or says to whom."""
    return _LEAVES.search(text) is not None and _REASON.search(text) is not None
