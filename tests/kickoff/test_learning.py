"""`sidestep kickoff learn`: what reviews found gets into the next kickoffs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linter.scorecard import Entry, line_of
from linter.texts import folder_texts, load

from ..cli.conftest import Sidestep, sidestep
from .projects import ASK, FILES, KICKOFF, written

__all__ = ["sidestep"]

CALLEE = 'import { ask } from "../models/ask";\nexport const generateOutline = (topic: string) => ask(topic);\n'
"""An entry point whose callee runs the SDK: nothing in it invites a dynamic import."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIDESTEP_CACHE_DIR", str(tmp_path / "cache"))
    made = written(tmp_path / "repo", {**FILES, "src/services/outline.ts": CALLEE, "src/models/ask.ts": ASK})
    monkeypatch.chdir(made)
    (made / "k.md").write_text(KICKOFF)
    return made


def _named(sidestep: Sidestep, *flags: str) -> set[str]:
    head = next(
        line for line in sidestep("kickoff", "augment", "k.md", *flags).out.split("\n") if "sidestep:begin" in line
    )
    return set(head.partition("framings=")[2].partition(" ")[0].split(","))


REVIEW = {
    "schema": 1,
    "command": "review",
    "findings": [],
    "ledger": [
        {"site": "a.ts#x", "rule": "sdk-dynamic", "verdict": "reframed", "framing": "dynamic-import", "counts": True},
        {"site": "a.ts#y", "rule": "sdk-direct", "verdict": "closed", "framing": "vendor-swap", "counts": False},
        {"site": "a.ts#z", "rule": "own-rule", "verdict": "relocated", "framing": "sideways-import", "counts": True},
        {"site": "a.ts#w", "rule": "own-rule", "verdict": "new", "framing": "../../etc/x", "counts": True},
    ],
}


def test_a_review_teaches(root: Path, sidestep: Sidestep, tmp_path: Path) -> None:
    (root / "review.json").write_text(json.dumps(REVIEW))
    before = _named(sidestep)
    assert "sdk-in-callee" in before
    assert "dynamic-import" not in before
    folder = tmp_path / "learned"
    result = sidestep("kickoff", "learn", "review.json", "-o", folder, "--task", "sdk-migration")
    assert result.code == 0
    assert "dynamic-import.md: seen here, so it will be named" in result.out
    assert "sideways-import.md: a draft: no text named it" in result.out
    assert {each.name for each in folder.iterdir()} == {"dynamic-import.md", "sideways-import.md"}
    after = _named(sidestep, "--texts", str(folder))
    assert after >= before | {"dynamic-import", "sideways-import"}
    # The lesson has been learned.
    again = sidestep("kickoff", "learn", "review.json", "-o", folder)
    assert again.out.startswith("nothing to learn")


def test_a_draft_is_a_text_and_says_that_it_is_one(root: Path, sidestep: Sidestep, tmp_path: Path) -> None:
    (root / "review.json").write_text(json.dumps(REVIEW))
    folder = tmp_path / "learned"
    sidestep("kickoff", "learn", "review.json", "-o", folder)
    draft = load(folder_texts(folder))["sideways-import"]
    assert draft.rules == ("own-rule",)
    assert "Moving the code to another file" in draft.long
    assert "# A draft by template" in (folder / "sideways-import.md").read_text()


def test_a_scorecard_teaches_and_ranks(root: Path, sidestep: Sidestep, tmp_path: Path) -> None:
    entries = [
        Entry(task="sdk-migration", framings={"dynamic-import": 1}),
        Entry(task="sdk-migration", framings={"raw-http": 2}, inoculated=("raw-http",)),
    ]
    (root / "card.jsonl").write_text("".join(map(line_of, entries)))
    assert {"dynamic-import", "raw-http"} <= _named(sidestep, "--scorecard", "card.jsonl")
    out = sidestep("kickoff", "learn", "card.jsonl", "-o", tmp_path / "learned").out
    assert "raw-http.md: seen here, so it will be named; it came back although a kickoff named it" in out


def test_a_dry_run_writes_nothing(root: Path, sidestep: Sidestep, tmp_path: Path) -> None:
    (root / "review.json").write_text(json.dumps(REVIEW))
    assert "sideways-import" in sidestep("kickoff", "learn", "review.json", "-o", tmp_path / "no", "--dry-run").out
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"ledger": 7}', '{"findings": [1, {"framing": 3}]}'])
def test_what_teaches_nothing(root: Path, sidestep: Sidestep, tmp_path: Path, text: str) -> None:
    (root / "review.json").write_text(text)
    assert sidestep("kickoff", "learn", "review.json", "-o", tmp_path / "no").out.startswith("nothing to learn")
