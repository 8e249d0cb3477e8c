"""What a module that speaks one API has to offer, and what goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from linter.providers.model import Ask, Failure, Outcome
from linter.providers.profile import Profile, Structured


@dataclass(frozen=True, slots=True)
class Request:
    """A request before it is signed: it holds no key, so it may be shown and stored."""

    url: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: the names of the headers are in lower case, the body is whole and decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Provider(Protocol):
    """What a module of an API offers. Its functions are pure: they send nothing and look at no clock."""

    # the name by which vendors and profiles ask for it
    NAME: str

    # the means of structured output that the API can express, the strongest first
    MODES: tuple[Structured, ...]

    # the question in the API's own shape, without sampling parameters: newer models refuse them
    def request(self, profile: Profile, ask: Ask, max_output_tokens: int) -> Request: ...

    # the headers that carry the key
    def signature(self, profile: Profile, key: str) -> Mapping[str, str]: ...

    # what a body that came with status 200 says; raises ValueError when it has another shape
    def reply(self, body: bytes) -> Outcome: ...

    # what the API's own error codes say about a failed request, `error` being its JSON body ({} for none);
    # None when they say nothing beyond the status
    def failure(self, status: int, error: Mapping[str, Any]) -> Failure | None: ...

    # the seconds that the JSON body of a failed request asks to wait; None when it says nothing of it
    def pause(self, error: Mapping[str, Any]) -> float | None: ...
