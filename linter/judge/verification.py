"""What of an answer can be checked without believing anybody: that its quote and its witness are there."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from linter.judge.answers import Answer
from linter.judge.questions import Question

_NEAR: Final = 3
"""Lines by which a judge may miscount. Small models do (measured: one in ten), and the quote is what proves it read."""

_LEAST: Final = 6
"""Letters and digits of a quote: `});` and `return x` stand everywhere and prove nothing."""

_GUTTER: Final = re.compile(r"^\s*\d+\s*\|\s?", re.MULTILINE)
_SPACE: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W_]")


def fault_in(answer: Answer, question: Question) -> str:
    """Why an answer does not count, in one machine-readable word; "" when it does.

    A violation has to name edges of the chain, of which one exercises the capability; a clearance the boundary edge
    that breaks it. Both have to quote code that was shown, where they say that it stands.
    """
    if answer.verdict == "uncertain":
        return "uncertain"
    return _quote_fault(answer, question) or _witness_fault(answer, question)


def _quote_fault(answer: Answer, question: Question) -> str:
    quote = _normal(_GUTTER.sub("", answer.quote))
    if len(_WORD.findall(quote)) < _LEAST:
        return "quote-trivial"
    if not 1 <= answer.line <= len(question.lines):
        return "quote-elsewhere"
    first = max(0, answer.line - 1 - _NEAR)
    span = quoted_lines(answer.quote)
    near = question.lines[first : answer.line + _NEAR + span - 1]
    if quote in _normal("\n".join(near)):
        return ""
    return "quote-elsewhere" if quote in _normal("\n".join(question.lines)) else "quote-not-found"


def _witness_fault(answer: Answer, question: Question) -> str:
    named = {each.strip().upper() for each in answer.witness}
    if not named or not named <= {*question.edges, *question.breaking}:
        return "witness-unknown"
    if answer.verdict == "compliant":
        return "" if named & question.breaking else "witness-no-boundary"
    return "" if named & question.sinks else "witness-no-sink"


def quoted_lines(quote: str) -> int:
    """How many lines a quote has."""
    return quote.strip("\n").count("\n") + 1


def _normal(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFC", text))
