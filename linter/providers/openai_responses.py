"""OpenAI's Responses API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.openai_errors import failure
from linter.providers.profile import Profile, Structured
from linter.providers.protocol import Request
from linter.providers.shapes import Body, Count, Text, bearer, no_pause
from linter.providers.structure import bare

__all__ = ["MODES", "NAME", "failure", "pause", "reply", "request", "signature"]

NAME = "openai-responses"
MODES: tuple[Structured, ...] = tuple(Structured)

pause = no_pause
signature = bearer


def request(profile: Profile, ask: Ask, max_output_tokens: int) -> Request:
    body: dict[str, Any] = {
        "model": profile.model,
        "instructions": ask.system,
        "input": ask.prompt,
        "max_output_tokens": max_output_tokens,
        "store": False,
        **_structure(profile.structured, ask),
    }
    if profile.effort:
        body["reasoning"] = {"effort": profile.effort}
    return Request(f"{profile.base_url}/responses", body, {})


def _structure(mode: Structured, ask: Ask) -> dict[str, Any]:
    named = {"name": ask.schema_name, "strict": True}
    if mode is Structured.JSON_SCHEMA:
        return {"text": {"format": {"type": "json_schema", **named, "schema": bare(ask.schema)}}}
    if mode is Structured.FORCED_TOOL:
        tool = {"type": "function", **named, "parameters": bare(ask.schema)}
        return {"tools": [tool], "tool_choice": {"type": "function", "name": ask.schema_name}}
    if mode is Structured.JSON_OBJECT:
        return {"text": {"format": {"type": "json_object"}}}
    return {}


class _Part(Body):
    type: str
    text: Text = ""


class _Item(Body):
    type: str
    content: list[_Part] | None = None
    arguments: Text = ""


class _Cached(Body):
    cached_tokens: Count = 0


class _Tokens(Body):
    input_tokens: Count = 0
    input_tokens_details: _Cached | None = None
    output_tokens: Count = 0


class _Reason(Body):
    reason: Text = ""
    code: Text = ""


class _Response(Body):
    id: Text = ""
    model: Text = ""
    status: Text = "completed"
    error: _Reason | None = None
    incomplete_details: _Reason | None = None
    output: list[_Item]
    usage: _Tokens | None = None


def reply(body: bytes) -> Outcome:
    response = _Response.model_validate_json(body)
    usage = _usage(response.usage or _Tokens())
    if response.status != "completed":
        return _unfinished(response, usage)
    parts = list(_parts(response.output))
    if any(part.type == "refusal" for part in parts):
        return Failure(Cause.ABSTAINED, "refusal", "the model refused to answer", usage, response.id)
    called = next((item.arguments for item in response.output if item.type == "function_call"), "")
    text = called or "".join(part.text for part in parts if part.type == "output_text")
    return Reply(text, response.model, usage, response.id)


def _parts(items: list[_Item]) -> Iterator[_Part]:
    return (part for item in items if item.type == "message" for part in item.content or ())


def _unfinished(response: _Response, usage: Usage) -> Failure:
    why = (response.incomplete_details or _Reason()).reason
    if response.status == "failed":
        code = (response.error or _Reason()).code
        named = failure(200, {"error": {"code": code}})
        cause, reason, detail = (
            (named.cause, named.reason, named.detail)
            if named is not None
            else (Cause.EXHAUSTED, "server-error", "the server failed while it answered")
        )
        return Failure(cause, reason, detail, usage, response.id)
    if why == "content_filter":
        return Failure(Cause.ABSTAINED, "refusal", "the provider's filter withheld the answer", usage, response.id)
    return Failure(Cause.ABSTAINED, "truncated", "the answer was cut off before its end", usage, response.id)


def _usage(tokens: _Tokens) -> Usage:
    cached = (tokens.input_tokens_details or _Cached()).cached_tokens
    return Usage(tokens.input_tokens, cached, tokens.output_tokens)
