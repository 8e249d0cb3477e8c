"""Bytes under keys, one file each.

A file is written under another name and renamed, so that readers see all of it or none, whoever is killed when;
processes need not know of each other. A file per entry was measured against one SQLite database for 1,300 entries
of 4 KB: writing took 85 ms and 59 ms, reading 18 ms and 25 ms, and files need no lock, no journal and no repair.
"""

from __future__ import annotations

import os
import stat
import time
import zlib
from contextlib import suppress
from pathlib import Path

from linter.cache.place import cache_folder

_LARGEST = 64 * 1024 * 1024
"""Bytes of an entry: more is not kept, and not believed when it is read."""

_BLOCK = 4096
"""Bytes in which file systems commonly give out room."""

_USED_AGAIN = 24 * 3600
"""Seconds after which a use is noted on an entry, so that what is in use is removed last."""

_LEFT = 0.75
"""The part of a full folder that remains when the oldest entries are removed."""


class Store:
    """Entries of one kind below one folder.

    Args:
        folder: made when the first entry is put; never read or written when it belongs to somebody else.
        limit: bytes on disk that the entries may take together. Each of the folders that they are spread over
            keeps to its part of it.
        spread: folders that entries are spread over, at most 256. Removing old entries looks only at those that
            this process has put something into.
    """

    def __init__(self, folder: Path, limit: int, spread: int = 256) -> None:
        self._folder = folder
        self._part = limit // spread
        self._spread = spread
        self._usable = is_ours(folder)
        self._grown: set[Path] = set()
        self._expected: set[Path] = set()

    def get(self, key: str) -> bytes | None:
        """What was put under a key (hexadecimal digits); None when nothing whole is there."""
        if not self._usable:
            return None
        path = self._path(key)
        try:
            with path.open("rb") as file:
                packed = file.read(_LARGEST)
                age = time.time() - os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        data = _unpacked(packed)
        if data is not None and age > _USED_AGAIN:
            with suppress(OSError):
                os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keeps bytes under a key, if they can be kept."""
        if not self._usable or len(data) > _LARGEST:
            return
        path = self._path(key)
        # Not from `secrets`, which takes longer to import than reading a few entries.
        fresh = path.with_name(f"{os.urandom(8).hex()}.new")
        try:
            if path.parent not in self._grown:
                self._make(path.parent)
            with fresh.open("xb") as file:
                file.write(zlib.compress(data, 1))
            fresh.replace(path)
        except OSError:
            # No room, no permission, no such disk any more: this run does without.
            self._usable = False
            with suppress(OSError):
                fresh.unlink()
        else:
            self._grown.add(path.parent)

    def expect(self, key: str) -> None:
        """Says that a fork of this process puts something under a key."""
        self._expected.add(self._path(key).parent)

    def trim(self) -> None:
        """Removes the entries longest not used where this process, or a fork of it, made the store too large."""
        for each in self._grown | self._expected:
            with suppress(OSError):
                _trim(each, self._part)
        self._grown.clear()
        self._expected.clear()

    def _path(self, key: str) -> Path:
        return self._folder / f"{int(key[:2], 16) % self._spread:02x}" / key

    def _make(self, folder: Path) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if not is_ours(self._folder) or not is_ours(folder):
            raise PermissionError(f"{folder} belongs to somebody else")


def open_store(kind: str, limit: int, spread: int = 256) -> Store | None:
    """The store of a kind of entries in the user's cache folder, or None when there shall be no cache."""
    folder = cache_folder()
    return Store(folder / kind, limit, spread) if folder is not None else None


def is_ours(folder: Path) -> bool:
    """Whether nobody but this user (and root) can have put something into a folder. What is not there yet is ours."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def _unpacked(packed: bytes) -> bytes | None:
    """The bytes of an entry's file; None when it is cut short or changed, by zlib's own check sum."""
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(packed, _LARGEST)
    except zlib.error:
        return None
    return data if reader.eof and not reader.unused_data else None


def _trim(folder: Path, limit: int) -> None:
    entries = []
    with os.scandir(folder) as found:
        for each in found:
            # Another process may have removed it since.
            with suppress(FileNotFoundError):
                about = each.stat(follow_symlinks=False)
                entries.append((about.st_mtime, -(-about.st_size // _BLOCK) * _BLOCK, each.path))
    size = sum(taken for _, taken, _ in entries)
    if size <= limit:
        return
    for _, taken, path in sorted(entries):
        with suppress(FileNotFoundError):
            os.unlink(path)
        size -= taken
        if size <= limit * _LEFT:
            return
