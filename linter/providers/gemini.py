"""Google's generateContent, as the Gemini API serves it.

There is a newer Interactions API. For one question without a history this one is simpler, and it stores nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.profile import Profile, Structured
from linter.providers.protocol import Request
from linter.providers.shapes import Body, Count, Text, inner_error
from linter.providers.structure import bare

NAME = "gemini"
MODES: tuple[Structured, ...] = tuple(Structured)


def request(profile: Profile, ask: Ask, max_output_tokens: int) -> Request:
    generation: dict[str, Any] = {"maxOutputTokens": max_output_tokens}
    body: dict[str, Any] = {
        "systemInstruction": {"parts": [{"text": ask.system}]},
        "contents": [{"role": "user", "parts": [{"text": ask.prompt}]}],
        "generationConfig": generation,
    }
    if profile.structured in (Structured.JSON_SCHEMA, Structured.JSON_OBJECT):
        generation["responseMimeType"] = "application/json"
    if profile.structured is Structured.JSON_SCHEMA:
        generation["responseJsonSchema"] = bare(ask.schema)
    if profile.structured is Structured.FORCED_TOOL:
        tool = {"name": ask.schema_name, "description": "Gives the answer.", "parametersJsonSchema": bare(ask.schema)}
        calling = {"mode": "ANY", "allowedFunctionNames": [ask.schema_name]}
        body["tools"] = [{"functionDeclarations": [tool]}]
        body["toolConfig"] = {"functionCallingConfig": calling}
    if profile.effort:
        generation["thinkingConfig"] = {"thinkingLevel": profile.effort.upper()}
    name = quote(profile.model.removeprefix("models/"), safe="")
    return Request(f"{profile.base_url}/models/{name}:generateContent", body, {})


def signature(profile: Profile, key: str) -> Mapping[str, str]:
    return {"x-goog-api-key": key}


class _Camel(Body):
    model_config = ConfigDict(alias_generator=to_camel)


class _Call(_Camel):
    args: Mapping[str, Any] = Field(default_factory=dict)


class _Part(_Camel):
    text: Text = ""
    thought: bool = False
    function_call: _Call | None = None


class _Content(_Camel):
    parts: tuple[_Part, ...] = ()


class _Candidate(_Camel):
    content: _Content = _Content()
    finish_reason: Text = ""


class _Feedback(_Camel):
    block_reason: Text = ""


class _Tokens(_Camel):
    prompt_token_count: Count = 0
    cached_content_token_count: Count = 0
    candidates_token_count: Count = 0
    thoughts_token_count: Count = 0


class _Response(_Camel):
    candidates: tuple[_Candidate, ...] = ()
    prompt_feedback: _Feedback = _Feedback()
    usage_metadata: _Tokens | None = None
    model_version: Text = ""
    response_id: Text = ""


def reply(body: bytes) -> Outcome:
    response = _Response.model_validate_json(body)
    usage = _usage(response.usage_metadata or _Tokens())
    if not response.candidates:
        blocked = response.prompt_feedback.block_reason
        reason, detail = ("refusal", "the provider's filter refused the question") if blocked else _EMPTY
        return Failure(Cause.ABSTAINED, reason, detail, usage, response.response_id)
    candidate = response.candidates[0]
    if candidate.finish_reason not in ("STOP", ""):
        reason, detail = _ENDS.get(candidate.finish_reason, _FILTERED)
        return Failure(Cause.ABSTAINED, reason, detail, usage, response.response_id)
    return Reply("".join(_texts(candidate.content)), response.model_version, usage, response.response_id)


_EMPTY = ("empty", "the reply holds no answer")
_FILTERED = ("refusal", "the provider's filter withheld the answer")
_CUT = ("truncated", "the answer was cut off at the limit of output tokens")
_BROKEN = ("malformed", "the model's answer was of a form that its provider could not read")

_ENDS: Mapping[str, tuple[str, str]] = {
    "MAX_TOKENS": _CUT,
    "MALFORMED_FUNCTION_CALL": _BROKEN,
    "MALFORMED_RESPONSE": _BROKEN,
    "UNEXPECTED_TOOL_CALL": _BROKEN,
    "TOO_MANY_TOOL_CALLS": _BROKEN,
    "MISSING_THOUGHT_SIGNATURE": _BROKEN,
}
"""The others (SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII …) are filters."""


def _texts(content: _Content) -> Iterator[str]:
    """The arguments of the function that was called, else the text; thoughts are neither."""
    call = next((part.function_call for part in content.parts if part.function_call is not None), None)
    if call is not None:
        yield json.dumps(dict(call.args), ensure_ascii=False)
    else:
        yield from (part.text for part in content.parts if not part.thought)


def _usage(tokens: _Tokens) -> Usage:
    # Unlike elsewhere, thinking is counted apart from the answer.
    output = tokens.candidates_token_count + tokens.thoughts_token_count
    return Usage(tokens.prompt_token_count, tokens.cached_content_token_count, output)


def failure(status: int, error: Mapping[str, Any]) -> Failure | None:
    inner = inner_error(error)
    details = list(_details(inner))
    if any(each.get("reason") == "API_KEY_INVALID" for each in details):
        return Failure(Cause.GIVE_UP, "auth", "the server does not accept the key")
    # Quotas for a minute and for a day come with the same status.
    daily = any("PerDay" in str(each.get("violations")) for each in details)
    if daily or "limit: 0" in str(inner.get("message")):
        return Failure(Cause.GIVE_UP, "spent", "the account has no quota left for this model")
    if status == 400 and "exceeds the maximum number of tokens" in str(inner.get("message")):
        return Failure(Cause.ABSTAINED, "too-long", "the question is longer than the model can read")
    return None


def pause(error: Mapping[str, Any]) -> float | None:
    """Google says in the body how long to wait: `retryDelay` of google.rpc.RetryInfo, as in "34s" or "1.5s"."""
    for detail in _details(inner_error(error)):
        found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)s", str(detail.get("retryDelay")))
        if found is not None:
            return float(found[1])
    return None


def _details(inner: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    details = inner.get("details")
    return (each for each in (details if isinstance(details, list) else ()) if isinstance(each, Mapping))
