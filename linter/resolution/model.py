"""The words of module resolution: the tree it reads, its answers, and what kept it from reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Tree(Protocol):
    """The files of one project state (a work tree or a commit), by path relative to the root.

    Paths use forward slashes and never leave the root.
    """

    def has(self, path: str) -> bool:
        """Whether a regular file (tracked, or untracked and not ignored) stands at the path."""
        ...

    def read(self, path: str) -> bytes | None:
        """The file's content; None where there is none or it cannot be read."""
        ...

    def paths(self) -> Iterable[str]:
        """Every file, sorted."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """A file of the project.

    A declaration file (`.d.ts`) is the answer only where no implementation stands beside it or behind the
    same package entry: it runs nothing, and its implementation is generated or ambient.
    """

    path: str


@dataclass(frozen=True, slots=True)
class Namespace:
    """A folder of Python files without `__init__.py`: importing it runs no file.

    Given for relative names and for dotted ones only. A single top-level name that is such a folder is
    `External`: an installed package of that name would win over the folder.
    """

    path: str


@dataclass(frozen=True, slots=True)
class External:
    """A package outside of the project; `module` is the specifier after aliases.

    With `"llm": "npm:openai@^5"`, `llm/x` is `openai/x`. Runtime modules (`node:fs`, `fs`) keep their
    spelling.
    """

    module: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """It looks local (relative, alias, workspace, own package) but no file is there; one sentence why."""

    reason: str


Resolution = Local | Namespace | External | Unresolved


class Problem(NamedTuple):
    """A configuration file that could not be read as its tool would, and why."""

    path: str
    why: str


class Problems:
    """A list in which every problem stands once, in the order of discovery."""

    def __init__(self) -> None:
        self._seen: dict[Problem, None] = {}

    def add(self, path: str, why: str) -> None:
        self._seen.setdefault(Problem(path, why))

    def listed(self) -> list[Problem]:
        return list(self._seen)
