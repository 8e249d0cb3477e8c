"""Against llmock, a server that nobody here wrote: the vendors' shapes, their faults, and its verdict on the client."""

from __future__ import annotations

import pytest
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Fail, Match

from linter.providers.judge import Judge
from linter.providers.model import Ask, Cause, Failure, Reply
from linter.providers.opening import judge_of
from linter.providers.profile import Profile, Structured
from linter.providers.transport import Transport

from .chat import ANSWER, ASK, KEY

# provider's name in llmock, our API, what goes behind its base URL
APIS = {
    "anthropic": ("anthropic", "claude-haiku-5-5"),
    "openai-responses": ("openai", "gpt-6-luna"),
    "openai-chat": ("openai", "gpt-6-luna"),
    "gemini": ("gemini", "gemini-3.5-flash-lite"),
}


def judge_on(llmock: LLMock, api: str, structured: Structured = Structured.JSON_SCHEMA) -> Judge:
    provider, model = APIS[api]
    base = llmock.base_url(provider).rstrip("/")
    base += "/v1beta" if api == "gemini" else ""
    profile = Profile("j", "openai-compatible", api, model, base, "KEY", structured, version="2023-06-01", timeout=30)
    return judge_of(profile, {"KEY": KEY}, Transport())


@pytest.mark.parametrize("api", APIS)
def test_an_answer(llmock: LLMock, api: str) -> None:
    llmock.reply(ANSWER)
    outcome = judge_on(llmock, api).ask(ASK, 20.0)
    assert isinstance(outcome, Reply), outcome
    assert outcome.text == ANSWER
    assert outcome.usage.input_tokens > 0
    assert outcome.usage.output_tokens > 0
    assert KEY not in str(llmock.last_request)


@pytest.mark.parametrize("api", [each for each in APIS if each != "anthropic"])
def test_an_answer_that_the_server_makes_of_the_schema_alone(llmock: LLMock, api: str) -> None:
    outcome = judge_on(llmock, api).ask(ASK, 20.0)
    assert isinstance(outcome, Reply), outcome
    assert outcome.text.replace(" ", "") in ('{"verdict":"violation"}', '{"verdict":"compliant"}')


@pytest.mark.parametrize("api", APIS)
def test_a_forced_tool(llmock: LLMock, api: str) -> None:
    llmock.call_tool("verdict", {"verdict": "violation"})
    outcome = judge_on(llmock, api, Structured.FORCED_TOOL).ask(ASK, 20.0)
    assert isinstance(outcome, Reply), outcome
    assert outcome.text == ANSWER


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("status", [429, 500, 503, 529])
def test_faults_that_pass(llmock: LLMock, api: str, status: int) -> None:
    llmock.fail(status, times=1, retry_after=0.2 if status == 429 else None).reply(ANSWER)
    outcome = judge_on(llmock, api).ask(ASK, 20.0)
    assert isinstance(outcome, Reply), outcome
    assert outcome.attempts == 2
    llmock.assert_resilient()


@pytest.mark.parametrize("api", APIS)
def test_an_outage_is_given_up_after_three_requests(llmock: LLMock, api: str) -> None:
    llmock.outage()
    outcome = judge_on(llmock, api).ask(ASK, 20.0)
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason, outcome.attempts) == (Cause.EXHAUSTED, "overloaded", 3)
    assert len(llmock.requests) == 3


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(("status", "reason"), [(401, "auth"), (403, "auth"), (404, "not-found")])
def test_faults_that_do_not_pass(llmock: LLMock, api: str, status: int, reason: str) -> None:
    llmock.fail(status, times=None)
    outcome = judge_on(llmock, api).ask(ASK, 20.0)
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason, outcome.attempts) == (Cause.GIVE_UP, reason, 1)
    assert len(llmock.requests) == 1
    found = {each.code for each in llmock.verdict().findings}
    assert "retried_non_retryable" not in found


@pytest.mark.parametrize("api", APIS)
def test_a_question_that_is_too_long(llmock: LLMock, api: str) -> None:
    llmock.context_overflow()
    outcome = judge_on(llmock, api).ask(ASK, 20.0)
    assert isinstance(outcome, Failure)
    assert outcome.attempts == 1
    assert outcome.cause is not Cause.GIVE_UP


@pytest.mark.parametrize("api", APIS)
def test_a_slow_answer_is_not_waited_for(llmock: LLMock, api: str) -> None:
    llmock.delay(5.0)
    outcome = judge_on(llmock, api).ask(ASK, 0.5)
    assert isinstance(outcome, Failure)
    assert (outcome.cause, outcome.reason) == (Cause.EXHAUSTED, "timeout")


def test_an_overloaded_vendor_in_its_own_words(llmock: LLMock) -> None:
    llmock.add(Fail(529, times=3, match=Match(provider="anthropic")))
    outcome = judge_on(llmock, "anthropic").ask(Ask("s", "p", ASK.schema, "verdict", 50), 20.0)
    assert isinstance(outcome, Failure)
    assert "overloaded_error" in outcome.detail
