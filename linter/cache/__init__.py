"""What sidestep remembers between runs: bytes under keys, in the user's cache folder, outside of any tree.

Nothing depends on it. What is missing, damaged or cannot be written costs time and is no error.
"""

from __future__ import annotations

from linter.cache.place import OFF, STATE_VARIABLE, VARIABLE, cache_folder, state_folder
from linter.cache.program import program_digest
from linter.cache.store import Store, is_ours, open_store

__all__ = [
    "OFF",
    "STATE_VARIABLE",
    "VARIABLE",
    "Store",
    "cache_folder",
    "is_ours",
    "open_store",
    "program_digest",
    "state_folder",
]
