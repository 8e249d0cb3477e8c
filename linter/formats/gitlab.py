"""GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality, "Code quality report format").

The format knows findings only: it has no place for blind spots and files not read.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from linter.findings import Finding, Severity
from linter.formats.options import Options
from linter.formats.sanitise import encodable
from linter.formats.wording import certainty, message, open_findings, reasons, weight
from linter.report import Report

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
"""GitLab knows info, minor, major, critical, blocker; the last two are for what takes production down."""


def render(report: Report, options: Options) -> str:
    """The open findings as an ASCII-only JSON array; the options change nothing."""
    seen: set[str] = set()
    return json.dumps([_entry(each, seen) for each in open_findings(report)], indent=2) + "\n"


def _entry(finding: Finding, seen: set[str]) -> dict[str, Any]:
    details = [certainty(finding), *reasons(finding)]
    return {
        "description": f"{message(finding)} ({'; '.join(details)})",
        "check_name": encodable(finding.rule),
        "fingerprint": _unique(finding, seen),
        "severity": _SEVERITIES[weight(finding)],
        "location": {
            "path": encodable(finding.place.path),
            "lines": {"begin": finding.place.line, "end": finding.place.end_line},
        },
    }


def _unique(finding: Finding, seen: set[str]) -> str:
    """The finding's fingerprint, made distinct when a finding before it has the same.

    GitLab drops all but the first finding of a fingerprint.
    """
    fingerprint = finding.fingerprint
    while not fingerprint or fingerprint in seen:
        identity = f"{finding.rule}\0{finding.place.path}\0{fingerprint}"
        fingerprint = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen.add(fingerprint)
    return fingerprint
