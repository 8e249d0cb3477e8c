"""Which file imports which, told from the bytes: the graph in which callers are looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from linter.project import Project


class ImportGraph:
    """Importers of every file.

    Args:
        files: those that may import, sorted.
        importers: for each imported file, those that import it directly, sorted.
    """

    def __init__(self, files: tuple[str, ...], importers: Mapping[str, Sequence[str]]) -> None:
        self._files = files
        self._importers = importers

    @classmethod
    def of(cls, project: Project, specifiers: Mapping[str, Iterable[str]]) -> ImportGraph:
        """The graph of a project; `specifiers` are the modules that each file may import, as it writes them."""
        importers: dict[str, list[str]] = {}
        for path in sorted(specifiers):
            for target in dict.fromkeys(project.imported_files(path, sorted(specifiers[path]))):
                importers.setdefault(target, []).append(path)
        return cls(tuple(sorted(specifiers)), importers)

    def files(self) -> Collection[str]:
        """The files that may import, sorted."""
        return self._files

    def imported(self) -> Collection[str]:
        """The files that some file imports."""
        return self._importers.keys()

    def importers(self, path: str) -> Collection[str]:
        """The files that import a file directly, sorted."""
        return self._importers.get(path, ())

    def imported_from(self, paths: Iterable[str]) -> frozenset[str]:
        """These files and all that they import, directly or through others."""
        imports: dict[str, list[str]] = {}
        for target, importers in self._importers.items():
            for importer in importers:
                imports.setdefault(importer, []).append(target)
        return _reached(paths, imports)

    def within(self, paths: Collection[str]) -> ImportGraph:
        """The graph of these files alone."""
        importers = {
            target: [each for each in known if each in paths]
            for target, known in self._importers.items()
            if target in paths
        }
        return ImportGraph(tuple(each for each in self._files if each in paths), importers)

    def closure(self, paths: Iterable[str]) -> frozenset[str]:
        """These files and all that import them, directly or through others."""
        return _reached(paths, self._importers)


def _reached(paths: Iterable[str], edges: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found = set(paths)
    pending = list(found)
    while pending:
        for other in edges.get(pending.pop(), ()):
            if other not in found:
                found.add(other)
                pending.append(other)
    return frozenset(found)
