"""Chains of calls that make a schema, taken apart: what makes it, and what is chained behind."""

from __future__ import annotations

from typing import NamedTuple

from linter.capability import NPM, PYPI, Ecosystem
from linter.checks.closed_sets.libraries import Libraries, Library
from linter.checks.closed_sets.names import Foreign, Found, Names
from linter.facts import Span
from linter.languages import LANGUAGES, PYTHON
from linter.shapes import Brought, Dot, Invoked, Shape, Word

_PYTHON_SUFFIXES = LANGUAGES[PYTHON].SUFFIXES


class Link(NamedTuple):
    """A method chained behind, with its arguments; `before` is what it is called on."""

    name: str
    args: tuple[Shape, ...]
    keywords: tuple[tuple[str, Shape], ...]
    before: Shape
    span: Span


class Peeled(NamedTuple):
    """A chain of calls. Either a function of `library` makes the schema (`maker`), or `base` is another one's name."""

    library: Library | None
    maker: str
    args: tuple[Shape, ...]
    base: Shape | None
    links: tuple[Link, ...]
    head: Span


class Peeler:
    """Takes chains apart in the files of a project."""

    def __init__(self, libraries: Libraries, names: Names) -> None:
        self._libraries = libraries
        self._names = names
        self._peeled: dict[tuple[str, Span, type], Peeled] = {}
        self._roots: dict[tuple[str, str], tuple[Library, str] | None] = {}

    def peel(self, path: str, shape: Shape) -> Peeled:
        """The parts of a chain. What is no call has no links, and is its own base."""
        key = (path, shape.span, type(shape))
        if key not in self._peeled:
            self._peeled[key] = self._peel(path, shape)
        return self._peeled[key]

    def _peel(self, path: str, shape: Shape) -> Peeled:
        links: list[Link] = []
        while isinstance(shape, Invoked):
            made = self.function(path, shape.callee)
            if made is not None:
                library, maker = made
                return Peeled(library, maker, shape.args, None, tuple(reversed(links)), shape.span)
            if not isinstance(shape.callee, Dot):
                break
            callee = shape.callee
            links.append(Link(callee.name, shape.args, shape.keywords, callee.base, shape.span))
            shape = callee.base
        return Peeled(None, "", (), shape, tuple(reversed(links)), shape.span)

    def function(self, path: str, callee: Shape) -> tuple[Library, str] | None:
        """The library and the name of one of its functions (or types, or classes), if that is what a name means."""
        members: list[str] = []
        while isinstance(callee, Dot):
            members.append(callee.name)
            callee = callee.base
        if not isinstance(callee, Word):
            return None
        root = self._root(path, callee)
        if root is None:
            return None
        library, name = root
        names = [name, *reversed(members)]
        while names and (names[0] == "*" or names[0] in library.namespaces):
            del names[0]
        return (library, ".".join(names)) if names else None

    def _root(self, path: str, word: Word) -> tuple[Library, str] | None:
        key = (path, word.name)
        if key not in self._roots:
            self._roots[key] = self._look_up(path, word)
        return self._roots[key]

    def _look_up(self, path: str, word: Word) -> tuple[Library, str] | None:
        ecosystem: Ecosystem = PYPI if is_python(path) else NPM
        brought = self._names.imported(path).get(word.name)
        if brought is not None and not self._may_be(brought, ecosystem):
            return None
        found = self._names.find(path, word.name, word.span.start, types=False)
        if found is None or isinstance(found, Found):
            return None
        if isinstance(found, Foreign):
            library = self._libraries.of(found.module, ecosystem)
            return (library, found.name) if library is not None else None
        return None

    def _may_be(self, brought: Brought, ecosystem: Ecosystem) -> bool:
        """Whether an import can bring in something of a library, told without following it."""
        known = self._libraries.of(brought.specifier, ecosystem)
        return known is not None or self._libraries.may_be(brought.local, brought.name)


def is_python(path: str) -> bool:
    """Whether a file is Python, told without taking its path apart: this is asked for every file."""
    return path.endswith(_PYTHON_SUFFIXES)
