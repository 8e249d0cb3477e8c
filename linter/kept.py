"""Checked tables that are kept between runs, as JSON in a store of bytes.

Rules and configurations are parsed and checked once: both take longer than linting the files of a commit. Nothing
depends on what is kept. What is missing or does not fit is worked out again, and nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any, Protocol

from linter import __version__

_KIND = "tables"

_LIMIT = 32 * 1024 * 1024
"""Bytes on disk. The bundled rules take 60 KB."""

_LARGEST = 512 * 1024
"""Bytes of the largest table that is kept; the largest bundled one has a third of that."""


class Store(Protocol):
    """Bytes under keys, as `linter.cache` keeps them."""

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None when nothing whole is there."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keeps bytes under a key, if they can be kept."""
        ...

    def trim(self) -> None:
        """Makes room where there is too much."""
        ...


class Kept:
    """Plain data under keys of `key_of`. Without a store, nothing is kept."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store

    def get(self, key: str) -> Any:
        """What was kept; None when there is nothing."""
        data = self._store.get(key) if self._store is not None else None
        if data is None or len(data) > _LARGEST:
            return None
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keeps what JSON can say."""
        if self._store is None:
            return
        try:
            data = json.dumps(value, separators=(",", ":")).encode("ascii")
        except (TypeError, ValueError, RecursionError):
            return
        if len(data) <= _LARGEST:
            self._store.put(key, data)
            self._store.trim()


def key_of(*parts: bytes) -> str:
    """A key for all that a value is made from, this version of sidestep and of Python among it."""
    digest = hashlib.sha256(f"{__version__} {sys.implementation.cache_tag}".encode())
    for part in parts:
        digest.update(b"%d\0" % len(part))
        digest.update(part)
    return digest.hexdigest()


def kept_here() -> Kept:
    """What is kept in this user's cache folder; nothing where there shall be none."""
    from linter.cache import open_store

    # All in one folder: looking through it to make room is quick, for tables are few.
    return Kept(open_store(_KIND, _LIMIT, spread=1))
