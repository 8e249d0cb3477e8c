"""Flags that several commands have, each defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from linter.cli.terminal import Color
from linter.formats import FORMATS


def _known_format(name: str | None) -> str | None:
    if name is not None and name not in FORMATS:
        raise typer.BadParameter(f'"{name}" is none of {", ".join(FORMATS)}.')
    return name


Format: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--format",
        callback=_known_format,
        metavar="|".join(FORMATS),
        help="How the result is written (default: text).",
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="Write the result to this file instead of stdout."),
]
RuleFolders: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="FOLDER", help="A folder with further rules. May be repeated."),
]
Root: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--root",
        metavar="DIR",
        help="The folder whose configuration holds (default: the git repository around the working "
        "directory, or this directory).",
    ),
]
Baseline: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="Findings that are known (default: .sidestep-baseline.json at the root, if it is there).",
    ),
]
NoBaseline: TypeAlias = Annotated[bool, typer.Option("--no-baseline", help="Report known findings, too.")]
Strict: TypeAlias = Annotated[
    bool,
    typer.Option("--strict", help="Exit with 3 when something is undecided, was not read or cannot be seen."),
]
ExitZero: TypeAlias = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 also when there are findings.")]
Colors: TypeAlias = Annotated[
    Color, typer.Option("--color", help="Colours in text; auto: on terminals, by NO_COLOR and FORCE_COLOR.")
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option("--jobs", min=1, metavar="N", help="Processes that may be used (default: one for each processor)."),
]
NoCache: TypeAlias = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew, and remember nothing (see SIDESTEP_CACHE_DIR).")
]
