"""The project that kickoffs are about, opened once for all questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from linter.documents import Kickoff
from linter.extraction import Extracting
from linter.kickoff.inventory import Inventory
from linter.kickoff.naming import meant
from linter.kickoff.remembered import surroundings_of, surroundings_store
from linter.kickoff.surroundings import Surroundings
from linter.languages import language_of
from linter.request import Progress, Request
from linter.sources import Listing, Tree, WatchedTree
from linter.workspace import Workspace
from linter.zones import Zone

_NAME = re.compile(r"[a-z][a-z0-9_-]{2,}")
_PLAIN = frozenset("src lib libs app apps packages index main init mod run core server client api common".split())
"""Parts of paths that name no gate, and would be said of anything."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its files, what is known of them, its configuration, and the calls that files of it reach.

    `root` is its absolute path, to make the absolute paths of kickoffs relative.
    """

    root: str
    tree: Tree
    workspace: Workspace
    known: Surroundings
    inventory: Inventory

    def paths(self) -> Sequence[str]:
        """Every file of the tree."""
        return self.tree.paths()

    def content(self, path: str) -> bytes:
        """A file's bytes; empty for one that cannot be read."""
        return self.tree.read(path) or b""

    def has_zone(self, zone: Zone) -> bool:
        """Whether the configuration declares any file of a zone, or a module that is a gate."""
        settings = self.workspace.config.zones
        return bool(settings.gates if zone is Zone.GATE else settings.sandbox)

    def ways(self) -> frozenset[str]:
        """What gates and sandbox are called: the last telling part of each entry, in lower case."""
        zones = self.workspace.config.zones
        parts = (_NAME.findall(each.lower()) for each in (*zones.gates, *zones.sandbox))
        telling = ([word for word in words if word not in _PLAIN] for words in parts)
        return frozenset(words[-1] for words in telling if words)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a project is to be read: see `linter.run.Request`; without `remember`, nothing is kept between runs."""

    today: date
    jobs: int
    progress: Progress
    extract: Extracting
    remember: bool = True


def project_of(
    root: str,
    workspace: Workspace,
    tree: WatchedTree,
    listing: Listing,
    asked: Asked,
    kickoffs: Iterable[Kickoff],
) -> Project:
    """The project of a workspace that was opened on a watched tree, as far as these kickoffs name files of it."""
    every = (path for each in kickoffs for path in meant(each, tree.paths(), root).paths)
    named = {path for path in every if language_of(path) is not None}
    hosts = sorted(path for path in named if workspace.zones.of(path) is Zone.HOST)
    request = Request(
        command="kickoff",
        listing=listing,
        whole=True,
        today=asked.today,
        jobs=asked.jobs,
        progress=asked.progress,
        extract=asked.extract,
    )
    store = surroundings_store() if asked.remember else None
    known = surroundings_of(workspace, request, tree, store, hosts)
    return Project(root, tree, workspace, known, Inventory(known))
