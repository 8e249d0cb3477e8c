"""The hooks of `.pre-commit-hooks.yaml`, driven by the real pre-commit in a scratch repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pre_commit.clientlib import load_manifest  # type: ignore[import-untyped]

from linter.languages import BY_SUFFIX

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN, PYTHONPATH, ROOT, SINK

_HOOKS: list[dict[str, Any]] = load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))


@pytest.fixture
def _pre_commit(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installs both hooks, as they are in the hooks file but for `language`: what is on PATH is run."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "sidestep"
    run = f"{shlex.quote(sys.executable)} -P -m linter"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(PYTHONPATH)} exec {run} "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    hooks = [{**each, "language": "system"} for each in _HOOKS]
    repository.write(".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=repository.root, check=True, capture_output=True
    )


def _commit(repository: Repository, *skipped: str) -> subprocess.CompletedProcess[str]:
    """Commits what is staged, with pre-commit."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    return subprocess.run(
        ["git", *identity, "commit", "--message", "change"],
        cwd=repository.root,
        env={**os.environ, "SKIP": ",".join(skipped)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("_pre_commit")
def test_a_commit_is_refused_and_a_clean_one_passes(repository: Repository) -> None:
    repository.write("src/a.ts", SINK)
    repository.git("add", ".")
    refused = _commit(repository)
    assert refused.returncode == 1
    assert "src/a.ts:1:1: sdk-direct" in refused.stderr
    assert refused.stderr.count("exit code: 1") == 2
    assert repository.git("rev-list", "--all") == ""
    repository.write("src/a.ts", CLEAN)
    repository.git("add", ".")
    passed = _commit(repository)
    assert passed.returncode == 0, passed.stderr
    assert repository.git("rev-list", "--all", "--count") == "1"


@pytest.mark.usefixtures("_pre_commit")
def test_each_hook_judges_what_it_is_for(repository: Repository) -> None:
    """The per-file hook leaves alone what the commit does not touch; the other one does not."""
    repository.write("src/old.ts", SINK)
    repository.git("add", ".")
    repository.git("commit", "--no-verify", "--message", "before sidestep")
    repository.write("src/new.ts", CLEAN)
    repository.git("add", ".")
    assert "src/old.ts" in _commit(repository, "sidestep").stderr
    repository.write("src/new.ts", SINK)
    assert _commit(repository, "sidestep-audit").returncode == 0


def test_the_entries_are_commands(repository: Repository, sidestep: Sidestep) -> None:
    for hook in _HOOKS:
        program, *arguments = shlex.split(hook["entry"])
        assert program == "sidestep"
        assert sidestep(*arguments, *hook.get("args", ()), "--help").code == 0


def test_the_hook_gets_the_files_that_sidestep_reads() -> None:
    files = re.compile(next(each["files"] for each in _HOOKS if each["id"] == "sidestep"))
    assert all(files.search(f"src/a{suffix}") for suffix in BY_SUFFIX)
    assert not any(files.search(path) for path in ("a.md", "py", "a.pyc", "a.json", "ts.txt"))
