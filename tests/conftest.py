"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A slow or busy machine must not fail a test by the clock.
settings.register_profile("sidestep", deadline=None, print_blob=True)
settings.load_profile("sidestep")
