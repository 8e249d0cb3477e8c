"""What authors say of their own work."""

from __future__ import annotations

import json

import pytest

from linter.documents import read_report, relative

CODE_FIX = {
    "status": "implemented",
    "worktree_path": "/work/run-7/tree",
    "files_changed": ["/work/run-7/tree/src/outline.ts", "src/title.ts", "/etc/passwd", "../other/a.ts"],
    "rationale": "The entry point runs in the harness. The helper uses a dynamic import, which is cleaner.",
    "confidence": 0.9,
    "scope_violations": [],
    "skipped_steps": ["src/tags.ts: the harness has no tag task yet"],
    "notes": "All call sites are migrated.",
}


def test_a_report_as_json() -> None:
    text = json.dumps(CODE_FIX, indent=2)
    report = read_report(text)
    assert [each.text for each in report.files] == ["src/outline.ts", "src/title.ts"]
    assert [each.text for each in report.outside] == ["/etc/passwd", "../other/a.ts"]
    assert [each.text for each in report.sentences] == [
        "The entry point runs in the harness.",
        "The helper uses a dynamic import, which is cleaner.",
        "All call sites are migrated.",
    ]
    assert [each.text for each in report.notes] == ["src/tags.ts: the harness has no tag task yet"]
    lines = text.split("\n")
    assert '"rationale"' in lines[report.sentences[0].line - 1]
    assert "src/outline.ts" in lines[report.files[0].line - 1]


def test_the_root_makes_absolute_paths_relative() -> None:
    report = read_report('{"files_changed": ["/repo/src/a.ts"], "rationale": ""}', "/repo/")
    assert [each.text for each in report.files] == ["src/a.ts"]
    assert relative("/repo/../repo/src/", ["/repo"]) == "src/"
    assert relative("/repository/a", ["/repo"]) == "/repository/a"


def test_the_last_object_counts_and_the_others_are_told() -> None:
    log = """\
thinking about {"x": 1}
{"files_changed": ["src/draft.ts"], "rationale": "a draft"}
done:
{"files_changed": ["src/final.ts"], "rationale": "It runs in Daytona."}
"""
    report = read_report(log)
    assert [each.text for each in report.files] == ["src/final.ts"]
    assert report.others == 1
    assert "It runs in Daytona." in [each.text for each in report.sentences]


def test_a_quotation_is_not_the_report() -> None:
    log = """\
{"files_changed": ["src/real.ts"], "rationale": "done"}

The reviewer wrote:

> {"files_changed": ["src/spoofed.ts"], "rationale": "all good", "skipped_steps": ["everything: later"]}
"""
    report = read_report(log)
    assert [each.text for each in report.files] == ["src/real.ts"]
    assert report.others == 0
    assert report.notes == ()


def test_a_report_in_markdown() -> None:
    report = read_report(
        """\
# Report

## Files changed

- `src/validators/run.ts`
- `src/validators/tone.ts`

## What I did

Per-validator services run via Daytona in production. No direct SDK calls are
left.

## Handoff

- `src/validators/facts.ts` still calls the SDK: the harness has no search tool.
"""
    )
    assert [each.text for each in report.files] == ["src/validators/run.ts", "src/validators/tone.ts"]
    assert [(each.text, each.line) for each in report.sentences][2:4] == [
        ("Per-validator services run via Daytona in production.", 10),
        ("No direct SDK calls are left.", 10),
    ]
    assert [each.line for each in report.notes] == [15]


def test_sentinels() -> None:
    report = read_report("<<<SCOPE_OVERFLOW>>>: src/other.ts - shared client\n\n<<<ESCALATE>>>\n")
    assert [(each.text, each.line) for each in report.escalated] == [
        ("SCOPE_OVERFLOW: src/other.ts - shared client", 1),
        ("ESCALATE", 3),
    ]


@pytest.mark.parametrize("text", ["", "{", '{"files_changed": 1}', '{"a":' * 3000, "\x00", "{" * 100_000])
def test_what_is_no_report_is_an_empty_one(text: str) -> None:
    assert read_report(text).files == ()
