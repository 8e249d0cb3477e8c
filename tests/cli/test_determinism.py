"""The same tree gives the same bytes: again, from elsewhere, and whatever order files are listed in."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from linter.cli.flags import Flags
from linter.cli.linting import Target, lint
from linter.sources import Listing, WorkTree, list_files

from .conftest import Sidestep
from .runs import ROOT

_CASES = ROOT / "fixtures"
_PROJECTS = ["demo", "cases/story-node", "cases/story-fastapi", "cases/dynamic-js", "cases/tests-and-mocks"]
_FLAGS = Flags(
    format="json",
    output=None,
    color="auto",
    rules=(),
    baseline=None,
    no_baseline=False,
    strict=False,
    exit_zero=False,
    jobs=1,
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Many findings, of several fixtures in one tree."""
    for each in _PROJECTS:
        shutil.copytree(_CASES / each, tmp_path / "tree" / each)
    return tmp_path / "tree"


def test_a_second_run_and_another_folder_give_the_same(
    project: Path, tmp_path: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sidestep("audit", project, "--format", "json")
    assert len(first.found) > 10
    assert sidestep("audit", project, "--format", "json") == first
    monkeypatch.chdir(project / "demo" / "src")
    assert sidestep("audit", "../..", "--format", "json").out == first.out
    moved = project.rename(tmp_path / "moved")
    assert sidestep("audit", moved, "--format", "json").out == first.out


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_makes_no_difference(
    project: Path, sidestep: Sidestep, capfdbinary: pytest.CaptureFixture[bytes], seed: int
) -> None:
    expected = sidestep("audit", project, "--format", "json").out
    paths = list(list_files(project).paths)
    random.Random(seed).shuffle(paths)
    listing = Listing(tuple(paths))
    with WorkTree(project, listing) as tree:
        lint(Target("audit", project, tree, listing, whole=True), _FLAGS)
    assert capfdbinary.readouterr().out.decode() == expected
