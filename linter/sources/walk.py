"""Files below a folder that git does not keep: a walk that honours .gitignore files, nested ones too."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from linter.sources.gitignore import IgnoreFile, parse
from linter.sources.outcomes import Skipped, unreadable
from linter.sources.reading import Reader

ALWAYS_LEFT_OUT = frozenset({b".git", b"node_modules", b".venv", b"__pycache__"})
"""Folders that hold nothing a repository's owner wrote."""

_Ignores = tuple[tuple[int, IgnoreFile], ...]
"""The .gitignore files that hold for a folder, outermost first, each with the depth of its own folder."""


@dataclass(frozen=True, slots=True)
class Walked:
    """The paths found, in no particular order, the folders that could not be read, and notices about both."""

    paths: Sequence[str]
    skipped: Sequence[Skipped]
    notices: Sequence[str]


def walk(root: Path) -> Walked:
    """Every file below `root` that no .gitignore below `root` excludes; links are listed, never followed.

    What the paths are (links, devices, files too large) is left to the reader to find out and report.
    """
    base = os.fsencode(root)
    reader = Reader(root)
    paths: list[str] = []
    skipped: list[Skipped] = []
    notices: list[str] = []
    pending: list[tuple[tuple[bytes, ...], _Ignores]] = [((), ())]
    while pending:
        folder, ignores = pending.pop()
        try:
            with os.scandir(os.path.join(base, *folder)) as found:
                entries = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
        except OSError as error:
            skipped.append(Skipped(_path(folder) + "/", unreadable(error)))
            notices.append(f"the folder {skipped[-1].path} {skipped[-1].reason}")
            continue
        if any(name == b".gitignore" for name, _ in entries):
            ignores += _ignores_of(reader, folder, notices)
        for name, is_folder in entries:
            names = (*folder, name)
            if (is_folder and name in ALWAYS_LEFT_OUT) or _is_ignored(names, is_folder, ignores):
                continue
            if is_folder:
                pending.append((names, ignores))
            else:
                paths.append(_path(names))
    return Walked(paths, skipped, notices)


def _is_ignored(names: tuple[bytes, ...], is_folder: bool, ignores: _Ignores) -> bool:
    """Whether the innermost .gitignore that has an opinion on a path excludes it."""
    for depth, file in reversed(ignores):
        opinion = file.opinion(names[depth:], is_folder)
        if opinion is not None:
            return opinion
    return False


def _ignores_of(reader: Reader, folder: tuple[bytes, ...], notices: list[str]) -> _Ignores:
    path = _path((*folder, b".gitignore"))
    raw = reader.raw(path)
    if isinstance(raw, Skipped):
        notices.append(f"{path} is not honoured: {raw.reason}")
        return ()
    return ((len(folder), parse(raw)),)


def _path(names: tuple[bytes, ...]) -> str:
    return b"/".join(names).decode("utf-8", "surrogateescape")
