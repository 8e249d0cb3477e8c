"""What a review leaves in a scorecard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

SCHEMA = 1
"""Version of a line. Within one version, keys are only added."""


class Entry(NamedTuple):
    """One review. Lines of a scorecard are in the order in which they were appended; nothing in them is a time of day.

    Args:
        epic: what the piece of work is called; "" when nobody said.
        task: its class ("sdk-migration"); "" when it is not known.
        files, added, removed: how large the change is, in files and lines.
        overall, rating: the answer, in the words of `linter.ledger`.
        ledger: how many violations got each verdict ("closed", "reframed" …).
        framings: how many violations that are held against the change are dressed up in each way.
        author, judge: the models that wrote the change and that were asked about it; "" for unknown or none.
        tokens, usd, seconds: what the review cost: tokens in and out, US dollars, wall time.
        base, head: commit ids.
        kickoff: SHA-256 of the kickoff's bytes, in hexadecimal; "" without one.
        inoculated: the framings that the kickoff named.
    """

    epic: str = ""
    task: str = ""
    files: int = 0
    added: int = 0
    removed: int = 0
    overall: str = ""
    rating: str = ""
    ledger: Mapping[str, int] = {}
    framings: Mapping[str, int] = {}
    author: str = ""
    judge: str = ""
    tokens: int = 0
    usd: float = 0.0
    seconds: float = 0.0
    base: str = ""
    head: str = ""
    kickoff: str = ""
    inoculated: tuple[str, ...] = ()


class Scorecard(NamedTuple):
    """The entries of a file, and what could not be read: lines with the reason."""

    entries: tuple[Entry, ...]
    problems: tuple[tuple[int, str], ...] = ()


_KEYS = {"task": "class", "author": "author_model", "judge": "judge_model"}
"""Fields that have another name in the file."""


def key_of(field: str) -> str:
    """The key under which a field stands in a line."""
    return _KEYS.get(field, field)


def line_of(entry: Entry) -> str:
    """The entry as one line of JSON with a line end; the same entry gives the same bytes."""
    table = {key_of(field): value for field, value in entry._asdict().items()}
    for field in ("ledger", "framings"):
        table[field] = dict(sorted(table[field].items()))
    table["inoculated"] = sorted(set(entry.inoculated))
    table["usd"] = round(entry.usd, 6)
    table["seconds"] = round(entry.seconds, 1)
    return json.dumps({"schema": SCHEMA, **table}) + "\n"
