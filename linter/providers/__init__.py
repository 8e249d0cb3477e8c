"""The APIs by which models are asked: one module for each, behind a narrow protocol.

A new API is one module that satisfies `linter.providers.protocol.Provider`, and its line in `PROVIDERS`. What they
share stands beside them: sending (`transport`, the only module that imports httpx), trying again (`calling`), the
operator's choices (`profile`, `vendors`, `operator`) and prices (`pricing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from linter.providers.protocol import Provider

__all__ = ["PROVIDERS"]


def _openai_chat() -> Provider:
    from linter.providers import openai_chat

    return openai_chat


def _anthropic() -> Provider:
    from linter.providers import anthropic

    return anthropic


def _openai_responses() -> Provider:
    from linter.providers import openai_responses

    return openai_responses


def _gemini() -> Provider:
    from linter.providers import gemini

    return gemini


PROVIDERS: Final[Mapping[str, Callable[[], Provider]]] = {
    "anthropic": _anthropic,
    "openai-responses": _openai_responses,
    "openai-chat": _openai_chat,
    "gemini": _gemini,
}
"""By name, each imported when it is used: all that is imported here is paid for by commands that ask nothing."""
