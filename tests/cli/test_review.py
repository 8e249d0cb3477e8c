"""`sidestep review`: revisions, work trees, papers, exit codes, and repositories that are not as one would like."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linter.formats import FORMATS

from ..review.changes import committed
from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import ROOT, Result

ZONES = '[zones]\ngates = ["src/harness/**"]\n'
HARNESS = """export async function run(task: string, input: unknown): Promise<string> {
  return (await fetch(`http://box/${task}`, { body: JSON.stringify(input) })).text();
}
"""
DIRECT = """import OpenAI from "openai";

const client = new OpenAI();

export async function outline(topic: string): Promise<string> {
  const input = `The outline of a lesson about ${topic}.`;
  const reply = await client.responses.create({ model: "gpt-6-luna", input });
  return reply.output_text;
}
"""
GATED = """import { run } from "./harness/run.js";

export const outline = (topic: string): Promise<string> => run("outline", { topic });
"""
LATE = """export async function outline(topic: string): Promise<string> {
  const { default: OpenAI } = await import("openai");
  const input = `The outline of a lesson about ${topic}.`;
  const reply = await new OpenAI().responses.create({ model: "gpt-6-luna", input });
  return reply.output_text;
}
"""
USER = 'import { outline } from "./outline.js";\nexport const main = () => outline("bees");\n'
BASE = {"sidestep.toml": ZONES, "src/harness/run.ts": HARNESS, "src/outline.ts": DIRECT, "src/main.ts": USER}
CLOSED = {**BASE, "src/outline.ts": GATED}
KICKOFF = "# Move the outline\n\n## Files in scope (touch ONLY these)\n- `src/outline.ts`\n"


def rows(result: Result) -> list[tuple[str, str]]:
    return [(each["site"], each["verdict"]) for each in result.report["ledger"]]


def papers(folder: Path, **texts: str) -> list[str | Path]:
    """Flags that name documents, written beside the repository."""
    flags: list[str | Path] = []
    for name, text in texts.items():
        file = folder / f"{name}.md"
        file.write_text(text, encoding="utf-8")
        flags += [f"--{name}", file]
    return flags


class TestAnswers:
    @pytest.mark.parametrize(
        ("head", "code", "overall", "verdict"),
        [
            (CLOSED, 0, "APPROVE", "closed"),
            ({**BASE, "src/outline.ts": LATE}, 1, "REQUEST_CHANGES", "reframed"),
        ],
    )
    def test_exit_codes_follow_the_answer(
        self, repository: Repository, sidestep: Sidestep, head: dict[str, str], code: int, overall: str, verdict: str
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, head)
        result = sidestep("review", "--base", base, "--format", "json")
        assert (result.code, result.report["overall"]) == (code, overall)
        assert rows(result) == [("src/outline.ts#outline", verdict)]
        assert result.err.startswith(f"{overall} (")

    def test_what_is_not_certain_needs_judgement(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        left = (
            'import { APIError } from "openai";\n'
            + GATED
            + "export const is = (e: unknown) => e instanceof APIError;\n"
        )
        committed(repository, {**BASE, "src/outline.ts": left})
        result = sidestep("review", "--base", base, "--format", "json")
        assert (result.code, result.report["overall"]) == (3, "NEEDS_JUDGEMENT")

    def test_every_format_renders_a_review(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        committed(repository, {**BASE, "src/outline.ts": LATE})
        for name in FORMATS:
            result = sidestep("review", "--base", base, "--format", name)
            assert result.code == 1
            assert result.out

    def test_json_is_what_its_schema_says(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        committed(repository, {**BASE, "src/outline.ts": LATE}, "Moved the outline to the harness")
        result = sidestep("review", "--base", base, "--format", "json")
        schema: Any = json.loads((ROOT / "linter" / "formats" / "report.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(result.report)
        assert {each["verdict"] for each in result.report["claims"]} == {"contradicted"}

    def test_the_same_change_gives_the_same_bytes(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        committed(repository, {**BASE, "src/outline.ts": LATE})
        first = sidestep("review", "--base", base, "--format", "json", "--jobs", "1")
        assert sidestep("review", "--base", base, "--format", "json", "--jobs", "2").out == first.out


class TestStates:
    def test_the_base_is_where_the_change_began(self, repository: Repository, sidestep: Sidestep) -> None:
        committed(repository, BASE)
        repository.git("checkout", "-q", "-b", "work")
        committed(repository, CLOSED)
        repository.git("checkout", "-q", "main")
        committed(repository, {**BASE, "src/other.ts": DIRECT})
        result = sidestep("review", "--base", "main", "--head", "work", "--format", "json")
        assert (result.code, rows(result)) == (0, [("src/outline.ts#outline", "closed")])
        assert "main has moved on" in result.err

    def test_the_work_tree_and_the_index_may_be_reviewed(self, repository: Repository, sidestep: Sidestep) -> None:
        committed(repository, BASE)
        repository.write("src/outline.ts", GATED)
        index = sidestep("review", "--base", "main", "--head", "INDEX", "--format", "json")
        work = sidestep("review", "--base", "main", "--head", "WORKTREE", "--format", "json")
        assert (rows(index), rows(work)) == (
            [("src/outline.ts#outline", "retained")],
            [("src/outline.ts#outline", "closed")],
        )
        repository.git("add", "src/outline.ts")
        staged = sidestep("review", "--base", "main", "--head", "INDEX", "--format", "json")
        assert (staged.code, staged.report["head"], rows(staged)) == (0, "INDEX", rows(work))

    def test_nothing_is_checked_out_or_staged(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        head = committed(repository, CLOSED)
        repository.write("src/outline.ts", "unsaved\n")
        before = repository.git("status", "--porcelain"), (repository.root / ".git/index").read_bytes()
        sidestep("review", "--base", base, "--head", head)
        assert (repository.git("status", "--porcelain"), (repository.root / ".git/index").read_bytes()) == before

    def test_a_folder_of_a_repository_is_a_root_of_its_own(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, {f"app/{path}": text for path, text in BASE.items()})
        committed(repository, {f"app/{path}": text for path, text in CLOSED.items()})
        result = sidestep("review", "app", "--base", base, "--format", "json")
        assert (result.code, rows(result)) == (0, [("src/outline.ts#outline", "closed")])

    def test_a_change_does_not_configure_its_own_review(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        off = ZONES + '[rules.sdk-direct]\nseverity = "off"\n'
        committed(repository, {**BASE, "sidestep.toml": off, "src/more.ts": DIRECT})
        result = sidestep("review", "--base", base, "--format", "json")
        assert (result.code, dict(rows(result))["src/more.ts#outline"]) == (1, "new")
        assert ("suppressed", "sidestep.toml") in result.found

    def test_a_broken_configuration_of_the_head_is_no_pass(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        committed(repository, {**CLOSED, "sidestep.toml": "zones = 3\n"})
        result = sidestep("review", "--base", base, "--format", "json")
        assert (result.code, result.report["overall"]) == (3, "NEEDS_JUDGEMENT")


class TestNoPassByAccident:
    def test_an_empty_change_is_not_approved(self, repository: Repository, sidestep: Sidestep, tmp_path: Path) -> None:
        base = committed(repository, BASE)
        committed(repository, BASE)
        result = sidestep("review", "--base", base, "--format", "json")
        assert (result.code, result.report["why"]) == (3, ["the change is empty: nothing was reviewed"])
        asked = sidestep("review", "--base", base, "--format", "json", *papers(tmp_path, kickoff=KICKOFF))
        assert (asked.code, asked.report["scope"]["missing"]) == (1, ["src/outline.ts"])

    def test_unrelated_histories_are_an_error(self, repository: Repository, sidestep: Sidestep) -> None:
        committed(repository, BASE)
        repository.git("checkout", "-q", "--orphan", "other")
        committed(repository, CLOSED)
        result = sidestep("review", "--base", "main", "--head", "other")
        assert result.code == 2
        assert "have no common ancestor" in result.err

    def test_a_revision_that_is_not_there_is_an_error(self, repository: Repository, sidestep: Sidestep) -> None:
        committed(repository, BASE)
        for flags in (["--base", "nowhere"], ["--base", "main", "--head", "nowhere"], []):
            result = sidestep("review", *flags)
            assert (result.code, result.out) == (2, "")

    def test_a_shallow_clone_says_what_it_lacks(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, CLOSED)
        shallow = tmp_path / "shallow"
        repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(shallow))
        result = sidestep("review", shallow, "--base", base)
        assert result.code == 2
        assert "shallow clone" in result.err

    def test_outside_of_git_there_is_nothing_to_review(self, tmp_path: Path, sidestep: Sidestep) -> None:
        result = sidestep("review", tmp_path, "--base", "main")
        assert result.code == 2
        assert "not a git repository" in result.err

    def test_a_submodule_and_binary_files_are_no_obstacle(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        inner = Repository(tmp_path / "inner")
        commit = committed(inner, {"a.ts": DIRECT})
        committed(repository, BASE)
        repository.write("logo.png", b"\x89PNG\0\0\1")
        repository.write("data.ts", b"\0\0")
        repository.git("add", "--all")
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor")
        repository.git("commit", "-qm", "base")
        base = repository.git("rev-parse", "HEAD")
        repository.write("logo.png", b"\x89PNG\0\0\2")
        repository.write("src/outline.ts", GATED)
        repository.git("add", "logo.png", "src/outline.ts")
        repository.git("commit", "-qm", "work")
        result = sidestep("review", "--base", base, "--format", "json")
        assert (result.code, rows(result)) == (0, [("src/outline.ts#outline", "closed")])

    def test_a_changed_file_that_cannot_be_read_is_not_approved(
        self, repository: Repository, sidestep: Sidestep
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, BASE)
        repository.write("src/outline.ts", b"\0" + GATED.encode())
        repository.git("add", "--all")
        repository.git("commit", "-qm", "work")
        result = sidestep("review", "--base", base, "--format", "json")
        assert result.code == 3
        assert "src/outline.ts could not be read whole" in result.report["why"]

    def test_names_that_are_no_utf_8_are_told(self, repository: Repository, sidestep: Sidestep) -> None:
        base = committed(repository, BASE)
        name = os.fsencode(repository.root / "src") + b"/caf\xe9.ts"
        with open(name, "wb") as file:  # noqa: PTH123 - the name is bytes
            file.write(DIRECT.encode())
        repository.git("add", "--all")
        repository.git("commit", "-qm", "work")
        for name_of_format in FORMATS:
            result = sidestep("review", "--base", base, "--format", name_of_format)
            assert result.code == 1

    def test_a_deleted_file_with_its_callers_is_closed_and_without_them_too(
        self, repository: Repository, sidestep: Sidestep
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, {path: text for path, text in BASE.items() if path != "src/outline.ts"})
        result = sidestep("review", "--base", base, "--format", "json")
        assert rows(result) == [("src/outline.ts#outline", "closed")]


class TestPapers:
    def test_a_report_that_lies_about_files_is_not_approved(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, CLOSED)
        told = json.dumps(
            {
                "files_changed": [str(repository.root / "src/outline.ts"), str(repository.root / "src/gone.ts")],
                "rationale": "The outline goes through the harness now.",
                "confidence": 0.9,
            }
        )
        result = sidestep("review", "--base", base, "--format", "json", *papers(tmp_path, report=told))
        assert (result.code, result.report["overall"]) == (3, "NEEDS_JUDGEMENT")
        claims = [(each["kind"], each["verdict"], each["text"]) for each in result.report["claims"]]
        assert ("files-changed", "contradicted", "changed src/gone.ts") in claims
        assert not any("src/outline.ts" in text for kind, _, text in claims if kind == "files-changed")

    def test_deliverables_answer_by_the_exit_code(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        base = committed(repository, BASE)
        kickoff = KICKOFF + "- `docs/outline.md` (new)\n"
        flags = ["--base", base, "--deliverables", *papers(tmp_path, kickoff=kickoff)]
        assert sidestep("review", *flags, "--head", "WORKTREE").code == 1
        repository.write("src/outline.ts", GATED)
        assert sidestep("review", *flags, "--head", "WORKTREE").code == 1
        repository.write("docs/outline.md", "The outline.\n")
        assert sidestep("review", *flags, "--head", "WORKTREE").code == 0
        nothing = papers(tmp_path, kickoff="# Some thoughts\n\nNo work is named.\n")
        assert sidestep("review", "--base", base, "--deliverables", *nothing, "--head", "WORKTREE").code == 3

    def test_papers_that_cannot_be_read_are_errors(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        base = committed(repository, BASE)
        binary = tmp_path / "kickoff.md"
        binary.write_bytes(b"\0")
        for flags in (["--kickoff", tmp_path / "gone.md"], ["--kickoff", binary], ["--deliverables"]):
            result = sidestep("review", "--base", base, *flags)
            assert (result.code, result.out) == (2, "")

    def test_a_scorecard_gets_a_line_for_each_review(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, {**BASE, "src/outline.ts": LATE})
        card = tmp_path / "card.jsonl"
        flags = ["--author-model", "MiniMax-M3", "--scorecard", card, *papers(tmp_path, kickoff=KICKOFF)]
        for _ in range(2):
            sidestep("review", "--base", base, *flags)
        entries = [json.loads(line) for line in card.read_text().splitlines()]
        assert [each["epic"] for each in entries] == ["Move the outline"] * 2
        assert (entries[0]["ledger"], entries[0]["framings"]) == ({"reframed": 1}, {"dynamic-import": 1})
        assert entries[0]["author_model"] == "MiniMax-M3"
        assert "Move the outline" in sidestep("scorecard", card).out

    def test_a_scorecard_that_is_a_link_is_refused(
        self, repository: Repository, sidestep: Sidestep, tmp_path: Path
    ) -> None:
        base = committed(repository, BASE)
        committed(repository, CLOSED)
        link = repository.root / "card.jsonl"
        link.symlink_to(tmp_path / "elsewhere")
        assert sidestep("review", "--base", base, "--scorecard", link).code == 2
        assert not (tmp_path / "elsewhere").exists()


def test_a_second_review_of_the_same_commits_is_the_first_one_again(
    repository: Repository, sidestep: Sidestep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDESTEP_CACHE_DIR", str(tmp_path / "cache"))
    base = committed(repository, BASE)
    committed(repository, {**BASE, "src/outline.ts": LATE}, "Moved the outline to the harness")
    flags = ["--base", base, "--format", "json", *papers(tmp_path, kickoff=KICKOFF)]
    first = sidestep("review", *flags)
    assert (sidestep("review", *flags).out, first.code) == (first.out, 1)
    assert sidestep("review", "--base", base, "--format", "json").out != first.out
    committed(repository, CLOSED)
    assert sidestep("review", *flags).code == 0


def test_what_is_joined_in_another_file_is_followed(repository: Repository, sidestep: Sidestep) -> None:
    """A list stands in a file with fewer scopes than the one whose separator joins it."""
    base = committed(repository, BASE)
    parts = 'export const PARTS = ["https:", "", "api.openai.com", "v1", "responses"];\n'
    ask = """import { PARTS } from "./parts.js";

export async function ask(input: string) {
  const slash = "/";
  return fetch(PARTS.join(slash), { method: "POST", body: input });
}
"""
    committed(repository, {**BASE, "src/parts.ts": parts, "src/ask.ts": ask})
    result = sidestep("review", "--base", base, "--format", "json")
    assert result.code in (0, 1)
    assert result.report["ledger"]
