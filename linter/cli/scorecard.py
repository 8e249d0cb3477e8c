"""`sidestep scorecard`: what many reviews say together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linter.cli import options, terminal

_FORMATS = ("text", "markdown", "json")


def _known_format(name: str) -> str:
    if name not in _FORMATS:
        raise typer.BadParameter(f'"{name}" is none of {", ".join(_FORMATS)}.')
    return name


def scorecard(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines, as `review --scorecard` appends them.")],
    format_: Annotated[
        str,
        typer.Option("--format", callback=_known_format, metavar="|".join(_FORMATS), help="How it is written."),
    ] = "text",
    output: options.Output = None,
) -> int:
    """Print the reviews of a scorecard, rates for each author's model, and how often each framing came back.

    The last table counts, for each framing, the reviews in which it occurred: of those whose kickoff did not name
    it, and of those whose kickoff did.
    """
    from linter.cli.documents import document
    from linter.cli.output import replace_file
    from linter.scorecard import RENDERINGS, read

    card = read(document(file))
    text = RENDERINGS[format_](card)
    if output is None:
        terminal.write(text)
    else:
        replace_file(output, text)
    for line, reason in card.problems:
        terminal.notice(f"{file}:{line}: left out, for it is no review: {reason}")
    return 0
