"""Whom a review takes for the author of a change."""

from __future__ import annotations

import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN

TRAILER = "Co-Authored-By: Claude Opus 5.5 <noreply@anthropic.com>"


@pytest.fixture
def change(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A branch of two commits, one of them with a mark."""
    monkeypatch.delenv("SIDESTEP_AUTHOR_MODEL", raising=False)
    repository.write("src/a.ts", CLEAN)
    repository.commit()
    repository.git("switch", "--quiet", "-c", "topic")
    repository.write("src/b.ts", CLEAN)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "-m", f"feat: b\n\n{TRAILER}")
    return repository


def _author(sidestep: Sidestep, *more: str) -> object:
    result = sidestep("review", "--base", "main", "--format", "json", *more)
    return result.report["author_model"]


def test_a_mark_in_a_commit(change: Repository, sidestep: Sidestep) -> None:
    assert _author(sidestep) == "Claude Opus 5.5"
    change.git("commit", "--allow-empty", "--quiet", "-m", "x\n\nCo-authored-by: Codex <noreply@openai.com>")
    assert _author(sidestep) == "Claude Opus 5.5"


def test_a_note_on_a_commit(change: Repository, sidestep: Sidestep) -> None:
    note = 'src/b.ts\n  ab 1\n---\n{"prompts": {"ab": {"agent_id": {"tool": "cursor", "model": "gpt-6-sol"}}}}'
    change.git("notes", "--ref=ai", "add", "-m", note, "topic")
    assert _author(sidestep) == "gpt-6-sol"


def test_an_agent_that_names_no_model(change: Repository, sidestep: Sidestep) -> None:
    change.git("commit", "--amend", "--quiet", "-m", "x\n\nCo-authored-by: Cursor <cursoragent@cursor.com>")
    assert _author(sidestep) == "Cursor"
    change.git("commit", "--amend", "--quiet", "-m", "x")
    assert not _author(sidestep)


@pytest.mark.usefixtures("change")
def test_the_operator_says_it_better(sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDESTEP_AUTHOR_MODEL", "kimi-k2.6")
    assert _author(sidestep) == "kimi-k2.6"
    assert _author(sidestep, "--author-model", "qwen3-32b") == "qwen3-32b"
