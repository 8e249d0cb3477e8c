"""Where the cache is: what the environment says, else the platform's folder for such things."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

VARIABLE = "SIDESTEP_CACHE_DIR"
"""The environment variable that names another folder, or is `off`."""

OFF = "off"
_NAME = "sidestep"

STATE_VARIABLE = "SIDESTEP_STATE_DIR"
"""The environment variable that names another folder for what must not be lost; `off` for none."""


def cache_folder(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path | None:
    """The folder of this user's caches, which need not be there yet; None when there shall be none.

    In this order: SIDESTEP_CACHE_DIR (`off` for none), XDG_CACHE_HOME (freedesktop.org's base directory
    specification; a relative path does not count), then `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows
    and `~/.cache` elsewhere.
    """
    places = _Places(VARIABLE, "XDG_CACHE_HOME", "Library/Caches", "Cache", ".cache")
    return _folder(places, os.environ if environment is None else environment, platform)


def state_folder(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path | None:
    """The folder of what this user paid for and nobody else has, which need not be there yet; None for none.

    In this order: SIDESTEP_STATE_DIR (`off` for none), XDG_STATE_HOME (freedesktop.org's base directory
    specification; a relative path does not count), then `~/Library/Application Support` on macOS,
    `%LOCALAPPDATA%` on Windows and `~/.local/state` elsewhere.
    """
    places = _Places(STATE_VARIABLE, "XDG_STATE_HOME", "Library/Application Support", "State", ".local/state")
    return _folder(places, os.environ if environment is None else environment, platform)


class _Places(NamedTuple):
    """Where a folder of ours may be: the variables that name it, and where it is without them."""

    own: str
    shared: str
    mac: str
    windows: str
    elsewhere: str


def _folder(places: _Places, environment: Mapping[str, str], platform: str) -> Path | None:
    named = environment.get(places.own)
    if named:
        return None if named.lower() == OFF else Path(os.path.abspath(named))
    shared = environment.get(places.shared, "")
    if os.path.isabs(shared):
        return Path(shared) / _NAME
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return Path(local) / _NAME / places.windows if os.path.isabs(local) else None
    home = _home(environment)
    return home / (places.mac if platform == "darwin" else places.elsewhere) / _NAME if home is not None else None


def _home(environment: Mapping[str, str]) -> Path | None:
    home = environment.get("HOME") or os.path.expanduser("~")
    return Path(home) if os.path.isabs(home) else None
