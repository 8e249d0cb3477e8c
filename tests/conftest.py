"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from linter.cache import OFF, STATE_VARIABLE, VARIABLE

# A slow or busy machine must not fail a test by the clock.
settings.register_profile("sidestep", deadline=None, print_blob=True)
settings.load_profile("sidestep")


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what another run remembers, or leaves something in the developer's folders."""
    monkeypatch.setenv(VARIABLE, OFF)
    monkeypatch.setenv(STATE_VARIABLE, OFF)
