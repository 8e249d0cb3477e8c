"""What is known of a session between its hooks: where it began, and the kickoff it was given.

Kept in the user's cache folder, outside of every tree. Nothing depends on it: without it, a session is taken to have
begun at the commit that is checked out.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple, Protocol


class Session(NamedTuple):
    """A session: the commit that it began at, and the text of its kickoff with the name it goes by."""

    base: str = ""
    kickoff: str = ""
    name: str = ""


class Bytes(Protocol):
    """Bytes under keys, as `linter.cache` keeps them."""

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None when nothing whole is there."""
        ...

    def put(self, key: str, data: bytes) -> None:
        """Keeps bytes under a key, if they can be kept."""
        ...


class Sessions:
    """The sessions of a host, by folder and id. Without a store, none is kept."""

    def __init__(self, host: str, store: Bytes | None) -> None:
        self._host = host
        self._store = store

    def get(self, root: str, session: str) -> Session | None:
        """What is known of a session; None when nothing is."""
        data = self._store.get(self._key(root, session)) if self._store is not None and session else None
        if data is None:
            return None
        try:
            table: Any = json.loads(data)
            return Session(str(table["base"]), str(table["kickoff"]), str(table["name"]))
        except (ValueError, TypeError, KeyError):
            return None

    def put(self, root: str, session: str, known: Session) -> None:
        """Notes what is known of a session."""
        if self._store is not None and session:
            self._store.put(self._key(root, session), json.dumps(known._asdict()).encode("ascii"))

    def _key(self, root: str, session: str) -> str:
        said = json.dumps([self._host, root, session])
        return hashlib.sha256(said.encode("ascii")).hexdigest()
