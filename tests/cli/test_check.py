"""`sidestep check`: named files from the work tree, staged ones from the index."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN, MAYBE, SINK


def test_named_files_are_linted_and_no_others(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("src/a.ts", SINK)
    repository.write("src/b.ts", SINK)
    result = sidestep("check", "src/a.ts", "--format", "json")
    assert (result.code, result.found) == (1, [("sdk-direct", "src/a.ts")])
    assert result.report["files"] == {"scanned": 1, "partial": [], "skipped": []}


def test_a_named_folder_means_its_files(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("src/a.ts", SINK)
    repository.write("other/b.ts", SINK)
    result = sidestep("check", "src", "--format", "json")
    assert result.found == [("sdk-direct", "src/a.ts")]


def test_a_clean_file_passes(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", CLEAN)
    result = sidestep("check", "a.ts")
    assert (result.code, result.out) == (0, "No findings.\n1 file scanned.\n")


def test_files_of_other_languages_are_passed_over(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("README.md", "import OpenAI from 'openai'\n")
    result = sidestep("check", "README.md")
    assert (result.code, result.out, result.err) == (0, "No findings.\n0 files scanned.\n", "")


def test_paths_are_relative_to_the_repository_wherever_it_is_run(
    repository: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("src/a.ts", SINK)
    repository.write("sidestep.toml", '[zones]\ngates = ["src/gate/**"]\n')
    monkeypatch.chdir(repository.root / "src")
    assert sidestep("check", "a.ts", "--format", "json").found == [("sdk-direct", "src/a.ts")]


def test_a_missing_path_is_an_error(repository: Repository, sidestep: Sidestep) -> None:
    result = sidestep("check", "gone.ts")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: gone.ts does not exist\n")


def test_a_path_outside_the_root_is_an_error(repository: Repository, sidestep: Sidestep) -> None:
    (repository.root.parent / "outside.ts").write_text(SINK)
    result = sidestep("check", "../outside.ts")
    assert result.code == 2
    assert "lies outside" in result.err


def test_the_root_can_be_named(tmp_path: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    repository = Repository(tmp_path / "far")
    file = repository.write("gate/a.ts", SINK)
    repository.write("sidestep.toml", '[zones]\ngates = ["gate/**"]\n')
    assert sidestep("check", file, "--root", repository.root).code == 0
    assert sidestep("check", file, "--root", repository.root / "gate").code == 1


class TestStaged:
    def test_what_is_staged_is_judged_and_not_what_is_on_disk(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("a.ts", SINK)
        repository.write("b.ts", CLEAN)
        repository.git("add", ".")
        repository.write("a.ts", CLEAN)
        repository.write("b.ts", SINK)
        result = sidestep("check", "--format", "json")
        assert (result.code, result.found) == (1, [("sdk-direct", "a.ts")])

    def test_files_that_are_not_staged_do_not_count(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("old.ts", SINK)
        repository.commit()
        repository.write("new.ts", CLEAN)
        repository.git("add", "new.ts")
        repository.write("untracked.ts", SINK)
        result = sidestep("check", "--format", "json")
        assert (result.code, result.report["files"]["scanned"]) == (0, 1)

    def test_the_staged_configuration_holds(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("harness/a.ts", SINK)
        repository.write("sidestep.toml", '[zones]\ngates = ["harness/**"]\n')
        repository.git("add", ".")
        repository.write("sidestep.toml", "")
        assert sidestep("check").code == 0

    def test_nothing_staged_is_a_notice(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("a.ts", SINK)
        repository.commit()
        result = sidestep("check")
        assert result.code == 0
        assert result.err.startswith("nothing to check: no file is staged")

    def test_outside_of_git_it_is_a_notice_too(
        self, tmp_path: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        result = sidestep("check", "--format", "json")
        assert (result.code, result.report["findings"]) == (0, [])
        assert "this is not a git repository" in result.err


def test_strict_counts_what_is_undecided(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", MAYBE)
    assert sidestep("check", "a.ts").code == 0
    assert sidestep("check", "a.ts", "--strict").code == 3
    assert sidestep("check", "a.ts", "--strict", "--exit-zero").code == 0


def test_findings_weigh_more_than_what_is_incomplete(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", MAYBE)
    repository.write("b.ts", SINK)
    assert sidestep("check", "a.ts", "b.ts", "--strict").code == 1


def test_unused_suppressions_and_stale_entries_are_left_to_the_audit(
    repository: Repository, sidestep: Sidestep
) -> None:
    repository.write("a.ts", SINK)
    assert sidestep("audit", "--write-baseline").code == 0
    repository.write("a.ts", "// sidestep: ignore[sdk-direct] -- there once was a reason\n" + CLEAN)
    assert sidestep("check", "a.ts").code == 0
    result = sidestep("audit", "--format", "json")
    assert result.found == [("suppressed", "a.ts")]
    assert "the baseline has a finding that is gone: sdk-direct in a.ts" in result.err
