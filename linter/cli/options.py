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


_POLICIES = ("use", "quorum", "refuse")


def _known_policy(name: str | None) -> str | None:
    if name is not None and name not in _POLICIES:
        raise typer.BadParameter(f'"{name}" is none of {", ".join(_POLICIES)}.')
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
Fix: TypeAlias = Annotated[
    bool,
    typer.Option("--fix", help="Write closed sets into the code where that is safe, and report what remains."),
]
UnsafeFixes: TypeAlias = Annotated[
    bool,
    typer.Option("--unsafe-fixes", help="With --fix or --diff: also sets that the code suggests but does not settle."),
]
Diff: TypeAlias = Annotated[
    bool,
    typer.Option("--diff", help="Show what --fix would change, as a patch, and change nothing. Exits with 1 if any."),
]
NoCache: TypeAlias = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew, and remember nothing (see SIDESTEP_CACHE_DIR).")
]
Judges: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--judge",
        metavar="off|auto|require|NAME",
        help="Ask models about ambiguous findings. auto: the judges that you configured, if there are any; require: "
        "them, and exit with 3 when they leave something open; NAME: this one (may be repeated: then they have to "
        "agree). Default: off; for audit, what SIDESTEP_JUDGE says.",
    ),
]
AuthorModel: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--author-model",
        metavar="MODEL",
        help='The model that wrote the code, or "human"; no judge of its family is asked (default: what '
        "SIDESTEP_AUTHOR_MODEL or your judges.toml says).",
    ),
]
UnknownAuthor: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--unknown-author",
        callback=_known_policy,
        metavar="|".join(_POLICIES),
        help="When judge and author may be of one family: ask and say so, let a verdict count only when two families "
        "agree, or do not ask (default: use; refuse under --strict).",
    ),
]
Verdicts: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--verdicts",
        metavar="FILE",
        help="Take verdicts from this file; with judges, also write them to it. Inside a repository, check takes the "
        "file as HEAD has it, so that a change does not clear itself.",
    ),
]
VerdictsBase: TypeAlias = Annotated[
    str | None,
    typer.Option("--verdicts-base", metavar="REV", help="Take the file of verdicts as this revision has it."),
]
MaxQuestions: TypeAlias = Annotated[
    int | None,
    typer.Option("--max-questions", min=0, metavar="N", help="Send so many questions at most (default: 100)."),
]
MaxUsd: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--max-usd",
        min=0,
        metavar="USD",
        help="Send no question that could cost more than is left of this (default: 1, where prices are known).",
    ),
]
MaxSeconds: TypeAlias = Annotated[
    float | None,
    typer.Option("--max-seconds", min=0, metavar="S", help="Ask for so long at most (default: 900)."),
]
DryRun: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Say what judges would be asked and what it may cost, and ask nothing.")
]
