"""Which file imports which, told from the bytes: the graph in which callers are looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from linter.project import Project


class ImportGraph:
    """Importers of every file, built once.

    Args:
        project: resolves specifiers.
        specifiers: for each file that may import, the modules it may import, as written.
    """

    def __init__(self, project: Project, specifiers: Mapping[str, Iterable[str]]) -> None:
        self._files = tuple(sorted(specifiers))
        self._importers: dict[str, list[str]] = {}
        for path in sorted(specifiers):
            for target in dict.fromkeys(project.imported_files(path, sorted(specifiers[path]))):
                self._importers.setdefault(target, []).append(path)

    def files(self) -> Collection[str]:
        """The files that may import, sorted."""
        return self._files

    def imported(self) -> Collection[str]:
        """The files that some file imports."""
        return self._importers.keys()

    def importers(self, path: str) -> Collection[str]:
        """The files that import a file directly, sorted."""
        return self._importers.get(path, ())

    def closure(self, paths: Iterable[str]) -> frozenset[str]:
        """These files and all that import them, directly or through others."""
        found = set(paths)
        pending = list(found)
        while pending:
            for importer in self._importers.get(pending.pop(), ()):
                if importer not in found:
                    found.add(importer)
                    pending.append(importer)
        return frozenset(found)
