"""Whatever a judge answers, the promises hold: it can move ambiguous findings only, and nothing is lost."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from linter.findings import Certainty, Finding, Ruling
from linter.judge.panel import Limits, Policy
from linter.providers.model import Ask, Cause, Failure, Usage
from linter.report import Report

from .fakes import FakeModel, answer, edges_of, honest, is_clean, lines_of, proven
from .projects import CERTAIN, FLAGGED, MODELS, Audited, audited

RECORDS = """\
import OpenAI, { APIError } from "openai";
export const isOurs = (error: unknown) => error instanceof APIError;
export const load = (name: string) => import(name);
export const client = new OpenAI();
"""


@cache
def project() -> Audited:
    """Two certain findings, and ambiguous ones of three rules in four files."""
    files = {"src/models.ts": MODELS, "src/ask.ts": FLAGGED, "src/certain.ts": CERTAIN, "src/records.ts": RECORDS}
    found = audited({**files, "src/again.ts": MODELS.replace("names", "others")})
    assert all(each.ruling is not Ruling.DISMISSED for each in found.report.findings)
    assert {str(each.evidence.certainty) for each in found.report.findings} == {"certain", "ambiguous"}
    return found


def assert_sound(before: Report, after: Report) -> None:
    """What holds after any judge."""
    assert [each.fingerprint for each in after.findings] == [each.fingerprint for each in before.findings]
    assert [each.evidence for each in after.findings] == [each.evidence for each in before.findings]
    pairs = list(zip(before.findings, after.findings, strict=True))
    assert all(one == other for one, other in pairs if one.evidence.certainty is Certainty.CERTAIN)
    judging = after.judging
    assert judging is not None
    ambiguous = [each for each in after.findings if each.evidence.certainty is Certainty.AMBIGUOUS]
    assert judging.escalated == len(ambiguous) == judging.confirmed + judging.dismissed + judging.undecided
    assert sum(number for _, number in judging.causes) == judging.undecided
    assert all(each.cause for each in ambiguous if each.ruling is Ruling.UNDECIDED)
    for each in ambiguous:
        if each.ruling is not Ruling.UNDECIDED:
            assert_proven(each)


def assert_proven(finding: Finding) -> None:
    """A decision has receipts: a quote that stands in the file, and edges."""
    for verdict in finding.verdicts:
        assert verdict.cause == ""
        assert verdict.witness
        line = project().tree.read(verdict.path)
        assert line is not None
        assert verdict.quote.strip().splitlines()[0] in line.decode()


@st.composite
def _answers(draw: st.DrawFn, ask: Ask) -> str:
    shown = lines_of(ask)
    number = draw(st.sampled_from([*shown, 0, -1, 10**9]))
    quote = draw(
        st.sampled_from([*shown.values(), *(f"{n}| {text}" for n, text in shown.items()), "", "});", "x" * 50])
    )
    edges = draw(st.lists(st.sampled_from([*edges_of(ask), "E99", "B99", "static", "", "e1"]), max_size=4))
    verdict = draw(st.sampled_from(["violation", "compliant", "uncertain", "dismissed", "CERTAIN", ""]))
    return answer(verdict, line=number, quote=quote, witness=edges, reason=draw(st.text(max_size=300)))


_GARBAGE = st.one_of(
    st.text(max_size=200),
    st.sampled_from(["", "null", "[]", "{}", '{"verdict": "compliant"}', "[" * 100_000, '{"a":' * 10_000, "\ud800"]),
    st.builds(json.dumps, st.dictionaries(st.text(max_size=5), st.integers(), max_size=3)),
)
_FAILURES = st.builds(
    Failure,
    st.sampled_from(list(Cause)),
    st.sampled_from(["auth", "timeout", "refusal", "truncated", "huge", "garbage"]),
    st.just("it failed"),
    st.builds(Usage, st.integers(0, 5000), st.just(0), st.integers(0, 5000)),
)


@given(st.data())
def test_no_judge_can_break_a_promise(data: st.DataObject) -> None:
    """It answers each question, canaries included, with whatever an attacker would like."""

    def answering(ask: Ask) -> str | Failure:
        kind = data.draw(st.sampled_from(["answer", "proven", "honest", "garbage", "failure"]))
        if kind == "answer":
            return data.draw(_answers(ask))
        if kind == "proven":
            return proven(ask, data.draw(st.sampled_from(["violation", "compliant"])))
        if kind == "honest":
            return honest(ask)
        if kind == "garbage":
            return data.draw(_GARBAGE)
        return data.draw(_FAILURES)

    panel = [
        FakeModel(answering, name=f"m{number}", model=f"m-{number}") for number in range(data.draw(st.integers(1, 2)))
    ]
    assert_sound(project().report, project().judged(*panel))


@given(
    requests=st.integers(0, 30),
    usd=st.one_of(st.none(), st.floats(0, 0.2)),
    priced=st.booleans(),
    known=st.booleans(),
)
def test_no_limit_is_exceeded(requests: int, usd: float | None, *, priced: bool, known: bool) -> None:
    """Neither the number of requests nor the money; what is not asked is accounted for."""
    model = FakeModel(lambda ask: "no JSON" if is_clean(ask) else honest(ask), priced=known)
    after = project().judged(model, policy=Policy(limits=Limits(requests, usd, priced=priced)))
    assert_sound(project().report, after)
    assert len(model.asked) <= requests
    assert after.judging is not None
    seat = after.judging.seats[0]
    assert seat.requests == len(model.asked)
    if usd is not None and known:
        assert seat.usd is not None
        assert seat.usd <= usd
    if priced and not known:
        assert model.asked == []


def test_a_judge_that_answers_what_the_attacker_wants_clears_nothing() -> None:
    """It calls everything compliant, with proof that holds; its first canary tells."""
    after = project().judged(FakeModel(lambda ask: proven(ask, "compliant")))
    assert_sound(project().report, after)
    assert not any(each.ruling is Ruling.DISMISSED for each in after.findings)


def test_a_judge_that_cheats_on_real_questions_only_can_clear_what_is_ambiguous_and_no_more() -> None:
    """No canary shows that. What it may reach is what static analysis left open, and all of it is on record."""

    def sly(ask: Ask) -> str:
        real = "src/models.ts" in ask.prompt or "src/ask.ts" in ask.prompt
        return proven(ask, "compliant") if real else honest(ask)

    after = project().judged(FakeModel(sly))
    assert_sound(project().report, after)
    cleared = [each for each in after.findings if each.ruling is Ruling.DISMISSED]
    assert {each.place.path for each in cleared} >= {"src/models.ts", "src/ask.ts"}
    assert all(each.verdicts[0].quote for each in cleared)
