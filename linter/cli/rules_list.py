"""`sidestep rules list`: all rules in a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from linter.cli import options, terminal

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_HEADER = ("rule", "severity", "finds")


def rules_list(
    format_: Annotated[Literal["text", "json"], typer.Option("--format", help="How the list is written.")] = "text",
    root: options.Root = None,
    rules: options.RuleFolders = None,
) -> int:
    """List the rules: those that ship with sidestep, and those of the repository and of further folders."""
    from linter.cli.here import rulebook_here

    book = rulebook_here(root, rules or ())
    terminal.write(_json(book) if format_ == "json" else _table(book))
    return 0


def _json(book: Rulebook) -> str:
    listed = [
        {
            "id": each.id,
            "severity": str(each.severity),
            "summary": each.summary,
            "indifferent_to": list(each.indifferent_to),
            "framings": [framing.id for framing in each.framings],
            "file": book.sources[f"rule {each.id}"],
        }
        for each in sorted(book.rules.values(), key=lambda rule: rule.id)
    ]
    return json.dumps(listed, indent=2) + "\n"


def _table(book: Rulebook) -> str:
    from linter.formats.sanitise import flowing

    rows: list[Sequence[str]] = [_HEADER]
    rows += [
        (each.id, str(each.severity), flowing(each.summary))
        for each in sorted(book.rules.values(), key=lambda rule: rule.id)
    ]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{one:<{first}}  {two:<{second}}  {three}" for one, two, three in rows]
    return "\n".join(lines) + "\n"
