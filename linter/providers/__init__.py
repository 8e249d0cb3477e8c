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


PROVIDERS: Final[Mapping[str, Callable[[], Provider]]] = {
    "openai-chat": _openai_chat,
}
"""By name, each imported when it is used: all that is imported here is paid for by commands that ask nothing."""
