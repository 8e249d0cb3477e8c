"""The one place where files of the tree are written: regular files inside the root, never through a link.

A file is written under another name in its own folder and renamed, so that whoever reads it finds what was there
or what is there now, never a part. It is replaced only while it holds what it was read with.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from linter.sources.outcomes import NOT_REGULAR, OUTSIDE, SYMBOLIC_LINK, unreadable

CHANGED = "changed on disk while sidestep was at work"

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_REASONS = {errno.ELOOP: SYMBOLIC_LINK, errno.ENOTDIR: "below a symbolic link, or below no folder"}


class _Refused(Exception):
    """The file is not written; the argument is the reason."""


def replace_source(root: Path, path: str, before: bytes, after: bytes) -> str | None:
    """Writes one file below `root`, or says why it was left as it is.

    Args:
        root: the folder that `path` starts from.
        path: the file, with forward slashes.
        before: the bytes that the file must still hold.
        after: the bytes that it shall hold.

    Returns:
        None when it was written, with its permissions kept; else the reason, as the end of a sentence.
    """
    names = path.encode("utf-8", "surrogateescape").split(b"/")
    if any(each in (b"", b".", b"..") or b"\0" in each for each in names):
        return OUTSIDE
    try:
        folder = _open_folder(root, names[:-1])
    except OSError as error:
        return _reason(error)
    try:
        _replace(folder, names[-1], before, after)
    except _Refused as refused:
        return str(refused)
    except OSError as error:
        return _reason(error)
    finally:
        os.close(folder)
    return None


def _open_folder(root: Path, names: list[bytes]) -> int:
    """A descriptor of the folder, reached one name at a time so that no link on the way is followed."""
    folder = os.open(os.path.realpath(root), _FOLDER)
    for each in names:
        try:
            inner = os.open(each, _FOLDER, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


def _replace(folder: int, name: bytes, before: bytes, after: bytes) -> None:
    status = _require_unchanged(folder, name, before)
    fresh = b".%s.%s" % (name[:100], secrets.token_hex(8).encode())
    descriptor = os.open(fresh, _CREATE, 0o600, dir_fd=folder)
    try:
        try:
            _write(descriptor, after)
            os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        # Once more, at the last moment: an editor may have saved meanwhile.
        _require_unchanged(folder, name, before)
        os.rename(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        with suppress(OSError):
            os.unlink(fresh, dir_fd=folder)


def _require_unchanged(folder: int, name: bytes, before: bytes) -> os.stat_result:
    descriptor = os.open(name, _READ, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _Refused(NOT_REGULAR)
        if status.st_nlink > 1:
            raise _Refused("has another name (hard link), which would keep the old text")
        if not status.st_mode & 0o222:
            raise _Refused("is write-protected")
        if status.st_size != len(before) or _read(descriptor, len(before)) != before:
            raise _Refused(CHANGED)
        return status
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    data = b""
    while len(data) <= size:
        more = os.read(descriptor, size + 1 - len(data))
        if not more:
            break
        data += more
    return data


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or unreadable(error).replace("read", "written", 1)
