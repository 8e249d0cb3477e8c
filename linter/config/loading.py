"""Finds and reads a repository's configuration: `sidestep.toml`, or `[tool.sidestep]` in pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple, TypeAlias

from linter.config.model import Config, config_of
from linter.config.names import OWN_FILE, SHARED_FILE
from linter.kept import Kept, key_of

TreeReader: TypeAlias = Callable[[str], bytes | None]
"""Gives the bytes of the file at a path relative to the root; None when there is none.

For a file that is there and cannot be read (a link, too large) it has to raise: a configuration that is
overlooked would be a check that silently does something else."""

RulesIn: TypeAlias = Callable[[str], Collection[str]]
"""Gives the ids of the rules in a folder, relative to the root."""


class LoadedConfig(NamedTuple):
    """A repository's configuration: the file it stands in (None: defaults), and what the user should know."""

    config: Config
    path: str | None
    notices: tuple[str, ...] = ()


def load(
    tree: TreeReader,
    known_rules: Collection[str],
    rules_in: RulesIn = lambda _: (),
    kept: Kept | None = None,
) -> LoadedConfig:
    """The configuration at the root of a tree: a folder or a commit, as `tree` reads it.

    `known_rules` are the ids of the bundled rules; `rules_in` is asked for those of each of `rule-folders`.
    Files that are `kept` from another run are not parsed and checked again.
    Raises ConfigError that lists everything wrong with it.
    """
    own, shared = tree(OWN_FILE), tree(SHARED_FILE)
    if shared is not None and b"sidestep" not in shared:
        shared = None
    if own is None and shared is None:
        return LoadedConfig(Config(), None)
    kept = kept or Kept()
    key = key_of(
        b"configuration", b"" if own is None else b"own:" + own, b"" if shared is None else b"shared:" + shared
    )
    found = _loaded(kept.get(key))
    if found is not None and _knows(found.config, known_rules, rules_in):
        return found
    # What reads and checks takes longer to import than many a run.
    from linter.config.reading import read

    table, path, notices = read(own, shared, known_rules, rules_in)
    kept.put(key, {"config": table, "path": path, "notices": notices})
    return LoadedConfig(config_of(table), path, notices)


def _loaded(entry: Any) -> LoadedConfig | None:
    try:
        return LoadedConfig(config_of(entry["config"]), entry["path"], tuple(entry["notices"]))
    except (AttributeError, KeyError, TypeError):
        # Nothing was kept, or by code that had other fields.
        return None


def _knows(config: Config, known_rules: Collection[str], rules_in: RulesIn) -> bool:
    """Whether there are all rules that the configuration names: this depends on other files, too."""
    return {*known_rules}.union(*(rules_in(each) for each in config.rule_folders)).issuperset(config.rules)
