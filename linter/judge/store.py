"""Answers that were paid for, kept between runs in one SQLite database outside of any tree.

What is acknowledged is on the disk (write-ahead log, synchronous), whoever is killed when. Processes may share it: who
asks a question holds a claim on it, which others respect as long as the process lives. A database that is damaged is
set aside, and what can be read of it is taken over. One that cannot be written is not: then the run remembers for
itself, and says so.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Self, TypeVar

from linter.cache import is_ours, state_folder
from linter.judge.memory import Brief, Kept, Memory
from linter.judge.owners import Owner, is_alive

_FILE: Final = "verdicts.sqlite3"
_DAMAGED: Final = "verdicts.damaged.sqlite3"
_LEASE: Final = 900.0
"""Seconds after which a claim ends also where its owner cannot be seen to be dead: a folder shared by machines."""

_BUSY: Final = 30.0
"""Seconds to wait for another process that writes. A write takes milliseconds."""

_PAUSE: Final = 0.05
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS answers
    (key TEXT PRIMARY KEY, content TEXT NOT NULL, trust TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS cases (fingerprint TEXT, key TEXT, PRIMARY KEY (fingerprint, key)) WITHOUT ROWID;
"""

Found = TypeVar("Found")


class Store:
    """A `Memory` on the disk.

    Args:
        folder: made if it is not there; not used when others can write into it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._brief = Brief()
        self._database: sqlite3.Connection | None = None
        self._owner: Owner | None = None
        self._open()

    @property
    def notices(self) -> list[str]:
        return self._brief.notices

    def close(self) -> None:
        """Gives back what is held open. May be called twice."""
        self._drop()
        if self._owner is not None:
            self._owner.close()
            self._owner = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what a memory does ---

    def find(self, key: str) -> Kept | None:
        return self._brief.find(key) or self._safely(lambda database: _answer(database, key), None)

    def claim(self, key: str, seconds: float) -> Kept | bool:
        until = time.monotonic() + seconds
        while True:
            found = self._brief.find(key) or self._try_to_claim(key)
            if found is not False or time.monotonic() >= until:
                return found
            time.sleep(_PAUSE)

    def _try_to_claim(self, key: str) -> Kept | bool:
        def claim(database: sqlite3.Connection) -> Kept | bool:
            return self._claimed(database, key)

        alone: Kept | bool = True
        return self._safely(claim, alone)

    def keep(self, key: str, kept: Kept) -> None:
        self._brief.keep(key, kept)

        def write(database: sqlite3.Connection) -> None:
            with _writing(database):
                _put(database, key, kept)
                database.execute("DELETE FROM claims WHERE key = ?", (key,))

        self._safely(write, None)

    def release(self, key: str) -> None:
        def write(database: sqlite3.Connection) -> None:
            with _writing(database):
                database.execute("DELETE FROM claims WHERE key = ? AND owner = ?", (key, self._name))

        self._safely(write, None)

    def settle(self, keys: Iterable[str], trust: str) -> None:
        known = list(keys)
        self._brief.settle(known, trust)

        def write(database: sqlite3.Connection) -> None:
            with _writing(database):
                for key in known:
                    found = _answer(database, key)
                    if found is not None:
                        _put(database, key, found._replace(trust=trust))

        self._safely(write, None)

    def note(self, fingerprint: str, keys: Collection[str]) -> None:
        def write(database: sqlite3.Connection) -> None:
            with _writing(database):
                rows = [(fingerprint, key) for key in keys]
                database.executemany("INSERT OR IGNORE INTO cases VALUES (?, ?)", rows)

        self._safely(write, None)

    # --- what only a store does ---

    def about(self, fingerprint: str) -> list[tuple[str, Kept]]:
        """The answers to all questions about the finding whose fingerprint begins like this, by key."""

        def read(database: sqlite3.Connection) -> list[tuple[str, Kept]]:
            rows = database.execute(
                "SELECT DISTINCT key FROM cases WHERE substr(fingerprint, 1, ?) = ? ORDER BY key",
                (len(fingerprint), fingerprint),
            )
            found = [(key, _answer(database, key)) for (key,) in rows.fetchall()]
            return [(key, kept) for key, kept in found if kept is not None]

        return self._safely(read, [])

    def everything(self) -> list[tuple[str, str, Kept]]:
        """Every answer about a finding, with the finding's fingerprint and the question's key, sorted."""

        def read(database: sqlite3.Connection) -> list[tuple[str, str, Kept]]:
            rows = database.execute("SELECT fingerprint, key FROM cases ORDER BY fingerprint, key").fetchall()
            found = [(fingerprint, key, _answer(database, key)) for fingerprint, key in rows]
            return [(fingerprint, key, kept) for fingerprint, key, kept in found if kept is not None]

        return self._safely(read, [])

    # --- the database ---

    @property
    def _name(self) -> str:
        return self._owner.name if self._owner is not None else ""

    @property
    def _owners(self) -> Path:
        return self._folder / "owners"

    def _open(self) -> None:
        try:
            if not is_ours(self._folder):
                raise PermissionError("others can write there")
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._owner = Owner(self._owners)
            self._connect()
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _connect(self) -> None:
        try:
            self._database = _connected(self._folder / _FILE)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._set_aside()
            self._database = _connected(self._folder / _FILE)

    def _safely(self, action: Callable[[sqlite3.Connection], Found], otherwise: Found) -> Found:
        """What the action gives; `otherwise` where the database cannot be used (any more)."""
        for _ in range(2):
            if self._database is None:
                return otherwise
            try:
                return action(self._database)
            except (OSError, sqlite3.Error) as error:
                if not isinstance(error, sqlite3.DatabaseError) or not _is_damage(error):
                    self._give_up(error)
                    return otherwise
                self._recover()
        return otherwise

    def _recover(self) -> None:
        """A database that turned out to be damaged is exchanged for a new one."""
        self._drop()
        try:
            self._set_aside()
            self._database = _connected(self._folder / _FILE)
            for key, kept in self._brief.kept.items():
                self.keep(key, kept)
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def _drop(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _set_aside(self) -> None:
        """Puts a damaged database away, unless another process did; only one does at a time."""
        with (self._folder / "repair.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path, aside = self._folder / _FILE, self._folder / _DAMAGED
            if _is_sound(path):
                return
            path.replace(aside)
            for each in ("-wal", "-shm"):
                with suppress(OSError):
                    path.with_name(_FILE + each).replace(aside.with_name(_DAMAGED + each))
            saved = _saved(aside, path)
        self.notices.append(
            f"the store of verdicts was damaged: {saved:,} of its answers were saved, and it was put aside as {aside}"
        )

    def _give_up(self, error: Exception) -> None:
        self._drop()
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self.notices.append(
            f"answers of judges are not kept: {self._folder} cannot be used ({why}); "
            "what is asked now has to be asked and paid for again, unless --verdicts FILE keeps it"
        )

    def _claimed(self, database: sqlite3.Connection, key: str) -> Kept | bool:
        with _writing(database):
            found = _answer(database, key)
            if found is not None:
                return found
            row = database.execute("SELECT owner, until FROM claims WHERE key = ?", (key,)).fetchone()
            if row is not None and row[0] != self._name and row[1] > time.time() and is_alive(self._owners, row[0]):
                return False
            claim = (key, self._name, time.time() + _LEASE)
            database.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?)", claim)
            return True


def open_store() -> Memory:
    """The store in the user's folder of such things; a memory for this run where there shall be none."""
    folder = state_folder()
    return Brief() if folder is None else Store(folder)


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.executescript(_SCHEMA)
        database.execute("SELECT count(*) FROM answers").fetchone()
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def _writing(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            database.execute("ROLLBACK")
        raise


def _put(database: sqlite3.Connection, key: str, kept: Kept) -> None:
    told = kept._asdict()
    trust, _ = told.pop("trust"), told.pop("origin")
    content = json.dumps(told, sort_keys=True)
    row = (key, content, trust, _digest(key, content, trust))
    database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)


def _answer(database: sqlite3.Connection, key: str) -> Kept | None:
    row = database.execute("SELECT key, content, trust, digest FROM answers WHERE key = ?", (key,)).fetchone()
    return _kept(*row) if row is not None else None


def _kept(key: str, content: str, trust: str, digest: str) -> Kept | None:
    """An answer, unless a bit of it was changed on the disk, or another version wrote it."""
    if digest != _digest(key, content, trust):
        return None
    try:
        told = json.loads(content)
        return Kept(**{**told, "request_ids": tuple(told["request_ids"]), "trust": trust})
    except (KeyError, TypeError, ValueError):
        return None


def _digest(key: str, content: str, trust: str) -> str:
    return hashlib.sha256(f"{key}\0{trust}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_sound(path: Path) -> bool:
    try:
        database = sqlite3.connect(path, timeout=_BUSY)
        try:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
        finally:
            database.close()
    except sqlite3.Error:
        return False


def _saved(damaged: Path, path: Path) -> int:
    """Copies what can still be read and is whole into a new database; how many answers that are."""
    saved = 0
    fresh = _connected(path)
    with suppress(sqlite3.Error):
        old = sqlite3.connect(damaged, timeout=_BUSY)
        try:
            for key, content, trust, digest in old.execute("SELECT key, content, trust, digest FROM answers"):
                kept = _kept(key, content, trust, digest)
                if kept is not None:
                    _put(fresh, key, kept)
                    saved += 1
            fresh.executemany(
                "INSERT OR IGNORE INTO cases VALUES (?, ?)", old.execute("SELECT fingerprint, key FROM cases")
            )
        finally:
            old.close()
    fresh.close()
    return saved
