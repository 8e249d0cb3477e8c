"""What is known about endpoints, so that a judge can be named by its model alone. Data.

Sources: the vendors' documentation, the official SDKs of Anthropic, OpenAI and Google, and, for servers on this
machine, their default ports.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from linter.providers.profile import Structured


class Vendor(NamedTuple):
    """An endpoint's defaults; every one can be set anew in the operator's file.

    `base_url` is "" where nothing can be assumed, `key_env` where no key is needed, and `listed` (the name in the
    price list of genai-prices) where there are no prices.
    """

    api: str
    base_url: str
    key_env: str
    listed: str
    structured: Structured = Structured.JSON_SCHEMA
    version: str = ""


_TOOL, _OBJECT = Structured.FORCED_TOOL, Structured.JSON_OBJECT
_GOOGLE = "https://generativelanguage.googleapis.com/v1beta"

VENDORS: Final[Mapping[str, Vendor]] = {
    "anthropic": Vendor(
        "anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", "anthropic", version="2026-10-21"
    ),
    "openai": Vendor("openai-responses", "https://api.openai.com/v1", "OPENAI_API_KEY", "openai"),
    "openai-chat": Vendor("openai-chat", "https://api.openai.com/v1", "OPENAI_API_KEY", "openai"),
    "gemini": Vendor("gemini", _GOOGLE, "GEMINI_API_KEY", "google"),
    # Its list of parameters has no output_config (secondary source), and its OpenAI endpoint mixes thinking into
    # the answer.
    "minimax": Vendor(
        "anthropic", "https://api.minimax.io/anthropic", "MINIMAX_API_KEY", "minimax", _TOOL, "2023-06-01"
    ),
    "mistral": Vendor("openai-chat", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "mistral"),
    "deepseek": Vendor("openai-chat", "https://api.deepseek.com", "DEEPSEEK_API_KEY", "deepseek", _OBJECT),
    "moonshot": Vendor("openai-chat", "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY", "moonshotai", _OBJECT),
    "zhipu": Vendor("openai-chat", "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "zai", _OBJECT),
    "xai": Vendor("openai-chat", "https://api.x.ai/v1", "XAI_API_KEY", "x-ai"),
    "openrouter": Vendor("openai-chat", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "openrouter"),
    "ollama": Vendor("openai-chat", "http://127.0.0.1:11434/v1", "", ""),
    "lm-studio": Vendor("openai-chat", "http://127.0.0.1:1234/v1", "", ""),
    "llama-cpp": Vendor("openai-chat", "http://127.0.0.1:8080/v1", "", ""),
    "vllm": Vendor("openai-chat", "http://127.0.0.1:8000/v1", "", ""),
    "openai-compatible": Vendor("openai-chat", "", "", ""),
    "anthropic-compatible": Vendor("anthropic", "", "", "", _TOOL, "2023-06-01"),
}

BY_FAMILY: Final[Mapping[str, str]] = {
    "anthropic": "anthropic",
    "openai": "openai",
    "google": "gemini",
    "minimax": "minimax",
    "mistral": "mistral",
    "deepseek": "deepseek",
    "moonshot": "moonshot",
    "zhipu": "zhipu",
    "xai": "xai",
}
"""Where a model of a family is served, when nothing but its name is given."""
