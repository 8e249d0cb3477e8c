"""Fixtures for the tests of the command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.cli import outcome

from ..sources.scratch import Repository
from .runs import Result

Sidestep = Callable[..., Result]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the developer's terminal and git configuration, nor a hook that runs the tests, changes a result."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository, which is the working directory."""
    made = Repository(tmp_path / "repo")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def sidestep(capfdbinary: pytest.CaptureFixture[bytes]) -> Sidestep:
    """Runs a command line in this process, as the installed command does."""

    def run(*arguments: str | Path) -> Result:
        capfdbinary.readouterr()
        code = outcome([str(each) for each in arguments])
        captured = capfdbinary.readouterr()
        return Result(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return run
