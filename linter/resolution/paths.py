"""Arithmetic on paths relative to the root of a tree. The root itself is the empty string."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator


def join(folder: str, relative: str) -> str | None:
    """`relative` as seen from `folder`, normalised; None where it leaves the tree or cannot be a path."""
    if relative.startswith("/") or "\0" in relative:
        return None
    path = posixpath.normpath(f"{folder}/{relative}" if folder else relative or ".")
    if path == ".":
        return ""
    return None if path == ".." or path.startswith("../") else path


def parent(path: str) -> str:
    return path.rpartition("/")[0]


def below(path: str, folder: str) -> str | None:
    """The part of `path` under `folder` ("" for the folder itself); None where it is elsewhere."""
    if not folder:
        return path
    if path == folder:
        return ""
    return path[len(folder) + 1 :] if path.startswith(folder + "/") else None


def within(folder: str, rest: str) -> str:
    """`rest`, which is normalised already, below `folder`."""
    return f"{folder}/{rest}" if folder and rest else folder or rest


def upwards(folder: str) -> Iterator[str]:
    """The folder, its parent, and so on to the root."""
    while folder:
        yield folder
        folder = parent(folder)
    yield ""
