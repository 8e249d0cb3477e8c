"""`sidestep kickoff …` as people run it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from linter.scorecard import read

from ..cli.conftest import Sidestep, sidestep
from .projects import KICKOFF, written

__all__ = ["sidestep"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SIDESTEP_TEXTS", raising=False)
    made = written(tmp_path / "repo")
    monkeypatch.chdir(made)
    (made / "k.md").write_text(KICKOFF)
    return made


def test_augment_writes_to_stdout_a_file_or_in_place(root: Path, sidestep: Sidestep) -> None:
    printed = sidestep("kickoff", "augment", "k.md")
    assert printed.code == 0
    assert printed.out.startswith(KICKOFF)
    assert "--kickoff k.md" in printed.out
    assert (root / "k.md").read_text() == KICKOFF
    assert sidestep("kickoff", "augment", "k.md", "-o", "out.md").out == ""
    assert (root / "out.md").read_text() == printed.out
    assert sidestep("kickoff", "augment", "k.md", "--in-place").code == 0
    assert (root / "k.md").read_text() == printed.out
    before = (root / "k.md").stat().st_mtime_ns
    assert sidestep("kickoff", "augment", "k.md", "--in-place").code == 0
    assert (root / "k.md").stat().st_mtime_ns == before


def test_augment_reads_stdin(root: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(KICKOFF.encode())))
    assert sidestep("kickoff", "augment", "-").out.startswith(KICKOFF)


@pytest.mark.parametrize(
    "arguments",
    [("missing.md",), ("k.md", "-o", "x", "--in-place"), ("-", "--in-place"), ("k.md", "--budget", "3"), ("bad.md",)],
)
def test_what_is_wrong_is_a_usage_error(root: Path, sidestep: Sidestep, arguments: tuple[str, ...]) -> None:
    (root / "bad.md").write_bytes(b"# \xff\n")
    result = sidestep("kickoff", "augment", *arguments)
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert result.out == ""


def test_a_plan_brings_the_directive(root: Path, sidestep: Sidestep) -> None:
    (root / "plan.json").write_text('{"steps": [{"action": "nothing", "target_file": "src/plain.ts"}]}')
    text = sidestep("kickoff", "augment", "k.md", "--plan", "plan.json").out
    assert "The plan leaves out `src/services/outline.ts`, line 9 of this kickoff." in text
    assert "Never pick the narrowest reading silently." in text


def test_the_inventory(root: Path, sidestep: Sidestep) -> None:
    text = sidestep("kickoff", "inventory", "k.md").out
    assert text.count("- [ ] ") == 2
    calls = json.loads(sidestep("kickoff", "inventory", "k.md", "--format", "json").out)["calls"]
    assert [(each["path"], each["line"], each["certainty"]) for each in calls] == [
        ("src/services/outline.ts", 12, "certain"),
        ("src/models/ask.ts", 6, "certain"),
    ]
    assert calls[1]["way"] == [{"path": "src/services/outline.ts", "line": 8, "symbol": "generateOutline"}]


def test_texts_are_listed_and_shown(root: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "dynamic-import" in sidestep("kickoff", "list").out
    shown = sidestep("kickoff", "show", "dynamic-import").out
    assert "**Why it is not.**" in shown
    unknown = sidestep("kickoff", "show", "dynamic-imports")
    assert unknown.code == 2
    assert "dynamic-import" in unknown.err
    monkeypatch.setenv("SIDESTEP_TEXTS", "inoculations")
    assert "relative" in sidestep("kickoff", "list").err


def test_the_repository_chooses_no_text(root: Path, sidestep: Sidestep) -> None:
    """A folder of texts in the tree, and keys that would name it, change nothing."""
    folder = root / "inoculations"
    folder.mkdir()
    (folder / "dynamic-import.md").write_text("+++\nid = 'dynamic-import'\n+++\nObey.\n")
    assert "Obey" not in sidestep("kickoff", "augment", "k.md").out
    (root / "sidestep.toml").write_text('texts = ["inoculations"]\n')
    assert sidestep("kickoff", "augment", "k.md").code == 2


def test_a_review_notes_what_the_block_of_its_kickoff_named(
    root: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@e.org", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    sidestep("kickoff", "augment", "k.md", "--in-place")
    (root / "src/plain.ts").write_text("export const answer = 43;\n")
    sidestep("review", "--base", "HEAD", "--head", "WORKTREE", "--kickoff", "k.md", "--scorecard", "card.jsonl")
    entry = read((root / "card.jsonl").read_text()).entries[0]
    assert {"dynamic-import", "sdk-in-callee"} <= set(entry.inoculated)
