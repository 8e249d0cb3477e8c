"""Kickoffs without a section for scope: what their sentences and lists ask for, and a change that does a part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.documents import read_kickoff
from linter.review import Paper, Papers

from .changes import reviewed


def _host(name: str) -> str:
    return f'''import OpenAI from "openai";

export async function {name}(text: string) {{
  return new OpenAI().responses.create({{ model: "gpt-6-luna", input: "{name} of " + text }});
}}
'''


BASE = {
    "sidestep.toml": '[zones]\ngates = ["src/harness/**"]\n',
    "src/harness/run.ts": "export async function run(prompt: string): Promise<string> {\n  return prompt;\n}\n",
    "src/validators/outline.ts": _host("outline"),
    "src/validators/title.ts": _host("title"),
    "src/validators/summary.ts": _host("summary"),
    "src/services/grade.ts": _host("grade"),
}
HEAD = {
    **BASE,
    "src/validators/outline.ts": """import { run } from "../harness/run";

export async function outline(text: string) {
  return run("outline of " + text);
}
""",
}
BOTH = {"src/validators/title.ts", "src/validators/summary.ts"}
TITLE = {"src/validators/title.ts"}


@pytest.mark.parametrize(
    ("kickoff", "missing"),
    [
        ("Migrate all validators under `src/validators/` to the harness.", BOTH),
        ("`src/validators/**/*.ts` run in the harness.", BOTH),
        ("Every file in src/validators that imports the SDK has to move to the harness.", BOTH),
        ("Migrate the validators (src/validators), including the title helper.", BOTH),
        ("No file of `src/validators` may call OpenAI in the host when this is done.", BOTH),
        ("Migrate all of `src/validators/` except `summary.ts`.", TITLE),
        ("Migrate these:\n\n- src/validators/outline.ts\n- src/validators/title.ts", TITLE),
        ("Migrate these:\n\n```\nsrc/validators/outline.ts\nsrc/validators/title.ts\n```", TITLE),
        (
            "| file | to do |\n|-|-|\n| src/validators/outline.ts | migrate |\n| src/validators/title.ts | move |",
            TITLE,
        ),
        (
            "- [ ] migrate src/validators/outline.ts\n- [ ] src/validators/title.ts\n- [x] src/validators/summary.ts",
            TITLE,
        ),
        ("1. Migrate `outline()` in src/validators/outline.ts.\n2. Then `title()` in src/validators/title.ts.", TITLE),
        ("Both `src/validators/outline.ts#outline` and `src/validators/title.ts#title`.\n\nMigrate them.", TITLE),
        ("`outline`, `title` and `summary` must go through the harness.", {"title", "summary"}),
        ("task: migrate\nfiles:\n  - src/validators/outline.ts\n  - src/validators/title.ts", TITLE),
        (
            """
`src/validators/summary.ts` was migrated last week.

Migrate `src/validators/outline.ts` and `title.ts` the same way.
""",
            {"title.ts"},
        ),
        ("Affected: src/validators/outline.ts, src/validators/title.ts", TITLE),
        ("Move outline.ts and title.ts (both in src/validators) behind src/harness/run.ts. Keep the exports.", TITLE),
        ("## Goal\n\nAfter this, `src/validators/` is free of OpenAI imports.", BOTH),
        ("## Acceptance\n\n- `src/validators/title.ts` has no SDK import", TITLE),
        ("All three validators (outline, title, summary) in `src/validators` go through `run()`.", BOTH),
        ("<files>\nsrc/validators/outline.ts\nsrc/validators/title.ts\n</files>", TITLE),
        ("<task>\nMigrate all of `src/validators`.\n</task>\n<out_of_scope>\n- `summary.ts`\n</out_of_scope>", TITLE),
    ],
)
def test_a_change_that_does_a_part_of_it_is_not_approved(tmp_path: Path, kickoff: str, missing: set[str]) -> None:
    report = reviewed(tmp_path, BASE, HEAD, papers=Papers(Paper("kickoff.md", f"# Ticket\n\n{kickoff}\n")))
    assert report.review is not None
    assert set(report.review.scope.missing) == missing
    assert report.review.overall == "REQUEST_CHANGES"


@pytest.mark.parametrize(
    "kickoff",
    [
        "Migrate only `src/validators/outline.ts`.",
        "Migrate `src/validators/outline.ts`. Do not touch `src/validators/title.ts`.",
        "Read `src/validators/summary.ts` for the style. Migrate `src/validators/outline.ts`.",
        "Migrate `src/validators/outline.ts`, like `src/validators/summary.ts`.",
        "Leave these as they are:\n\n- src/validators/title.ts\n\nMigrate src/validators/outline.ts.",
        "Migrate `outline` to `src/harness/run.ts`.",
        "Migrate `src/validators/outline.ts`. `title.ts` and `summary.ts` follow in ABC-13.",
        "Migrate `src/validators/outline.ts`. `src/validators/title.ts` is not part of this.",
        "The use in `src/validators/title.ts` crashed last week. Migrate `src/validators/outline.ts` first.",
    ],
)
def test_what_is_read_or_stays_is_not_asked_for(tmp_path: Path, kickoff: str) -> None:
    report = reviewed(tmp_path, BASE, HEAD, papers=Papers(Paper("kickoff.md", f"# Ticket\n\n{kickoff}\n")))
    assert report.review is not None
    assert (report.review.overall, report.review.scope.missing) == ("APPROVE", ())


def test_a_note_hands_over_what_lies_in_a_folder(tmp_path: Path) -> None:
    note = "# Report\n\n## Handoff note\n`title.ts` and `summary.ts` are left to the next ticket: they stream.\n"
    kickoff = Paper("kickoff.md", "# Ticket\n\nMigrate all validators under `src/validators/`.\n")
    report = reviewed(tmp_path, BASE, HEAD, papers=Papers(kickoff, None, Paper("report.md", note)))
    assert report.review is not None
    assert (report.review.overall, report.review.scope.missing) == ("APPROVE", ())


def test_front_matter_may_hold_the_scope() -> None:
    front = "title: Validators\nscope:\n  - src/a.ts\n  - src/b.ts\nout_of_scope: [src/c.ts]"
    kickoff = read_kickoff(f"---\n{front}\n---\n\nMigrate to the harness.\n")
    assert [(each.text, each.line) for each in kickoff.wanted()] == [("src/a.ts", 4), ("src/b.ts", 5)]
    assert [each.text for each in kickoff.denied] == ["src/c.ts"]


def test_a_written_scope_is_all_that_counts() -> None:
    kickoff = read_kickoff("# Ticket\n\nMigrate `src/a.ts` and `src/b.ts`.\n\n## Scope\n\n- `src/a.ts`\n")
    assert [each.text for each in kickoff.wanted()] == ["src/a.ts"]
