"""What names mean in a file: definitions of the project, also behind imports, and things of packages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from linter.facts import Import, ImportKind
from linter.project import External, Local, Project
from linter.shapes import Brought, Definition, Shapes, Sort, Span

_TYPES = frozenset({Sort.TYPE, Sort.ENUM, Sort.CLASS})
_NOT_TYPES = frozenset({Sort.VALUE, Sort.PARAM, Sort.FUNCTION, Sort.ENUM, Sort.CLASS})
_HANDS_ON = re.compile(rb"export\s*\*\s*from|import\s*\*")
_FARTHEST = 12
"""Files that an import is followed through: barrels behind barrels."""


class Found(NamedTuple):
    """A definition of the project, in the file where it stands."""

    path: str
    definition: Definition


class Foreign(NamedTuple):
    """A name of a package; "*" is the package itself."""

    module: str
    name: str


class Whole(NamedTuple):
    """A file of the project as an object."""

    path: str


class Names:
    """Looks names up.

    Args:
        project: says which file an import means.
        shapes: gives those of a file, read now if need be.
        content: gives the bytes of a file, which are looked at before it is read for what another one hands on.
    """

    def __init__(self, project: Project, shapes: Callable[[str], Shapes], content: Callable[[str], bytes]) -> None:
        self._content = content
        self._project = project
        self._shapes = shapes
        self._tables: dict[str, dict[str, list[Definition]]] = {}
        self._imports: dict[str, dict[str, Brought]] = {}
        self._exported: dict[tuple[str, str, bool], Found | Foreign | Whole | None] = {}

    def definitions(self, path: str, name: str) -> list[Definition]:
        """Everything of this name that a file defines."""
        if path not in self._tables:
            table: dict[str, list[Definition]] = {}
            for each in self._shapes(path).definitions:
                table.setdefault(each.name, []).append(each)
            self._tables[path] = table
        return self._tables[path].get(name, [])

    def forget(self, path: str) -> None:
        """Takes the definitions of a file anew, which was read again."""
        self._tables.pop(path, None)

    def find(self, path: str, name: str, at: int, *, types: bool) -> Found | Foreign | Whole | None:
        """What a name means at an offset of a file: as a type, or as a value."""
        wanted = _TYPES if types else _NOT_TYPES
        inner = [each for each in self.definitions(path, name) if each.sort in wanted and _covers(each.scope, at)]
        if types and not inner:
            # Python's types are values: `Severity = Literal["low", "high"]`.
            inner = [
                each for each in self.definitions(path, name) if each.sort is Sort.VALUE and _covers(each.scope, at)
            ]
        if inner:
            return Found(path, min(inner, key=lambda each: (each.scope.end - each.scope.start, each.span)))
        brought = self.imported(path).get(name)
        return (
            self._follow(path, brought, types=types, steps=0)
            if brought is not None
            else self._from_stars(path, name, types=types, steps=0)
        )

    def imported(self, path: str) -> dict[str, Brought]:
        """The imports of a file by their local names."""
        if path not in self._imports:
            self._imports[path] = {each.local: each for each in self._shapes(path).imports}
        return self._imports[path]

    def is_near(self, path: str, name: str) -> bool:
        """Whether a name is one of this file, or of one that it does not import by a package's name.

        What the functions of other packages give back is seldom of the schemas of this one, and takes long to find out.
        """
        brought = self.imported(path).get(name)
        return brought is None or path.endswith(".py") or brought.specifier[:1] in ".@~#/"

    def exported(self, path: str, name: str, *, types: bool, steps: int = 0) -> Found | Foreign | Whole | None:
        """What a file exports under a name."""
        key = (path, name, types)
        if steps > _FARTHEST:
            return None
        if key not in self._exported:
            # None while it is looked for: files may hand on each other's names in a ring.
            self._exported[key] = None
            self._exported[key] = self._export(path, name, types=types, steps=steps)
        return self._exported[key]

    def _export(self, path: str, name: str, *, types: bool, steps: int) -> Found | Foreign | Whole | None:
        shapes = self._shapes(path)
        locals_ = [local for exported, local in shapes.exports if exported == name]
        if path.endswith(".py"):
            locals_ = [name]
        for local in locals_:
            found = self._own(path, local, types=types)
            if found is not None:
                return Found(path, found)
            brought = self.imported(path).get(local)
            if brought is not None:
                return self._follow(path, brought, types=types, steps=steps + 1)
        for each in shapes.handed_on:
            if each.local == name and each.local != "*":
                return self._follow(path, each, types=types, steps=steps + 1)
        return self._from_stars(path, name, types=types, steps=steps + 1)

    def _own(self, path: str, name: str, *, types: bool) -> Definition | None:
        """The definition of a name at the top of a file."""
        wanted = _TYPES if types else _NOT_TYPES
        known = self.definitions(path, name)
        top = [each for each in known if each.scope.start == 0 and each.sort is not Sort.PARAM]
        chosen = [each for each in top if each.sort in wanted] or (top if types else [])
        return max(chosen, key=lambda each: each.scope.end, default=None)

    def _from_stars(self, path: str, name: str, *, types: bool, steps: int) -> Found | Foreign | Whole | None:
        if steps > _FARTHEST:
            return None
        for each in self._shapes(path).handed_on:
            if each.local == "*":
                target = self.module(path, each)
                if isinstance(target, Whole) and self._may_have(target.path, name):
                    found = self.exported(target.path, name, types=types, steps=steps + 1)
                    if found is not None:
                        return found
                elif isinstance(target, Foreign) and steps > 0 and not path.endswith(".py"):
                    return Foreign(target.module, name)
        return None

    def _may_have(self, path: str, name: str) -> bool:
        """Whether a file has a name in it, or hands on everything of another."""
        data = self._content(path)
        return name.encode() in data or (b"*" in data and _HANDS_ON.search(data) is not None)

    def _follow(self, path: str, brought: Brought, *, types: bool, steps: int) -> Found | Foreign | Whole | None:
        target = self.module(path, brought)
        if isinstance(target, Foreign):
            return Foreign(target.module, brought.name)
        if target is None or brought.name == "*":
            return target
        found = self.exported(target.path, brought.name, types=types, steps=steps + 1)
        # `from package import module`
        is_module = found is None and target.path.rpartition("/")[2] == f"{brought.name}.py"
        return target if is_module else found

    def module(self, path: str, brought: Brought) -> Whole | Foreign | None:
        """The file or package that an import names."""
        statement = Import(brought.specifier, ImportKind.STATIC, brought.span, 0, (), brought.level)
        name = brought.name if path.endswith(".py") and brought.name != "*" else None
        found = self._project.resolve(path, statement, name)
        if isinstance(found, Local):
            return Whole(found.path)
        return Foreign(found.module, "*") if isinstance(found, External) else None


def _covers(scope: Span, at: int) -> bool:
    return scope.start <= at < max(scope.end, scope.start + 1)
