"""Where the operator's file is. Its only purpose is the disk: to find that file, and to keep away from others'."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from linter.errors import ConfigError

VARIABLE = "SIDESTEP_JUDGES"
"""The environment variable that names another file."""

_NAME = "sidestep/judges.toml"
_MAX_BYTES = 256 * 1024
"""A configuration is a few kilobytes; this bounds what a file named by mistake can cost."""


def operator_file(environ: Mapping[str, str]) -> Path | None:
    """The file that is meant, there or not: SIDESTEP_JUDGES, else `sidestep/judges.toml` in XDG_CONFIG_HOME or
    `~/.config` (freedesktop.org's base directory specification; a relative folder does not count)."""
    named = environ.get(VARIABLE)
    if named:
        return Path(os.path.abspath(named))
    shared = environ.get("XDG_CONFIG_HOME", "")
    if os.path.isabs(shared):
        return Path(shared) / _NAME
    home = environ.get("HOME", "")
    return Path(home) / ".config" / _NAME if os.path.isabs(home) else None


def read_operator_file(environ: Mapping[str, str], audited: str | None) -> tuple[str, bytes] | None:
    """The name and the bytes of the operator's file; None when there is none.

    `audited` is the root of the tree under audit: a file inside it is refused, whoever named it, for its author
    would then choose where the code, and with it the key, is sent. Raises ConfigError.
    """
    path = operator_file(environ)
    if path is None:
        return None
    if audited is not None and _is_inside(path, audited):
        raise ConfigError(
            "judges may not be configured from inside the audited tree",
            str(path),
            f"keep the file elsewhere, and name it with {VARIABLE}",
        )
    try:
        # Neither a pipe nor a device: opening one might wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ConfigError("is no regular file", str(path), f"name another file with {VARIABLE}")
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        if environ.get(VARIABLE):
            raise ConfigError("does not exist", str(path), f"{VARIABLE} names it; write it, or unset that") from None
        return None
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", str(path)) from None
    if len(raw) > _MAX_BYTES:
        raise ConfigError(f"is larger than {_MAX_BYTES // 1024} KiB", str(path))
    return str(path), raw


def _is_inside(path: Path, folder: str) -> bool:
    """Whether the file is below the folder as it is named, or as the links on the way to it resolve."""
    top = os.path.realpath(folder)
    named = os.path.join(os.path.realpath(path.parent), path.name)
    return any(os.path.commonpath([top, each]) == top for each in (named, os.path.realpath(path)))
