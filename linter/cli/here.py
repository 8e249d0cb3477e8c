"""The rules and the configuration that hold where a command is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from linter.cli import terminal
from linter.config.loading import OWN_FILE, SHARED_FILE
from linter.errors import ConfigError, SourceError
from linter.rulebook import Rulebook
from linter.sources import Listing, Tree, WorkTree, find_root, list_files
from linter.workspace import Workspace, open_workspace


def root_here(root: Path | None) -> Path:
    """The root that is meant: the one named, or the one around the working directory.

    Raises SourceError when the one named is no folder.
    """
    if root is None:
        return find_root(Path.cwd())
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        raise SourceError(f"{root} {what}", hint="name the folder of a repository")
    return root


@contextmanager
def workspace_here(root: Path | None, rule_folders: Sequence[Path]) -> Iterator[Workspace]:
    """The workspace of the root that is meant. Raises ConfigError, RuleError, SourceError."""
    top = root_here(root)
    with _tree(top) as tree:
        yield open_workspace(tree, top, rule_folders)


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
        return open_workspace(_nothing(root_here(root)), None, rule_folders).book


def _tree(root: Path) -> Tree:
    """The tree of a root; one of no files where nothing configures sidestep, to save listing it."""
    if any((root / each).exists() for each in (OWN_FILE, SHARED_FILE)):
        return WorkTree(root)
    return WorkTree(root, list_files(root)) if (root / ".git").exists() else _nothing(root)


def _nothing(root: Path) -> Tree:
    return WorkTree(root, Listing(()))
