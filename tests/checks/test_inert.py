"""What static analysis dismisses by itself, and what it leaves to a judge, or confirms, for all its likeness."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.findings import STATIC, Certainty, Finding, Ruling
from linter.formats.summary import silenced
from linter.report import exit_code

from ..projects import audit_texts

SPAWN = 'import { execFileSync, execSync } from "node:child_process";\n'


def found(folder: Path, code: str, path: str = "src/a.ts") -> Finding:
    """The one finding of a file."""
    (finding,) = audit_texts(folder, {path: code}).findings
    return finding


@pytest.mark.parametrize(
    "code",
    [
        'export const names = () => fetch("https://api.openai.com/v1/models");',
        'export const gone = (id: string) => fetch(`https://api.openai.com/v1/x/${id}`, { method: "DELETE" });',
        SPAWN + 'export const version = () => execFileSync("claude", ["--version"]);',
        SPAWN + 'export const both = () => execSync("claude --version && codex --version");',
        'import { tool } from "ai";\nexport const clock = tool({});',
        'export const file = async (x: Blob) => (await import("openai")).toFile(x);',
        'const { toFile } = require("openai");\nexport const file = (x: Blob) => toFile(x);',
        """
        export async function file(x: Blob) {
          const [{ toFile }, fs] = await Promise.all([import("openai"), import("node:fs")]);
          return [toFile(x), fs];
        }
        """,
    ],
)
def test_what_is_known_to_run_no_model_is_dismissed(tmp_path: Path, code: str) -> None:
    """It is still listed, as ambiguous, with the reason; and nothing is left to ask or to fail for."""
    report = audit_texts(tmp_path, {"src/a.ts": code})
    (finding,) = report.findings
    assert (finding.ruling, finding.by) == (Ruling.DISMISSED, STATIC)
    assert finding.evidence.certainty is Certainty.AMBIGUOUS
    assert finding.reason
    assert silenced(report) == "1 inert (listed by --format json)"
    assert exit_code(report, strict=True) == 0


@pytest.mark.parametrize(
    "code",
    [
        'import { APIError } from "openai";\nexport const ours = (e: unknown) => e instanceof APIError;',
        'import { tool, APICallError } from "ai";\nexport const x = [tool({}), APICallError.isInstance];',
        'const ai = require("ai");\nai.tool({});\nexport const ask = ai["generate" + "Text"];',
        'export const count = () => fetch("https://api.anthropic.com/v1/messages/count_tokens", { method: "POST" });',
        "export const page = (name: string) => fetch(`https://aihubmix.com/${name}`);",
        """
        export function one(more: boolean) {
          const url = more ? "https://api.openai.com/v1/models" : `${process.env.OTHER}/chat/completions`;
          return fetch(url, { method: "POST" });
        }
        """,
    ],
)
def test_what_is_a_matter_of_opinion_waits_for_a_judge(tmp_path: Path, code: str) -> None:
    assert found(tmp_path, code).ruling is Ruling.UNDECIDED


@pytest.mark.parametrize(
    "code",
    [
        'export const ask = () => fetch("https://api.openai.com/v1/models/../chat/completions", { method: "POST" });',
        SPAWN + 'export const ask = (p: string) => execSync(`claude --version && claude -p "${p}"`);',
        SPAWN + 'export const ask = (p: boolean) => execFileSync("claude", p ? ["--version"] : ["-p", "go"]);',
        'import { tool, generateText } from "ai";\nexport const clock = [tool({}), generateText({})];',
    ],
)
def test_what_also_runs_one_is_confirmed(tmp_path: Path, code: str) -> None:
    assert found(tmp_path, code).ruling is Ruling.CONFIRMED


@pytest.mark.parametrize(
    "code",
    [
        'export async function give() {\n  const ai = await import("ai");\n  ai.tool({});\n  return ai;\n}',
        'export async function give(to: Function) {\n  const ai = await import("ai");\n  ai.tool({});\n  to(ai);\n}',
        'export async function give() {\n  const { tool, ...more } = await import("ai");\n  return [tool, more];\n}',
    ],
)
def test_a_module_that_goes_elsewhere_is_not_dismissed(tmp_path: Path, code: str) -> None:
    assert found(tmp_path, code).ruling is not Ruling.DISMISSED


def test_the_chain_to_an_inert_call_is_inert(tmp_path: Path) -> None:
    report = audit_texts(
        tmp_path,
        {
            "sidestep.toml": '[zones]\nmigrated = ["src/job.ts"]\n',
            "src/job.ts": 'import { names } from "./names";\nexport const run = () => names();',
            "src/names.ts": 'export const names = () => fetch("https://api.openai.com/v1/models");',
        },
    )
    assert {each.rule: str(each.ruling) for each in report.findings} == {
        "sdk-http": "dismissed",
        "sdk-reach": "dismissed",
    }
