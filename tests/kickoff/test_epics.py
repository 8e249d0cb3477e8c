"""The five epics of the story: each kickoff gets the lines that its failure needed, and lessons go on to the next."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from linter.documents.block import find

from ..cli.conftest import Sidestep, _own_environment, repository, sidestep
from ..sources.scratch import Repository

__all__ = ["_own_environment", "repository", "sidestep"]

EPICS = Path(__file__).resolve().parents[2] / "fixtures" / "epics"

NEEDED = {
    "ep1": set[str](),
    "ep2": set[str](),
    "ep3": {"dynamic-import", "bare-string-for-closed-set"},
    # The kickoff of EP4 names both itself.
    "ep4": set[str](),
    "ep5": {"dynamic-import", "sdk-in-callee", "claimed-sandbox"},
}


def _base(epic: str, repository: Repository) -> None:
    shutil.copytree(EPICS / epic / "base", repository.root, dirs_exist_ok=True)
    shutil.copy(EPICS / epic / "kickoff.md", repository.root / "kickoff.md")
    repository.commit()


def _named(sidestep: Sidestep, *flags: str | Path) -> set[str]:
    block = find(sidestep("kickoff", "augment", "kickoff.md", *flags).out)
    assert block is not None
    return (
        set(block.about.partition("framings=")[2].partition(" ")[0].split(",")) - {""}
        if "framings=" in block.about
        else set()
    )


@pytest.mark.parametrize("epic", sorted(NEEDED))
def test_a_kickoff_gets_what_its_failure_needed(epic: str, repository: Repository, sidestep: Sidestep) -> None:
    _base(epic, repository)
    assert _named(sidestep) == NEEDED[epic]


@pytest.mark.parametrize("epic", ["ep4", "ep5"])
def test_what_went_wrong_in_ep3_is_named_in_the_next(
    epic: str, repository: Repository, sidestep: Sidestep, tmp_path: Path
) -> None:
    _base("ep3", repository)
    shutil.rmtree(repository.root / "src")
    shutil.copytree(EPICS / "ep3" / "head", repository.root, dirs_exist_ok=True)
    repository.commit()
    review = tmp_path / "review.json"
    report = sidestep("review", "--base", "HEAD~1", "--kickoff", "kickoff.md", "--format", "json", "--output", review)
    assert report.code == 1
    assert "dynamic-import" in {each["framing"] for each in json.loads(review.read_text())["ledger"]}
    texts = tmp_path / "texts"
    assert (
        "dynamic-import.md: seen here"
        in sidestep("kickoff", "learn", review, "-o", texts, "--task", "sdk-migration").out
    )
    shutil.rmtree(repository.root / "src")
    _base(epic, repository)
    kickoff = repository.root / "kickoff.md"
    kickoff.write_text(kickoff.read_text().partition("## The traps")[0])
    text = sidestep("kickoff", "augment", "kickoff.md", "--texts", texts).out
    first = next(line for line in text.split("\n") if line.startswith("- If you find"))
    assert "`await import(...)`" in first
