"""`sidestep init`: looks at a repository and proposes a configuration and a pre-commit hook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from linter.cli import options, terminal
from linter.formats.sanitise import visible

_HOOKS = ".pre-commit-config.yaml"


def init(
    repo: Annotated[
        Path | None,
        typer.Argument(
            metavar="REPO",
            help="The folder to set up (default: the git repository around the working directory, or this directory).",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written; write nothing.")] = False,
    rules: options.RuleFolders = None,
) -> int:
    """Propose sidestep.toml and a pre-commit hook for a repository. Files that are there stay as they are."""
    from linter.cli import proposal
    from linter.cli.roots import root_here
    from linter.cli.survey import survey
    from linter.kept import kept_here
    from linter.sources import WorkTree, list_files
    from linter.workspace import open_workspace

    root = root_here(repo)
    listing = list_files(root)
    for each in listing.notices:
        terminal.notice(each)
    with WorkTree(root, listing) as tree, terminal.Progress() as progress:
        workspace = open_workspace(tree, root, rules or (), kept_here())
        text = proposal.configuration(survey(workspace, progress))
    lines = [*_configuration(root, workspace.loaded.path, text, dry_run), *_hook(root, listing.is_git, dry_run)]
    lines += ["", "Next:", *(f"  {each}" for each in _next_steps(workspace.loaded.path))]
    terminal.write("\n".join(map(visible, lines)) + "\n")
    return 0


def _configuration(root: Path, existing: str | None, text: str, dry_run: bool) -> Iterator[str]:
    """Writes sidestep.toml where nothing configures sidestep yet, and tells what happened."""
    from linter.cli.output import create_file
    from linter.config.names import OWN_FILE

    if existing is not None:
        yield f"{existing} configures sidestep already; it stays as it is"
    elif dry_run:
        yield from (f"would write {OWN_FILE}:", "", *text.rstrip("\n").split("\n"), "")
    elif create_file(root / OWN_FILE, text):
        yield f"wrote {OWN_FILE}: it says what was seen, and which folders may be zones"
    else:
        yield f"{OWN_FILE} is there and cannot be read; it stays as it is"


def _hook(root: Path, is_git: bool, dry_run: bool) -> Iterator[str]:
    """Writes the pre-commit configuration where there is none, and tells what happened."""
    from linter.cli.output import create_file
    from linter.cli.proposal import hook, hook_entry
    from linter.sources import Reader

    if not is_git:
        yield f"this is not a git repository, so no {_HOOKS} is needed"
        return
    existing = Reader(root).raw(_HOOKS)
    if isinstance(existing, bytes) and b"sidestep" in existing:
        yield f"{_HOOKS} names sidestep already; it stays as it is"
    elif isinstance(existing, bytes) or (root / _HOOKS).is_symlink():
        yield from (f"{_HOOKS} is there and stays as it is; add this to its repos:", "")
        yield from hook_entry().rstrip("\n").split("\n")
    elif dry_run:
        yield from (f"would write {_HOOKS}:", "", *hook().rstrip("\n").split("\n"))
    elif create_file(root / _HOOKS, hook()):
        yield f"wrote {_HOOKS}: the hook runs `sidestep check`; `pre-commit install` puts it to work"
    else:
        yield f"{_HOOKS} is there and cannot be read; it stays as it is"


def _next_steps(existing: str | None) -> Iterator[str]:
    yield f"1. In {existing or 'sidestep.toml'}, name the gates and the sandbox."
    yield "2. sidestep audit"
    yield "3. sidestep audit --write-baseline, if what it finds cannot be mended at once"
