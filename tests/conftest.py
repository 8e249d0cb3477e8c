"""What holds for every test."""

from __future__ import annotations

import random

import pytest
from hypothesis import settings
from llmock import chaos

from linter.cache import OFF, STATE_VARIABLE, VARIABLE

# A slow or busy machine must not fail a test by the clock.
settings.register_profile("sidestep", deadline=None, print_blob=True)
settings.load_profile("sidestep")

# llmock serves from a thread of this process and draws lots for each request, also for one that its test has given up
# on. Hypothesis watches the shared generator, and would take that for a strategy that is not repeatable.
setattr(chaos, "random", random.Random())  # noqa: B010 - a module is no name to assign to


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what another run remembers, or leaves something in the developer's folders."""
    monkeypatch.setenv(VARIABLE, OFF)
    monkeypatch.setenv(STATE_VARIABLE, OFF)
