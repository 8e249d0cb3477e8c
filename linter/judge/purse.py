"""How much of what a run may ask for is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from linter.judge.panel import Limits

QUESTIONS, MONEY, SECONDS, UNPRICED = "budget-questions", "budget-usd", "budget-seconds", "price-unknown"
"""Why a question is not asked, in machine-readable words."""


@dataclass(slots=True)
class Purse:
    """Spent from the start of a run on. `clock` gives seconds."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    requests: int = 0
    usd: float = 0.0
    _reserved: tuple[int, float] = (0, 0.0)
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = self.clock() + self.limits.seconds

    def reserve(self, usd: float) -> None:
        """Sets a request of at most so many USD apart, for later."""
        self._reserved = (self._reserved[0] + 1, self._reserved[1] + usd)

    def draw(self, usd: float) -> None:
        """Makes free what was set apart for a request."""
        self._reserved = (self._reserved[0] - 1, self._reserved[1] - usd)

    def refusal(self, requests: int, bound: float | None) -> str:
        """Why so many requests, which cost at most `bound` USD together, may not be sent; "" when they may."""
        kept, money = self._reserved
        if self.seconds_left <= 0:
            return SECONDS
        if self.requests + requests + kept > self.limits.requests:
            return QUESTIONS
        if bound is None:
            return UNPRICED if self.limits.priced else ""
        if self.limits.usd is not None and self.usd + bound + money > self.limits.usd:
            return MONEY
        return ""

    def spend(self, usd: float | None) -> None:
        """One request was sent."""
        self.requests += 1
        self.usd += usd or 0.0

    @property
    def seconds_left(self) -> float:
        return self._until - self.clock()
