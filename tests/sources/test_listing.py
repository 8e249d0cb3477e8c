"""The files of a repository: all, named, or staged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linter.errors import SourceError
from linter.sources import Reader, Skipped, list_files, named_files, staged_files

from .scratch import Repository, touch


def test_tracked_and_untracked_files_are_listed_but_no_ignored_or_deleted_ones(
    repository: Repository,
) -> None:
    for path in ("b.ts", "gone.ts", "sub/a.py", "forced.log"):
        repository.write(path)
    repository.write(".gitignore", "*.log\n")
    repository.git("add", "--force", "forced.log")
    repository.commit()
    repository.write("new.ts")
    repository.write("other.log")
    (repository.root / "gone.ts").unlink()
    listing = list_files(repository.root)
    assert listing.paths == (".gitignore", "b.ts", "forced.log", "new.ts", "sub/a.py")
    assert (listing.is_git, listing.skipped, listing.notices) == (True, (), ())


def test_suffixes_narrow_the_paths(repository: Repository) -> None:
    for path in ("a.ts", "a.test.ts", "a.py", "ts", ".ts"):
        repository.write(path)
    assert list_files(repository.root, {".ts"}).paths == ("a.test.ts", "a.ts")


def test_a_folder_of_a_repository_lists_what_is_below_it(repository: Repository) -> None:
    repository.write("top.ts")
    repository.write("sub/a.ts")
    assert list_files(repository.root / "sub").paths == ("a.ts",)


def test_a_file_in_conflict_is_listed_once(repository: Repository) -> None:
    repository.write("a.ts", "one\n")
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write("a.ts", "two\n")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.write("a.ts", "three\n")
    repository.commit()
    with pytest.raises(Exception, match="merge"):
        repository.git("merge", "other")
    assert list_files(repository.root).paths == ("a.ts",)


def test_names_that_no_one_expects_come_through(repository: Repository) -> None:
    names = ["tab\tname.ts", "line\nbreak.ts", '"quoted".ts', "-rf.ts", "\udce9.ts", "é.ts", ":(glob)*.ts"]
    for name in names:
        touch(repository.root, name.encode("utf-8", "surrogateescape"))
    assert set(list_files(repository.root).paths) == set(names)
    repository.git("add", "--all")
    assert set(list_files(repository.root).paths) == set(names)
    assert set(staged_files(repository.root).paths) == set(names)


def test_other_repositories_in_the_tree_are_skipped_and_told(repository: Repository) -> None:
    inner = Repository(repository.root / "vendor/inner")
    inner.write("a.ts")
    inner.commit()
    repository.write("b.ts")
    assert list_files(repository.root).skipped == (Skipped("vendor/inner/", "a git repository of its own (submodule)"),)
    repository.commit()
    listing = list_files(repository.root)
    assert listing.paths == ("b.ts",)
    assert listing.skipped == (Skipped("vendor/inner", "a git repository of its own (submodule)"),)
    assert named_files(repository.root, [inner.root]).paths == ("vendor/inner/a.ts",)


def test_what_a_sparse_checkout_leaves_out_is_told(repository: Repository) -> None:
    repository.write("in/a.ts")
    repository.write("out/b.ts")
    repository.commit()
    repository.git("sparse-checkout", "set", "in")
    listing = list_files(repository.root)
    assert listing.paths == ("in/a.ts",)
    assert listing.skipped == (Skipped("out/b.ts", "not checked out (sparse checkout)"),)


def test_a_folder_that_git_ignores_is_walked_and_told(repository: Repository) -> None:
    repository.write(".gitignore", "build/\n")
    repository.write("build/a.ts")
    listing = list_files(repository.root / "build")
    assert (listing.paths, listing.is_git) == (("a.ts",), False)
    assert listing.notices[0].startswith("git ignores every file here; ")


def test_a_missing_git_is_told_and_the_files_are_found(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.write("a.ts")
    repository.write("dist/b.ts")
    repository.write(".gitignore", "dist\n")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    listing = list_files(repository.root, {".ts"})
    assert (listing.paths, listing.is_git) == (("a.ts",), False)
    assert listing.notices[0].startswith("git was not found; ")
    with pytest.raises(SourceError, match="git was not found"):
        staged_files(repository.root)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (".git/index", b"garbage", "git failed: "),
        (".git/config", b"[core\n", "git failed: bad config line"),
        (".git/config", b"[core]\nrepositoryformatversion = 99\n", "git failed: "),
    ],
)
def test_a_broken_repository_is_told_and_walked(repository: Repository, file: str, content: bytes, said: str) -> None:
    repository.write("a.ts")
    repository.commit()
    repository.write(file, content)
    listing = list_files(repository.root)
    assert (listing.paths, listing.is_git) == (("a.ts",), False)
    assert listing.notices[0].startswith(said)


def test_a_configuration_cannot_point_to_files_of_another_folder(repository: Repository, tmp_path: Path) -> None:
    repository.write("a.ts")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/other.ts").touch()
    repository.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    listing = list_files(repository.root)
    assert (listing.paths, listing.is_git) == (("a.ts",), False)
    assert listing.notices[0].startswith("git failed: core.worktree points to another folder; ")
    with pytest.raises(SourceError, match="another folder"):
        staged_files(repository.root)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to another user")
def test_a_repository_of_another_user_is_told_and_walked(repository: Repository) -> None:
    repository.write("a.ts")
    os.chown(repository.root, 65534, 65534)
    os.chown(repository.root / ".git", 65534, 65534)
    listing = list_files(repository.root)
    assert listing.paths == ("a.ts",)
    assert listing.notices[0].startswith("git refuses this repository because another user owns it; ")


@pytest.mark.parametrize(("name", "said"), [("missing", "does not exist"), ("a.ts", "is not a folder")])
def test_a_root_that_is_no_folder_is_an_error(repository: Repository, name: str, said: str) -> None:
    repository.write("a.ts")
    with pytest.raises(SourceError, match=said):
        list_files(repository.root / name)


def test_named_files_are_taken_and_named_folders_listed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(".gitignore", "ignored.ts\n")
    for path in ("a.ts", "ignored.ts", "sub/b.ts", "sub/ignored.ts", "other/c.ts"):
        repository.write(path)
    monkeypatch.chdir(repository.root / "sub")
    listing = named_files(repository.root, [Path("../ignored.ts"), Path("."), Path("b.ts")])
    assert listing.paths == ("ignored.ts", "sub/b.ts")
    assert named_files(repository.root, [repository.root], {".ts"}).paths == (
        "a.ts",
        "other/c.ts",
        "sub/b.ts",
    )
    assert named_files(repository.root, []).paths == ()


def test_a_named_link_is_listed_as_what_it_is(repository: Repository) -> None:
    repository.write("sub/a.ts")
    (repository.root / "link.ts").symlink_to("sub/a.ts")
    (repository.root / "folder").symlink_to("sub")
    names = [repository.root / "link.ts", repository.root / "folder", repository.root / "folder/a.ts"]
    listing = named_files(repository.root, names)
    assert listing.paths == ("folder", "link.ts", "sub/a.ts")
    reader = Reader(repository.root)
    assert [type(reader.read(path)).__name__ for path in listing.paths] == ["Skipped", "Skipped", "Loaded"]


def test_the_root_may_be_named_by_way_of_a_link(repository: Repository, tmp_path: Path) -> None:
    repository.write("a.ts")
    (tmp_path / "alias").symlink_to(repository.root)
    assert named_files(tmp_path / "alias", [tmp_path / "alias/a.ts"]).paths == ("a.ts",)
    assert named_files(repository.root, [tmp_path / "alias"]).paths == ("a.ts",)


@pytest.mark.parametrize("name", ["missing.ts", "a.ts/b.ts", "loop/x", "nul\0.ts"])
def test_a_name_that_does_not_exist_is_named_in_the_error(repository: Repository, name: str) -> None:
    repository.write("a.ts")
    (repository.root / "loop").symlink_to("loop")
    with pytest.raises(SourceError, match="does not exist") as caught:
        named_files(repository.root, [repository.root / name])
    assert name in caught.value.message


@pytest.mark.parametrize("name", ["../outside.ts", "etc/passwd", "..", "../repo-2/a.ts"])
def test_a_name_outside_the_root_is_an_error(repository: Repository, name: str) -> None:
    (repository.root / "../outside.ts").touch()
    (repository.root / "../repo-2").mkdir()
    (repository.root / "../repo-2/a.ts").touch()
    (repository.root / "etc").symlink_to("/etc")
    with pytest.raises(SourceError, match="lies outside"):
        named_files(repository.root, [repository.root / name])


def test_staged_files_are_those_that_differ_from_head(repository: Repository) -> None:
    for path in ("same.ts", "changed.ts", "deleted.ts", "moved.ts", "unstaged.ts", "sub/s.ts"):
        repository.write(path, f"export const name = '{path}'\n")
    (repository.root / "was-link.ts").symlink_to("same.ts")
    repository.commit()
    repository.write("changed.ts", "other\n")
    repository.write("sub/s.ts", "other\n")
    (repository.root / "was-link.ts").unlink()
    repository.write("was-link.ts", "import openai\n")
    repository.write("new.ts", "new\n")
    repository.git("rm", "--quiet", "deleted.ts")
    repository.git("mv", "moved.ts", "to.ts")
    repository.git("add", ".")
    repository.write("unstaged.ts", "other\n")
    assert staged_files(repository.root).paths == ("changed.ts", "new.ts", "sub/s.ts", "to.ts", "was-link.ts")
    assert staged_files(repository.root / "sub").paths == ("s.ts",)


def test_before_the_first_commit_the_whole_index_is_staged(repository: Repository) -> None:
    repository.write("a.ts")
    repository.write("b.py")
    repository.git("add", ".")
    repository.write("untracked.ts")
    assert staged_files(repository.root, {".ts"}).paths == ("a.ts",)


@pytest.mark.parametrize("absolute", [True, False])
def test_the_index_that_a_hook_is_given_is_used(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, absolute: bool
) -> None:
    repository.write("sub/a.ts")
    repository.commit()
    repository.write("sub/b.ts")
    index = ".git/hook-index"
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.root / index) if absolute else index)
    repository.git("read-tree", "HEAD")
    repository.git("add", "sub/b.ts")
    assert staged_files(repository.root).paths == ("sub/b.ts",)
    assert staged_files(repository.root / "sub").paths == ("b.ts",)


def test_the_variables_of_another_repository_are_not_heeded(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.write("a.ts")
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    assert list_files(repository.root).paths == ("a.ts",)


def test_outside_git_nothing_is_staged(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a git repository"):
        staged_files(tmp_path)
