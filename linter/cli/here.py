"""The rules and the configuration that hold where a command is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from linter.cli import terminal
from linter.cli.roots import root_here
from linter.config.names import OWN_FILE, SHARED_FILE
from linter.errors import ConfigError
from linter.kept import kept_here
from linter.rulebook import Rulebook
from linter.sources import Listing, Tree, WorkTree, list_files
from linter.workspace import Workspace, open_workspace


@contextmanager
def workspace_here(root: Path | None, rule_folders: Sequence[Path]) -> Iterator[Workspace]:
    """The workspace of the root that is meant. Raises ConfigError, RuleError, SourceError."""
    top = root_here(root)
    with _tree(top) as tree:
        yield open_workspace(tree, top, rule_folders, kept_here())


def rulebook_here(root: Path | None, rule_folders: Sequence[Path]) -> Rulebook:
    """The rules: bundled ones, those of the folders, and those the configuration names.

    A configuration that is wrong is told of and left out: whoever mends it needs to look rules up.
    """
    try:
        with workspace_here(root, rule_folders) as workspace:
            return workspace.book
    except ConfigError as error:
        first = str(error).partition("\n")[0]
        terminal.notice(f"the configuration is left out, for it is wrong ({first}); see `sidestep config show`")
        return open_workspace(_nothing(root_here(root)), None, rule_folders, kept_here()).book


def _tree(root: Path) -> Tree:
    """The tree of a root; one of no files where nothing configures sidestep, to save listing it."""
    if any((root / each).exists() for each in (OWN_FILE, SHARED_FILE)):
        return WorkTree(root)
    return WorkTree(root, list_files(root)) if (root / ".git").exists() else _nothing(root)


def _nothing(root: Path) -> Tree:
    return WorkTree(root, Listing(()))
