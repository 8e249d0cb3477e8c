"""What is asked of a model, and what comes back: the same for every provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, as far as a provider has to do with it.

    Args:
        system: who the model is and how it answers; the same for many questions, so that it may be cached.
        prompt: the question itself.
        schema: JSON Schema of the answer: one object, `additionalProperties` false, every property required.
        schema_name: a name for it, where the API wants one.
        max_output_tokens: the most that the answer, thinking included, may take.
    """

    system: str
    prompt: str
    schema: Mapping[str, Any]
    schema_name: str
    max_output_tokens: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call. `input_tokens` includes what was read from a cache; `output_tokens` includes thinking."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        """The tokens of both calls."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered: the text that should be the JSON object, not validated in any way.

    `model` is the id that the server says has answered, and `request_id` the server's name for the call ("" for
    none). `attempts` counts the requests that were sent.
    """

    text: str
    model: str
    usage: Usage
    request_id: str = ""
    attempts: int = 1


class Cause(StrEnum):
    """Why there is no answer. Retries are over by then: these never ask for another one."""

    GIVE_UP = "give-up"
    """Wrong key, no credit, unknown model, refused connection: every further call would end in the same way."""
    EXHAUSTED = "exhausted"
    """Overloaded, rate-limited or broken, also after retries; the next question may fare better."""
    ABSTAINED = "abstained"
    """The model was asked and gave nothing usable: refusal, truncation, empty or too large an answer."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A call without an answer. `reason` is one short machine-readable word ("auth", "timeout", "refusal"); `detail`
    is for people and holds neither key nor prompt."""

    cause: Cause
    reason: str
    detail: str
    usage: Usage = Usage()
    request_id: str = ""
    attempts: int = 1


Outcome: TypeAlias = Reply | Failure

Asking: TypeAlias = Callable[[Ask, float], Outcome]
"""A judge that can be asked: the question, and the seconds that are left for all attempts together."""
