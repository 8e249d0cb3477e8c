"""A scorecard as text, Markdown or JSON. What a file says is made visible: others may have written it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from linter.formats.sanitise import clipped, flowing
from linter.scorecard.model import Entry, Scorecard
from linter.scorecard.rates import framing_rates, model_rates

_LONGEST = 48
"""Characters of a cell."""

_Table = tuple[Sequence[str], list[Sequence[str]]]


def _reviews(entries: Sequence[Entry]) -> _Table:
    head = ("epic", "class", "seconds", "lines", "verdict", "rating", "author", "judge", "usd", "ledger")
    return head, [
        (
            each.epic or "-",
            each.task or "-",
            f"{each.seconds:.0f}",
            f"+{each.added} -{each.removed}",
            each.overall or "-",
            each.rating or "-",
            each.author or "unknown",
            each.judge or "none",
            f"{each.usd:.2f}",
            ", ".join(f"{number} {name}" for name, number in sorted(each.ledger.items()) if number) or "-",
        )
        for each in entries
    ]


def _models(entries: Sequence[Entry]) -> _Table:
    head = ("author", "reviews", "approve", "request changes", "needs judgement", "strong", "framings")
    return head, [
        (
            each.author or "unknown",
            str(each.reviews),
            _share(each.approved, each.reviews),
            _share(each.changes, each.reviews),
            _share(each.judgement, each.reviews),
            _share(each.strong, each.reviews),
            ", ".join(f"{name} in {number}" for name, number in each.framings) or "-",
        )
        for each in model_rates(entries)
    ]


def _framings(entries: Sequence[Entry]) -> _Table:
    head = ("framing", "when the kickoff did not name it", "when it did")
    return head, [
        (
            each.framing,
            _share(each.occurred_unnamed, each.unnamed),
            _share(each.occurred_named, each.named),
        )
        for each in framing_rates(entries)
    ]


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "-"


def _tables(card: Scorecard) -> list[tuple[str, _Table]]:
    entries = card.entries
    found = [
        ("Reviews", _reviews(entries)),
        ("By the model that wrote the change", _models(entries)),
        ("Framings, before and after a kickoff named them", _framings(entries)),
    ]
    return [(name, table) for name, table in found if table[1]]


def _text(card: Scorecard) -> str:
    if not card.entries:
        return "no review in it\n"
    blocks = []
    for name, (head, rows) in _tables(card):
        cells = [tuple(_cell(each) for each in row) for row in (head, *rows)]
        widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
        lines = [
            "  ".join(each.ljust(width) for each, width in zip(row, widths, strict=True)).rstrip() for row in cells
        ]
        blocks.append("\n".join([name, *(f"  {line}" for line in lines)]))
    return "\n\n".join(blocks) + "\n"


def _markdown(card: Scorecard) -> str:
    if not card.entries:
        return "No review in it.\n"
    blocks = []
    for name, (head, rows) in _tables(card):
        lines = [_row(head), _row(["---"] * len(head)), *(_row([_escaped(each) for each in row]) for row in rows)]
        blocks.append(f"### {name}\n\n" + "\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return clipped(flowing(text), _LONGEST)


def _escaped(text: str) -> str:
    return "".join(f"&#{ord(char)};" if char in "|<>&`*_[]\\@" else char for char in _cell(text))


def _json(card: Scorecard) -> str:
    entries = card.entries
    found = {
        "schema": 1,
        "reviews": len(entries),
        "models": [{**each._asdict(), "framings": dict(each.framings)} for each in model_rates(entries)],
        "framings": [each._asdict() for each in framing_rates(entries)],
    }
    return json.dumps(found, indent=2) + "\n"


RENDERINGS: Mapping[str, Callable[[Scorecard], str]] = {"text": _text, "markdown": _markdown, "json": _json}
"""By the names that `--format` takes."""
