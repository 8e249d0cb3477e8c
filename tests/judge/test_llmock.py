"""A whole hearing against llmock, a server that nobody here wrote: questions, canaries, faults on the way."""

from __future__ import annotations

import pytest
from llmock.pytest_plugin import LLMock

from linter.findings import Ruling
from linter.judge import Author, Policy

from ..providers.chat import KEY
from ..providers.test_llmock import APIS, judge_on
from .fakes import FakeModel, answer, honest
from .projects import CERTAIN, FLAGGED, MODELS, audited

PROJECT = {"src/models.ts": MODELS, "src/ask.ts": FLAGGED, "src/certain.ts": CERTAIN}
HUMAN = Policy(Author(("human",), frozenset({"human"})))


@pytest.mark.parametrize("api", APIS)
def test_a_hearing(llmock: LLMock, api: str) -> None:
    """What an honest judge would say, in the order in which it is asked, after a server that is busy at first."""
    project = audited(PROJECT)
    judge = judge_on(llmock, api)
    rehearsal = FakeModel(honest, judge.name, judge.model, judge.kind, judge.lineage)
    expected = project.judged(rehearsal, policy=HUMAN)
    llmock.fail(429, times=1, retry_after=0.1)
    for each in rehearsal.asked:
        llmock.reply(honest(each), times=1)
    report = project.judged(judge, policy=HUMAN)
    assert [each.ruling for each in report.findings] == [each.ruling for each in expected.findings]
    assert {each.ruling for each in report.findings} == {Ruling.CONFIRMED, Ruling.DISMISSED}
    assert report.judging is not None
    (seat,) = report.judging.seats
    assert (seat.trust, seat.asked, seat.requests, seat.kinship) == ("trusted", 2, 5, "different")
    assert seat.input_tokens > 5_000
    assert KEY not in str(list(llmock.requests))
    llmock.assert_resilient()


@pytest.mark.parametrize("api", ["anthropic", "gemini"])
def test_a_server_that_is_down_decides_nothing(llmock: LLMock, api: str) -> None:
    """After three questions in vain it is not asked any more, and every finding is accounted for."""
    llmock.outage()
    report = audited(PROJECT).judged(judge_on(llmock, api), policy=HUMAN)
    assert report.judging is not None
    assert (report.judging.escalated, report.judging.undecided) == (2, 2)
    assert dict(report.judging.causes) == {"overloaded": 2}
    assert len(llmock.requests) == 3 * 3


@pytest.mark.parametrize("api", APIS)
def test_a_judge_that_cannot_tell(llmock: LLMock, api: str) -> None:
    llmock.reply(answer("uncertain"), times=None)
    report = audited(PROJECT).judged(judge_on(llmock, api), policy=HUMAN)
    assert {each.cause for each in report.findings} == {"", "uncertain"}
    assert [each.cause for each in report.findings if each.place.path == "src/certain.ts"] == [""]


@pytest.mark.parametrize("api", [each for each in APIS if each != "anthropic"])
def test_answers_made_of_the_schema_alone_decide_nothing(llmock: LLMock, api: str) -> None:
    """They have the right shape, and quote nothing that is there."""
    report = audited(PROJECT).judged(judge_on(llmock, api), policy=HUMAN)
    assert report.judging is not None
    assert report.judging.undecided == report.judging.escalated == 2
    assert {cause for cause, _ in report.judging.causes} <= {"quote-not-found", "quote-trivial", "quote-elsewhere"}
