"""`sidestep judge stats`: how judges agree with each other and with people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import terminal
from linter.errors import UsageError
from linter.formats.sanitise import visible

if TYPE_CHECKING:
    from linter.judge.statistics import Row, Statistics


def judge_stats(
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            metavar="FILE",
            help='What people say: one JSON object a line, {"fingerprint": "…", "label": "violation"} or "compliant".',
        ),
    ] = None,
) -> int:
    """Show of all answers that are kept: coverage, agreement between models, and verdicts by people's labels.

    Agreement is Krippendorff's alpha (nominal) over the questions that several models answered: 1 is perfect, 0 is what
    chance gives. Counted are verdicts as they were given, before quotes and witnesses are verified.
    """
    from linter.cli.judge_store import store_here
    from linter.judge.statistics import Asked, read_labels, statistics

    known = read_labels(str(labels), _bytes(labels)) if labels is not None else []
    with store_here() as store:
        asked = [Asked(finding, f"{kept.system}\0{kept.prompt}", kept) for finding, _, kept in store.everything()]
    terminal.write("\n".join(_lines(statistics(asked, known))) + "\n")
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"the labels cannot be read: {error.strerror}", str(path)) from None


def _lines(found: Statistics) -> Iterator[str]:
    if not found.rows:
        yield "No judge was asked yet."
        return
    for row in found.rows:
        yield from _row(row)
    if len(found.rows) > 1:
        yield f"agreement: {_agreement(found)}, over {found.shared:,} questions that several models answered"


def _agreement(found: Statistics) -> str:
    if not found.computed:
        return 'not computed (install "sidestep[stats]")'
    return "nothing to compare" if found.alpha is None else f"alpha {found.alpha:.3f}"


def _row(row: Row) -> Iterator[str]:
    total = sum(row.verdicts.values())
    counts = ", ".join(f"{number:,} {verdict}" for verdict, number in row.verdicts.items())
    cost = "" if row.usd is None else f"; {row.usd:.4f} USD"
    yield f"{visible(row.model)}: {total:,} answers: {counts}; coverage {100 * row.coverage:.0f} %{cost}"
    for (label, verdict), number in row.confusion.items():
        yield f"  people say {label}, it says {verdict}: {number:,}"
