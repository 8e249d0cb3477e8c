"""The packages of a tree: every package.json, the workspaces they form, and what names mean in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from linter.resolution import globs, yaml_lists
from linter.resolution.model import Problems
from linter.resolution.paths import below, join, parent, upwards, within
from linter.resolution.reading import Reader, strings, table

MANIFEST = "package.json"
_PNPM = "pnpm-workspace.yaml"
_LERNA = "lerna.json"
_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_OVERRIDES = ("overrides", "resolutions")


class Manifest(NamedTuple):
    """One package.json: its folder, its name ("" where it has none) and its fields."""

    folder: str
    name: str
    fields: Mapping[str, object]


class Dependency(NamedTuple):
    """What a package is declared to be: `wanted` is the text beside its name, `folder` where that stands."""

    wanted: str
    folder: str


def package_name(specifier: str) -> tuple[str, str]:
    """A bare specifier as package name and the path below it: "@a/b/c/d" is ("@a/b", "c/d")."""
    parts = specifier.split("/", 2 if specifier.startswith("@") else 1)
    if specifier.startswith("@") and len(parts) > 1:
        return "/".join(parts[:2]), parts[2] if len(parts) > 2 else ""
    return parts[0], "/".join(parts[1:])


class Packages:
    """Answers which package a folder belongs to, and what a name means there."""

    def __init__(self, files: frozenset[str], reader: Reader, problems: Problems) -> None:
        self._files = files
        self._reader = reader
        self._problems = problems
        self._visible: dict[tuple[str, str], Manifest | None] = {}
        self._declared: dict[tuple[str, str], Dependency | None] = {}

    def at(self, folder: str) -> Manifest | None:
        """The package whose package.json stands in the folder."""
        return self._manifests.get(folder)

    def around(self, folder: str) -> Iterator[Manifest]:
        """The packages a folder lies in, innermost first."""
        for each in upwards(folder):
            manifest = self._manifests.get(each)
            if manifest is not None:
                yield manifest

    def folders(self) -> Mapping[str, str]:
        """The folders of the tree's own packages by their names."""
        return {each.name: each.folder for each in self._manifests.values() if each.name}

    def renamed(self) -> frozenset[str]:
        """Names under which some package.json declares another package: `"llm": "npm:openai@^5"`."""
        return frozenset(
            name
            for declared in self._dependencies.values()
            for name, wanted in declared.items()
            if wanted.startswith("npm:")
        )

    def nearest(self, folder: str) -> Manifest | None:
        return next(self.around(folder), None)

    def member(self, name: str, folder: str) -> Manifest | None:
        """The package of that name in a workspace around the folder, the innermost workspace first."""
        key = (name, folder)
        if key not in self._visible:
            self._visible[key] = self._member(name, folder)
        return self._visible[key]

    def declared(self, name: str, folder: str) -> Dependency | None:
        """What the packages around the folder say about the name; the innermost that mentions it counts."""
        key = (name, folder)
        if key not in self._declared:
            self._declared[key] = self._find_declared(name, folder)
        return self._declared[key]

    def _member(self, name: str, folder: str) -> Manifest | None:
        if name not in self._names:
            return None
        for root in upwards(folder):
            found = self._workspaces.get(root, {}).get(name)
            if found is not None:
                return found
        return None

    def _find_declared(self, name: str, folder: str) -> Dependency | None:
        found: Dependency | None = None
        for each in upwards(folder):
            tables = self._dependencies.get(each, {})
            if found is None and name in tables:
                found = Dependency(tables[name], each)
            overridden = self._overrides.get(each, {}).get(name)
            if overridden is not None and ":" in overridden:
                return Dependency(overridden, each)
        if found is not None and found.wanted.startswith("catalog:"):
            return self._from_catalog(name, found)
        return found

    def _from_catalog(self, name: str, found: Dependency) -> Dependency:
        which = found.wanted.removeprefix("catalog:") or "default"
        for root in upwards(found.folder):
            pinned = table(self._catalogs.get(root, {}).get(which)).get(name)
            if isinstance(pinned, str):
                return Dependency(pinned, root)
        return found

    @cached_property
    def _manifests(self) -> Mapping[str, Manifest]:
        manifests = {}
        for path in sorted(self._files):
            if path != MANIFEST and not path.endswith("/" + MANIFEST):
                continue
            fields = self._reader.json(path)
            if fields is not None:
                name = fields.get("name")
                manifests[parent(path)] = Manifest(parent(path), name if isinstance(name, str) else "", fields)
        return manifests

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for members in self._workspaces.values() for name in members)

    @cached_property
    def _dependencies(self) -> Mapping[str, Mapping[str, str]]:
        return {
            folder: {
                name: wanted
                for field in reversed(_DEPENDENCIES)
                for name, wanted in table(manifest.fields.get(field)).items()
                if isinstance(wanted, str)
            }
            for folder, manifest in self._manifests.items()
        }

    @cached_property
    def _overrides(self) -> Mapping[str, Mapping[str, str]]:
        """Replacements that whole workspaces prescribe, by the plain names they replace."""
        result: dict[str, dict[str, str]] = {}
        for folder, manifest in self._manifests.items():
            sources = [table(manifest.fields.get(field)) for field in _OVERRIDES]
            sources.append(table(table(manifest.fields.get("pnpm")).get("overrides")))
            sources.append(table(self._pnpm.get(folder, {}).get("overrides")))
            plain = {name: value for each in sources for name, value in each.items() if isinstance(value, str)}
            if plain:
                result[folder] = plain
        return result

    @cached_property
    def _catalogs(self) -> Mapping[str, Mapping[str, object]]:
        """Catalogs of pnpm and bun by folder, then by catalog name ("default" for the unnamed one)."""
        result: dict[str, Mapping[str, object]] = {}
        for folder, manifest in self._manifests.items():
            workspaces = table(manifest.fields.get("workspaces"))
            sources = (self._pnpm.get(folder, {}), workspaces, manifest.fields)
            merged: dict[str, object] = {}
            for each in sources:
                merged.update(table(each.get("catalogs")))
                if each.get("catalog"):
                    merged["default"] = each["catalog"]
            if merged:
                result[folder] = merged
        return result

    @cached_property
    def _pnpm(self) -> Mapping[str, yaml_lists.Block]:
        found = (path for path in self._files if path == _PNPM or path.endswith("/" + _PNPM))
        texts = ((parent(path), self._reader.text(path)) for path in sorted(found))
        return {folder: yaml_lists.parse(text) for folder, text in texts if text is not None}

    @cached_property
    def _workspaces(self) -> Mapping[str, Mapping[str, Manifest]]:
        """The members of every workspace by name, its root included, by the workspace's folder."""
        result = {}
        for folder in {*self._manifests, *self._pnpm}:
            declared = self._patterns(folder)
            patterns = globs.usable(declared)
            if len(patterns) < len(declared):
                self._problems.add(within(folder, MANIFEST), globs.TOO_MANY)
            if patterns:
                result[folder] = self._members(folder, patterns)
        return result

    def _patterns(self, folder: str) -> list[str]:
        manifest = self._manifests.get(folder)
        declared = manifest.fields.get("workspaces") if manifest else None
        if isinstance(declared, dict):
            declared = declared.get("packages")
        patterns = strings(declared) + strings(self._pnpm.get(folder, {}).get("packages"))
        lerna = within(folder, _LERNA)
        if lerna in self._files:
            patterns += strings((self._reader.json(lerna) or {}).get("packages"))
        return patterns

    def _members(self, root: str, patterns: list[str]) -> Mapping[str, Manifest]:
        wanted = _any_of([each for each in patterns if not each.startswith("!")])
        unwanted = _any_of([each[1:] for each in patterns if each.startswith("!")])
        members: dict[str, Manifest] = {}
        for folder in sorted(self._manifests):
            manifest = self._manifests[folder]
            rest = below(folder, root)
            if rest is None or not manifest.name or "node_modules" in folder.split("/"):
                continue
            if rest and (not wanted.fullmatch(rest) or unwanted.fullmatch(rest)):
                continue
            self._enter(members, manifest)
        return members

    def _enter(self, members: dict[str, Manifest], manifest: Manifest) -> None:
        first = members.setdefault(manifest.name, manifest)
        if first is not manifest:
            why = f"names itself {manifest.name}, as {within(first.folder, MANIFEST)} does already"
            self._problems.add(within(manifest.folder, MANIFEST), why)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    parts = []
    for pattern in (each for glob in patterns for each in globs.expand(glob)):
        normalised = join("", pattern.rstrip("/"))
        if normalised:
            parts.append(f"(?:{globs.translate(normalised)})")
    return re.compile("|".join(parts) or "(?!)")
