"""SARIF 2.1.0 (OASIS), fit for upload to GitHub code scanning.

Choices the standard leaves open:

- Suppressed, baselined and dismissed findings are left out: GitHub ignores `suppressions` by default and
  would open alerts for them.
- An undecided finding has level `note`. The standard's own form for it, kind `review`, demands level
  `none` (sections 3.27.9 and 3.27.10), but GitHub sorts alerts by level and does not list `kind` among the
  properties it reads. A `note` does not fail GitHub's check; its `properties` say `"ruling": "undecided"`.
- What the run could not see is told in `toolExecutionNotifications`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from linter.findings import Finding, Severity, Step
from linter.formats.options import Options
from linter.formats.sanitise import encodable, visible
from linter.formats.sarif_limits import FLOW_STEPS, fitting, shortened
from linter.formats.sarif_notifications import KINDS, cut_notification, notifications
from linter.formats.sarif_text import location, message_object, text_object
from linter.formats.wording import certainty, message, open_findings, reasons, step_text, weight
from linter.report import Report, RuleInfo

FINGERPRINT_KEY: Final = "sidestep/v1"
"""A key of our own: GitHub computes its `primaryLocationLineHash` itself and warns about supplied ones."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, options: Options) -> str:
    """The report as compact ASCII-only SARIF within GitHub's limits; what was cut is told in it."""
    rules = _rules(report)
    index = {rule.id: number for number, rule in enumerate(rules)}
    findings = open_findings(report)
    told = notifications(report)
    frame = _dumped(_document(options, rules, [], told))
    results = [_result(each, index[each.rule]) for each in findings]
    kept = fitting(findings, [len(_dumped(each)) for each in results], len(frame))
    told = [*_cut_notice(len(results) - len(kept)), *told]
    return _dumped(_document(options, rules, [results[each] for each in kept], told)) + "\n"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _document(
    options: Options,
    rules: Iterable[RuleInfo],
    results: list[dict[str, Any]],
    told: list[dict[str, Any]],
) -> dict[str, Any]:
    driver = {
        "name": "sidestep",
        "version": options.version,
        "rules": [_descriptor(each) for each in rules],
        "notifications": [{"id": kind, "shortDescription": text_object(what)} for kind, what in KINDS.items()],
    }
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": text_object("The root of the audited tree.")}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": told}],
        "results": results,
    }
    if options.automation_id is not None:
        run["automationDetails"] = {"id": encodable(options.automation_id)}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(report: Report) -> list[RuleInfo]:
    """The report's rules by id, and a bare entry for a rule that only a finding names."""
    known = {each.id: each for each in report.rules}
    for finding in open_findings(report):
        if finding.rule not in known:
            known[finding.rule] = RuleInfo(finding.rule, finding.rule, "", finding.mend, finding.severity)
    return [known[each] for each in sorted(known)]


def _descriptor(rule: RuleInfo) -> dict[str, Any]:
    help_text = "\n\n".join(each for each in (rule.intent, rule.mend) if each) or rule.summary
    return {
        "id": encodable(rule.id),
        "shortDescription": text_object(rule.summary),
        "fullDescription": text_object(rule.intent or rule.summary),
        "help": text_object(help_text),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["architecture"]},
    }


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    evidence = finding.evidence
    chain = shortened(evidence.chain)
    sentences = [message(finding), f"({'; '.join([certainty(finding), *reasons(finding)])})"]
    if len(chain) < len(evidence.chain):
        sentences.append(f"The chain has {len(evidence.chain):,} steps; {FLOW_STEPS:,} of them are given.")
    result: dict[str, Any] = {
        "ruleId": encodable(finding.rule),
        "ruleIndex": rule_index,
        "level": _LEVELS[weight(finding)],
        "message": message_object(" ".join(sentences)),
        "locations": [location(finding.place, evidence.symbol)],
        "partialFingerprints": {FINGERPRINT_KEY: finding.fingerprint},
        "properties": {
            "framing": encodable(evidence.framing),
            "certainty": str(evidence.certainty),
            "ruling": str(finding.ruling),
            "by": encodable(finding.by),
        },
    }
    if chain:
        result["codeFlows"] = [{"threadFlows": [{"locations": [_flow_step(each) for each in chain]}]}]
    return result


def _flow_step(step: Step) -> dict[str, Any]:
    placed = location(step.place, step.symbol)
    placed["message"] = message_object(step_text(step) or visible(step.symbol))
    return {"location": placed}


def _cut_notice(left_out: int) -> list[dict[str, Any]]:
    if not left_out:
        return []
    text = f"{left_out:,} results, the least grave, are left out to keep within GitHub's limits."
    return [cut_notification(text)]
