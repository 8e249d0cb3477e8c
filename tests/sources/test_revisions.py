"""Where a repository begins, and which commit a name means."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from linter.errors import SidestepError, SourceError
from linter.sources import find_root, merge_base, resolve_revision

from .scratch import Repository


def test_the_root_is_the_top_of_the_work_tree(repository: Repository, tmp_path: Path) -> None:
    file = repository.write("sub/deep/a.ts")
    (tmp_path / "alias").symlink_to(repository.root)
    for start in (repository.root, file.parent, file, tmp_path / "alias/sub", tmp_path / "alias"):
        assert find_root(start) == repository.root


def test_outside_git_the_root_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.ts").touch()
    assert find_root(tmp_path) == tmp_path
    assert find_root(tmp_path / "a.ts") == tmp_path
    with pytest.raises(SourceError, match="does not exist"):
        find_root(tmp_path / "missing")


def test_a_configuration_cannot_move_the_root(repository: Repository) -> None:
    repository.git("config", "core.worktree", "/etc")
    assert find_root(repository.root) == repository.root


def test_a_folder_of_git_itself_is_only_a_folder(repository: Repository) -> None:
    assert find_root(repository.root / ".git") == repository.root / ".git"


def test_revisions_become_commit_ids(repository: Repository) -> None:
    first = repository.commit()
    second = repository.commit()
    repository.git("tag", "--annotate", "--message", "t", "v1", first)
    for name, commit in (
        ("HEAD", second),
        ("main", second),
        ("HEAD~1", first),
        ("v1", first),
        (first[:10], first),
    ):
        assert resolve_revision(repository.root, name) == commit


@pytest.mark.parametrize("name", ["nope", "", "--all", "-h", "HEAD:a.ts", "HEAD\nmain", "HEAD..main", "\udce9", "\0"])
def test_what_means_no_commit_is_an_error_with_a_hint(repository: Repository, name: str) -> None:
    repository.write("a.ts")
    repository.commit()
    with pytest.raises(SourceError, match="is no commit of this repository") as caught:
        resolve_revision(repository.root, name)
    assert caught.value.hint is not None


def test_the_merge_base_is_the_last_common_commit(repository: Repository) -> None:
    base = repository.commit()
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    assert merge_base(repository.root, "main", "topic") == base
    repository.git("checkout", "--quiet", "--orphan", "island")
    repository.commit()
    with pytest.raises(SourceError, match="no common ancestor"):
        merge_base(repository.root, "main", "island")


def test_errors_outside_git_read_well_and_survive_another_process(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        resolve_revision(tmp_path, "HEAD")
    assert str(caught.value) == f"this is not a git repository\n  --> {tmp_path}"
    error = SidestepError("what", "where", "how")
    assert str(error) == "what\n  --> where\n  hint: how"
    for each in (caught.value, error):
        assert str(pickle.loads(pickle.dumps(each))) == str(each)
