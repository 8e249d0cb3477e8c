"""The files that may hold a configuration."""

from __future__ import annotations

from typing import Final

OWN_FILE: Final = "sidestep.toml"
SHARED_FILE: Final = "pyproject.toml"
MAX_BYTES: Final = 256 * 1024
"""A configuration is a few kilobytes; this bounds what a hostile one can cost."""
