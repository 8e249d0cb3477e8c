"""JSON for programs: every finding with its ruling, every blind spot, every file not wholly read.

The shape is `report.schema.json` beside this module. Within one schema version keys are only added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from linter.findings import Finding, Step
from linter.formats.options import Options
from linter.formats.sanitise import encodable
from linter.formats.summary import ordered, ordered_outcomes
from linter.report import SCHEMA_VERSION, FileOutcome, Report


def render(report: Report, options: Options) -> str:
    """The report as ASCII-only JSON; the options change nothing.

    Texts are exact, but for lone surrogates (file names that are not UTF-8), which are written as escapes.
    """
    document = {
        "schema": SCHEMA_VERSION,
        "command": report.command,
        "findings": [_finding(each) for each in sorted(report.findings, key=lambda each: each.sort_key)],
        "blind": [
            {"path": encodable(each.path), "line": each.line, "why": encodable(each.why)}
            for each in ordered(report.blind)
        ],
        "files": {
            "scanned": report.files.scanned,
            "partial": _outcomes(report.files.partial),
            "skipped": _outcomes(report.files.skipped),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    evidence, place = finding.evidence, finding.place
    return {
        "rule": encodable(finding.rule),
        "framing": encodable(evidence.framing),
        "severity": str(finding.severity),
        "certainty": str(evidence.certainty),
        "ruling": str(finding.ruling),
        "by": encodable(finding.by),
        "reason": encodable(finding.reason or "; ".join(evidence.reasons)),
        "path": encodable(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "symbol": encodable(evidence.symbol),
        "message": encodable(evidence.message),
        "chain": [_step(each) for each in evidence.chain],
        "fingerprint": finding.fingerprint,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "path": encodable(step.place.path),
        "line": step.place.line,
        "symbol": encodable(step.symbol),
        "certainty": str(step.certainty),
    }


def _outcomes(outcomes: Iterable[FileOutcome]) -> list[dict[str, str]]:
    return [{"path": encodable(each.path), "reason": encodable(each.reason)} for each in ordered_outcomes(outcomes)]
