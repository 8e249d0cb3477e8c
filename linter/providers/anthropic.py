"""Anthropic's Messages API, which others speak too: MiniMax, Ollama, LM Studio, llama.cpp …"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.profile import Profile, Structured
from linter.providers.protocol import Request
from linter.providers.shapes import Body, Count, Text, inner_error, no_pause
from linter.providers.structure import bare

NAME = "anthropic"
MODES: tuple[Structured, ...] = (Structured.JSON_SCHEMA, Structured.FORCED_TOOL, Structured.PROMPT_ONLY)

pause = no_pause

_OWN_VENDOR = "anthropic"


def request(profile: Profile, ask: Ask, max_output_tokens: int) -> Request:
    body: dict[str, Any] = {
        "model": profile.model,
        "max_tokens": max_output_tokens,
        "system": [{"type": "text", "text": ask.system}],
        "messages": [{"role": "user", "content": ask.prompt}],
    }
    output: dict[str, Any] = {"effort": profile.effort} if profile.effort else {}
    if profile.structured is Structured.JSON_SCHEMA:
        output["format"] = {"type": "json_schema", "schema": bare(ask.schema)}
    elif profile.structured is Structured.FORCED_TOOL:
        body["tools"] = [
            {"name": ask.schema_name, "description": "Gives the answer.", "input_schema": bare(ask.schema)}
        ]
        body["tool_choice"] = {"type": "tool", "name": ask.schema_name, "disable_parallel_tool_use": True}
    if output:
        body["output_config"] = output
    headers = {"anthropic-version": profile.version} if profile.version else {}
    return Request(f"{profile.base_url}/v1/messages", body, headers)


def signature(profile: Profile, key: str) -> Mapping[str, str]:
    # The others document a bearer token, and some know nothing else.
    return {"x-api-key": key} if profile.vendor == _OWN_VENDOR else {"authorization": f"Bearer {key}"}


class _Block(Body):
    type: str
    text: Text = ""
    input: dict[str, Any] | None = None


class _Tokens(Body):
    input_tokens: Count = 0
    cache_read_input_tokens: Count = 0
    cache_creation_input_tokens: Count = 0
    output_tokens: Count = 0


class _Message(Body):
    id: Text = ""
    model: Text = ""
    content: list[_Block]
    stop_reason: Text = ""
    usage: _Tokens = _Tokens()


_ENDS: Mapping[str, tuple[str, str]] = {
    "max_tokens": ("truncated", "the answer was cut off at the limit of output tokens"),
    "model_context_window_exceeded": ("truncated", "question and answer are longer than the model's memory"),
    "pause_turn": ("truncated", "the model stopped before its answer was whole"),
    "refusal": ("refusal", "the model refused to answer"),
}


def reply(body: bytes) -> Outcome:
    message = _Message.model_validate_json(body)
    usage = _usage(message.usage)
    if message.stop_reason in _ENDS:
        return Failure(Cause.ABSTAINED, *_ENDS[message.stop_reason], usage, message.id)
    return Reply(_answer(message.content), message.model, usage, message.id)


def _answer(blocks: list[_Block]) -> str:
    """The input of the tool that was called, else the text; thinking is neither."""
    for block in blocks:
        if block.type == "tool_use" and block.input is not None:
            return json.dumps(block.input, ensure_ascii=False)
    return "".join(block.text for block in blocks if block.type == "text")


def _usage(tokens: _Tokens) -> Usage:
    # `input_tokens` are only those that no cache has to do with.
    total = tokens.input_tokens + tokens.cache_read_input_tokens + tokens.cache_creation_input_tokens
    return Usage(total, tokens.cache_read_input_tokens, tokens.output_tokens)


def failure(status: int, error: Mapping[str, Any]) -> Failure | None:
    inner = inner_error(error)
    details = inner.get("details")
    code = details.get("error_code") if isinstance(details, Mapping) else None
    # They come as 429 without retry-after, and waiting does not mend them.
    if inner.get("type") == "billing_error" or code in ("enforced_spend_limit_reached", "contract_spend_limit_reached"):
        return Failure(Cause.GIVE_UP, "spent", "the account has no credit, or a limit on spending is reached")
    if str(inner.get("message", "")).lower().startswith("prompt is too long"):
        return Failure(Cause.ABSTAINED, "too-long", "the question is longer than the model can read")
    return None
