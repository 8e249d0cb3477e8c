"""One state of a repository, opened for a run: its files, rules, configuration and zones."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linter import rulebook
from linter.capability import Capability, build
from linter.checks import CHECKS
from linter.config import Config, LoadedConfig, load
from linter.errors import ConfigError
from linter.globs import Matcher, compile_globs
from linter.kept import Kept
from linter.resolution import ModuleResolver
from linter.rulebook import Rule, Rulebook, RuleFile
from linter.sources import Loaded, Skipped, Tree, decode
from linter.suppressions import OWN_RULE
from linter.zones import Zones


class Workspace(NamedTuple):
    """What a run works with. `rules` are those switched on, with the severity that holds here."""

    tree: Tree
    loaded: LoadedConfig
    book: Rulebook
    rules: Sequence[Rule]
    zones: Zones
    capabilities: Mapping[str, Capability]
    excluded: Matcher
    resolver: Callable[[], ModuleResolver]

    @property
    def config(self) -> Config:
        return self.loaded.config


def open_workspace(
    tree: Tree, root: Path | None, rule_folders: Collection[Path] = (), kept: Kept | None = None
) -> Workspace:
    """Reads rules and configuration.

    Args:
        tree: the files of the repository's state.
        root: the folder on disk, where an ignored or unlisted configuration file is looked for too; None for
            a commit.
        rule_folders: further folders of rules, named by the operator.
        kept: rules and configurations that were checked before.

    Raises:
        RuleError, ConfigError: a rule file or the configuration is wrong.
    """
    base = [
        *rulebook.bundled_files(),
        *(each for folder in rule_folders for each in rulebook.folder_files(folder)),
    ]
    book = rulebook.load(base, CHECKS, kept)

    def read(path: str) -> bytes | None:
        return _configuration(tree, root, path)

    def rules_in(folder: str) -> Collection[str]:
        return rulebook.load([*base, *_pack(tree, folder)], CHECKS, kept).rules.keys()

    loaded = load(read, {*book.rules, OWN_RULE}, rules_in, kept)
    config = loaded.config
    packs = [each for folder in config.rule_folders for each in _pack(tree, folder)]
    if packs:
        book = rulebook.load([*base, *packs], CHECKS, kept)
    resolver = functools.cache(lambda: ModuleResolver(tree))
    return Workspace(
        tree=tree,
        loaded=loaded,
        book=book,
        rules=_enabled(book, config),
        zones=Zones(config.zones, _exists(tree), _packages(config, resolver)),
        capabilities={name: build(file, config.sdk, config.extend_sdk) for name, file in book.capabilities.items()},
        excluded=compile_globs(config.exclude),
        resolver=resolver,
    )


def moved_to(workspace: Workspace, tree: Tree) -> Workspace:
    """The same rules and configuration over another state of the repository, whatever that one says of itself."""
    config = workspace.config
    resolver = functools.cache(lambda: ModuleResolver(tree))
    zones = Zones(config.zones, _exists(tree), _packages(config, resolver))
    return workspace._replace(tree=tree, zones=zones, resolver=resolver)


def _packages(config: Config, resolver: Callable[[], ModuleResolver]) -> Mapping[str, str]:
    """The tree's own npm packages, asked for only where a gate may be one."""
    return resolver().package_folders() if any("@" in each for each in config.zones.gates) else {}


def _enabled(book: Rulebook, config: Config) -> list[Rule]:
    rules: list[Rule] = []
    for rule in book.rules.values():
        severity = config.severity(rule.id, rule.severity)
        if severity is not None:
            rules.append(rule._replace(severity=severity))
    return rules


def _configuration(tree: Tree, root: Path | None, path: str) -> bytes | None:
    """A configuration file's bytes. One that is there but cannot be read is an error, not an absence."""
    listed = tree.has(path)
    if not listed and (root is None or not (root / path).is_file()):
        return None
    if listed:
        outcome = tree.load(path)
    else:
        outcome = decode(path, (root / path).read_bytes()) if root is not None else Skipped(path, "not there")
    if isinstance(outcome, Loaded):
        return outcome.data
    raise ConfigError(f"the configuration cannot be read: {outcome.reason}", path, "make it a plain UTF-8 file")


def _pack(tree: Tree, folder: str) -> list[RuleFile]:
    prefix = f"{folder.strip('/')}/"
    files: list[RuleFile] = []
    for path in tree.paths():
        if path.startswith(prefix) and path.endswith(".toml"):
            data = tree.read(path)
            if data is None:
                raise ConfigError("the rule file cannot be read", path, "make it a plain UTF-8 file")
            files.append(RuleFile(path, data))
    if not files:
        raise ConfigError("no rule files (*.toml) there", f"rule-folders: {folder}", "name a folder that holds some")
    return files


def _exists(tree: Tree) -> Callable[[str], bool]:
    folders: set[str] = set()

    def exists(path: str) -> bool:
        if tree.has(path):
            return True
        if not folders:
            for each in tree.paths():
                folder = each.rpartition("/")[0]
                while folder and folder not in folders:
                    folders.add(folder)
                    folder = folder.rpartition("/")[0]
        return path.rstrip("/") in folders

    return exists
