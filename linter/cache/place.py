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
    home = given.get("HOME") or os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return Path(home) / ("Library/Caches" if platform == "darwin" else ".cache") / _NAME
