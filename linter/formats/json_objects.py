"""Findings and steps as JSON has them."""

from __future__ import annotations

from typing import Any

from linter.findings import Finding, Fix, Step, Verdict
from linter.formats.sanitise import encodable


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as the schema has it."""
    evidence, place = finding.evidence, finding.place
    told = {
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
        "chain": [step_object(each) for each in evidence.chain],
        "fingerprint": finding.fingerprint,
        "fix": _fix_object(evidence.fix),
    }
    if finding.cause:
        told["cause"] = encodable(finding.cause)
    if finding.verdicts:
        told["verdicts"] = [_verdict(each) for each in finding.verdicts]
    return told


def _fix_object(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {"safe": fix.safe, "values": [encodable(each) for each in fix.values]}


def step_object(step: Step) -> dict[str, Any]:
    """A step of a chain as the schema has it."""
    return {
        "path": encodable(step.place.path),
        "line": step.place.line,
        "symbol": encodable(step.symbol),
        "certainty": str(step.certainty),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    texts = {name: encodable(value) for name, value in verdict._asdict().items() if isinstance(value, str)}
    return {**texts, "line": verdict.line, "witness": [encodable(each) for each in verdict.witness]}
