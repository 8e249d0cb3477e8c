"""Judges in a run, the cases they hear, and what they said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from linter.findings import Finding, Verdict
from linter.formats.sanitise import encodable
from linter.judge.canaries import Canary
from linter.judge.deciding import AUTHOR_UNKNOWN, COMPLIANT, SAME_FAMILY, UNTRUSTED
from linter.judge.filed import Absent, Line, answer_of
from linter.judge.hearing import Hearing
from linter.judge.memory import Memory
from linter.judge.panel import Model, Policy, key_of
from linter.judge.purse import Purse
from linter.judge.questions import Question
from linter.lineage import Kinship, Relation, UnknownAuthor, relation
from linter.report import Seat

TRUSTED, MISSED, UNCHECKED = "trusted", "untrusted", "unchecked"


@dataclass(slots=True)
class Case:
    """A finding with its question; None when its files cannot be read any more."""

    finding: Finding
    question: Question | None

    @property
    def asked(self) -> Question:
        if self.question is None:
            raise ValueError("there is no question")
        return self.question


@dataclass(slots=True)
class Member:
    """A judge, how it stands to the author, and how it did on the run's canaries.

    `barred` is why it is not asked at all, in one word. One that is not `live` has answered before, in a file of
    verdicts, and says nothing else.
    """

    hearing: Hearing
    relation: Relation
    barred: str = ""
    live: bool = True
    passed: list[bool] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)
    origins: Counter[str] = field(default_factory=Counter)
    unsettled: list[str] = field(default_factory=list)

    @property
    def model(self) -> Model:
        return self.hearing.model

    def takes_part(self, question: Question) -> bool:
        """Whether it can have a say in a question."""
        return self.live or self.hearing.known(question)

    @property
    def trust(self) -> str:
        """Whether dismissals by answers that were not settled before this run may be believed."""
        if not self.canaries:
            return ""
        if not all(self.passed):
            return MISSED
        return TRUSTED if len(self.passed) == len(self.canaries) else UNCHECKED


class Said(NamedTuple):
    """A member's verdict, and whether its judge passed the canaries of the run that it is from, if that is known."""

    member: Member
    verdict: Verdict
    trust: str

    def without(self, cause: str) -> Said:
        """The same, with a cause by which it does not count."""
        return self._replace(verdict=self.verdict._replace(cause=cause))

    @property
    def counting(self) -> Verdict:
        """The verdict. A dismissal counts only when its judge was seen to answer what is known."""
        verdict = self.verdict
        if verdict.answer == COMPLIANT and not verdict.cause and (self.trust or self.member.trust) != TRUSTED:
            return verdict._replace(cause=UNTRUSTED)
        return verdict


def member_of(model: Model, policy: Policy, memory: Memory, purse: Purse) -> Member:
    """A judge as a member of a panel that follows a policy."""
    author = policy.author
    related = relation(author.lineage, model.lineage, whole=author.whole, soft=policy.soft)
    barred = ""
    if related.kind is Kinship.SAME:
        barred = SAME_FAMILY
    elif related.kind is Kinship.UNKNOWN and policy.unknown is UnknownAuthor.REFUSE:
        barred = AUTHOR_UNKNOWN
    return Member(Hearing(model, memory, purse), related, barred, live=not isinstance(model, Absent))


def lines_of(member: Member, finding: Finding, question: Question) -> list[Line]:
    """A member's answer to a question for a file of verdicts; empty where it has none that may be filed."""
    kept = member.hearing.memory.find(key_of(member.model, question.asked))
    answer = None if kept is None else answer_of(kept)
    if kept is None or answer is None:
        return []
    return [
        Line(
            path=encodable(finding.place.path),
            rule=finding.rule,
            fingerprint=finding.fingerprint,
            asked=question.asked,
            kind=member.model.kind,
            model=member.model.model,
            answered=kept.model,
            answer=answer,
        )
    ]


def seat_of(member: Member) -> Seat:
    """A member's part in the run, for the report."""
    hearing = member.hearing
    return Seat(
        name=member.model.name,
        model=member.model.model,
        kinship=str(member.relation.kind),
        why=member.relation.why,
        trust=member.trust,
        asked=member.origins["asked"],
        stored=member.origins["store"],
        filed=member.origins["file"],
        requests=hearing.requests,
        input_tokens=hearing.usage.input_tokens,
        output_tokens=hearing.usage.output_tokens,
        usd=hearing.usd,
    )
