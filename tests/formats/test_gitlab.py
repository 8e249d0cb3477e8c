from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from jsonschema import Draft202012Validator

from linter.findings import Severity
from linter.formats import gitlab
from linter.report import Report

from .reports import PLAIN, certain, example, hostile_reports, report

SCHEMA = json.loads((Path(__file__).parent / "data" / "gitlab-code-quality.schema.json").read_text("utf-8"))


def rendered(given_report: Report) -> Any:
    entries = json.loads(gitlab.render(given_report, PLAIN))
    Draft202012Validator(SCHEMA).validate(entries)
    return entries


def test_entries_are_as_gitlab_documents_them() -> None:
    entries = rendered(example())
    assert entries == [
        {
            "description": "Loads a module whose name is not known. "
            "(ambiguous, undecided; `name` comes from the caller.)",
            "check_name": "sdk-dynamic",
            "fingerprint": entries[0]["fingerprint"],
            "severity": "info",
            "location": {"path": "src/lazy.ts", "lines": {"begin": 12, "end": 12}},
        },
        {
            "description": 'Imports "openai" and calls it in the host. (certain)',
            "check_name": "sdk-direct",
            "fingerprint": entries[1]["fingerprint"],
            "severity": "major",
            "location": {"path": "src/outline.ts", "lines": {"begin": 3, "end": 3}},
        },
    ]


def test_severities_are_gitlabs() -> None:
    by_severity = {
        severity: rendered(report(replace(certain(), severity=severity)))[0]["severity"] for severity in Severity
    }
    assert by_severity == {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def test_fingerprints_are_distinct_even_when_findings_have_none_or_share_one() -> None:
    bare, shared = certain(), replace(certain(), fingerprint="abc")
    entries = rendered(report(findings=(bare, bare, shared, shared)))
    assert len({each["fingerprint"] for each in entries}) == 4
    assert "abc" in {each["fingerprint"] for each in entries}


def test_a_clean_run_is_an_empty_array() -> None:
    assert gitlab.render(report(), PLAIN) == "[]\n"


@settings(max_examples=30, deadline=None)
@given(hostile_reports())
def test_any_text_gives_entries_with_distinct_fingerprints(given_report: Report) -> None:
    entries = json.loads(gitlab.render(given_report, PLAIN))
    assert len({each["fingerprint"] for each in entries}) == len(given_report.findings)
