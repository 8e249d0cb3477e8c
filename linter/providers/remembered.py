"""Which means of structured output an endpoint was seen to honour: found by `judge doctor`, kept in the user's cache.

Nothing depends on it: without it, the means that the endpoint's kind is known for is taken.
"""

from __future__ import annotations

from dataclasses import replace

from linter.cache import open_store
from linter.kept import Kept, key_of
from linter.providers.profile import Profile, Structured

_KIND = "judges"
_LIMIT = 1024 * 1024


def with_mode(profile: Profile) -> Profile:
    """The profile with the means that was found to work for it, if one was."""
    found = _kept().get(_key(profile))
    return replace(profile, structured=Structured(found)) if found in list(Structured) else profile


def keep_mode(profile: Profile, mode: Structured) -> None:
    """Remembers what works for this endpoint and model."""
    _kept().put(_key(profile), mode.value)


def _kept() -> Kept:
    return Kept(open_store(_KIND, _LIMIT, spread=1))


def _key(profile: Profile) -> str:
    return key_of(*(each.encode() for each in (profile.api, profile.base_url, profile.model, profile.version)))
