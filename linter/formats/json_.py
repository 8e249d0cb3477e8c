"""JSON for programs: every finding with its ruling, every blind spot, every file not wholly read.

The shape is `report.schema.json` beside this module. Within one schema version keys are only added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from linter.formats.json_objects import finding_object
from linter.formats.options import Options
from linter.formats.sanitise import encodable
from linter.formats.summary import ordered, ordered_outcomes
from linter.report import SCHEMA_VERSION, FileOutcome, Report


def render(report: Report, options: Options) -> str:
    """The report as ASCII-only JSON; the options change nothing.

    Texts are exact, but for lone surrogates (file names that are not UTF-8), which are written as escapes.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "command": report.command,
        "findings": [finding_object(each) for each in sorted(report.findings, key=lambda each: each.sort_key)],
        "blind": [
            {"path": encodable(each.path), "line": each.line, "why": encodable(each.why)}
            for each in ordered(report.blind)
        ],
        "files": {
            "scanned": report.files.scanned,
            "partial": _outcomes(report.files.partial),
            "skipped": _outcomes(report.files.skipped),
        },
        "suppressed": len(report.suppressed),
        "baselined": len(report.baselined),
    }
    if report.review is not None:
        from linter.formats.json_review import document_of  # for one command only

        document |= document_of(report.review)
    if report.judging is not None:
        from linter.formats.json_judging import judging_object  # for runs with a judge only

        document["judging"] = judging_object(report.judging)
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _outcomes(outcomes: Iterable[FileOutcome]) -> list[dict[str, str]]:
    return [{"path": encodable(each.path), "reason": encodable(each.reason)} for each in ordered_outcomes(outcomes)]
