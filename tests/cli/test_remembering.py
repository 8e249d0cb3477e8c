"""A second audit gives the same bytes, whatever has happened to the cache or to the tree in between."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from linter import cache, extraction
from linter.cli import remembering
from linter.extraction import Outcome, Task

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN, ROOT, SINK

_CASES = ROOT / "fixtures" / "cases"
_PROJECTS = ["reach-barrels-ts", "reach-classes-py", "dynamic-js", "partial-files", "suppressions"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache, switched on."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of all files that are parsed."""
    found: list[str] = []

    def extract(tasks: list[Task], jobs: int) -> dict[str, Outcome]:
        found.extend(task.path for task in tasks)
        return extraction.extract_all(tasks, jobs)

    monkeypatch.setattr(remembering, "extract_all", extract)
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for each in _PROJECTS:
        if (_CASES / each).is_dir():
            shutil.copytree(_CASES / each, tmp_path / "tree" / each)
    (tmp_path / "tree" / "sidestep.toml").write_text('[zones]\nmigrated = ["**/validators/**"]\n')
    return tmp_path / "tree"


def test_the_same_tree_is_not_parsed_twice(
    project: Path, folder: Path, parsed: list[str], sidestep: Sidestep, tmp_path: Path
) -> None:
    without = sidestep("audit", project, "--format", "json", "--no-cache")
    assert not folder.exists()
    cold = sidestep("audit", project, "--format", "json")
    assert len(cold.found) > 5
    parsed.clear()
    assert sidestep("audit", project, "--format", "json") == cold == without
    moved = project.rename(tmp_path / "moved")
    assert sidestep("audit", moved, "--format", "json") == cold
    assert parsed == []
    for style in ("text", "sarif"):
        told = sidestep("audit", moved, "--format", style)
        assert told == sidestep("audit", moved, "--format", style, "--no-cache")


def test_one_changed_file_is_parsed_alone(
    repository: Repository, folder: Path, parsed: list[str], sidestep: Sidestep
) -> None:
    for name in "abc":
        repository.write(f"{name}.ts", SINK)
    sidestep("audit")
    parsed.clear()
    repository.write("b.ts", f"\n{SINK}")
    warm = sidestep("audit", "--format", "json")
    assert parsed == ["b.ts"]
    assert warm == sidestep("audit", "--format", "json", "--no-cache")
    assert [each["line"] for each in warm.report["findings"]] == [1, 2, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"sidestep.toml": '[zones]\ngates = ["a.ts"]\n'},
        {"a.ts": CLEAN},
        {"c.ts": SINK},
        {"package.json": '{"dependencies": {"openai": "npm:left-pad@^1"}}'},
        {"tsconfig.json": '{"compilerOptions": {"paths": {"openai": ["./b.ts"]}}}'},
        {".gitignore": "a.ts\n"},
        {".sidestep-baseline.json": '{"version": 1, "entries": []}'},
    ],
)
def test_whatever_changes_is_seen(
    repository: Repository, folder: Path, sidestep: Sidestep, change: dict[str, str]
) -> None:
    repository.write("a.ts", SINK)
    repository.write("b.ts", CLEAN)
    sidestep("audit", "--format", "json")
    for path, text in change.items():
        repository.write(path, text)
    assert sidestep("audit", "--format", "json") == sidestep("audit", "--format", "json", "--no-cache")


def test_severities_and_rules_are_seen(
    repository: Repository, folder: Path, sidestep: Sidestep, tmp_path: Path
) -> None:
    repository.write("a.ts", SINK)
    assert sidestep("audit").code == 1
    repository.write("sidestep.toml", '[rules.sdk-direct]\nseverity = "info"\n')
    assert sidestep("audit").code == 0
    repository.write("sidestep.toml", '[rules.sdk-direct]\nseverity = "off"\n')
    assert sidestep("audit", "--format", "json").found == []


def test_a_cache_that_was_tampered_with_changes_nothing(project: Path, folder: Path, sidestep: Sidestep) -> None:
    expected = sidestep("audit", project, "--format", "json")
    chance = random.Random(7)
    for entry in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = entry.read_bytes()
        kept = chance.randrange(len(data))
        entry.write_bytes(data[:kept] + chance.randbytes(chance.choice((0, 5, len(data) - kept))))
    assert sidestep("audit", project, "--format", "json") == expected
    assert sidestep("audit", project, "--format", "json") == expected


def test_a_cache_that_cannot_be_there_changes_nothing(
    project: Path, tmp_path: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    expected = sidestep("audit", project, "--format", "json")
    for value in (tmp_path / "file", tmp_path / "file" / "below", os.devnull):
        monkeypatch.setenv(cache.VARIABLE, str(value))
        assert sidestep("audit", project, "--format", "json") == expected


def test_a_check_remembers_facts(repository: Repository, folder: Path, parsed: list[str], sidestep: Sidestep) -> None:
    repository.write("a.ts", SINK)
    first = sidestep("check", "a.ts", "--format", "json")
    assert parsed == ["a.ts"]
    assert sidestep("check", "a.ts", "--format", "json") == first
    assert parsed == ["a.ts"]
    assert not (folder / "reports").exists()
