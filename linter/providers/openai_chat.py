"""OpenAI's Chat Completions, which many servers speak: vLLM, llama.cpp, Ollama, LM Studio, OpenRouter …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.openai_errors import failure
from linter.providers.profile import Profile, Structured
from linter.providers.protocol import Request
from linter.providers.shapes import Body, Count, Text, bearer, no_pause
from linter.providers.structure import bare

__all__ = ["MODES", "NAME", "failure", "pause", "reply", "request", "signature"]

NAME = "openai-chat"
MODES: tuple[Structured, ...] = tuple(Structured)

pause = no_pause
signature = bearer

_OWN_VENDOR = "openai-chat"


def request(profile: Profile, ask: Ask, max_output_tokens: int) -> Request:
    body: dict[str, Any] = {
        "model": profile.model,
        "messages": [{"role": "system", "content": ask.system}, {"role": "user", "content": ask.prompt}],
        # OpenAI has renamed it; the others know the old name, and some refuse what they do not know.
        "max_completion_tokens" if profile.vendor == _OWN_VENDOR else "max_tokens": max_output_tokens,
        **_structure(profile.structured, ask),
    }
    if profile.effort:
        body["reasoning_effort"] = profile.effort
    return Request(f"{profile.base_url}/chat/completions", body, {})


def _structure(mode: Structured, ask: Ask) -> dict[str, Any]:
    if mode is Structured.JSON_SCHEMA:
        schema = {"name": ask.schema_name, "strict": True, "schema": bare(ask.schema)}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    if mode is Structured.FORCED_TOOL:
        tool = {"name": ask.schema_name, "strict": True, "parameters": bare(ask.schema)}
        choice = {"type": "function", "function": {"name": ask.schema_name}}
        return {"tools": [{"type": "function", "function": tool}], "tool_choice": choice}
    if mode is Structured.JSON_OBJECT:
        return {"response_format": {"type": "json_object"}}
    return {}


class _Function(Body):
    arguments: str


class _Call(Body):
    function: _Function


class _Part(Body):
    type: str
    text: Text = ""


class _Message(Body):
    content: str | list[_Part] | None = None
    refusal: Text = ""
    tool_calls: list[_Call] | None = None


class _Choice(Body):
    message: _Message
    finish_reason: Text = ""


class _Cached(Body):
    cached_tokens: Count = 0


class _Tokens(Body):
    prompt_tokens: Count = 0
    prompt_tokens_details: _Cached | None = None
    completion_tokens: Count = 0


class _Completion(Body):
    id: Text = ""
    model: Text = ""
    choices: list[_Choice]
    usage: _Tokens | None = None


_ENDS: Mapping[str, tuple[str, str]] = {
    "length": ("truncated", "the answer was cut off at the limit of output tokens"),
    "content_filter": ("refusal", "the provider's filter withheld the answer"),
}


def reply(body: bytes) -> Outcome:
    completion = _Completion.model_validate_json(body)
    usage = _usage(completion.usage or _Tokens())
    if not completion.choices:
        return Failure(Cause.ABSTAINED, "empty", "the reply holds no answer", usage, completion.id)
    choice = completion.choices[0]
    if choice.message.refusal:
        return Failure(Cause.ABSTAINED, "refusal", "the model refused to answer", usage, completion.id)
    if choice.finish_reason in _ENDS:
        return Failure(Cause.ABSTAINED, *_ENDS[choice.finish_reason], usage, completion.id)
    return Reply(_answer(choice.message), completion.model, usage, completion.id)


def _answer(message: _Message) -> str:
    """The arguments of the tool that was called, else the text."""
    if message.tool_calls:
        return message.tool_calls[0].function.arguments
    if isinstance(message.content, list):
        return "".join(part.text for part in message.content if part.type == "text")
    return message.content or ""


def _usage(tokens: _Tokens) -> Usage:
    details = tokens.prompt_tokens_details or _Cached()
    return Usage(tokens.prompt_tokens, details.cached_tokens, tokens.completion_tokens)
