"""What verdicts make of a finding. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from linter.findings import Certainty, Finding, Ruling, Verdict

VIOLATION, COMPLIANT, UNCERTAIN = "violation", "compliant", "uncertain"

DISAGREEMENT, QUORUM, UNTRUSTED, SAME_FAMILY, AUTHOR_UNKNOWN = (
    "disagreement",
    "quorum",
    "untrusted",
    "same-family",
    "author-unknown",
)
SECOND_VIEW = "second-view"
NOT_ASKED, UNREADABLE = "not-asked", "unreadable"

_WHY: Final[Mapping[str, str]] = {
    "uncertain": "the judge could not tell",
    DISAGREEMENT: "judges disagree",
    QUORUM: "the author's model is not known, and two judges of different families did not agree",
    UNTRUSTED: "a judge cleared it that missed a question whose answer is known",
    SAME_FAMILY: "author and judge are of one family",
    AUTHOR_UNKNOWN: "the author's model is not known, and then no judge shall be asked",
    SECOND_VIEW: "the judge thought otherwise when strings in the code said nothing",
    NOT_ASKED: "no judge was asked",
    UNREADABLE: "it stands in a file that is no code, or cannot be read any more",
    "budget-questions": "the limit of questions is reached",
    "budget-usd": "the limit of money is reached",
    "budget-seconds": "the limit of time is reached",
    "price-unknown": "the judge's prices are not known, and there is a limit of money",
    "quote-not-found": "the judge quoted code that is not there",
    "quote-elsewhere": "the judge quoted code that stands elsewhere",
    "quote-trivial": "the judge quoted nothing that proves anything",
    "witness-unknown": "the judge named edges that are not there",
    "witness-no-sink": "the judge named no edge that exercises the capability",
    "witness-no-boundary": "the judge named no edge that breaks the chain",
    "bad-reply": "the judge's answer is not in the shape that was asked for",
}
HONEST: Final = frozenset({UNCERTAIN, DISAGREEMENT, SECOND_VIEW})
"""Causes by which a judge did its part, and yet nothing was decided."""


def decided(finding: Finding, verdicts: Sequence[Verdict], cause: str = "") -> Finding:
    """The finding with its ruling.

    Args:
        finding: an ambiguous one. Certain ones are refused, whatever the verdicts say.
        verdicts: by all judges that were to be asked. One whose `cause` is not empty does not count.
        cause: why no judge decides it, whatever they said.

    It is decided when every judge has a verdict that counts, and all are the same.
    """
    if finding.evidence.certainty is Certainty.CERTAIN:
        raise ValueError("what is certain is never decided by a model")
    cause = cause or _cause(verdicts)
    by = ", ".join(dict.fromkeys(each.model for each in verdicts if each.answer)) or finding.by
    if cause:
        ruling, reason = Ruling.UNDECIDED, _reason(cause, verdicts)
    else:
        ruling = Ruling.CONFIRMED if verdicts[0].answer == VIOLATION else Ruling.DISMISSED
        reason = "; ".join(dict.fromkeys(each.reason for each in verdicts if each.reason)) or verdicts[0].answer
    return replace(finding, ruling=ruling, by=by, reason=reason, verdicts=tuple(verdicts), cause=cause)


def strangers(families: Sequence[Collection[str]]) -> bool:
    """Whether two of these share no family, and both are known."""
    return any(one and other and not {*one} & {*other} for one, other in combinations(families, 2))


def _cause(verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return NOT_ASKED
    failed = [each.cause for each in verdicts if each.cause]
    if failed:
        return failed[0]
    return DISAGREEMENT if len({each.answer for each in verdicts}) > 1 else ""


def _reason(cause: str, verdicts: Sequence[Verdict]) -> str:
    said = next((each.reason for each in verdicts if each.cause == cause and each.reason), "")
    why = _WHY.get(cause, "there is no answer")
    return f"{why}: {said} ({cause})" if said else f"{why} ({cause})"
