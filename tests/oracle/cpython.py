"""Asks Python's own path finder what the imports of a checkout mean, and compares. No module is executed.

The finder needs an import path. For each file it is the folder of its topmost package (what `python file`
and pytest put first), then `src` and the folder itself for every folder above that holds a project file, and
for the checkout. What is not found so is looked for once more from every folder above the file, since the
working directory of a run is part of its path and nothing in a checkout tells it.
"""

from __future__ import annotations

import ast
import importlib
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from linter.resolution import External, Local, ModuleResolver, Namespace, Resolution

from .checkout import Checkout

_PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Python's answer for one import: the file, relative to the checkout, or None.

    `above` says that the file is found only from a folder above the importer.
    """

    importer: str
    spelled: str
    resolved: str | None
    above: bool = False


@dataclass(frozen=True, slots=True)
class _Import:
    module: str
    level: int
    name: str | None

    def __str__(self) -> str:
        source = "." * self.level + self.module
        return f"from {source} import {self.name}" if self.name is not None else f"import {source}"


def imports(text: str) -> set[_Import]:
    """The imports of a module's text, wherever they stand. Raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {_Import(alias.name, 0, None) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {_Import(node.module or "", node.level, alias.name) for alias in node.names}
    return found


class Judge:
    """Python's finder over a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        importlib.invalidate_caches()

    def opinion(self, each: _Import, importer: str) -> Opinion:
        """What Python finds for an import in a file of the folder."""
        file = self._root / importer
        package, start = self._package(file)
        absolute = each.module
        if each.level:
            parts = package.split(".") if package else []
            if each.level - 1 > len(parts) or not parts:
                return Opinion(importer, str(each), self._beside(file, each))
            absolute = ".".join([*parts[: len(parts) - each.level + 1], *filter(None, [each.module])])
        found = self._found(absolute, each.name, self._import_path(start)) if absolute else None
        if found is not None or each.level:
            return Opinion(importer, str(each), found)
        above = [str(folder) for folder in start.parents if folder.is_relative_to(self._root)]
        found = self._found(absolute, each.name, tuple(above))
        return Opinion(importer, str(each), found, above=found is not None)

    def _found(self, absolute: str, name: str | None, path: tuple[str, ...]) -> str | None:
        spec = self._spec(absolute, path)
        if name not in (None, "*") and spec is not None and spec.submodule_search_locations is not None:
            inner = self._spec(f"{absolute}.{name}", path)
            if inner is not None and self._file(inner) is not None:
                spec = inner
        return self._file(spec)

    def _beside(self, file: Path, each: _Import) -> str | None:
        """A relative import in a file outside of any regular package: its folders are namespace packages."""
        folder = file.parents[each.level - 1] if each.level <= len(file.relative_to(self._root).parts) else None
        if folder is None:
            return None
        named = ".".join(filter(None, [each.module, None if each.name == "*" else each.name]))
        spec = self._spec(named, (str(folder),)) or self._spec(each.module, (str(folder),)) if named else None
        return self._file(spec)

    def _package(self, file: Path) -> tuple[str, Path]:
        """The dotted package a file is in, and the folder that package lies in."""
        folder = file.parent
        parts: list[str] = []
        while (folder / "__init__.py").exists() and folder != self._root:
            parts.insert(0, folder.name)
            folder = folder.parent
        return ".".join(parts), folder

    def _import_path(self, start: Path) -> tuple[str, ...]:
        path = [start]
        for folder in (start, *start.parents):
            if folder == self._root or any((folder / each).exists() for each in _PROJECT_FILES):
                path += [folder / "src", folder]
            if folder == self._root:
                break
        return tuple(str(each) for each in dict.fromkeys(path))

    @cache  # noqa: B019 (a judge lives as long as its comparison)
    def _spec(self, dotted: str, path: tuple[str, ...]) -> ModuleSpec | None:
        head, _, last = dotted.rpartition(".")
        if not head:
            return PathFinder.find_spec(last, list(path))
        outer = self._spec(head, path)
        if outer is None or outer.submodule_search_locations is None:
            return None
        # By its last part: a namespace package below another one asks for its parent among loaded modules.
        return PathFinder.find_spec(last, list(outer.submodule_search_locations))

    def _file(self, spec: ModuleSpec | None) -> str | None:
        if spec is None or not spec.has_location or spec.origin is None:
            return None
        origin = Path(spec.origin)
        if origin.suffix != ".py":  # an extension module; its source may stand beside it
            origin = origin.with_name(origin.name.partition(".")[0] + ".py")
        return origin.relative_to(self._root).as_posix() if origin.exists() else None


AGREED = ("same file", "same file, seen from a folder above", "external for both", "no file for either")


def verdict(opinion: Opinion, answer: Resolution, module: str) -> str:
    """The class that a pair of answers falls into."""
    ours = answer.path if isinstance(answer, Local) else None
    if ours == opinion.resolved:
        if ours is not None:
            return "same file, seen from a folder above" if opinion.above else "same file"
        return "external for both" if isinstance(answer, External | Namespace) else "no file for either"
    if ours is None:
        if isinstance(answer, External) and module.partition(".")[0] in sys.stdlib_module_names:
            return "a runtime module that a file outside of the script's folder is named like"
        return "only Python finds a file"
    return "only we find a file" if opinion.resolved is None else "another file"


def compare(root: Path) -> Iterator[tuple[str, Opinion, Resolution]]:
    """Every import of a checkout with its class, Python's opinion and our answer."""
    checkout, judge = Checkout(root), Judge(root)
    resolver = ModuleResolver(checkout)
    for path in checkout.paths():
        if not path.endswith(".py"):
            continue
        try:
            found = imports((checkout.read(path) or b"").decode("utf-8", "replace"))
        except (SyntaxError, ValueError, RecursionError):
            continue
        for each in sorted(found, key=str):
            answer = resolver.python(each.module, path, each.level, each.name)
            yield verdict(opinion := judge.opinion(each, path), answer, each.module), opinion, answer
