"""tsconfig.json and jsconfig.json: what they extend and include, and which of them each file lives under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from linter.resolution import globs
from linter.resolution.exports import IMPORT, exported
from linter.resolution.model import Problems
from linter.resolution.packages import Packages, package_name
from linter.resolution.paths import join, parent, upwards, within
from linter.resolution.reading import Reader, strings, table

_NAMES = ("tsconfig.json", "jsconfig.json")
_HERE = "${configDir}"
_IGNORED = ("node_modules", "bower_components", "jspm_packages")
"""What a config without `exclude` leaves out (https://www.typescriptlang.org/tsconfig/#exclude)."""

_DEEPEST = 32
"""Configs in one chain of `extends`, beyond which it is cut off."""


_MOST_VARIANTS = 50
"""Configs in one folder that are read (tsconfig.app.json, tsconfig.test.json …)."""


class Placed(NamedTuple):
    """A setting, and the folder of the config that holds it: relative paths start there."""

    value: object
    folder: str


class Aliased(NamedTuple):
    """The entry of `paths` that a specifier matches: its targets from the root, and the text of its `*`.

    `own` says that the pattern has both a wildcard and a prefix, as "@/*": such a specifier is no package's.
    """

    targets: tuple[str, ...]
    star: str
    own: bool


class Aliases:
    """The entries of `paths`, found by prefix, as large workspaces have thousands of them."""

    def __init__(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        self._exact: dict[str, tuple[str, ...]] = {}
        self._patterns: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for pattern, targets in entries.items():
            prefix, star, suffix = pattern.partition("*")
            if star:
                self._patterns.setdefault(prefix, []).append((suffix, targets))
            else:
                self._exact[pattern] = targets
        self._lengths = sorted({len(prefix) for prefix in self._patterns}, reverse=True)

    def __len__(self) -> int:
        return len(self._exact) + len(self._patterns)

    def match(self, specifier: str) -> Aliased | None:
        """The entry that decides: an exact one, else the one with the longest prefix."""
        targets = self._exact.get(specifier)
        if targets is not None:
            return Aliased(targets, "", own=False)
        for length in self._lengths:
            for suffix, found in self._patterns.get(specifier[:length], ()):
                end = len(specifier) - len(suffix)
                if length <= end and specifier.endswith(suffix):
                    return Aliased(found, specifier[length:end], own=length > 0)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class ScriptConfig:
    """One tsconfig or jsconfig after `extends`; every path is seen from the tree's root.

    `files` and `included` say which files it governs. Absent folders are None. There is one object for each
    config file, so they are compared by identity, which makes them cheap keys.
    """

    path: str
    folder: str
    aliases: Aliases
    base_url: str | None
    root_dirs: tuple[str, ...]
    root_dir: str | None
    out_dirs: tuple[str, ...]
    references: tuple[str, ...]
    conditions: frozenset[str]
    keeps_imports: bool
    files: frozenset[str]
    included: re.Pattern[str]
    excluded: re.Pattern[str]

    def governs(self, path: str) -> bool:
        if path in self.files:
            return True
        return self.included.fullmatch(path) is not None and self.excluded.match(path) is None

    @property
    def matters(self) -> bool:
        """Whether it changes what a specifier means."""
        return bool(self.aliases or self.root_dirs or self.conditions) or self.base_url is not None


class ScriptConfigs:
    """All tsconfig and jsconfig files of a tree, each parsed when first asked for."""

    def __init__(self, files: frozenset[str], reader: Reader, packages: Packages, problems: Problems) -> None:
        self._files = files
        self._packages = packages
        self._problems = problems
        self._parsed: dict[str, ScriptConfig] = {}
        self._of_file: dict[str, tuple[ScriptConfig, ...]] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._loader = _Loader(self, reader, problems)

    def of_file(self, path: str) -> tuple[ScriptConfig, ...]:
        """The configs whose settings a file is compiled or bundled with, best first.

        The first one that governs the file: walking up from its folder, each tsconfig.json (or
        jsconfig.json), what that refers to, then its variants beside it (tsconfig.test.json). After it the
        nearest one, which bundlers and runners take without looking at `include`.
        """
        found = self._of_file.get(path)
        if found is None:
            found = self._of_file[path] = tuple(each for each in self._governing(path) if each.matters)
        return found

    def keeps_imports(self, path: str) -> bool:
        """Whether the config of a file makes the compiler keep imports that only types use."""
        return next((each.keeps_imports for each in self._governing(path)), False)

    def in_folder(self, folder: str) -> tuple[ScriptConfig, ...]:
        """Every config that stands in the folder, its tsconfig.json first."""
        return tuple(self._config(path) for path in self._by_folder.get(folder, ()))

    def _governing(self, path: str) -> Iterator[ScriptConfig]:
        chain = self._chain(parent(path))
        owner = self._owner(path, chain)
        if owner is not None:
            yield owner
        if chain:
            nearest = self._config(self._by_folder[chain[0]][0])
            if nearest is not owner:
                yield nearest

    def _owner(self, path: str, chain: tuple[str, ...]) -> ScriptConfig | None:
        for folder in chain:
            mains = [each for each in self._by_folder[folder] if each.rpartition("/")[2] in _NAMES]
            for candidate in (*mains, *self._by_folder[folder]):
                config = self._config(candidate)
                if config.governs(path):
                    return config
                if candidate in mains:
                    referred = self._referred(config, path)
                    if referred is not None:
                        return referred
        return None

    def _referred(self, config: ScriptConfig, path: str) -> ScriptConfig | None:
        pending, seen = list(config.references), {config.path}
        while pending:
            current = pending.pop(0)
            if current in seen or current not in self._files:
                continue
            seen.add(current)
            referred = self._config(current)
            if referred.governs(path):
                return referred
            pending += referred.references
        return None

    def _chain(self, folder: str) -> tuple[str, ...]:
        """The folders with a main config from `folder` upwards."""
        chain = self._chains.get(folder)
        if chain is None:
            chain = tuple(
                each
                for each in upwards(folder)
                if each in self._by_folder and self._by_folder[each][0].rpartition("/")[2] in _NAMES
            )
            self._chains[folder] = chain
        return chain

    @cached_property
    def _by_folder(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in self._files:
            name = path.rpartition("/")[2]
            if name.endswith(".json") and name.startswith(("tsconfig.", "jsconfig.")):
                found.setdefault(parent(path), []).append(path)
        ordered = {folder: sorted(each, key=_main_first) for folder, each in found.items()}
        return {folder: self._few(paths) for folder, paths in ordered.items()}

    def _few(self, paths: list[str]) -> tuple[str, ...]:
        if len(paths) > _MOST_VARIANTS:
            self._problems.add(paths[0], f"has more than {_MOST_VARIANTS} configs beside it")
        return tuple(paths[:_MOST_VARIANTS])

    def _config(self, path: str) -> ScriptConfig:
        config = self._parsed.get(path)
        if config is None:
            config = self._parsed[path] = self._loader.load(path)
        return config

    def extended(self, specifier: str, folder: str) -> str | None:
        """The config file that `extends` names; None where it is not in the tree."""
        if specifier.startswith((".", _HERE)):
            path = join(folder, specifier)
            if path is None:
                return None
            inside = path.rpartition("node_modules/")[2]
            return self._first_config(path) or (self._in_package(inside, folder) if inside != path else None)
        return self._in_package(specifier, folder)

    def _in_package(self, specifier: str, folder: str) -> str | None:
        name, rest = package_name(specifier)
        for each in upwards(folder):
            hit = self._first_config(within(each, f"node_modules/{specifier}"))
            if hit is not None:
                return hit
        member = self._packages.member(name, folder)
        if member is None:
            return None
        wanted = [rest] if rest else [*strings(member.fields.get("tsconfig")), "tsconfig.json"]
        if "exports" in member.fields:
            key = f"./{rest}" if rest else "."
            wanted = [*exported(member.fields["exports"], key, IMPORT), *wanted]
        candidates = (join(member.folder, each) for each in wanted)
        hits = (self._first_config(each) for each in candidates if each is not None)
        return next((each for each in hits if each is not None), None)

    def _first_config(self, path: str) -> str | None:
        candidates = (path, f"{path}.json", f"{path}/tsconfig.json")
        return next((each for each in candidates if each.endswith(".json") and each in self._files), None)


def _main_first(path: str) -> tuple[int, str]:
    name = path.rpartition("/")[2]
    return (_NAMES.index(name) if name in _NAMES else len(_NAMES), path)


_KEEPS_IMPORTS = ("verbatimModuleSyntax", "preserveValueImports")


def _is_true(placed: Placed | None) -> bool:
    return placed is not None and placed.value is True


class _Loader:
    """Reads configs with all they extend."""

    def __init__(self, configs: ScriptConfigs, reader: Reader, problems: Problems) -> None:
        self._configs = configs
        self._reader = reader
        self._problems = problems
        self._merged: dict[str, dict[str, Placed]] = {}

    def load(self, path: str) -> ScriptConfig:
        settings = self._settings(path, ())
        folder = parent(path)
        references = table(self._reader.json(path)).get("references")
        out_dirs = [self._folder(settings.get(key), folder) for key in ("outDir", "declarationDir")]
        outputs = tuple(each for each in out_dirs if each)
        files, included, excluded = self._scope(path, settings, outputs)
        base_url = self._folder(settings.get("baseUrl"), folder)
        return ScriptConfig(
            path=path,
            folder=folder,
            aliases=self._aliases(settings, folder, base_url),
            base_url=base_url,
            root_dirs=tuple(self._located(settings.get("rootDirs"), folder)),
            root_dir=self._folder(settings.get("rootDir"), folder),
            out_dirs=outputs,
            references=tuple(self._references(references, folder)),
            conditions=frozenset(_texts(settings.get("customConditions"))),
            keeps_imports=any(_is_true(settings.get(each)) for each in _KEEPS_IMPORTS),
            files=files,
            included=included,
            excluded=excluded,
        )

    def _settings(self, path: str, seen: tuple[str, ...]) -> dict[str, Placed]:
        """Compiler options and `files`, `include`, `exclude` of a config over those it extends.

        Each config is merged once, so lists of `extends` that share their bases cost no more than chains.
        """
        if path not in self._merged:
            merged = self._extending(path, seen)
            self._merged.setdefault(path, merged)
        return self._merged[path]

    def _extending(self, path: str, seen: tuple[str, ...]) -> dict[str, Placed]:
        if path in seen or len(seen) >= _DEEPEST:
            self._problems.add(path, f"extends itself: {' → '.join((*seen, path))}")
            return {}
        fields = self._reader.json(path) or {}
        folder = parent(path)
        merged: dict[str, Placed] = {}
        for specifier in strings(fields.get("extends")):
            base = self._configs.extended(specifier, folder)
            if base is None:
                self._problems.add(path, f"extends {specifier}, which is not in the tree")
            else:
                merged |= self._settings(base, (*seen, path))
        own = dict(table(fields.get("compilerOptions")))
        own |= {key: fields[key] for key in ("files", "include", "exclude") if key in fields}
        return merged | {key: Placed(value, folder) for key, value in own.items() if value is not None}

    def _aliases(self, settings: Mapping[str, Placed], leaf: str, base_url: str | None) -> Aliases:
        placed = settings.get("paths")
        if placed is None:
            return Aliases({})
        base = placed.folder if base_url is None else base_url
        entries = {}
        for pattern, raw in table(placed.value).items():
            targets = (_place(each, base, leaf) for each in strings(raw))
            entries[pattern] = tuple(each for each in targets if each is not None)
        return Aliases(entries)

    def _references(self, raw: object, folder: str) -> Iterator[str]:
        for reference in raw if isinstance(raw, list) else []:
            for named in strings(table(reference).get("path")):
                path = join(folder, named)
                if path is not None:
                    yield path if path.endswith(".json") else within(path, "tsconfig.json")

    def _scope(
        self, path: str, settings: Mapping[str, Placed], outputs: tuple[str, ...]
    ) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
        leaf = parent(path)
        files = frozenset(self._located(settings.get("files"), leaf))
        include = list(self._located(settings.get("include"), leaf))
        if "files" not in settings and "include" not in settings:
            include = [within(leaf, "**/*")]
        if "exclude" in settings:
            exclude = list(self._located(settings["exclude"], leaf))
        else:
            exclude = [*(within(leaf, each) for each in _IGNORED), *outputs]
        if len(globs.usable(include)) < len(include) or len(globs.usable(exclude)) < len(exclude):
            self._problems.add(path, globs.TOO_MANY)
        included = "|".join(f"(?:{globs.translate(_deepened(each))})" for each in globs.usable(include))
        excluded = "|".join(f"(?:{globs.translate(each)})(?:/|$)" for each in globs.usable(exclude) if each)
        return files, re.compile(included or "(?!)"), re.compile(excluded or "(?!)")

    def _located(self, placed: Placed | None, leaf: str) -> Iterator[str]:
        """The paths or globs of a list setting, seen from the root; those outside of it are left out."""
        if placed is not None:
            for text in strings(placed.value):
                located = _place(text, placed.folder, leaf)
                if located is not None:
                    yield located

    def _folder(self, placed: Placed | None, leaf: str) -> str | None:
        return next(self._located(placed, leaf), None)


def _place(text: str, folder: str, leaf: str) -> str | None:
    if text.startswith(_HERE):
        return join(leaf, "." + text[len(_HERE) :])
    return join(folder, text)


def _texts(placed: Placed | None) -> list[str]:
    return strings(placed.value) if placed is not None else []


def _deepened(glob: str) -> str:
    """An `include` without wildcard or extension in its last segment names a folder with all below it."""
    return glob if re.search(r"[.*?]", glob.rpartition("/")[2]) else within(glob, "**/*")
