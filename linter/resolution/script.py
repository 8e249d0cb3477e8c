"""What a specifier of TypeScript or JavaScript means in the file that writes it."""

from __future__ import annotations

import re

from linter.resolution.exports import Conditions, find, targets
from linter.resolution.import_maps import ImportMaps
from linter.resolution.model import External, Local, Resolution, Unresolved
from linter.resolution.packages import Dependency, Manifest, Packages, package_name
from linter.resolution.paths import below, join, parent, within
from linter.resolution.reading import table
from linter.resolution.script_configs import Aliased, ScriptConfig, ScriptConfigs
from linter.resolution.sources import Sources, is_declaration

_SCHEME = re.compile(r"[A-Za-z][\w+.-]+:")
_REGISTRY = re.compile(r"(?:npm|jsr):/?((?:@[^/@]+/)?[^/@]+)(?:@[^/]*)?(/.*)?$")
_PATCHED = re.compile(r"patch:((?:@[^/@]+/)?[^/@]+)@")
_ARCHIVE = (".tgz", ".tar.gz")
_RANGE = re.compile(r"[\^~=v]*\s*(\d+)")
_NO_PACKAGE = ("@/", "~", "$")
"""Starts of specifiers that no package name has: aliases, even where no configuration explains them."""

_DEEPEST = 8
"""Aliases that may lead to one another before a specifier is given up."""

Configs = tuple[ScriptConfig, ...]


class ScriptResolver:
    """Answers for one state of a project, and keeps every answer."""

    def __init__(self, packages: Packages, configs: ScriptConfigs, maps: ImportMaps, sources: Sources) -> None:
        self._packages = packages
        self._configs = configs
        self._maps = maps
        self._sources = sources
        self._relative_answers: dict[tuple[str, str, Conditions], Resolution] = {}
        self._bare_answers: dict[tuple[str, str, Configs, Conditions], Resolution] = {}

    def resolve(self, specifier: str, importer: str, conditions: Conditions) -> Resolution:
        """The meaning of a specifier, as written, in a file; see `ModuleResolver.script`."""
        folder = parent(importer)
        specifier = specifier.rpartition("!")[2]  # after the inline loaders of webpack ("raw-loader!./a.txt")
        if specifier.startswith("."):
            relative = self._relative(specifier, folder, conditions)
            return relative if not isinstance(relative, Unresolved) else self._merged(relative, specifier, importer)
        configs = self._configs.of_file(importer)
        key = (specifier, folder, configs, conditions)
        answer = self._bare_answers.get(key)
        if answer is None:
            answer = self._bare_answers[key] = self._named(specifier, folder, configs, conditions)
        return answer

    def _relative(self, specifier: str, folder: str, conditions: Conditions) -> Resolution:
        key = (specifier, folder, conditions)
        answer = self._relative_answers.get(key)
        if answer is None:
            answer = self._relative_answers[key] = self._from_folder(_plain(specifier), folder, conditions)
        return answer

    def _merged(self, answer: Unresolved, specifier: str, importer: str) -> Resolution:
        """A relative path once more, from the other folders that `rootDirs` lay over the importer's."""
        for config in self._configs.of_file(importer):
            rests = (below(parent(importer), root) for root in config.root_dirs)
            rest = max((each for each in rests if each is not None), key=len, default=None)
            for root in config.root_dirs if rest is not None else ():
                path = join(within(root, rest or ""), _plain(specifier))
                hit = self._sources.at(path) if path is not None else None
                if hit is not None:
                    return Local(hit)
        return answer

    def _from_folder(self, specifier: str, folder: str, conditions: Conditions) -> Resolution:
        path = join(folder, specifier)
        if path is None:
            return Unresolved(f"{specifier} leads out of the project")
        folder_only = specifier.endswith(("/", "/.", "/..")) or specifier in (".", "..")
        hit = self._sources.at(path, folder_only=folder_only) or self._sources.unbuilt(path)
        if hit is not None:
            return Local(hit)
        installed = _installed(path)
        if installed is not None:
            return self._package(installed, folder, conditions)
        return Unresolved(f"no file is at {path or 'the root'}")

    def _named(
        self, specifier: str, folder: str, configs: Configs, conditions: Conditions, depth: int = 0
    ) -> Resolution:
        plain = _plain(specifier)
        if not plain or depth > _DEEPEST:
            return Unresolved(f"{specifier!r} names nothing" if not plain else f"{plain} leads round in circles")
        dead = None
        for config in configs:
            aliased = self._aliased(plain, folder, config, conditions)
            if isinstance(aliased, Unresolved):
                dead = dead or aliased
            elif aliased is not None:
                return aliased
        if _SCHEME.match(plain):
            return _foreign(plain)
        mapped = self._maps.mapped(plain, folder)
        if mapped is not None and mapped[0] != plain and not self._is_nearer(plain, folder, mapped[1]):
            return self._located(*mapped, conditions, depth + 1)
        if plain.startswith("/"):
            return self._absolute(plain, folder)
        for config in configs:
            conditions |= config.conditions
        if plain.startswith("#"):
            return self._inner(plain, folder, conditions, depth) or dead or Unresolved(f"{plain} is not in imports")
        return self._package(plain, folder, conditions, dead)

    def _is_nearer(self, specifier: str, folder: str, mapped: str) -> bool:
        """Whether a package inside of the folder of an import map says itself what the name is."""
        declared = self._packages.declared(package_name(specifier)[0], folder)
        return declared is not None and declared.folder != mapped and below(declared.folder, mapped) is not None

    def _located(self, text: str, folder: str, conditions: Conditions, depth: int) -> Resolution:
        """What a target of a map or an `imports` table means: a path from its folder, or a package."""
        if text.startswith("."):
            path = join(folder, text)
            hit = self._sources.product(path) if path is not None else None
            return Local(hit) if hit is not None else Unresolved(f"no file is at {path or text}")
        return self._named(text, folder, (), conditions, depth)

    def _aliased(
        self, specifier: str, folder: str, config: ScriptConfig, conditions: Conditions
    ) -> Local | External | Unresolved | None:
        """What `paths` and `baseUrl` say; Unresolved where a pattern of its own leads to no file."""
        alias = config.aliases.match(specifier)
        if alias is not None:
            found = self._through(alias, specifier, folder, conditions)
            if found is not None:
                return found
        if config.base_url is not None and not specifier.startswith("/"):
            path = join(config.base_url, specifier)
            hit = self._sources.at(path) if path is not None else None
            if hit is not None and _runs(hit, specifier):
                return Local(hit)
        if alias is not None and alias.own:
            return Unresolved(f"{specifier} matches paths in {config.path}, but no file is there")
        return None

    def _through(self, alias: Aliased, specifier: str, folder: str, conditions: Conditions) -> Local | External | None:
        for target in alias.targets:
            path = join("", target.replace("*", alias.star, 1))
            hit = self._sources.product(path) if path is not None else None
            if hit is not None and (alias.own or _runs(hit, specifier)):
                return Local(hit)
            installed = _installed(path or "")
            if installed is not None:
                answer = self._package(installed, folder, conditions)
                if isinstance(answer, Local | External):
                    return answer
        return None

    def _absolute(self, specifier: str, folder: str) -> Resolution:
        """A path from "/", which bundlers take from the folder they serve."""
        for base in dict.fromkeys([*(each.folder for each in self._packages.around(folder)), ""]):
            path = join(base, specifier.lstrip("/") or ".")
            hit = self._sources.at(path) if path else None
            if hit is not None:
                return Local(hit)
        return Unresolved(f"{specifier} is a path outside of the project")

    def _inner(self, specifier: str, folder: str, conditions: Conditions, depth: int) -> Resolution | None:
        manifest = self._packages.nearest(folder)
        entries = table(manifest.fields.get("imports")) if manifest is not None else {}
        answer: Resolution | None = None
        for target in targets(find(entries, specifier), conditions):
            answer = self._located(target, manifest.folder if manifest else "", conditions, depth + 1)
            if not isinstance(answer, Unresolved):
                return answer
        return answer

    def _package(
        self, specifier: str, folder: str, conditions: Conditions, dead: Unresolved | None = None
    ) -> Resolution:
        """What a bare specifier means by the packages around; `dead` is said of an alias that led nowhere."""
        name, subpath = package_name(specifier)
        declared = self._packages.declared(name, folder)
        if declared is not None:
            elsewhere = self._declared(declared, specifier, subpath, folder, conditions)
            if elsewhere is not None:
                return elsewhere
        manifest = self._own(name, folder, declared) or self._member(name, folder, declared)
        if manifest is not None:
            return self._offered(manifest, specifier, subpath, conditions)
        return External(specifier) if declared is not None else self._undeclared(specifier, folder, dead)

    def _undeclared(self, specifier: str, folder: str, dead: Unresolved | None) -> Resolution:
        """The meaning of a specifier that no package mentions: a bundler's alias, or a package after all."""
        bundled = self._maps.bundled(specifier, folder)
        if bundled is not None and bundled[0].startswith("."):
            path = join(bundled[1], bundled[0])
            hit = self._sources.product(path) if path is not None else None
            return Local(hit) if hit is not None else Unresolved(f"no file is at {path or bundled[0]}")
        if bundled is not None:
            return External(bundled[0])
        if dead is not None:
            return dead
        if specifier.startswith(_NO_PACKAGE):
            return Unresolved(f"no configuration in the project says what {specifier} stands for")
        return External(specifier)

    def _declared(
        self, declared: Dependency, specifier: str, subpath: str, folder: str, conditions: Conditions
    ) -> Resolution | None:
        """The meaning of a dependency that is not simply a version of the package it names."""
        wanted = declared.wanted
        renamed = _REGISTRY.match(wanted) or _PATCHED.match(wanted)
        if renamed is not None:
            # "jsr:^1" and "npm:^5" are versions of the package named on the left.
            if re.match(r"[\^~<>=*\d]", renamed[1]):
                return External(specifier)
            return External(within(renamed[1], subpath))
        if wanted.startswith("workspace:") and "@" in wanted.rpartition("/")[2]:
            other = self._packages.member(wanted.removeprefix("workspace:").rpartition("@")[0], folder)
            if other is not None:
                return self._offered(other, specifier, subpath, conditions)
        path = _folder_of(wanted)
        if path is None:
            return None
        if path.endswith(_ARCHIVE):
            return External(specifier)
        place = join(declared.folder, path)
        if place is None:
            return Unresolved(f"{specifier} comes from {path}, outside of the project")
        manifest = self._packages.at(place) or Manifest(place, "", {})
        return self._offered(manifest, specifier, subpath, conditions)

    def _own(self, name: str, folder: str, declared: Dependency | None) -> Manifest | None:
        manifest = self._packages.nearest(folder)
        if manifest is None or manifest.name != name:
            return None
        return manifest if declared is None or "exports" in manifest.fields else None

    def _member(self, name: str, folder: str, declared: Dependency | None) -> Manifest | None:
        manifest = self._packages.member(name, folder)
        if manifest is None or declared is None:
            return manifest
        return manifest if _accepts(declared.wanted, manifest.fields.get("version")) else None

    def _offered(self, manifest: Manifest, specifier: str, subpath: str, conditions: Conditions) -> Resolution:
        hit = self._sources.of_package(manifest, subpath, conditions)
        if hit is not None:
            return Local(hit)
        place = manifest.folder or "the root"
        return Unresolved(f"{specifier} is the package at {place}, where no file answers to it")


def _plain(specifier: str) -> str:
    """Without the query of bundlers (`?raw`)."""
    return specifier.partition("?")[0]


def _foreign(specifier: str) -> Resolution:
    """A specifier with a scheme: a registry's package without version; a URL or runtime module as it is."""
    if specifier.startswith("file:"):
        return Unresolved(f"{specifier} is a path outside of the project")
    package = _REGISTRY.match(specifier)
    return External(package[1] + (package[2] or "") if package is not None else specifier)


def _runs(hit: str, specifier: str) -> bool:
    """Whether a file found under a package's name replaces the package, rather than describing it."""
    return not is_declaration(hit) and (not hit.endswith(".json") or specifier.endswith(".json"))


def _installed(path: str) -> str | None:
    """The bare specifier for a path into node_modules."""
    head, found, rest = path.rpartition("node_modules/")
    return rest if found and rest and (not head or head.endswith("/")) else None


def _folder_of(wanted: str) -> str | None:
    """The relative path that a dependency is declared to come from."""
    for protocol in ("file:", "link:", "portal:"):
        if wanted.startswith(protocol):
            return wanted.removeprefix(protocol).removeprefix("//")
    wanted = wanted.removeprefix("workspace:")
    return wanted if wanted.startswith(("./", "../")) else None


def _accepts(wanted: str, version: object) -> bool:
    """Whether a member of the workspace can be the version asked for, judged by its major number."""
    majors = [_RANGE.match(each.strip()) for each in wanted.split("||")]
    asked = {match[1] for match in majors if match is not None}
    return not asked or (isinstance(version, str) and version.split(".")[0] in asked)
