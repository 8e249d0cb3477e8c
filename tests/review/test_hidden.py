"""Violations that a change moves to where no audit looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.review import Paper, Papers

from .changes import reviewed

OUTLINE = """import OpenAI from "openai";

const client = new OpenAI();

export async function outline(topic: string) {
  const input = "Write the section headings of a lesson about " + topic;
  return client.responses.create({ model: "gpt-6-luna", input });
}
"""
BASE = {
    "sidestep.toml": '[zones]\ngates = ["src/harness/**"]\n',
    "src/harness/run.ts": "export async function run(prompt: string): Promise<string> {\n  return prompt;\n}\n",
    "src/outline.ts": OUTLINE,
    "src/index.ts": 'import { outline } from "./outline";\n\nexport const main = () => outline("tides");\n',
}
KICKOFF = Papers(Paper("kickoff.md", "# Ticket\n\nMigrate `src/outline.ts` to the harness.\n"))
RENAMED = OUTLINE.replace("outline(", "makeOutline(")
GATED = 'import { run } from "./harness/run";\n\nexport const outline = (topic: string) => run(topic);\n'
STUB = "export const outline = (topic: string) => globalThis.makeOutline(topic);\n"
CALLS_SHELL = """import { execSync } from "node:child_process";

export const outline = (topic: string) => execSync(`./outline.sh ${topic}`).toString();
"""


@pytest.mark.parametrize(
    ("change", "overall"),
    [
        pytest.param(
            {"src/outline.ts": 'export { outline } from "./harness/outline";\n', "src/harness/outline.ts": OUTLINE},
            "NEEDS_JUDGEMENT",
            id="a file of the gate's folder",
        ),
        pytest.param(
            {
                "src/outline.ts": 'export { makeOutline as outline } from "./harness/make";\n',
                "src/harness/make.ts": RENAMED,
            },
            "NEEDS_JUDGEMENT",
            id="under another name",
        ),
        pytest.param(
            {"src/outline.ts": 'export { outline } from "./generated/outline";\n'},
            "NEEDS_JUDGEMENT",
            id="a file that is not there",
        ),
        pytest.param(
            {"src/outline.ts": STUB, "src/Outline.vue": f"<script setup lang='ts'>\n{OUTLINE}</script>\n"},
            "NEEDS_JUDGEMENT",
            id="a component of Vue",
        ),
        pytest.param(
            {
                "src/outline.ts": STUB,
                "public/index.html": '<script>fetch("https://api.openai.com/v1/responses")</script>',
            },
            "NEEDS_JUDGEMENT",
            id="a page",
        ),
        pytest.param(
            {"src/outline.ts": CALLS_SHELL, "outline.sh": '#!/bin/sh\nclaude -p "an outline of $1"\n'},
            "NEEDS_JUDGEMENT",
            id="a shell script",
        ),
        pytest.param(
            {
                "src/outline.ts": GATED,
                "build.sh": "#!/bin/sh\nclaude --version\nnpm run build\n",
                "docs/models.md": 'Formerly: `import OpenAI from "openai"`.\n',
            },
            "APPROVE",
            id="nothing of it",
        ),
        pytest.param(
            {
                "src/index.ts": BASE["src/index.ts"].replace("./outline", "./outline.test"),
                "src/outline.ts": None,
                "src/outline.test.ts": OUTLINE,
            },
            "REQUEST_CHANGES",
            id="a test that the host calls",
        ),
    ],
)
def test_where_no_audit_looks(tmp_path: Path, change: dict[str, str | None], overall: str) -> None:
    head = {path: text for path, text in {**BASE, **change}.items() if text is not None}
    report = reviewed(tmp_path, BASE, head, papers=KICKOFF)
    assert report.review is not None
    assert (report.review.overall, report.review.why) == (overall, report.review.why)


def test_a_file_that_is_not_read_says_what_it_names(tmp_path: Path) -> None:
    change = {"src/outline.ts": CALLS_SHELL, "outline.sh": '#!/bin/sh\nclaude -p "an outline of $1"\n'}
    report = reviewed(tmp_path, BASE, {**BASE, **change}, papers=KICKOFF)
    assert report.review is not None
    (why,) = [each for each in report.review.why if "outline.sh" in each]
    assert "line 2 names claude" in why
