"""Where code executes: the zone of each file, by the configuration.

A file is in exactly one zone. Asked in this order, the first that names it wins:

    1. `gates`     the approved way to a model
    2. `host`      an explicit list, to take files back from the two below
    3. `sandbox`   runs only inside the sandbox
    4. `tests`     loaded only by test runners
    5.             everything else is host code, also when `host` lists something: nobody has to name it

`migrated` marks host code. A file that is in another zone is never migrated, whatever the list says, so that
`migrated = ["**"]` means all host code.

A gate may also be a module. When it is one of the tree's own, its files are gate files as well: a Python
module under the root or under `src/`, and an npm package whose folder is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from linter.config import ZoneSettings
from linter.config.entries import GateForm, covers, gate_form, migrated_entry
from linter.globs import Matcher, compile_globs


class Zone(StrEnum):
    """Where code executes."""

    HOST = "host"
    GATE = "gate"
    SANDBOX = "sandbox"
    TESTS = "tests"


class ZoneReason(NamedTuple):
    """A file's zone and why: the entry that names it, and the list it stands in ("zones.gates").

    `pattern` is None for host code that no list names.
    """

    zone: Zone
    pattern: str | None
    source: str


class _List(NamedTuple):
    """One list of globs; `written` tells it from a default."""

    zone: Zone
    source: str
    globs: Matcher
    written: bool = True


class Zones:
    """The zones of a tree."""

    def __init__(
        self,
        settings: ZoneSettings,
        exists: Callable[[str], bool],
        packages: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`exists` says whether the tree has a file or folder of a path; it is asked for few paths.

        `packages` gives the folders of the tree's own npm packages by their names.
        """
        files, self.gate_modules = _gates(settings.gates, exists)
        self._gate_folders = _folders(self.gate_modules, exists, packages)
        own_tests = settings.has_own_tests
        self._lists = (
            _List(Zone.GATE, "zones.gates", compile_globs(files)),
            _List(Zone.HOST, "zones.host", compile_globs(settings.host)),
            _List(Zone.SANDBOX, "zones.sandbox", compile_globs(settings.sandbox)),
            _List(
                Zone.TESTS,
                "zones.tests" if own_tests else "default tests",
                compile_globs(settings.tests),
                own_tests,
            ),
        )
        entries = [migrated_entry(each) for each in settings.migrated]
        self._migrated = compile_globs(each.pattern for each in entries if each.symbol is None)
        symbols: dict[str, frozenset[str]] = {}
        for pattern, symbol in entries:
            if symbol is not None:
                symbols[pattern] = symbols.get(pattern, frozenset()) | {symbol}
        self.migrated_symbols: Mapping[str, frozenset[str]] = MappingProxyType(symbols)
        self._symbol_files = {pattern: compile_globs([pattern]) for pattern in symbols}
        self._known: dict[str, Zone] = {}

    @property
    def has_borders(self) -> bool:
        """Whether anything is declared migrated or sandboxed, so that code can cross a border."""
        sandboxed = any(each.zone is Zone.SANDBOX and each.globs for each in self._lists)
        return bool(self._migrated) or bool(self.migrated_symbols) or sandboxed

    def of(self, path: str) -> Zone:
        """The zone of the file at `path`, relative to the root."""
        zone = self._known.get(path)
        if zone is None:
            zone = self._known[path] = self._zone(path)
        return zone

    def _zone(self, path: str) -> Zone:
        if self._gate_module_of(path):
            return Zone.GATE
        return next((each.zone for each in self._lists if each.globs.matches(path)), Zone.HOST)

    def explain(self, path: str) -> ZoneReason:
        """The zone of the file and the entry that decides it."""
        for each in self._lists:
            pattern = each.globs.first(path)
            if pattern is None and each.zone is Zone.GATE:
                pattern = self._gate_module_of(path)
            if pattern is not None:
                return ZoneReason(each.zone, pattern, each.source)
        return ZoneReason(Zone.HOST, None, "in no other zone")

    def _gate_module_of(self, path: str) -> str | None:
        for entry, folder in self._gate_folders:
            if path == folder or path.startswith(f"{folder}/"):
                return entry
        return None

    def is_gate_module(self, name: str, separator: str) -> bool:
        """Whether an import names a gate: one of `gate_modules` or a sub-path of one.

        `separator` stands between the parts of `name`: "/" in an npm specifier, "." in a Python module.
        """
        return any(covers(each, name, separator) for each in self.gate_modules)

    def migrated(self, path: str) -> bool:
        """Whether the whole file is declared migrated (and is host code)."""
        return self._migrated.matches(path) and self.of(path) is Zone.HOST

    def migrated_in(self, path: str) -> frozenset[str]:
        """The symbols of the file that are declared migrated one by one; none unless it is host code."""
        found = (names for each, names in self.migrated_symbols.items() if self._symbol_files[each].matches(path))
        symbols = frozenset[str]().union(*found)
        return symbols if symbols and self.of(path) is Zone.HOST else frozenset()

    def is_migrated(self, path: str, symbol: str) -> bool:
        """Whether the symbol ("" is the module) is declared migrated: itself, what it is in, or its file."""
        if self.migrated(path):
            return True
        return any(covers(each, symbol, ".") for each in self.migrated_in(path))

    def unmatched(self, paths: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The written entries that name none of the files: (list, entry), `("zones.migrated", "src/old/**")`.

        An entry that names nothing protects nothing, so callers report it. Gate modules are left out: what
        they name is seen in imports only.
        """
        known = list(paths)
        lists = [(each.source, each.globs.patterns) for each in self._lists if each.written]
        lists.append(("zones.migrated", (*self._migrated.patterns, *self.migrated_symbols)))
        return tuple(
            (source, pattern)
            for source, patterns in lists
            for pattern in dict.fromkeys(patterns)
            if not any(map(compile_globs([pattern]).matches, known))
        )


def _gates(entries: Iterable[str], exists: Callable[[str], bool]) -> tuple[list[str], tuple[str, ...]]:
    """The entries of `gates` that are globs of files, and those that are modules."""
    files: list[str] = []
    modules: list[str] = []
    for entry in entries:
        form = gate_form(entry)
        named = form is GateForm.FILES or (form is GateForm.EITHER and exists(entry))
        (files if named else modules).append(entry)
    return files, tuple(modules)


def _folders(
    modules: Iterable[str], exists: Callable[[str], bool], packages: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """The files and folders of the tree that are gate modules: (entry, path)."""
    found = []
    for entry in modules:
        found += [(entry, folder) for name, folder in packages.items() if covers(entry, name, "/") and folder]
        dotted = entry.replace(".", "/")
        candidates = (f"{root}{dotted}{suffix}" for root in ("", "src/") for suffix in ("", ".py"))
        found += [(entry, each) for each in candidates if "/" not in entry and exists(each)]
    return tuple(found)
