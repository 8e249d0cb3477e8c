"""Reads the plain command lines of `sidestep check` and `sidestep audit` without typer.

Importing typer, with the pydantic that it brings along, takes longer than linting the files of a commit. What is
not plain (other flags, `--flag=value`, anything that is wrong) is left to typer, which then reads all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from linter.cli.flags import Flags
from linter.formats import FORMATS

_SWITCHES: Final = {
    "--strict": "strict",
    "--exit-zero": "exit_zero",
    "--no-baseline": "no_baseline",
    "--no-cache": "no_cache",
    "--fix": "fix",
}
_PATHS: Final = {"--output": "output", "--baseline": "baseline"}


class Plain(NamedTuple):
    """What `linter.cli.checking.check_files` takes."""

    root: Path | None
    paths: Sequence[Path] | None
    flags: Flags


def read_audit(arguments: Sequence[str]) -> tuple[Path | None, Flags] | None:
    """What the arguments of `audit` say: the repository and the flags. Otherwise as `read`."""
    plain = read(arguments)
    paths = plain.paths or () if plain is not None else ()
    if plain is None or plain.root is not None or len(paths) > 1:
        return None
    return (paths[0] if paths else None), plain.flags


def read(arguments: Sequence[str]) -> Plain | None:
    """What the arguments of `check` say, or None when typer has to read them. Raises UsageError."""
    rest = iter(arguments)
    root: Path | None = None
    paths: list[Path] = []
    given: dict[str, Any] = {}
    for each in rest:
        if each == "--":
            paths += map(Path, rest)
        elif not each.startswith("-"):
            paths.append(Path(each))
        elif each in _SWITCHES:
            given[_SWITCHES[each]] = True
        else:
            value = next(rest, "")
            if not value or value.startswith("-"):
                return None
            if each == "--root":
                root = Path(value)
            elif each == "--format" and value in FORMATS:
                given["format"] = value
            elif each in _PATHS:
                given[_PATHS[each]] = Path(value)
            else:
                return None
    return Plain(root, paths or None, Flags(**given))
