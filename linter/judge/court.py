"""A run's questions and judges, and what became of each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linter.findings import Certainty, Finding, Ruling, Verdict
from linter.formats.sanitise import encodable
from linter.judge.canaries import Canary, canaries, mixed, seed_of
from linter.judge.deciding import (
    AUTHOR_UNKNOWN,
    COMPLIANT,
    QUORUM,
    SAME_FAMILY,
    SECOND_VIEW,
    UNREADABLE,
    UNTRUSTED,
    decided,
    strangers,
)
from linter.judge.filed import Absent, Line, answer_of
from linter.judge.hearing import Heard, Hearing
from linter.judge.memory import Memory
from linter.judge.panel import Model, Policy, key_of
from linter.judge.purse import Purse
from linter.judge.questions import Question, question_of
from linter.judge.sharing import shared_out
from linter.judge.slices import Shelf
from linter.judge.verification import fault_in
from linter.lineage import Kinship, Relation, UnknownAuthor, lineage_of, relation
from linter.report import Judging, Report, Seat
from linter.rule import Rule
from linter.sources import Loaded, Tree

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


class _Said(NamedTuple):
    """A member's verdict, and whether its judge passed the canaries of the run that it is from, if that is known."""

    member: Member
    verdict: Verdict
    trust: str

    @property
    def counting(self) -> Verdict:
        """The verdict. A dismissal counts only when its judge was seen to answer what is known."""
        verdict = self.verdict
        if verdict.answer == COMPLIANT and not verdict.cause and (self.trust or self.member.trust) != TRUSTED:
            return verdict._replace(cause=UNTRUSTED)
        return verdict


class Court:
    """Asks the questions of a report's ambiguous findings, and rules by what is answered."""

    def __init__(
        self, cases: Sequence[Case], members: Sequence[Member], policy: Policy, shelf: Shelf, rules: Mapping[str, Rule]
    ) -> None:
        self.cases = cases
        self.members = members
        self._policy = policy
        self._shelf = shelf
        self._rules = rules
        self._verdicts: dict[str, list[_Said]] = {}
        self._second_views: dict[tuple[str, str], Question] = {}

    @property
    def sitting(self) -> list[Member]:
        """The members that may be asked."""
        return [each for each in self.members if not each.barred]

    @property
    def answerable(self) -> list[Case]:
        """The cases that have a question, in the order in which they are put."""
        return [each for each in self.cases if each.question is not None]

    def open_for(self, member: Member) -> list[Case]:
        """The cases for which a member's trust in this run matters: not answered, or not settled."""
        if not member.live:
            return []
        return [each for each in self.answerable if not member.hearing.settled(each.asked)]

    def prepare(self) -> None:
        """Makes the canaries, and sets apart what they cost."""
        for member in self.sitting:
            cases = self.open_for(member)
            if cases:
                seed = seed_of([each.asked.asked for each in cases])
                member.canaries = canaries(
                    {each.finding.rule for each in cases}, f"{seed}{member.model.name.encode().hex()}"
                )
                for each in member.canaries:
                    if not member.hearing.known(each.question):
                        member.hearing.purse.reserve(member.hearing.bound(each.question.ask) or 0.0)

    def hear(self) -> None:
        """Puts every question to every member that may be asked."""
        self.prepare()
        places = {id(each): self._places(each) for each in self.sitting}
        cases = self.answerable
        for number, case in enumerate(cases):
            for member in self.sitting:
                for canary in places[id(member)].get(case.finding.fingerprint, ()):
                    self._test(member, canary)
            self._hear_case(case)
            self._policy.told(number + 1, len(cases), sum(each.hearing.usd or 0.0 for each in self.members))
        for member in self.sitting:
            for canary in places[id(member)].get("", ()):
                self._test(member, canary)
            if member.trust in (TRUSTED, MISSED):
                member.hearing.memory.settle([*member.hearing.fresh, *member.unsettled], member.trust)

    def rulings(self) -> dict[str, Finding]:
        """Every case's finding with its ruling, by fingerprint."""
        return {each.finding.fingerprint: self._ruled(each) for each in self.cases}

    def filed(self) -> list[Line]:
        """The verdicts that decided something, or that such a one was checked by, for a file of them."""
        lines: list[Line] = []
        for case in self.answerable:
            said = self._verdicts.get(case.finding.fingerprint, ())
            for each in said if all(not each.counting.cause for each in said) else ():
                for question in self._asked_of(each.member, case):
                    lines += _line(each.member, case.finding, question)
        return lines

    def _asked_of(self, member: Member, case: Case) -> list[Question]:
        """A case's question, and its second view if there was one."""
        second = self._second_views.get((member.model.name, case.finding.fingerprint))
        return [case.asked] if second is None else [case.asked, second]

    def account(self, findings: Iterable[Finding]) -> Judging:
        """What was asked and what came of it."""
        ruled = list(findings)
        counts = Counter(each.ruling for each in ruled)
        causes = Counter(each.cause for each in ruled if each.ruling is Ruling.UNDECIDED)
        return Judging(
            escalated=len(ruled),
            confirmed=counts[Ruling.CONFIRMED],
            dismissed=counts[Ruling.DISMISSED],
            undecided=counts[Ruling.UNDECIDED],
            author=self._policy.author.shown,
            seats=tuple(map(_seat, self.members)),
            causes=tuple(sorted(causes.items())),
        )

    # --- asking ---

    def _places(self, member: Member) -> dict[str, list[Canary]]:
        """The canaries by the fingerprint of the case that they come before; "" for after the last one."""
        cases = self.open_for(member)
        if not member.canaries:
            return {}
        seed = seed_of([each.asked.asked for each in cases])
        placed: dict[str, list[Canary]] = {}
        for at, canary in zip(mixed(len(cases), seed), member.canaries, strict=True):
            before = cases[at].finding.fingerprint if at < len(cases) else ""
            placed.setdefault(before, []).append(canary)
        return placed

    def _test(self, member: Member, canary: Canary) -> None:
        hearing = member.hearing
        if not hearing.known(canary.question):
            hearing.purse.draw(hearing.bound(canary.question.ask) or 0.0)
        heard = hearing.hear(canary.question)
        if heard.answer is not None:
            right = heard.answer.verdict == canary.expected and not fault_in(heard.answer, canary.question)
            member.passed.append(right)

    def _hear_case(self, case: Case) -> None:
        said = [self._said(member, case) for member in self.sitting if member.takes_part(case.asked)]
        self._verdicts[case.finding.fingerprint] = said
        for each in said:
            keys = [key_of(each.member.model, question.asked) for question in self._asked_of(each.member, case)]
            each.member.hearing.memory.note(case.finding.fingerprint, keys)

    def _said(self, member: Member, case: Case) -> _Said:
        heard = self._heard(member, case.asked)
        member.origins[heard.origin] += 1
        verdict = self._read(member, case.asked, heard)
        if verdict.answer == COMPLIANT and not verdict.cause and case.asked.addressed:
            verdict = self._seen_again(member, case, verdict)
        return _Said(member, verdict, heard.trust)

    def _heard(self, member: Member, question: Question) -> Heard:
        heard = member.hearing.hear(question)
        if heard.origin in ("store", "file") and not heard.trust:
            member.unsettled.append(heard.key)
        return heard

    def _seen_again(self, member: Member, case: Case, verdict: Verdict) -> Verdict:
        """The verdict, if it is the same where strings and names in the code say nothing."""
        neutral = question_of(case.finding, self._rules[case.finding.rule], self._shelf, neutral=True)
        if neutral is None:
            return verdict._replace(cause=UNREADABLE)
        if neutral.ask == case.asked.ask:
            return verdict
        self._second_views[member.model.name, case.finding.fingerprint] = neutral
        heard = self._heard(member, neutral)
        second = self._read(member, neutral, heard)
        if second.answer == COMPLIANT and not second.cause:
            return verdict
        return verdict._replace(cause=SECOND_VIEW if heard.answer is not None else second.cause)

    def _read(self, member: Member, question: Question, heard: Heard) -> Verdict:
        verdict = Verdict(
            judge=member.model.name,
            model=heard.model or member.model.model,
            author=self._policy.author.shown,
            kinship=str(member.relation.kind),
            origin=heard.origin,
        )
        answer = heard.answer
        if answer is None:
            return verdict._replace(cause=heard.cause, reason=heard.detail)
        # A server may answer with another model than the one it was asked for.
        related = not self._policy.author.lineage.isdisjoint(lineage_of(verdict.model))
        shown = 1 <= answer.line <= len(question.places)
        path, line = question.places[answer.line - 1] if shown else ("", 0)
        return verdict._replace(
            answer=answer.verdict,
            cause=SAME_FAMILY if related else fault_in(answer, question),
            reason=answer.shown_reason,
            path=path,
            line=line,
            quote=answer.quote,
            witness=tuple(answer.witness),
        )

    # --- ruling ---

    def _ruled(self, case: Case) -> Finding:
        if case.question is None:
            return decided(case.finding, (), UNREADABLE)
        if not self.sitting:
            return decided(case.finding, (), self.members[0].barred if self.members else "")
        said = self._verdicts[case.finding.fingerprint]
        verdicts = [each.counting for each in said]
        finding = decided(case.finding, verdicts)
        if (
            finding.ruling is not Ruling.UNDECIDED
            and self._needs_quorum()
            and not strangers([each.member.model.lineage for each in said])
        ):
            return decided(case.finding, verdicts, QUORUM)
        return finding

    def _needs_quorum(self) -> bool:
        unknown = any(each.relation.kind is Kinship.UNKNOWN for each in self.sitting)
        return unknown and self._policy.unknown is UnknownAuthor.QUORUM


def opened(
    report: Report, tree: Tree, rules: Mapping[str, Rule], panel: Sequence[Model], policy: Policy, memory: Memory
) -> Court:
    """The court for a report's ambiguous findings (see `linter.judge.judging.judged`)."""

    def bytes_of(path: str) -> bytes | None:
        outcome = tree.load(path)
        return outcome.data if isinstance(outcome, Loaded) else None

    shelf = Shelf(bytes_of)
    purse = Purse(policy.limits)
    found = [each for each in report.findings if is_open(each)]
    ordered = shared_out(found, (lambda each: each.rule, lambda each: each.place.path))
    cases = [Case(each, question_of(each, rules[each.rule], shelf) if each.rule in rules else None) for each in ordered]
    members = [_member(each, policy, memory, purse) for each in panel]
    return Court(cases, members, policy, shelf, rules)


def is_open(finding: Finding) -> bool:
    """Whether a finding may be put to a judge."""
    return finding.evidence.certainty is Certainty.AMBIGUOUS and finding.ruling is Ruling.UNDECIDED


def _member(model: Model, policy: Policy, memory: Memory, purse: Purse) -> Member:
    author = policy.author
    related = relation(author.lineage, model.lineage, whole=author.whole, soft=policy.soft)
    barred = ""
    if related.kind is Kinship.SAME:
        barred = SAME_FAMILY
    elif related.kind is Kinship.UNKNOWN and policy.unknown is UnknownAuthor.REFUSE:
        barred = AUTHOR_UNKNOWN
    return Member(Hearing(model, memory, purse), related, barred, live=not isinstance(model, Absent))


def _line(member: Member, finding: Finding, question: Question) -> list[Line]:
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


def _seat(member: Member) -> Seat:
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
