"""The one object that languages ask: what a specifier or module name means in a file."""

from __future__ import annotations

from collections.abc import Mapping

from linter.resolution.exports import IMPORT, Conditions
from linter.resolution.import_maps import ImportMaps
from linter.resolution.model import Problem, Problems, Resolution, Tree
from linter.resolution.packages import Packages
from linter.resolution.paths import parent
from linter.resolution.python import PythonResolver
from linter.resolution.python_roots import ProjectRoots
from linter.resolution.reading import Reader
from linter.resolution.script import ScriptResolver
from linter.resolution.script_configs import ScriptConfigs
from linter.resolution.sources import Sources


class ModuleResolver:
    """Resolution for one state of a project. Reads configuration files only, each once, when first needed.

    Never raises for what a tree contains: what cannot be read as its tool would read it is in `problems`.
    """

    def __init__(self, tree: Tree) -> None:
        self._problems = Problems()
        files = frozenset(tree.paths())
        reader = Reader(tree, self._problems)
        packages = Packages(files, reader, self._problems)
        configs = ScriptConfigs(files, reader, packages, self._problems)
        sources = Sources(files, packages, configs)
        self._configs = configs
        self._packages = packages
        self._script = ScriptResolver(packages, configs, ImportMaps(files, reader), sources)
        self._python = PythonResolver(files, ProjectRoots(files, reader, self._problems))

    def script(self, specifier: str, importer: str, *, conditions: Conditions = IMPORT) -> Resolution:
        """What a TypeScript or JavaScript specifier means in the file at `importer`.

        `conditions` are those of package.json `exports` that hold: `IMPORT` for `import` and `import()`,
        `REQUIRE` for `require()`; a config's `customConditions` are added.
        """
        return self._script.resolve(specifier, importer, conditions)

    def python(self, module: str, importer: str, level: int = 0, name: str | None = None) -> Resolution:
        """What a Python import means in the file at `importer`.

        `import a.b` is ("a.b"); `from ..a import c` is ("a", level=2, name="c"): the answer is the submodule
        `c` if there is such a file, otherwise the module or package (`__init__.py`) that should define it.
        `name` "*" or None asks for the module itself. A folder without `__init__.py` is a `Namespace`.
        """
        return self._python.resolve(module, importer, level, name)

    def package_folders(self) -> Mapping[str, str]:
        """The folders of the tree's own npm packages by their names."""
        return self._packages.folders()

    def wanted_version(self, package: str, importer: str) -> str:
        """The version range (or whatever stands in its place) by which npm gives a package to a file; "" for none."""
        declared = self._packages.declared(package, parent(importer))
        return declared.wanted if declared is not None else ""

    def renamed_packages(self) -> frozenset[str]:
        """npm names under which another package is declared."""
        return self._packages.renamed()

    def keeps_imports(self, path: str) -> bool:
        """Whether the compiler keeps imports of a TypeScript file that only types use (verbatimModuleSyntax)."""
        return self._configs.keeps_imports(path)

    @property
    def problems(self) -> list[Problem]:
        """What was wrong with the configuration read so far, each once, in the order it was met."""
        return self._problems.listed()
