"""One question to one model: sent, sent again where that may help, and its reply made sense of."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

from linter.providers.model import Ask, Cause, Failure, Outcome, Reply
from linter.providers.profile import Profile
from linter.providers.protocol import Provider, Response
from linter.providers.shapes import error_of, inner_error
from linter.providers.transport import Exchange

ATTEMPTS = 3
"""The first request, and two more."""

_AGAIN = frozenset({408, 409, 429})
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
"""Seconds to wait before the second request, doubled for the third, where the server does not say how many.
As the official SDKs of Anthropic and OpenAI do it."""

_LONGEST_SHOWN = 200
_HIDDEN = "[key]"
_WORD = re.compile(r"[A-Za-z][\w.-]{1,59}")
_REQUEST_ID = re.compile(r"[\w.:-]{1,128}")


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    date: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.Random().random  # its own: whoever seeds the shared one is not disturbed


@dataclass(frozen=True, slots=True)
class Caller:
    """What stays the same from one question to the next. The key ("" for none) shows in no `repr`."""

    provider: Provider
    profile: Profile
    key: str
    exchange: Exchange
    clock: Clock = Clock()

    def __repr__(self) -> str:
        return f"Caller({self.profile!r})"

    def ask(self, ask: Ask, max_output_tokens: int, seconds: float) -> Outcome:
        """The model's answer. Takes at most `seconds`, and no longer than the profile's timeout."""
        request = self.provider.request(self.profile, ask, max_output_tokens)
        signature = self.provider.signature(self.profile, self.key) if self.key else {}
        deadline = self.clock.now() + min(seconds, self.profile.timeout)
        attempt = 1
        while True:
            response = self.exchange(request, signature, deadline - self.clock.now())
            outcome = replace(self._outcome(response), attempts=attempt)
            pause = self._pause(outcome, response, attempt)
            if pause is None or self.clock.now() + pause >= deadline:
                return outcome
            self.clock.sleep(pause)
            attempt += 1

    def _outcome(self, response: Response | Failure) -> Outcome:
        if isinstance(response, Failure):
            return response
        outcome = self._read(response)
        request_id = _request_id(response.headers) or outcome.request_id
        return _without(self.key, replace(outcome, request_id=request_id[:_LONGEST_SHOWN]))

    def _read(self, response: Response) -> Outcome:
        if response.status != 200:
            return self._failed(response)
        try:
            outcome = self.provider.reply(response.body)
        except ValueError:
            # No answer of a model's: a page of some proxy, perhaps, that comes with status 200.
            return Failure(Cause.EXHAUSTED, "garbage", "the response is not what this API answers with")
        if isinstance(outcome, Failure):
            return outcome
        if not outcome.text.strip():
            return Failure(Cause.ABSTAINED, "empty", "the reply holds no answer", outcome.usage, outcome.request_id)
        return replace(outcome, model=outcome.model[:_LONGEST_SHOWN])

    def _failed(self, response: Response) -> Failure:
        error = error_of(response.body)
        named = self.provider.failure(response.status, error)
        failure = named or _by_status(response.status, self.profile)
        return replace(failure, detail=f"{failure.detail} (status {response.status}{self._code(error)})")

    def _code(self, error: Mapping[str, object]) -> str:
        """The server's own word for the error. Its sentences are left out: they may quote the question or the key."""
        found = inner_error(error) or error
        for each in ("code", "type", "status"):
            word = found.get(each)
            if isinstance(word, str) and _WORD.fullmatch(word):
                return f", {word}"
        return ""

    def _pause(self, outcome: Outcome, response: Response | Failure, attempt: int) -> float | None:
        """Seconds to wait before the next request; None when there shall be none."""
        if isinstance(outcome, Reply) or outcome.cause is not Cause.EXHAUSTED or attempt == ATTEMPTS:
            return None
        if isinstance(response, Failure):
            named = None
            if response.reason == "timeout":
                return None
        elif not _may_again(response):
            return None
        else:
            named = retry_after(response.headers, self.clock.date())
            named = self.provider.pause(error_of(response.body)) if named is None else named
        # Never earlier than asked for; and not all at once when many wait.
        if named is not None:
            return named + self.clock.chance() * min(1.0, named / 4)
        return min(_FIRST_PAUSE * 2.0 ** (attempt - 1), _LONGEST_PAUSE) * (1 - self.clock.chance() / 4)


def _without(key: str, outcome: Outcome) -> Outcome:
    """The outcome without the key, should the server have sent it back: outcomes are stored and shown."""
    if not key:
        return outcome
    fields = ("detail", "request_id") if isinstance(outcome, Failure) else ("text", "model", "request_id")
    return replace(outcome, **{name: getattr(outcome, name).replace(key, _HIDDEN) for name in fields})


def _may_again(response: Response) -> bool:
    told = response.headers.get("x-should-retry", "").lower()
    return told != "false" and (told == "true" or response.status in _AGAIN or response.status >= 500)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that a server asks to wait, from `retry-after-ms` or `retry-after` (seconds or a date, RFC 9110).

    None when it says nothing that makes sense. `now` is in seconds since 1970.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _number(text: str | None) -> float | None:
    if text is None or not re.fullmatch(r"\d{1,12}(\.\d{1,12})?", text.strip()):
        return None
    return float(text)


def _request_id(headers: Mapping[str, str]) -> str:
    for name in ("request-id", "x-request-id"):
        value = headers.get(name, "")
        if _REQUEST_ID.fullmatch(value):
            return value
    return ""


def _by_status(status: int, profile: Profile) -> Failure:
    if 300 <= status < 400:
        return Failure(Cause.GIVE_UP, "redirect", "the server points elsewhere, and redirects are not followed")
    if status in (401, 403):
        key = f"the key in {profile.key_env}" if profile.key_env else "a request without a key"
        return Failure(Cause.GIVE_UP, "auth", f"the server does not accept {key}")
    if status == 402:
        return Failure(Cause.GIVE_UP, "spent", "the account has no credit")
    if status in (404, 405, 410):
        return Failure(Cause.GIVE_UP, "not-found", f'the server knows no model "{profile.model}", or not this path')
    if status == 413:
        return Failure(Cause.ABSTAINED, "too-long", "the question is longer than the server reads")
    if status == 429:
        return Failure(Cause.EXHAUSTED, "rate-limit", "the server is asked too often")
    if status in (503, 529):
        return Failure(Cause.EXHAUSTED, "overloaded", "the server is overloaded")
    if status >= 500 or status in _AGAIN:
        return Failure(Cause.EXHAUSTED, "server-error", "the server failed")
    return Failure(Cause.EXHAUSTED, "bad-request", "the server does not understand the request")
