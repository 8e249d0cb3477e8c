"""From a path as code writes it to the file meant: twins, index files, package entries, unbuilt output.

Implementations win over declarations (`.d.ts`) wherever both could be meant: the question is what runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.resolution.exports import Conditions, exported
from linter.resolution.packages import Manifest, Packages
from linter.resolution.paths import below, join, parent, within
from linter.resolution.reading import strings
from linter.resolution.script_configs import ScriptConfigs

_TWINS = {
    ".js": (".ts", ".tsx", ".js", ".jsx"),
    ".jsx": (".tsx", ".ts", ".jsx", ".js"),
    ".ts": (".ts", ".tsx", ".js", ".jsx"),
    ".tsx": (".tsx", ".ts", ".jsx", ".js"),
    ".mjs": (".mts", ".mjs"),
    ".mts": (".mts", ".mjs"),
    ".cjs": (".cts", ".cjs"),
    ".cts": (".cts", ".cjs"),
}
"""The files that an extension may stand for, in TypeScript's order (`./x.js` in source means `x.ts`)."""

_DECLARATIONS = {".mjs": ".d.mts", ".mts": ".d.mts", ".cjs": ".d.cts", ".cts": ".d.cts"}
_IMPLIED = (".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".json", ".vue", ".svelte")
"""What may be left off: TypeScript's list, then what Node's `require` and bundlers add."""

_FORMATS = frozenset(("esm", "cjs", "es", "mjs", "umd", "types", "node", "browser", "module", "commonjs"))
"""Folders inside of an output folder that hold the same code in one module format."""

_OUTPUTS = frozenset(("dist", "build", "lib", "out", "output", "typings", "esm", "cjs", "es", "umd", "types")) | {
    f"dist-{each}" for each in _FORMATS
}
"""Folder names under which build tools put what they make."""

_SOURCES = ("src", "", "source", "lib")
"""Where the source of an output folder is looked for, beside it."""

_ENTRIES = ("src/index", "src/main", "index", "main", "src/lib/index")
"""Where the entry of a package stands by convention, when its package.json names none that exists."""


class Sources:
    """Finds files in a tree. Every method takes and gives paths seen from the root."""

    def __init__(self, files: frozenset[str], packages: Packages, configs: ScriptConfigs) -> None:
        self._files = files
        self._packages = packages
        self._configs = configs
        self._made_from: dict[str, str | None] = {}
        self._entering: set[str] = set()

    def at(self, path: str, *, folder_only: bool = False) -> str | None:
        """The file that an import of this path runs, as it stands in the tree."""
        hit = None if folder_only or not path else self._file(path)
        return hit or self._folder(path) or self._declaration(path, folder_only=folder_only)

    def product(self, path: str) -> str | None:
        """As `at`; a path into the output of a build leads to the source it is made from."""
        hit = self.at(path)
        if hit is None or is_declaration(hit):
            return self.unbuilt(path) or hit
        return hit

    def unbuilt(self, path: str) -> str | None:
        """The source from which a file of a build's output is made; None where the path is no such file."""
        if path not in self._made_from:
            candidates = (self._implementation(each) for each in self._origins(path))
            self._made_from[path] = next((each for each in candidates if each is not None), None)
        return self._made_from[path]

    def of_package(self, manifest: Manifest, subpath: str, conditions: Conditions) -> str | None:
        """The file that a package of the tree offers under a subpath ("" for its entry)."""
        listed = exported(manifest.fields.get("exports"), f"./{subpath}" if subpath else ".", conditions)
        if not subpath:
            for field in ("source", "module", "main", "types", "typings"):
                listed += strings(manifest.fields.get(field))[:1]
        hit = self._best(manifest.folder, listed)
        if hit is not None:
            return hit
        if subpath:
            return self._best(manifest.folder, (subpath, f"src/{subpath}"))
        return self._index(manifest.folder) or self._best(manifest.folder, _ENTRIES)

    def _best(self, folder: str, targets: Iterable[str]) -> str | None:
        declaration = None
        for target in targets:
            path = join(folder, target)
            hit = self.product(path) if path else None
            if hit is not None and not is_declaration(hit):
                return hit
            declaration = declaration or hit
        return declaration

    def _file(self, path: str) -> str | None:
        stem, extension = _split(path)
        for twin in _TWINS.get(extension, ()):
            if stem + twin in self._files:
                return stem + twin
        if path in self._files and not is_declaration(path):
            return path
        for implied in _IMPLIED:
            if path + implied in self._files:
                return path + implied
        return None

    def _folder(self, path: str) -> str | None:
        manifest = self._packages.at(path) if path else None
        if manifest is None or path in self._entering:
            return self._index(path)
        # The entry of a package may be a folder with a package.json, and so on round in a circle.
        self._entering.add(path)
        entries = [each for field in ("module", "main") for each in strings(manifest.fields.get(field))]
        hit = self._best(path, entries)
        self._entering.discard(path)
        return hit or self._index(path)

    def _index(self, folder: str) -> str | None:
        return next(
            (each for each in (within(folder, f"index{end}") for end in _IMPLIED) if each in self._files),
            None,
        )

    def _declaration(self, path: str, *, folder_only: bool) -> str | None:
        stem, extension = _split(path)
        end = _DECLARATIONS.get(extension, ".d.ts")
        beside = () if folder_only else (stem + end, f"{path}.d.ts")
        candidates = (*beside, within(path, "index.d.ts"))
        return next((each for each in candidates if each in self._files), None)

    def _implementation(self, path: str) -> str | None:
        hit = self._file(path) or self._index(path)
        if hit is None and path.endswith("/index"):
            hit = self._file(parent(path))
        return hit

    def _origins(self, path: str) -> Iterator[str]:
        """Extensionless paths of what a build's output may be made from, best first."""
        stem, extension = _split(path)
        if not extension and path.rpartition("/")[2].count("."):
            return
        manifest = self._packages.nearest(parent(path))
        home = manifest.folder if manifest else ""
        yield from self._configured(home, stem)
        segments = stem.split("/")
        for position, segment in enumerate(segments[:-1]):
            if segment in _OUTPUTS and position >= (home.count("/") + 1 if home else 0):
                yield from _beside("/".join(segments[:position]), segments[position + 1 :])

    def _configured(self, home: str, stem: str) -> Iterator[str]:
        for config in self._configs.in_folder(home):
            for output in config.out_dirs:
                rest = below(stem, output)
                if rest:
                    yield within(config.folder if config.root_dir is None else config.root_dir, rest)


def _beside(base: str, rest: list[str]) -> Iterator[str]:
    shorter = rest[1:] if len(rest) > 1 and rest[0] in _FORMATS else None
    for source in _SOURCES:
        for each in (rest, shorter):
            if each:
                yield within(within(base, source), "/".join(each))


def is_declaration(path: str) -> bool:
    """Whether the file only declares types."""
    return path.endswith((".d.ts", ".d.mts", ".d.cts"))


def _split(path: str) -> tuple[str, str]:
    """A path as stem and script extension, which is "" where it has none; `.d.ts` counts as `.ts`."""
    stem, dot, extension = path.rpartition(".")
    if f".{extension}" not in _TWINS or not dot:
        return path, ""
    if extension.endswith("ts") and stem.endswith(".d"):
        stem = stem[:-2]
    return stem, f".{extension}"
