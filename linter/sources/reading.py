"""The one place where files of the tree are opened: regular files inside the root, never through a link."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from linter.sources.decoding import decode
from linter.sources.outcomes import (
    NOT_REGULAR,
    OUTSIDE,
    SYMBOLIC_LINK,
    Limits,
    Loaded,
    Skipped,
    too_large,
    unreadable,
)

# O_NONBLOCK: opening a FIFO must not wait for a writer. O_NOCTTY: nor must a terminal become ours.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_REASONS = {errno.ELOOP: SYMBOLIC_LINK, errno.ENXIO: NOT_REGULAR}
_NO_NAMES = frozenset({"", ".", ".."})


class Reader:
    """Reads files below one root. Folders on the way are checked for links once each."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._root = os.fsencode(os.path.realpath(root)).rstrip(b"/") + b"/"
        self._folders: dict[str, str | None] = {"": None}

    def read(self, path: str) -> Loaded | Skipped:
        """The file at `path`, relative to the root, ready to be parsed; or why it is skipped."""
        raw = self.raw(path)
        return raw if isinstance(raw, Skipped) else decode(path, raw, self.limits)

    def raw(self, path: str) -> bytes | Skipped:
        """The file's bytes as they are on disk, at most `max_bytes` of them; or why it is skipped."""
        folder, _, name = path.rpartition("/")
        reason = self._folders[folder] if folder in self._folders else self._look_at(folder)
        if reason is None and name in _NO_NAMES:
            reason = OUTSIDE
        if reason is not None:
            return Skipped(path, reason)
        try:
            descriptor = os.open(self._root + path.encode("utf-8", "surrogateescape"), _FLAGS)
        except OSError as error:
            return Skipped(path, _REASONS.get(error.errno or 0) or unreadable(error))
        except ValueError:  # a NUL in the name
            return Skipped(path, OUTSIDE)
        try:
            return self._contents(path, descriptor)
        except OSError as error:
            return Skipped(path, unreadable(error))
        finally:
            os.close(descriptor)

    def _contents(self, path: str, descriptor: int) -> bytes | Skipped:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, NOT_REGULAR)
        size, most = status.st_size, self.limits.max_bytes
        if size > most:
            return Skipped(path, too_large(self.limits))
        data = os.read(descriptor, size + 1)
        while len(data) != size:  # it changed since, or the file system tells no size: read to the end
            if len(data) > most:
                return Skipped(path, too_large(self.limits))
            more = os.read(descriptor, most + 1 - len(data))
            if not more:
                break
            data += more
        return data

    def _look_at(self, folder: str) -> str | None:
        """Why files in `folder` may not be read, or None when they may; remembered for each folder."""
        parent, _, name = folder.rpartition("/")
        # Recursion would fail on a path of a thousand folders, so the unknown ones are collected first.
        unknown = [folder]
        while parent not in self._folders:
            unknown.append(parent)
            parent = parent.rpartition("/")[0]
        for each in reversed(unknown):
            parent, _, name = each.rpartition("/")
            self._folders[each] = self._folders[parent] or self._folder_problem(each, name)
        return self._folders[folder]

    def _folder_problem(self, folder: str, name: str) -> str | None:
        if name in _NO_NAMES or folder.startswith("/"):
            return OUTSIDE
        try:
            mode = os.lstat(self._root + folder.encode("utf-8", "surrogateescape")).st_mode
        except OSError as error:
            return unreadable(error)
        except ValueError:
            return OUTSIDE
        if stat.S_ISLNK(mode):
            return "below a symbolic link"
        return None if stat.S_ISDIR(mode) else OUTSIDE


def read_source(root: Path, path: str, limits: Limits | None = None) -> Loaded | Skipped:
    """One file below `root`; see `Reader`, which is faster for many."""
    return Reader(root, limits).read(path)
