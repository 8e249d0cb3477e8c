"""Flags that the commands about kickoffs share, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Plan: TypeAlias = Annotated[
    Path | None,
    typer.Option("--plan", metavar="FILE", help="The plan made of the kickoff: JSON, YAML or Markdown."),
]
Task: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--task",
        metavar="CLASS",
        help="What kind of work it is: sdk-migration, schema, tests, component, or a class of your own texts "
        "(default: told from the kickoff, the files it names and what they reach).",
    ),
]
Texts: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--texts", metavar="FOLDER", help="A folder with further texts; they override bundled ones. May be repeated."
    ),
]
Scorecard: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--scorecard", metavar="FILE", help="Reviews of this repository: framings seen in them are named first."
    ),
]
