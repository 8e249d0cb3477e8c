"""Where the Python projects of a tree keep their modules, and what they depend on.

A project is a folder with pyproject.toml, setup.cfg or setup.py. Its roots are the folders that its build
tool is told of (setuptools, hatch, poetry, pdm, maturin, uv, pytest's `pythonpath`), its `src`, and itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from linter.resolution.model import Problems
from linter.resolution.paths import join, parent, upwards, within
from linter.resolution.reading import Reader, strings, table

_PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
_REQUIREMENTS = r"(?:.*/)?requirements[\w.-]*\.(?:txt|in)|(?:.*/)?requirements/[\w.-]+\.(?:txt|in)"
_REQUIREMENT = r"\s*([A-Za-z0-9][\w.-]*)"
_SETUP_PACKAGE_DIR = r"""package_dir\s*=\s*\{\s*(["'])([^"'\n]*)\1\s*:\s*(["'])([^"'\n]*)\3"""
_SETUP_WHERE = r"""find_(?:namespace_)?packages\(\s*(?:where\s*=\s*)?(["'])([^"'\n]*)\1"""


class Root(NamedTuple):
    """A folder in which modules are found; with `package`, the folder is that package itself.

    Nothing says that code is run from a `guessed` root, so it never hides a declared dependency.
    """

    folder: str
    package: str = ""
    guessed: bool = False

    def rest(self, parts: list[str]) -> list[str] | None:
        """The parts of a dotted name that are left to find in the folder; None for another package."""
        if not self.package:
            return parts
        named = self.package.split(".")
        return parts[len(named) :] if parts[: len(named)] == named else None


class ProjectRoots:
    """The roots of all Python projects of a tree."""

    def __init__(self, files: frozenset[str], reader: Reader, problems: Problems) -> None:
        self._files = files
        self._reader = reader
        self._problems = problems

    def around(self, folder: str) -> Iterator[Root]:
        """The roots of the projects a folder lies in, innermost first; the tree itself counts as one."""
        for each in upwards(folder):
            yield from self._by_project.get(each, ())

    @cached_property
    def everywhere(self) -> tuple[Root, ...]:
        """The roots of all projects."""
        return tuple(dict.fromkeys(root for each in sorted(self._by_project) for root in self._by_project[each]))

    @cached_property
    def dependencies(self) -> frozenset[str]:
        """Top-level names of what the projects depend on, as far as distribution and module share a name."""
        names = set()
        for path in self._files:
            if path.endswith((".txt", ".in")) and re.fullmatch(_REQUIREMENTS, path):
                lines = (self._reader.text(path) or "").splitlines()
                names |= {match[1] for line in lines if (match := re.match(_REQUIREMENT, line))}
        for folder in self._projects:
            names |= set(self._required(folder))
        return frozenset(re.sub(r"[-.]", "_", name).lower() for name in names)

    @cached_property
    def _projects(self) -> frozenset[str]:
        return frozenset(parent(path) for path in self._files if path.rpartition("/")[2] in _PROJECT_FILES)

    @cached_property
    def _by_project(self) -> Mapping[str, tuple[Root, ...]]:
        return {folder: self._of_project(folder) for folder in {*self._projects, ""}}

    def _of_project(self, folder: str) -> tuple[Root, ...]:
        hints = [*self._from_pyproject(folder), *self._from_setup_cfg(folder), *self._from_setup_py(folder)]
        placed = ((join(folder, place or "."), package) for place, package in [*hints, ("src", ""), (".", "")])
        return tuple(dict.fromkeys(Root(place, package) for place, package in placed if place is not None))

    def _pyproject(self, folder: str) -> Mapping[str, object]:
        path = within(folder, "pyproject.toml")
        return (self._reader.toml(path) or {}) if path in self._files else {}

    def _from_pyproject(self, folder: str) -> Iterator[tuple[str, str]]:
        """Pairs of a folder and the package it is ("" for a folder of packages)."""
        tool = table(self._pyproject(folder).get("tool"))
        setuptools = table(tool.get("setuptools"))
        yield from _package_dirs(setuptools.get("package-dir"))
        for where in strings(table(table(setuptools.get("packages")).get("find")).get("where")):
            yield where, ""
        poetry = table(tool.get("poetry")).get("packages")
        for entry in poetry if isinstance(poetry, list) else []:
            yield from ((each, "") for each in strings(table(entry).get("from")))
        wheel = table(table(table(table(tool.get("hatch")).get("build")).get("targets")).get("wheel"))
        yield from ((parent(each.strip("/")), "") for each in strings(wheel.get("packages")))
        yield from ((each, "") for each in strings(wheel.get("sources")))
        plain = (
            (("pdm", "build"), "package-dir"),
            (("maturin",), "python-source"),
            (("uv", "build-backend"), "module-root"),
            (("pytest", "ini_options"), "pythonpath"),
        )
        for keys, last in plain:
            found: Mapping[str, object] = tool
            for key in keys:
                found = table(found.get(key))
            yield from ((each, "") for each in strings(found.get(last)))

    def _from_setup_cfg(self, folder: str) -> Iterator[tuple[str, str]]:
        path = within(folder, "setup.cfg")
        if path not in self._files:
            return
        import configparser  # most trees have no such file

        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            parser.read_string(self._reader.text(path) or "")
        except configparser.Error as error:
            self._problems.add(path, f"is not valid: {str(error).splitlines()[0]}")
            return
        for line in parser.get("options", "package_dir", fallback="").splitlines():
            package, found, place = line.partition("=")
            if found:
                yield place.strip(), package.strip()
        where = parser.get("options.packages.find", "where", fallback="").strip()
        if where:
            yield where, ""

    def _from_setup_py(self, folder: str) -> Iterator[tuple[str, str]]:
        path = within(folder, "setup.py")
        text = (self._reader.text(path) or "") if path in self._files else ""
        for match in re.finditer(_SETUP_PACKAGE_DIR, text):
            yield match[4], match[2]
        for match in re.finditer(_SETUP_WHERE, text):
            yield match[2], ""

    def _required(self, folder: str) -> Iterator[str]:
        fields = self._pyproject(folder)
        project = table(fields.get("project"))
        listed = strings(project.get("dependencies"))
        for group in [
            *table(project.get("optional-dependencies")).values(),
            *table(fields.get("dependency-groups")).values(),
        ]:
            listed += strings(group)
        yield from (match[1] for each in listed if (match := re.match(_REQUIREMENT, each)))
        yield from table(table(table(fields.get("tool")).get("poetry")).get("dependencies"))


def _package_dirs(value: object) -> Iterator[tuple[str, str]]:
    for package, place in table(value).items():
        if isinstance(place, str):
            yield place, package
