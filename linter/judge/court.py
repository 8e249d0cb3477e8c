"""A run's questions and judges, and what became of each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from linter.findings import Certainty, Finding, Ruling, Verdict
from linter.judge.canaries import Canary, canaries, mixed, seed_of
from linter.judge.deciding import (
    COMPLIANT,
    QUORUM,
    SAME_FAMILY,
    SECOND_VIEW,
    UNREADABLE,
    decided,
    strangers,
)
from linter.judge.filed import Line
from linter.judge.hearing import Heard
from linter.judge.members import MISSED, TRUSTED, Case, Member, Said, lines_of, member_of, seat_of
from linter.judge.memory import Memory
from linter.judge.panel import Model, Policy, key_of
from linter.judge.purse import Purse
from linter.judge.questions import Question, question_of
from linter.judge.sharing import shared_out
from linter.judge.slices import Shelf
from linter.judge.verification import fault_in
from linter.lineage import Kinship, UnknownAuthor, lineage_of
from linter.report import Judging, Report
from linter.rule import Rule
from linter.sources import Loaded, Tree


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
        self._verdicts: dict[str, list[Said]] = {}
        self._neutral: dict[str, Question | None] = {}
        self._seen_twice: set[tuple[str, str]] = set()

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
        return [each for each in self.answerable if not self._is_settled(member, each)]

    def _is_settled(self, member: Member, case: Case) -> bool:
        if not member.hearing.settled(case.asked):
            return False
        if not case.asked.addressed or member.hearing.says(case.asked) != COMPLIANT:
            return True
        second = self._second_view(case)
        return second is None or second.ask == case.asked.ask or member.hearing.settled(second)

    def _second_view(self, case: Case) -> Question | None:
        """The case's question where strings and names in the code say nothing; None when it cannot be read."""
        key = case.finding.fingerprint
        if key not in self._neutral:
            self._neutral[key] = question_of(case.finding, self._rules[case.finding.rule], self._shelf, neutral=True)
        return self._neutral[key]

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
                    lines += lines_of(each.member, case.finding, question)
        return lines

    def _asked_of(self, member: Member, case: Case) -> list[Question]:
        """A case's question, and its second view if there was one."""
        second = self._neutral.get(case.finding.fingerprint)
        seen_twice = (member.model.name, case.finding.fingerprint) in self._seen_twice
        return [case.asked, second] if seen_twice and second is not None else [case.asked]

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
            seats=tuple(map(seat_of, self.members)),
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

    def _said(self, member: Member, case: Case) -> Said:
        heard = self._heard(member, case.asked)
        member.origins[heard.origin] += 1
        verdict = self._read(member, case.asked, heard)
        if verdict.answer == COMPLIANT and not verdict.cause and case.asked.addressed:
            return self._seen_again(member, case, Said(member, verdict, heard.trust))
        return Said(member, verdict, heard.trust)

    def _heard(self, member: Member, question: Question) -> Heard:
        heard = member.hearing.hear(question)
        if heard.origin in ("store", "file") and not heard.trust:
            member.unsettled.append(heard.key)
        return heard

    def _seen_again(self, member: Member, case: Case, said: Said) -> Said:
        """What was said, if it is the same where strings and names in the code say nothing."""
        neutral = self._second_view(case)
        if neutral is None:
            return said.without(UNREADABLE)
        if neutral.ask == case.asked.ask:
            return said
        self._seen_twice.add((member.model.name, case.finding.fingerprint))
        heard = self._heard(member, neutral)
        second = self._read(member, neutral, heard)
        if second.answer == COMPLIANT and not second.cause:
            # Both have to be of runs in which the judge passed its canaries.
            return said._replace(trust=said.trust and heard.trust if said.trust in ("", TRUSTED) else said.trust)
        return said.without(SECOND_VIEW if heard.answer is not None else second.cause)

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
    members = [member_of(each, policy, memory, purse) for each in panel]
    return Court(cases, members, policy, shelf, rules)


def is_open(finding: Finding) -> bool:
    """Whether a finding may be put to a judge."""
    return finding.evidence.certainty is Certainty.AMBIGUOUS and finding.ruling is Ruling.UNDECIDED
