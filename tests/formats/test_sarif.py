from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from linter.findings import Blind, Finding, Severity, Step
from linter.formats import sarif, sarif_limits
from linter.formats.sarif_text import message_object, uri
from linter.report import Report

from .reports import (
    HOSTILE,
    PLAIN,
    certain,
    example,
    hostile,
    hostile_reports,
    place,
    report,
    undecided,
)


@cache
def validator() -> Draft7Validator:
    """The official schema; see data/README.md for where it comes from."""
    path = Path(__file__).parent / "data" / "sarif-schema-2.1.0.json"
    return Draft7Validator(json.loads(path.read_text("utf-8")))


def rendered(given_report: Report, *, check: bool = True, automation_id: str | None = None) -> Any:
    document = json.loads(sarif.render(given_report, replace(PLAIN, automation_id=automation_id)))
    if check:
        validator().validate(document)
    return document["runs"][0]


def test_a_result_has_place_chain_and_fingerprint() -> None:
    given_report = report(certain())
    artifact = {"uri": "src/outline.ts", "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 3, "startColumn": 20, "endLine": 3, "endColumn": 28}
    step = {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {"startLine": 9, "startColumn": 10, "endLine": 9, "endColumn": 40},
        },
        "logicalLocations": [{"fullyQualifiedName": "outline"}],
        "message": {"text": "client.chat.completions.create(...)"},
    }
    assert rendered(given_report)["results"] == [
        {
            "ruleId": "sdk-direct",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": 'Imports "openai" and calls it in the host. (certain)'},
            "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
            "partialFingerprints": {"sidestep/v1": given_report.findings[0].fingerprint},
            "properties": {
                "framing": "static-import",
                "certainty": "certain",
                "ruling": "confirmed",
                "by": "static",
            },
            "codeFlows": [{"threadFlows": [{"locations": [{"location": step}]}]}],
        }
    ]


def test_the_run_describes_rules_columns_and_itself() -> None:
    run = rendered(example(), automation_id="sidestep/audit")
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "sidestep/audit"}
    assert run["tool"]["driver"]["version"] == "0.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["sdk-direct", "sdk-dynamic"]
    assert run["tool"]["driver"]["rules"][0]["help"] == {"text": "Agent loops run in the harness.\n\nUse it."}
    assert "automationDetails" not in rendered(example())


def test_only_open_findings_are_results_and_undecided_ones_are_notes() -> None:
    results = rendered(example())["results"]
    assert [(each["ruleId"], each["level"]) for each in results] == [
        ("sdk-dynamic", "note"),
        ("sdk-direct", "error"),
    ]
    assert results[0]["properties"]["ruling"] == "undecided"


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")],
)
def test_levels_follow_severities(severity: Severity, level: str) -> None:
    assert rendered(report(replace(certain(), severity=severity)))["results"][0]["level"] == level


def test_what_was_not_seen_is_told_in_notifications() -> None:
    invocation = rendered(example())["invocations"][0]
    told = [
        (
            each["descriptor"]["id"],
            each["level"],
            each["message"]["text"],
            each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        )
        for each in invocation["toolExecutionNotifications"]
    ]
    assert invocation["executionSuccessful"] is True
    assert told[0] == ("partial", "warning", "syntax error", "src/odd.py")
    assert told[1] == ("skipped", "warning", "larger than 1 MB", "dist/a.js")
    assert told[-2:] == [
        ("blind", "note", "the module's name is not known", "src/lazy.ts"),
        ("blind", "note", "loop", "tsconfig.json"),
    ]


def test_a_rule_that_only_a_finding_names_is_described() -> None:
    run = rendered(report(certain(), rules=()))
    assert run["tool"]["driver"]["rules"][0]["id"] == "sdk-direct"


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("src/a b#c?.ts", "src/a%20b%23c%3F.ts"),
        ("app/[id]/page.tsx", "app/%5Bid%5D/page.tsx"),
        ("größe.py", "gr%C3%B6%C3%9Fe.py"),
        ("caf\udce9.py", "caf%E9.py"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("../../etc/passwd", "%252E%252E/%252E%252E/etc/passwd"),
        ("//host/share", "%252F/%252F/host/share"),
        ("C:\\x", "C%3A%5Cx"),
    ],
)
def test_uris_are_relative_and_percent_encoded(path: str, encoded: str) -> None:
    assert uri(path) == encoded


@given(st.lists(st.one_of(st.sampled_from(["..", ".", "", "a:b"]), st.text(st.characters(codec=None)))))
def test_no_uri_leaves_the_root(parts: list[str]) -> None:
    base = "https://host.example/root/"
    assert urljoin(base, uri("/".join(parts))).startswith(base)
    assert uri("/".join(parts)).isascii()


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1).filter(
        lambda name: name not in (".", "..")
    )
)
def test_file_names_survive_in_uris(name: str) -> None:
    assert unquote_to_bytes(uri(name)) == name.encode("utf-8")


def test_messages_hold_no_placeholders_and_no_links() -> None:
    assert message_object("f({0})")["text"] == "f({{0}})"
    assert message_object("a[i](0) \\")["text"] == "a\\[i\\](0) \\\\"
    assert message_object("app/[id]/x")["text"] == "app/[id]/x"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_valid_sarif(text: str) -> None:
    assert len(rendered(hostile(text))["results"]) == 2


@settings(max_examples=15, deadline=None)
@given(hostile_reports())
def test_any_text_gives_valid_sarif(given_report: Report) -> None:
    rendered(given_report)


def test_a_long_chain_keeps_both_ends() -> None:
    chain = tuple(Step(place("a.ts", number), "", f"step {number}") for number in range(1, 1501))
    result = rendered(report(replace(certain(), evidence=replace(certain().evidence, chain=chain))))["results"][0]
    steps = [each["location"]["message"]["text"] for each in result["codeFlows"][0]["threadFlows"][0]["locations"]]
    assert len(steps) == 1000
    assert (steps[0], steps[499], steps[500], steps[-1]) == ("step 1", "step 500", "step 1001", "step 1500")
    assert "The chain has 1,500 steps; 1,000 of them are given." in result["message"]["text"]


def test_too_many_results_are_cut_by_gravity_and_the_cut_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_limits, "RESULTS", 3)
    warning = replace(certain(), severity=Severity.WARNING)
    run = rendered(report(at("a.ts", undecided()), at("b.ts", warning), at("c.ts", certain()), at("d.ts", certain())))
    places = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]]
    assert places == ["b.ts", "c.ts", "d.ts"]
    told = run["invocations"][0]["toolExecutionNotifications"][0]
    assert told["descriptor"] == {"id": "cut"}
    assert told["message"]["text"].startswith("1 results, the least grave, are left out")


def test_a_file_stays_below_what_github_accepts() -> None:
    long = "\U0001f642" * 4000
    evidence = replace(certain().evidence, message=long)
    findings = [at(f"{number}.ts", replace(certain(), evidence=evidence)) for number in range(300)]
    blind = tuple(Blind(long, number, long) for number in range(1, 400))
    given_report = report(*findings, blind=blind)
    text = sarif.render(given_report, PLAIN)
    assert 9_000_000 < len(text) <= 10_000_000
    assert "are left out" in text


def at(path: str, finding: Finding) -> Finding:
    return replace(finding, evidence=replace(finding.evidence, place=place(path, 1)))
