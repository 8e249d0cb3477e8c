"""A judge behind Chat Completions, and what such an endpoint says."""

from __future__ import annotations

from typing import Any

from linter.providers.calling import Clock
from linter.providers.judge import Judge
from linter.providers.model import Ask
from linter.providers.opening import judge_of
from linter.providers.profile import Profile
from linter.providers.transport import Exchange, Transport

KEY = "sk-canary-7f3a9c51d0"
"""It must turn up nowhere but in the header that carries it."""
PROMPT = "prompt-canary-2b8e"

SCHEMA = {
    "type": "object",
    "properties": {"verdict": {"enum": ["violation", "compliant"]}},
    "required": ["verdict"],
    "additionalProperties": False,
}
ASK = Ask("You judge.", PROMPT, SCHEMA, "verdict", 200)
ANSWER = '{"verdict": "violation"}'


def judge_at(
    url: str, exchange: Exchange | None = None, clock: Clock | None = None, api: str = "openai-chat", **changes: Any
) -> Judge:
    """A judge at an address, with the canary for a key."""
    fields = {"name": "j", "vendor": "vllm", "api": api, "model": "m-1", "key_env": "CANARY_KEY", **changes}
    return judge_of(Profile(base_url=url, **fields), {"CANARY_KEY": KEY}, exchange or Transport(), clock)


def completion(content: str | None = ANSWER, **changes: Any) -> dict[str, Any]:
    """A body as Chat Completions answers with."""
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "model": "m-1-2026",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {
            "prompt_tokens": 100,
            "prompt_tokens_details": {"cached_tokens": 40},
            "completion_tokens": 7,
        },
        **changes,
    }
