"""The work tree, a commit and the index are read in one way."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.errors import SourceError
from linter.sources import CommitTree, IndexTree, Limits, Loaded, Skipped, Tree, WorkTree

from .scratch import Repository

_OPENERS: list[Callable[[Path, Limits], Tree]] = [
    lambda root, limits: WorkTree(root, limits=limits),
    lambda root, limits: CommitTree(root, "HEAD", limits),
    IndexTree,
]


@pytest.mark.parametrize("opener", _OPENERS)
def test_each_tree_gives_the_same_outcomes(repository: Repository, opener: Callable[[Path, Limits], Tree]) -> None:
    repository.write("sub/a.ts", codecs.BOM_UTF8 + "é\r\n".encode())
    repository.write("big.ts", b"x\n" * 500_000)
    repository.write("binary.ts", b"\0")
    repository.write("data.json", "1" * 30)
    repository.write("empty.ts", "")
    (repository.root / "link.ts").symlink_to("sub/a.ts")
    repository.commit()
    with opener(repository.root, Limits(max_bytes=100_000, max_line=20)) as tree:
        assert list(tree.paths()) == ["big.ts", "binary.ts", "data.json", "empty.ts", "link.ts", "sub/a.ts"]
        assert tree.load("sub/a.ts") == Loaded("sub/a.ts", "é\r\n".encode(), False)
        assert tree.load("big.ts") == Skipped("big.ts", "larger than 100,000 bytes")
        assert tree.load("binary.ts") == Skipped("binary.ts", "binary (NUL bytes)")
        assert tree.load("link.ts") == Skipped("link.ts", "symbolic link")
        assert tree.load("empty.ts") == Loaded("empty.ts", b"", True)
        assert isinstance(tree.load("data.json"), Skipped)
        assert tree.read("data.json") == b"1" * 30
        assert tree.read("link.ts") is None
        assert tree.read("missing.ts") is None
        assert isinstance(tree.load("missing.ts"), Skipped)
        assert (tree.has("sub/a.ts"), tree.has("sub"), tree.has("missing.ts")) == (True, False, False)
        tree.close()


def test_each_tree_shows_its_own_state(repository: Repository) -> None:
    repository.write("a.ts", "committed\n")
    repository.commit()
    repository.write("a.ts", "staged\n")
    repository.git("add", ".")
    repository.write("a.ts", "on disk\n")
    seen = []
    for opener in _OPENERS:
        with opener(repository.root, Limits()) as tree:
            seen.append(tree.read("a.ts"))
    assert seen == [b"on disk\n", b"committed\n", b"staged\n"]


@pytest.mark.parametrize("opener", _OPENERS)
def test_a_folder_is_a_tree_of_its_own(repository: Repository, opener: Callable[[Path, Limits], Tree]) -> None:
    repository.write("top.ts")
    repository.write("sub/a.ts")
    repository.commit()
    with opener(repository.root / "sub", Limits()) as tree:
        assert list(tree.paths()) == ["a.ts"]
        assert tree.read("a.ts") == b"x = 1\n"


def test_a_folder_that_a_commit_does_not_have_is_empty_there(repository: Repository) -> None:
    repository.write("top.ts")
    repository.commit()
    repository.write("sub/a.ts")
    assert list(CommitTree(repository.root / "sub", "HEAD").paths()) == []


def test_a_file_that_git_ignores_is_not_in_the_work_tree(repository: Repository) -> None:
    repository.write(".gitignore", "gen.ts\n")
    repository.write("gen.ts")
    tree = WorkTree(repository.root)
    assert (tree.has("gen.ts"), tree.read("gen.ts")) == (False, None)
    assert isinstance(tree.load("gen.ts"), Loaded)


def test_many_files_come_from_one_git(repository: Repository) -> None:
    for number in range(200):
        repository.write(f"{number}.ts", f"{number}\n" * number)
    repository.commit()
    with CommitTree(repository.root, "HEAD") as tree:
        for number in range(200):
            assert tree.read(f"{number}.ts") == f"{number}\n".encode() * number


@pytest.mark.parametrize("damaged", [True, False])
def test_an_object_that_git_does_not_have_is_an_outcome(repository: Repository, damaged: bool) -> None:
    repository.write("a.ts", "gone\n")
    repository.write("b.ts", "here\n")
    repository.commit()
    oid = repository.git("rev-parse", "HEAD:a.ts")
    file = repository.root / ".git/objects" / oid[:2] / oid[2:]
    file.unlink()
    if damaged:
        file.write_bytes(b"garbage")
    with CommitTree(repository.root, "HEAD") as tree:
        reason = "missing from git (a shallow or partial clone, or a damaged object)"
        assert tree.load("a.ts") == Skipped("a.ts", reason)
        assert tree.read("b.ts") == b"here\n"


def test_an_open_conflict_is_an_outcome_of_the_index(repository: Repository) -> None:
    repository.write("a.ts", "one\n")
    repository.commit()
    oid = repository.git("rev-parse", "HEAD:a.ts")
    entries = [f"0 {'0' * 40}\ta.ts", f"100644 {oid} 2\ta.ts", f"100644 {oid} 3\ta.ts"]
    repository.git("update-index", "--index-info", stdin="\n".join(entries) + "\n")
    assert IndexTree(repository.root).load("a.ts") == Skipped("a.ts", "unmerged (a conflict is open)")


def test_an_unknown_commit_is_an_error(repository: Repository) -> None:
    with pytest.raises(SourceError, match="is no commit"):
        CommitTree(repository.root, "HEAD")
