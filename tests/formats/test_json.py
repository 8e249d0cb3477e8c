from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from linter.formats import json_
from linter.report import Report

from .reports import HOSTILE, PLAIN, example, hostile, hostile_reports, report

SCHEMA = json.loads(resources.files("linter.formats").joinpath("report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def rendered(given_report: Report) -> Any:
    document = json.loads(json_.render(given_report, PLAIN))
    VALIDATOR.validate(document)
    return document


def test_the_shipped_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_finding_has_exactly_the_promised_keys() -> None:
    document = rendered(example())
    assert list(document) == ["schema", "command", "findings", "blind", "files", "suppressed", "baselined"]
    assert document["findings"][0] == {
        "rule": "sdk-dynamic",
        "framing": "dynamic-import",
        "severity": "error",
        "certainty": "ambiguous",
        "ruling": "undecided",
        "by": "static",
        "reason": "`name` comes from the caller.",
        "path": "src/lazy.ts",
        "line": 12,
        "column": 20,
        "end_line": 12,
        "end_column": 32,
        "symbol": "load",
        "message": "Loads a module whose name is not known.",
        "chain": [
            {"path": "src/entry.ts", "line": 4, "symbol": "run", "certainty": "certain"},
            {"path": "src/lazy.ts", "line": 12, "symbol": "load", "certainty": "ambiguous"},
        ],
        "fingerprint": document["findings"][0]["fingerprint"],
        "fix": None,
    }


def test_dismissed_findings_are_listed_with_their_judge() -> None:
    ruled = {each["rule"]: (each["ruling"], each["by"]) for each in rendered(example())["findings"]}
    assert ruled["sdk-http"] == ("dismissed", "judge-1")


def test_every_file_not_wholly_read_is_listed() -> None:
    files = rendered(example())["files"]
    assert files["scanned"] == 120
    assert files["partial"] == [{"path": "src/odd.py", "reason": "syntax error"}]
    assert [each["path"] for each in files["skipped"]] == [f"dist/{name}.js" for name in "abcdefg"]


def test_a_clean_run_has_empty_lists() -> None:
    assert rendered(report()) == {
        "schema": 1,
        "command": "audit",
        "findings": [],
        "blind": [],
        "files": {"scanned": 120, "partial": [], "skipped": []},
        "suppressed": 0,
        "baselined": 0,
    }


def test_a_file_name_that_is_not_utf_8_shows_its_bytes() -> None:
    assert rendered(hostile("caf\udce9.py"))["findings"][0]["path"] == "caf\\xe9.py"


@pytest.mark.parametrize("text", [each for each in HOSTILE if each.isprintable() and each])
def test_other_texts_are_exact(text: str) -> None:
    assert rendered(hostile(text))["findings"][0]["message"] == text


@settings(max_examples=50, deadline=None)
@given(hostile_reports())
def test_any_text_gives_valid_json_that_can_be_encoded(given_report: Report) -> None:
    json.dumps(rendered(given_report), ensure_ascii=False).encode("utf-8")
