"""The file of verdicts that the operator names: read as it was before a change, written whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from linter.cli.output import replace_file
from linter.errors import ConfigError, SourceError
from linter.judge.filed import Line, read_lines, written
from linter.sources import CommitTree, Tree

_LARGEST = 64 * 1024 * 1024


def verdicts_at(tree: Tree, path: str) -> list[Line]:
    """The verdicts of a file as a state of the repository has it; none when it is not there. Raises ConfigError."""
    data = tree.read(path)
    return [] if data is None else read_lines(path, data)


def verdicts_of(path: Path, root: Path, revision: str | None) -> list[Line]:
    """The verdicts of the file that the operator named.

    Args:
        path: the file.
        root: the folder under audit.
        revision: which state of the repository has the file, where it lies inside; None for the one on the disk.
            "HEAD" may be missing: then there are none.

    Raises ConfigError when a line is no verdict, SourceError when there is no such revision.
    """
    inside = _inside(path, root)
    if revision is None or inside is None:
        return read_lines(str(path), _on_disk(path))
    try:
        with CommitTree(root, revision) as tree:
            return verdicts_at(tree, inside)
    except SourceError:
        if revision == "HEAD":
            return []
        raise


def write_verdicts(path: Path, lines: Iterable[Line]) -> None:
    """Writes the file whole or not at all. Raises UsageError."""
    replace_file(path, written(lines))


def _on_disk(path: Path) -> bytes:
    try:
        if not path.exists():
            return b""
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ConfigError(f"the verdicts cannot be read: {error.strerror}", str(path)) from None
    if len(data) > _LARGEST:
        raise ConfigError(f"the file of verdicts is larger than {_LARGEST // 1024 // 1024} MiB", str(path))
    return data


def _inside(path: Path, root: Path) -> str | None:
    """The path relative to the root with forward slashes; None when it lies elsewhere."""
    real = Path(os.path.realpath(path.parent)) / path.name
    try:
        return real.relative_to(os.path.realpath(root)).as_posix()
    except ValueError:
        return None
