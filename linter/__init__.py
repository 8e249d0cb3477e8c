"""sidestep: finds where a change went around an architecture rule instead of following it."""

from __future__ import annotations

__version__ = "0.1.0"
