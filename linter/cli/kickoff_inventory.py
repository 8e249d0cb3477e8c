"""`sidestep kickoff inventory`: the calls that the named files of a kickoff reach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linter.cli import options, terminal

if TYPE_CHECKING:
    from linter.kickoff.inventory import Reached

_FORMATS = ("text", "json")


def _known_format(name: str) -> str:
    if name not in _FORMATS:
        raise typer.BadParameter(f'"{name}" is none of {", ".join(_FORMATS)}.')
    return name


def inventory(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The kickoff, in Markdown; - reads it from stdin.")],
    format_: Annotated[
        str, typer.Option("--format", callback=_known_format, metavar="|".join(_FORMATS), help="How it is written.")
    ] = "text",
    root: options.Root = None,
    rules: options.RuleFolders = None,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> int:
    """List every call that the files a kickoff names reach, in whatever file it stands, with what leads to it."""
    from linter.cli.documents import document
    from linter.cli.projects import Wanted, project_here
    from linter.documents import read_kickoff
    from linter.formats.sanitise import visible
    from linter.kickoff.situation import situation
    from linter.kickoff.writing import described

    kickoff = read_kickoff(document(file))
    with project_here(Wanted(root, rules or (), jobs, no_cache), [kickoff]) as project:
        found = situation(project, kickoff)
    if format_ == "json":
        document_ = {"schema": 1, "files": found.meant.paths, "calls": [_object(each) for each in found.reached]}
        terminal.write(json.dumps(document_, indent=2) + "\n")
    else:
        lines = [f"- [ ] {described(each)}" for each in found.reached]
        terminal.write("\n".join(map(visible, lines or ["the named files reach no call"])) + "\n")
    if not found.meant.paths:
        terminal.notice("the kickoff names no file that is there")
    return 0


def _object(reached: Reached) -> dict[str, Any]:
    call = reached.call
    return {
        "path": call.path,
        "line": call.line,
        "symbol": call.symbol,
        "sink": call.sink,
        "vendor": call.vendor,
        "text": call.text,
        "certainty": "certain" if reached.certain else "ambiguous",
        "way": [{"path": each.path, "line": each.line, "symbol": each.symbol} for each in reached.way],
    }
