"""`sidestep config show`: which configuration holds, and what it means for a path."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import options, terminal
from linter.errors import SourceError
from linter.formats.sanitise import visible

if TYPE_CHECKING:
    from linter.workspace import Workspace


def config_show(
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help="A file; it need not be there yet.")] = None,
    root: options.Root = None,
    rules: options.RuleFolders = None,
) -> int:
    """Show which configuration holds; with a PATH, its zone and which rules are on, and why."""
    from linter.cli.here import workspace_here
    from linter.cli.roots import root_here

    top = root_here(root)
    with workspace_here(top, rules or ()) as workspace:
        lines = list(_configuration(workspace, top))
        if path is not None:
            lines += _path(workspace, _inside(top, path))
        lines += _rules(workspace)
        for each in workspace.loaded.notices:
            terminal.notice(each)
    terminal.write("\n".join(map(visible, lines)) + "\n")
    return 0


def _configuration(workspace: Workspace, root: Path) -> Iterator[str]:
    source = workspace.loaded.path
    yield f"root           {root}"
    yield f"configuration  {source or 'none: the defaults hold'}"
    config = workspace.config
    if config.sdk is not None:
        yield f"sdk            {', '.join(config.sdk) or 'none'} (in place of the default list)"
    if config.extend_sdk:
        yield f"extend-sdk     {', '.join(config.extend_sdk)}"
    if config.rule_folders:
        yield f"rule-folders   {', '.join(config.rule_folders)}"


def _path(workspace: Workspace, path: str) -> Iterator[str]:
    from linter.languages import language_of

    zone = workspace.zones.explain(path)
    by = f'"{zone.pattern}" in {zone.source}' if zone.pattern is not None else "no zone names it"
    language = language_of(path)
    pattern = workspace.excluded.first(path)
    yield ""
    yield f"path           {path}{'' if workspace.tree.has(path) else ' (not among the files of the tree)'}"
    yield f"language       {language.NAME if language is not None else 'none that is read, so it is not linted'}"
    yield f"zone           {zone.zone}: {by}"
    yield f"migrated       {_migrated(workspace, path)}"
    if pattern is not None:
        yield f'excluded       "{pattern}" in exclude, so it is not linted'


def _migrated(workspace: Workspace, path: str) -> str:
    if workspace.zones.migrated(path):
        return "yes, the whole file"
    symbols = sorted(workspace.zones.migrated_in(path))
    return f"in part: {', '.join(symbols)}" if symbols else "no"


def _rules(workspace: Workspace) -> Iterator[str]:
    """Each rule with its severity or `off`, and who says so."""
    yield ""
    config = workspace.config
    longest = max(map(len, workspace.book.rules), default=0)
    for rule in sorted(workspace.book.rules.values(), key=lambda each: each.id):
        severity = config.severity(rule.id, rule.severity)
        settings = config.rules.get(rule.id)
        set_here = settings is not None and settings.severity is not None
        by = f"rules.{rule.id}.severity in {workspace.loaded.path}" if set_here else "the rule's own severity"
        yield f"{rule.id:<{longest}}  {severity or 'off':<7}  {by}"


def _inside(root: Path, path: Path) -> str:
    """The path relative to the root. Raises SourceError when it lies outside."""
    absolute = os.path.abspath(path)
    folder, name = os.path.split(absolute)
    relative = os.path.relpath(os.path.join(os.path.realpath(folder), name), os.path.realpath(root))
    if relative.split(os.sep)[0] == os.pardir:
        raise SourceError(f"{path} lies outside {root}", hint="name the folder of its configuration with --root")
    return os.fsencode(relative).decode("utf-8", "surrogateescape").replace(os.sep, "/")
