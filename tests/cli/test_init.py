"""`sidestep init`: what it proposes is true and valid, and nothing is overwritten."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from pre_commit.clientlib import load_config  # type: ignore[import-untyped]

from linter.config import load

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN, SINK


@pytest.fixture
def project(repository: Repository) -> Repository:
    """A workspace with a folder that looks like a gate, one like a sandbox, one like tests, one like a copy."""
    repository.write("src/services/a.ts", SINK)
    repository.write("src/services/b.ts", SINK)
    repository.write("src/harness/run.ts", 'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({});\n')
    repository.write("packages/box/package.json", '{"name": "@acme/sandbox"}')
    repository.write("packages/box/index.js", CLEAN)
    repository.write("jobs/job.py", "import anthropic\n")
    repository.write("spec/a.ts", CLEAN)
    repository.write("vendor/lib.js", CLEAN)
    repository.write("src/a.test.ts", SINK)
    return repository


def test_it_proposes_what_it_saw(project: Repository, sidestep: Sidestep) -> None:
    assert sidestep("init").code == 0
    text = (project.root / "sidestep.toml").read_text()
    for line in (
        "# `sidestep init` saw 8 source files (5 .ts, 2 .js, 1 .py).",
        "#   openai          2 files: src/services/ (2)",
        "#   @anthropic-ai/  1 file: src/harness/ (1)",
        "#   anthropic       1 file: jobs/ (1)",
        '  # "src/harness/**",  # 1 file, 1 of them with a model SDK',
        '  # "packages/box/**",  # package @acme/sandbox, 1 file',
        '  # "vendor/**",  # 1 file',
        '#   "spec/**",  # 1 file',
    ):
        assert line in text.splitlines()


def test_what_it_writes_is_valid_and_changes_no_result(project: Repository, sidestep: Sidestep) -> None:
    before = sidestep("audit", "--format", "json")
    sidestep("init")
    after = sidestep("audit", "--format", "json")
    assert (after.code, after.out, after.err) == (before.code, before.out, before.err)


def test_the_candidates_can_be_switched_on(project: Repository, sidestep: Sidestep) -> None:
    sidestep("init")
    file = project.root / "sidestep.toml"
    text = file.read_text().replace('  # "', '  "').replace('#   "', '  "').replace("# tests =", "tests =")
    text = text.replace('\n#\n  "spec', '\n  "spec').replace("\n# ]", "\n]")
    config = load({"sidestep.toml": text.encode()}.get, ()).config
    assert config.zones.gates == ("src/harness/**",)
    assert config.zones.sandbox == ("packages/box/**",)
    assert config.exclude == ("vendor/**",)
    assert "spec/**" in config.zones.tests
    assert "**/*.test.*" in config.zones.tests


def test_the_hook_is_one_that_pre_commit_takes(project: Repository, sidestep: Sidestep) -> None:
    assert "wrote .pre-commit-config.yaml" in sidestep("init").out
    (hook,) = load_config(project.root / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert (hook["id"], hook["entry"]) == ("sidestep", "sidestep check")


def test_a_dry_run_writes_nothing(project: Repository, sidestep: Sidestep) -> None:
    shown = sidestep("init", "--dry-run").out
    assert not (project.root / "sidestep.toml").exists()
    assert not (project.root / ".pre-commit-config.yaml").exists()
    sidestep("init")
    assert (project.root / "sidestep.toml").read_text() in shown
    assert (project.root / ".pre-commit-config.yaml").read_text().rstrip("\n") in shown


def test_what_is_there_stays(project: Repository, sidestep: Sidestep) -> None:
    project.write("sidestep.toml", "# mine\n")
    project.write(".pre-commit-config.yaml", "repos: []\n")
    result = sidestep("init")
    assert result.code == 0
    assert "sidestep.toml configures sidestep already; it stays as it is\n" in result.out
    assert ".pre-commit-config.yaml is there and stays as it is; add this to its repos:" in result.out
    assert "entry: sidestep check" in result.out
    assert (project.root / "sidestep.toml").read_text() == "# mine\n"
    assert (project.root / ".pre-commit-config.yaml").read_text() == "repos: []\n"


def test_a_second_time_there_is_nothing_to_do(project: Repository, sidestep: Sidestep) -> None:
    sidestep("init")
    out = sidestep("init").out
    assert "sidestep.toml configures sidestep already" in out
    assert ".pre-commit-config.yaml names sidestep already" in out


def test_pyproject_counts_as_a_configuration(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("pyproject.toml", "[tool.sidestep]\n")
    assert "pyproject.toml configures sidestep already" in sidestep("init").out
    assert not (repository.root / "sidestep.toml").exists()


@pytest.mark.parametrize("name", ["sidestep.toml", ".pre-commit-config.yaml"])
def test_no_link_is_followed(repository: Repository, tmp_path: Path, sidestep: Sidestep, name: str) -> None:
    repository.write("a.ts", CLEAN)
    (repository.root / name).symlink_to(tmp_path / "elsewhere")
    sidestep("init")
    assert not (tmp_path / "elsewhere").exists()


def test_hostile_names_become_no_configuration(repository: Repository, sidestep: Sidestep) -> None:
    repository.write('harness"]\nsdk = ["/a.ts', SINK)
    repository.write("sand\x1b[2Jbox/b.ts", SINK)
    repository.write("package/package.json", json.dumps({"name": 'sandbox"]\nsdk = ["x'}))
    repository.write("package/c.ts", SINK)
    sidestep("init")
    text = (repository.root / "sidestep.toml").read_text()
    assert tomllib.loads(text) == {"zones": {"gates": [], "sandbox": [], "migrated": []}}
    assert "\x1b" not in text


def test_outside_of_git_there_is_no_hook(tmp_path: Path, sidestep: Sidestep) -> None:
    (tmp_path / "a.ts").write_text(CLEAN)
    assert "not a git repository" in sidestep("init", tmp_path).out
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["a.ts", "sidestep.toml"]
    assert "no import statement names a model SDK" in (tmp_path / "sidestep.toml").read_text()
