"""Where the cache is: what the environment says, else the platform's folder for such things."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

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
    given = os.environ if environment is None else environment
    named = given.get(VARIABLE)
    if named:
        return None if named.lower() == OFF else Path(os.path.abspath(named))
    shared = given.get("XDG_CACHE_HOME", "")
    if os.path.isabs(shared):
        return Path(shared) / _NAME
    if platform == "win32":
        local = given.get("LOCALAPPDATA", "")
        return Path(local) / _NAME / "Cache" if os.path.isabs(local) else None
    home = _home(given)
    return home / ("Library/Caches" if platform == "darwin" else ".cache") / _NAME if home is not None else None


def state_folder(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> Path | None:
    """The folder of what this user paid for and nobody else has, which need not be there yet; None for none.

    In this order: SIDESTEP_STATE_DIR (`off` for none), XDG_STATE_HOME (freedesktop.org's base directory
    specification; a relative path does not count), then `~/Library/Application Support` on macOS,
    `%LOCALAPPDATA%` on Windows and `~/.local/state` elsewhere.
    """
    given = os.environ if environment is None else environment
    named = given.get(STATE_VARIABLE)
    if named:
        return None if named.lower() == OFF else Path(os.path.abspath(named))
    shared = given.get("XDG_STATE_HOME", "")
    if os.path.isabs(shared):
        return Path(shared) / _NAME
    if platform == "win32":
        local = given.get("LOCALAPPDATA", "")
        return Path(local) / _NAME / "State" if os.path.isabs(local) else None
    home = _home(given)
    if home is None:
        return None
    return home / ("Library/Application Support" if platform == "darwin" else ".local/state") / _NAME


def _home(environment: Mapping[str, str]) -> Path | None:
    home = environment.get("HOME") or os.path.expanduser("~")
    return Path(home) if os.path.isabs(home) else None
