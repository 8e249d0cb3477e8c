"""All times, as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench.machine import Machine
from bench.model import Entry, Result, Tree

SCHEMA = 1


def record(machine: Machine, tree: Tree, results: Sequence[Result]) -> str:
    """Every run of every tool in the order of the runs: seconds, and bytes for memory."""
    contests = {each.contest.name: _contest(each) for each in results}
    document = {"schema": SCHEMA, "machine": asdict(machine), "tree": asdict(tree), "contests": contests}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _contest(result: Result) -> dict[str, Any]:
    return {
        "yardstick": result.contest.yardstick,
        "floor_bytes": result.floor_bytes,
        "tools": {each.name: _entry(each) for each in result.entries},
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "version": entry.version,
        "missing": entry.missing,
        "problem": entry.problem,
        "tally": asdict(entry.tally),
        "runs": [asdict(each) for each in entry.runs],
    }
