"""All facts of one project state, and which file each import means.

Facts are read when first asked for: a run parses the files that can matter and those that a question leads to.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from linter.facts import ClassOf, Expr, FileFacts, FunctionOf, Import, Imported, Name, declaring_scope
from linter.languages import PYTHON, language_of
from linter.resolution import External, Local, ModuleResolver, Namespace, Resolution, Unresolved
from linter.resolution.packages import package_name

_Entry = TypeVar("_Entry")

FactsSource = Callable[[str], FileFacts | None]
"""Gives the facts of a file of the project, or None for a file that is not read (skipped, other language)."""


class Project:
    """Facts by path, and imports resolved.

    Args:
        resolver: finds the file that a specifier means.
        facts: facts by path; the project keeps this very object, so that whoever reads files adds to it.
        more: asked for files that are not among them.
        paths: every file of the project.
        defines_function: whether the text of a file plainly defines a function or class of a name.
    """

    def __init__(
        self,
        resolver: ModuleResolver,
        facts: dict[str, FileFacts],
        more: FactsSource,
        defines_function: Callable[[str, str], bool],
        paths: Callable[[], Iterable[str]],
    ) -> None:
        self._resolver = resolver
        self._facts = facts
        self._more = more
        self._defines_function = defines_function
        self._paths = paths
        self._files: frozenset[str] | None = None
        self._folders: frozenset[str] = frozenset()
        self._renamed: frozenset[str] | None = None
        self._resolved: dict[tuple[str, int, str], Resolution] = {}
        self._derived: dict[tuple[type, str], tuple[FileFacts, Sequence[Any]]] = {}
        self._own_functions: dict[tuple[str, str], bool] = {}

    def facts(self, path: str) -> FileFacts | None:
        """The facts of a file, read now if need be."""
        found = self._facts.get(path)
        if found is None:
            found = self._more(path)
            if found is not None:
                self._facts[path] = found
        return found

    def learn(self, path: str, facts: FileFacts) -> None:
        """Adds facts that were read elsewhere."""
        self._facts[path] = facts

    def known(self) -> Iterable[tuple[str, FileFacts]]:
        """Every file read so far, by path."""
        for path in sorted(self._facts):
            yield path, self._facts[path]

    def read_since(self, number: int) -> Sequence[tuple[str, FileFacts]]:
        """The files that were read after the first `number` of them."""
        return list(islice(self._facts.items(), number, None)) if len(self._facts) > number else ()

    def derived(
        self, kind: type, path: str, facts: FileFacts, make: Callable[[], Sequence[_Entry]]
    ) -> Sequence[_Entry]:
        """What is made of a file's facts for one kind of index: once, however many ask for it."""
        key = (kind, path)
        known = self._derived.get(key)
        if known is None or known[0] is not facts:
            known = self._derived[key] = (facts, make())
        return known[1]

    def resolve(self, path: str, imported: Import, name: str | None = None) -> Resolution:
        """What an import of the file `path` means.

        `name` is one imported name: in Python it may be a module of its own below the imported one.
        """
        is_python = _is_python(path)
        key = (path, imported.level, f"{imported.specifier}\0{name or ''}" if is_python else imported.specifier)
        if key not in self._resolved:
            if is_python:
                found = self._resolver.python(imported.specifier, path, imported.level, name)
            else:
                found = self._resolver.script(imported.specifier, path)
            self._resolved[key] = found
        return self._resolved[key]

    def imported_files(self, path: str, specifiers: Iterable[str]) -> Iterator[str]:
        """The files of the project that these specifiers of the file `path` mean, without reading any facts."""
        is_python = _is_python(path)
        for specifier in specifiers:
            if "${" in specifier or "{" in specifier:
                yield from self.files_named(path, specifier.partition("${")[0].partition("{")[0])
                continue
            if is_python:
                module = specifier.lstrip(".")
                found = self._resolver.python(module, path, len(specifier) - len(module), None)
            else:
                found = self._resolver.script(specifier, path)
            if isinstance(found, Local):
                yield found.path

    def calls_own_function(self, path: str, callee: Expr) -> bool:
        """Whether a callee is plainly a function or class of the project, told without reading the other file.

        It then is none of a library, whatever it does inside.
        """
        facts = self._facts.get(path)
        if facts is None or not isinstance(callee, Name):
            return False
        scope = declaring_scope(facts, callee.name, callee.scope)
        bound = facts.scopes[scope].bindings[callee.name] if scope >= 0 else ()
        if len(bound) != 1:
            return False
        value = bound[0]
        if not isinstance(value, Imported) or value.name in ("*", "^", "default"):
            return isinstance(value, FunctionOf | ClassOf)
        found = self.resolve(path, facts.imports[value.source])
        if not isinstance(found, Local):
            return False
        key = (found.path, value.name)
        if key not in self._own_functions:
            self._own_functions[key] = self._defines_function(*key)
        return self._own_functions[key]

    def leads_outside(self, path: str, specifier: str) -> bool:
        """Whether a specifier in the file `path` means a package."""
        return not any(True for _ in self.imported_files(path, (specifier,)))

    def files_named(self, path: str, head: str) -> list[str]:
        """The files that a specifier with a known beginning and an unknown end can mean; none without a folder."""
        language = language_of(path)
        if language is None:
            return []
        if language.NAME == PYTHON:
            folder = head.rpartition(".")[0].replace(".", "/") if "." in head else ""
        else:
            folder = posixpath.normpath(posixpath.join(posixpath.dirname(path), head.rpartition("/")[0]))
            folder = folder if head.startswith((".", "/")) else ""
        if not folder or folder.startswith(".."):
            return []
        inside = (each for each in self._paths() if each.rpartition("/")[0] == folder)
        return [each for each in inside if language_of(each) is language]

    def submodule(self, package: str, name: str) -> str:
        """The file (or folder, for a namespace) of a Python module in a package's folder; "" for none."""
        if self._files is None:
            self._files = frozenset(self._paths())
            self._folders = frozenset(each.rpartition("/")[0] for each in self._files if each.endswith(".py"))
        stem = f"{package}/{name}"
        for path in (f"{stem}/__init__.py", f"{stem}.py"):
            if name and path in self._files:
                return path
        return stem if name and stem in self._folders else ""

    def renamed(self, path: str, specifiers: Iterable[str]) -> Iterator[str]:
        """The packages that specifiers of a script mean by another name of theirs."""
        if self._renamed is None:
            self._renamed = self._resolver.renamed_packages()
        for specifier in specifiers if self._renamed else ():
            if package_name(specifier)[0] in self._renamed:
                found = self._resolver.script(specifier, path)
                if isinstance(found, External):
                    yield found.module

    def keeps_imports(self, path: str) -> bool:
        """Whether the TypeScript compiler keeps imports of which only types are used (verbatimModuleSyntax)."""
        return self._resolver.keeps_imports(path)

    def resolve_specifier(self, path: str, specifier: str) -> Resolution:
        """What a module loaded by a call means: `require("x")`, `import_module("x")`."""
        if _is_python(path):
            module = specifier.lstrip(".")
            return self._resolver.python(module, path, len(specifier) - len(module), None)
        return self._resolver.script(specifier, path)


@cache
def _is_python(path: str) -> bool:
    language = language_of(path)
    return language is not None and language.NAME == PYTHON


__all__ = ["External", "Local", "Namespace", "Project", "Resolution", "Unresolved"]
