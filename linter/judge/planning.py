"""What a run would ask, and what that costs at most: told before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from linter.judge.court import Court
from linter.judge.members import Member
from linter.judge.questions import Question
from linter.providers.model import Usage

_BYTES_A_TOKEN: Final = 3.5
"""Of English and code; vendors' rules of thumb are 3 to 4."""

_ANSWER_TOKENS: Final = 150
"""An answer of five fields, as measured with small models; without thinking."""


class Share(NamedTuple):
    """What would be asked of one judge.

    Args:
        name, model: the judge.
        barred: why it would not be asked at all; "" if it would.
        questions: findings it would be asked about.
        known: findings whose answer is kept.
        canaries: questions with known answers that come on top.
        again: questions that are asked a second time if the answer clears the finding.
        tokens: a guess at what goes in and comes out.
        usd: what that costs; None where prices are not known.
        most: the most USD that it could cost, with every answer as long as allowed, asked for twice, and seen again.
    """

    name: str
    model: str
    barred: str
    questions: int
    known: int
    canaries: int
    again: int
    tokens: int
    usd: float | None
    most: float | None


class Plan(NamedTuple):
    """What a run would ask: the findings that judges may decide, and each judge's part."""

    findings: int
    ambiguous: int
    shares: tuple[Share, ...]


def plan_of(court: Court, findings: int) -> Plan:
    """The plan of a court that was not heard yet, for a report with so many findings."""
    court.prepare()
    return Plan(findings, len(court.cases), tuple(_share(court, each) for each in court.members))


def _share(court: Court, member: Member) -> Share:
    hearing = member.hearing
    cases = [] if member.barred else [each.asked for each in court.answerable]
    asked = [each for each in cases if not hearing.known(each)]
    canaries = [each.question for each in member.canaries if not hearing.known(each.question)]
    again = [each for each in asked if each.addressed]
    sent = [*asked, *canaries, *again]
    usage = _guess(sent)
    bounds = [hearing.bound(each.ask) for each in sent]
    known = [each for each in bounds if each is not None]
    return Share(
        name=member.model.name,
        model=member.model.model,
        barred=member.barred,
        questions=len(asked),
        known=len(cases) - len(asked),
        canaries=len(canaries),
        again=len(again),
        tokens=usage.input_tokens + usage.output_tokens,
        usd=member.model.cost(usage),
        most=sum(known) if len(known) == len(bounds) else None,
    )


def _guess(questions: Iterable[Question]) -> Usage:
    told = output = 0
    for each in questions:
        told += round(len((each.ask.system + each.ask.prompt).encode()) / _BYTES_A_TOKEN)
        output += _ANSWER_TOKENS
    return Usage(told, 0, output)
