"""`sidestep graph`: who imports whom, where sinks are, and the chains from some code to them."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import options, terminal
from linter.errors import SourceError

if TYPE_CHECKING:
    from linter.checks import Context
    from linter.report import FileAccount

_FORMATS = ("jsonl", "text", "mermaid", "dot")


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in _FORMATS:
        raise typer.BadParameter(f'"{name}" is none of {", ".join(_FORMATS)}.')
    return name


def graph(
    repo: Annotated[
        Path | None,
        typer.Argument(metavar="REPO", help="A folder, taken as a root (default: as for audit)."),
    ] = None,
    reach: Annotated[
        str | None,
        typer.Option(
            "--reach", metavar="PATH[#SYMBOL]", help="Show the chains that lead from this file or symbol to sinks."
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            callback=_known_format,
            metavar="|".join(_FORMATS),
            help="How it is written (default: jsonl, with --reach text). Drawings show what leads to sinks.",
        ),
    ] = None,
    output: options.Output = None,
    rules: options.RuleFolders = None,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> int:
    """Print the resolved imports and the sinks of all source files, or the chains from some code to sinks.

    Reads every source file. Chains are followed through migrated code, and end at gates.
    """
    from datetime import date

    from linter.checks.sinks import EXERCISING
    from linter.cli.output import replace_file
    from linter.cli.remembering import remembering
    from linter.cli.roots import root_here
    from linter.cli.terminal import Progress
    from linter.graph import RENDERINGS, chains_from, graph_of
    from linter.languages import BY_SUFFIX
    from linter.request import Request
    from linter.run import opened
    from linter.sources import WorkTree, list_files
    from linter.workspace import open_workspace
    from linter.zones import Zone

    root = root_here(repo)
    listing = list_files(root)
    with WorkTree(root, listing) as tree, Progress() as progress, remembering(not no_cache) as memory:
        workspace = open_workspace(tree, root, rules or ())
        request = Request(
            command="graph",
            listing=listing,
            whole=True,
            today=date.today(),
            jobs=jobs or os.cpu_count() or 1,
            progress=progress,
            extract=memory.extract,
        )
        # Chains begin at sinks of the host, as in an audit: files of other zones count once they are reached.
        project = opened(workspace, request, EXERCISING if reach is None else {Zone.HOST})
        capabilities = workspace.capabilities.values()
        rendering = RENDERINGS[format_ or ("text" if reach else "jsonl")]
        if reach is None:
            text = rendering.graph(graph_of(project.context, project.files(), capabilities))
        else:
            path, symbol = _meant(project.context, root, listing.only(BY_SUFFIX).paths, reach)
            text = rendering.chains(chains_from(project.context, capabilities, path, symbol))
    if output is None:
        terminal.write(text)
    else:
        replace_file(output, text)
    for each in (*listing.notices, *_unread(project.account())):
        terminal.notice(each)
    return 0


def _meant(context: Context, root: Path, known: Collection[str], reach: str) -> tuple[str, str]:
    """The file and the symbol ("" for the whole file) that are asked about. Raises SourceError."""
    from linter.config.problems import shown, suggestion

    given, _, symbol = reach.partition("#")
    path = _from_root(known, root, given)
    if path not in known:
        raise SourceError(f'no source file is called "{shown(given)}"', hint=suggestion(path, known))
    context.reading.load((path,))
    facts = context.project.facts(path)
    if facts is None:
        raise SourceError(f"{path} cannot be read", hint="`sidestep audit` tells why")
    names = {each.name for each in facts.symbols}
    if symbol and symbol not in names:
        hint = suggestion(symbol, names) or "methods are written Class.method"
        raise SourceError(f'{path} has no symbol "{shown(symbol)}"', hint=hint)
    return path, symbol


def _from_root(known: Collection[str], root: Path, given: str) -> str:
    """A path as the tree has it: it may be given from the root or from the working directory."""
    plain = os.path.normpath(given).replace(os.sep, "/")
    if plain in known:
        return plain
    here = os.path.relpath(os.path.abspath(given), os.path.abspath(root)).replace(os.sep, "/")
    return here if here in known else plain


def _unread(files: FileAccount) -> list[str]:
    from linter.formats.summary import counted

    found = [(files.skipped, "not read"), (files.partial, "read in part")]
    return [f"{counted(len(each), 'file')} {how}: see `sidestep audit`" for each, how in found if each]
