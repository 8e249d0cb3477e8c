"""SARIF notifications: what a run could not see (section 3.58)."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any, Final

from linter.findings import Blind
from linter.formats.sarif_text import artifact_location, message_object
from linter.formats.summary import ordered, ordered_outcomes
from linter.report import FileOutcome, Report

KINDS: Final = {
    "partial": "A file was read in part.",
    "skipped": "A file was not read.",
    "blind": "Something in a file could not be resolved.",
    "cut": "The report was cut to the limits of its readers.",
}
"""What the notifications are about, by descriptor id."""

_MOST, _BYTES = 500, 1_000_000
"""Notifications of one kind and their size; one with a count stands for the rest."""


def notifications(report: Report) -> list[dict[str, Any]]:
    """One notification for each partial or skipped file and each blind spot, in this order."""
    partial = [_file("partial", each) for each in ordered_outcomes(report.files.partial)]
    skipped = [_file("skipped", each) for each in ordered_outcomes(report.files.skipped)]
    blind = [_blind(each) for each in ordered(report.blind)]
    return [*_limited("partial", partial), *_limited("skipped", skipped), *_limited("blind", blind)]


def cut_notification(text: str) -> dict[str, Any]:
    """Tells that something was left out of the file, which the JSON format has."""
    return {
        "descriptor": {"id": "cut"},
        "level": "warning",
        "message": {"text": f"{text} The JSON format has everything."},
    }


def _file(kind: str, outcome: FileOutcome) -> dict[str, Any]:
    return _notification(kind, "warning", outcome.reason, outcome.path, 0)


def _blind(blind: Blind) -> dict[str, Any]:
    return _notification("blind", "note", blind.why, blind.path, blind.line)


def _notification(kind: str, level: str, text: str, path: str, line: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": artifact_location(path)}
    if line:
        physical["region"] = {"startLine": line}
    return {
        "descriptor": {"id": kind},
        "level": level,
        "message": message_object(text),
        "locations": [{"physicalLocation": physical}],
    }


def _limited(kind: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sizes = accumulate(len(json.dumps(each)) for each in entries)
    kept = [entry for entry, size in zip(entries[:_MOST], sizes, strict=False) if size <= _BYTES]
    left_out = len(entries) - len(kept)
    if left_out:
        kept.append(cut_notification(f"{left_out:,} more of kind '{kind}' are left out."))
    return kept
