"""Writes files that the operator named, whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from linter.errors import UsageError


def replace_file(path: Path, text: str) -> None:
    """Writes the file in one step, as UTF-8; see `replace_bytes`."""
    replace_bytes(path, text.encode("utf-8"))


def replace_bytes(path: Path, data: bytes) -> None:
    """Writes the file in one step: readers see what was there or the new content, never a part.

    Only a regular file is replaced. A link is refused, for in the repository under audit it may lead
    anywhere; so is a device, which would be lost. Raises UsageError when the file cannot be written.
    """
    _require_replaceable(path)
    import secrets  # takes as long as reading a file or two

    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"the output cannot be written: {error.strerror}", str(path)) from None
    finally:
        with suppress(OSError):
            fresh.unlink()


def create_file(path: Path, text: str) -> bool:
    """Writes a file that is not there yet, as UTF-8; False when something is. Raises UsageError."""
    try:
        with path.open("xb") as file:
            file.write(text.encode("utf-8"))
    except FileExistsError:
        return False
    except OSError as error:
        raise UsageError(f"the file cannot be written: {error.strerror}", str(path)) from None
    return True


def append_line(path: Path, line: str) -> None:
    """Adds a line to a file of lines, in one step, and makes the file if need be. Links are refused.

    Raises UsageError when it cannot be written.
    """
    _require_replaceable(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o644)
        try:
            os.write(descriptor, line.encode("utf-8"))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UsageError(f"the file cannot be written: {error.strerror}", str(path)) from None


def _require_replaceable(path: Path) -> None:
    hint = "name a regular file, or one that is not there yet"
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"the output cannot be written: {reason}", str(path), hint) from None
    if not stat.S_ISREG(mode):
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "no regular file"
        raise UsageError(f"the output is {kind}", str(path), hint)
