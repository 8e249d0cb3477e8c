"""Each API: what is sent, and what is made of what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.providers import PROVIDERS
from linter.providers.calling import Clock
from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.opening import profile_of
from linter.providers.operator import JudgeTable, Operator
from linter.providers.profile import Profile, Structured
from linter.providers.protocol import Request, Response
from linter.providers.structure import bare, with_schema

from .chat import ANSWER, ASK, KEY, SCHEMA, judge_at


def profile(vendor: str, **fields: Any) -> Profile:
    table = {"provider": vendor, "model": "m-1", **{each.replace("_", "-"): fields[each] for each in fields}}
    return profile_of("j", Operator(judges={"j": JudgeTable.model_validate(table)}))


def sent(vendor: str, **fields: Any) -> Request:
    made = profile(vendor, **fields)
    return PROVIDERS[made.api]().request(made, ASK, 300)


def test_what_is_sent_to_anthropic() -> None:
    request = sent("anthropic", effort="low")
    assert request.url == "https://api.anthropic.com/v1/messages"
    assert request.headers == {"anthropic-version": "2026-10-21"}
    assert request.body == {
        "model": "m-1",
        "max_tokens": 300,
        "system": [{"type": "text", "text": "You judge."}],
        "messages": [{"role": "user", "content": ASK.prompt}],
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": SCHEMA}},
    }


def test_what_is_sent_to_minimax() -> None:
    request = sent("minimax")
    assert request.url == "https://api.minimax.io/anthropic/v1/messages"
    assert request.headers == {"anthropic-version": "2023-06-01"}
    assert "output_config" not in request.body
    assert request.body["tools"] == [{"name": "verdict", "description": "Gives the answer.", "input_schema": SCHEMA}]
    assert request.body["tool_choice"] == {"type": "tool", "name": "verdict", "disable_parallel_tool_use": True}


def test_what_is_sent_to_openai() -> None:
    request = sent("openai", effort="low")
    assert request.url == "https://api.openai.com/v1/responses"
    assert request.body == {
        "model": "m-1",
        "instructions": "You judge.",
        "input": ASK.prompt,
        "max_output_tokens": 300,
        "store": False,
        "text": {"format": {"type": "json_schema", "name": "verdict", "strict": True, "schema": SCHEMA}},
        "reasoning": {"effort": "low"},
    }


def test_what_is_sent_to_gemini() -> None:
    request = sent("gemini", effort="low")
    assert request.url == "https://generativelanguage.googleapis.com/v1beta/models/m-1:generateContent"
    assert request.body == {
        "systemInstruction": {"parts": [{"text": "You judge."}]},
        "contents": [{"role": "user", "parts": [{"text": ASK.prompt}]}],
        "generationConfig": {
            "maxOutputTokens": 300,
            "responseMimeType": "application/json",
            "responseJsonSchema": SCHEMA,
            "thinkingConfig": {"thinkingLevel": "LOW"},
        },
    }


@pytest.mark.parametrize(("vendor", "cap"), [("openai-chat", "max_completion_tokens"), ("ollama", "max_tokens")])
def test_what_is_sent_to_chat_completions(vendor: str, cap: str) -> None:
    request = sent(vendor)
    assert request.url.endswith("/v1/chat/completions")
    assert request.body == {
        "model": "m-1",
        "messages": [{"role": "system", "content": "You judge."}, {"role": "user", "content": ASK.prompt}],
        cap: 300,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA},
        },
    }


SAMPLING = {"temperature", "top_p", "top_k", "topP", "topK", "seed"}


@pytest.mark.parametrize("mode", Structured)
@pytest.mark.parametrize("vendor", ["anthropic", "openai", "openai-chat", "gemini"])
def test_every_mode_makes_a_request_without_sampling_and_key(vendor: str, mode: Structured) -> None:
    made = profile(vendor, structured=mode)
    request = PROVIDERS[made.api]().request(made, ASK, 300)
    text = json.dumps([request.url, request.body, request.headers])
    assert not [each for each in SAMPLING if f'"{each}"' in text]
    carries = "violation" in text
    assert carries is (mode in (Structured.JSON_SCHEMA, Structured.FORCED_TOOL))


@pytest.mark.parametrize(
    ("vendor", "header"),
    [
        ("anthropic", "x-api-key"),
        ("minimax", "authorization"),
        ("openai", "authorization"),
        ("openai-chat", "authorization"),
        ("gemini", "x-goog-api-key"),
    ],
)
def test_the_header_that_carries_the_key(vendor: str, header: str) -> None:
    made = profile(vendor)
    assert list(PROVIDERS[made.api]().signature(made, KEY)) == [header]


# --- replies -------------------------------------------------------------------------------------------

TOOL_INPUT = json.loads(ANSWER)
USAGE = Usage(100, 40, 7)


def message(*content: dict[str, Any], stop: str = "end_turn") -> dict[str, Any]:
    tokens = {
        "input_tokens": 50,
        "cache_read_input_tokens": 40,
        "cache_creation_input_tokens": 10,
        "output_tokens": 7,
    }
    return {"id": "msg_1", "model": "m-1", "content": list(content), "stop_reason": stop, "usage": tokens}


def responded(*content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    output = [{"type": "reasoning", "summary": []}, {"type": "message", "content": list(content)}]
    tokens = {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 40}, "output_tokens": 7}
    return {"id": "resp_1", "model": "m-1", "status": "completed", "output": output, "usage": tokens, **changes}


def generated(*parts: dict[str, Any], finish: str = "STOP") -> dict[str, Any]:
    tokens = {
        "promptTokenCount": 100,
        "cachedContentTokenCount": 40,
        "candidatesTokenCount": 4,
        "thoughtsTokenCount": 3,
    }
    candidate = {"content": {"role": "model", "parts": list(parts)}, "finishReason": finish}
    return {"candidates": [candidate], "usageMetadata": tokens, "modelVersion": "m-1", "responseId": "r_1"}


def chosen(message: dict[str, Any], finish: str = "stop") -> dict[str, Any]:
    tokens = {"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 40}, "completion_tokens": 7}
    return {"id": "c_1", "model": "m-1", "choices": [{"message": message, "finish_reason": finish}], "usage": tokens}


def outcome(api: str, body: Any, status: int = 200, **headers: str) -> Outcome:
    response = Response(status, headers, json.dumps(body).encode())
    clock = Clock(now=lambda: 0.0, sleep=lambda _: None)
    return judge_at("https://x.test", lambda *_: response, clock, api).ask(ASK, 60.0)


@pytest.mark.parametrize(
    ("api", "body"),
    [
        ("anthropic", message({"type": "thinking", "thinking": "hm"}, {"type": "text", "text": ANSWER})),
        ("anthropic", message({"type": "tool_use", "name": "verdict", "input": TOOL_INPUT}, stop="tool_use")),
        ("anthropic", message({"type": "text", "text": f"```json\n{ANSWER}\n```"})),
        ("openai-responses", responded({"type": "output_text", "text": ANSWER})),
        ("openai-responses", responded(output=[{"type": "function_call", "arguments": ANSWER}])),
        ("gemini", generated({"text": "hm", "thought": True}, {"text": ANSWER[:9]}, {"text": ANSWER[9:]})),
        ("gemini", generated({"functionCall": {"name": "verdict", "args": TOOL_INPUT}})),
        ("openai-chat", chosen({"content": f"<think>maybe {{}}</think>\n{ANSWER}"})),
        ("openai-chat", chosen({"content": [{"type": "text", "text": ANSWER}]})),
        ("openai-chat", chosen({"content": None, "tool_calls": [{"function": {"arguments": ANSWER}}]}, "tool_calls")),
    ],
)
def test_answers(api: str, body: Any) -> None:
    found = outcome(api, body)
    assert isinstance(found, Reply), found
    assert (found.text, found.model, found.usage) == (ANSWER, "m-1", USAGE)


FILTERED = {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 100}}
FILTERED_AT_THE_END = responded(status="incomplete", incomplete_details={"reason": "content_filter"})
FAILED = responded(status="failed", error={"code": "server_error"})


@pytest.mark.parametrize(
    ("api", "body", "reason"),
    [
        ("anthropic", message(stop="refusal"), "refusal"),
        ("anthropic", message({"type": "text", "text": "{"}, stop="max_tokens"), "truncated"),
        ("anthropic", message(stop="model_context_window_exceeded"), "truncated"),
        ("anthropic", message(), "empty"),
        ("openai-responses", responded({"type": "refusal", "refusal": "no"}), "refusal"),
        (
            "openai-responses",
            responded(status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
            "truncated",
        ),
        (
            "openai-responses",
            responded(status="incomplete", incomplete_details={"reason": "content_filter"}),
            "refusal",
        ),
        ("openai-responses", FAILED, "server-error"),
        ("openai-responses", responded(), "empty"),
        ("gemini", generated({"text": "{"}, finish="MAX_TOKENS"), "truncated"),
        ("gemini", generated(finish="SAFETY"), "refusal"),
        ("gemini", generated(finish="RECITATION"), "refusal"),
        ("gemini", generated(finish="MALFORMED_RESPONSE"), "malformed"),
        ("gemini", FILTERED, "refusal"),
        ("gemini", {}, "empty"),
        ("openai-chat", chosen({"content": "", "refusal": "no"}), "refusal"),
        ("openai-chat", chosen({"content": "{"}, "length"), "truncated"),
        ("openai-chat", chosen({"content": ""}, "content_filter"), "refusal"),
    ],
)
def test_replies_that_answer_nothing(api: str, body: Any, reason: str) -> None:
    found = outcome(api, body)
    assert isinstance(found, Failure), found
    assert found.reason == reason
    assert found.cause is (Cause.EXHAUSTED if body is FAILED else Cause.ABSTAINED)


def anthropic_error(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": "…", **more}, "request_id": "req_1"}


def google_error(status: str, *details: Any, message: str = "…") -> dict[str, Any]:
    return {"error": {"code": 429, "message": message, "status": status, "details": list(details)}}


@pytest.mark.parametrize(
    ("api", "status", "body", "cause", "reason"),
    [
        ("anthropic", 529, anthropic_error("overloaded_error"), Cause.EXHAUSTED, "overloaded"),
        ("anthropic", 429, anthropic_error("rate_limit_error"), Cause.EXHAUSTED, "rate-limit"),
        (
            "anthropic",
            429,
            anthropic_error("rate_limit_error", details={"error_code": "enforced_spend_limit_reached"}),
            Cause.GIVE_UP,
            "spent",
        ),
        ("anthropic", 401, anthropic_error("authentication_error"), Cause.GIVE_UP, "auth"),
        ("anthropic", 404, anthropic_error("not_found_error"), Cause.GIVE_UP, "not-found"),
        ("anthropic", 413, anthropic_error("request_too_large"), Cause.ABSTAINED, "too-long"),
        ("gemini", 429, google_error("RESOURCE_EXHAUSTED"), Cause.EXHAUSTED, "rate-limit"),
        ("gemini", 429, google_error("RESOURCE_EXHAUSTED", message="quota, limit: 0"), Cause.GIVE_UP, "spent"),
        (
            "gemini",
            429,
            google_error("RESOURCE_EXHAUSTED", {"violations": [{"quotaId": "RequestsPerDayPerProject"}]}),
            Cause.GIVE_UP,
            "spent",
        ),
        ("gemini", 400, google_error("INVALID_ARGUMENT", {"reason": "API_KEY_INVALID"}), Cause.GIVE_UP, "auth"),
        ("gemini", 503, google_error("UNAVAILABLE"), Cause.EXHAUSTED, "overloaded"),
    ],
)
def test_errors_in_the_apis_own_words(api: str, status: int, body: Any, cause: Cause, reason: str) -> None:
    found = outcome(api, body, status)
    assert isinstance(found, Failure)
    assert (found.cause, found.reason) == (cause, reason)


def test_google_says_in_the_body_how_long_to_wait() -> None:
    slept: list[float] = []
    clock = Clock(now=lambda: 0.0, sleep=slept.append, chance=lambda: 0.0)
    body = google_error("RESOURCE_EXHAUSTED", {"retryDelay": "3.5s"})
    response = Response(429, {}, json.dumps(body).encode())
    judge_at("https://x.test", lambda *_: response, clock, "gemini").ask(ASK, 60.0)
    assert slept == [3.5, 3.5]


# --- anything at all -----------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    "error code type message details violations choices content parts candidates output usage status text input "
    "stop_reason finishReason tool_calls function arguments model id retryDelay reason promptFeedback args".split()
)
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | _WORDS
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4), max_leaves=20
)


@given(
    api=st.sampled_from(sorted(PROVIDERS)),
    body=_JSON,
    status=st.sampled_from([200, 200, 200, 204, 400, 429, 500]),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "retry-after-ms", "x-should-retry", "request-id"]), st.text(max_size=9)
    ),
)
def test_whatever_a_server_says_there_is_one_outcome(api: str, body: Any, status: int, headers: dict[str, str]) -> None:
    found = outcome(api, body, status, **headers)
    assert isinstance(found, Reply | Failure)
    assert 1 <= found.attempts <= 3
    assert found.usage.input_tokens >= 0
    assert found.usage.output_tokens >= 0


# --- schemas -------------------------------------------------------------------------------------------


def test_the_schema_stands_in_the_prompt_whatever_the_mode() -> None:
    told = with_schema(ASK)
    assert json.loads(told.system.splitlines()[-1]) == SCHEMA
    assert told.system.startswith(ASK.system)
    assert told.prompt == ASK.prompt


def test_bounds_are_said_in_words_only() -> None:
    quote = {"type": "string", "maxLength": 200, "minLength": 1, "description": "from the code", "title": "Quote"}
    schema = {
        "title": "Verdict",
        "type": "object",
        "properties": {"quote": quote, "lines": {"type": "array", "items": {"const": 3}, "maxItems": 9}},
        "required": ["quote", "lines"],
        "additionalProperties": False,
        "$defs": {"minLength": {"type": "integer", "minimum": 0}},
    }
    assert bare(schema) == {
        "type": "object",
        "properties": {
            "quote": {"type": "string", "description": "from the code"},
            "lines": {"type": "array", "items": {"enum": [3]}},
        },
        "required": ["quote", "lines"],
        "additionalProperties": False,
        "$defs": {"minLength": {"type": "integer"}},
    }
    ask = Ask("s", "p", schema, "verdict", 10)
    assert json.loads(with_schema(ask).system.splitlines()[-1]) == schema


# --- who answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "reason"),
    [
        ("qwen3-32b-fp8", ""),
        ("a-name-that-tells-nothing", ""),
        ("", ""),
        ("/home/claude/models/qwen3-32b-q4_k_m.gguf", ""),
        ("claude-haiku-5-5", "other-model"),
        ("deepseek-r1-distill-qwen-32b", "other-model"),
    ],
)
def test_a_reply_by_another_family_than_the_judges_counts_for_nothing(answered: str, reason: str) -> None:
    body = {**chosen({"content": ANSWER}), "model": answered}
    response = Response(200, {}, json.dumps(body).encode())
    found = judge_at("https://x.test", lambda *_: response, lineage=frozenset({"alibaba"})).ask(ASK, 60.0)
    assert (found.reason if isinstance(found, Failure) else "") == reason
    assert found.usage == USAGE
