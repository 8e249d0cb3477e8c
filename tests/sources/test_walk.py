"""Outside git, a walk finds what git would have listed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.sources import Skipped, list_files
from linter.sources.gitignore import parse

from .scratch import Repository, touch


def make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()


def test_every_file_is_listed_in_order_but_no_installed_or_compiled_ones(tmp_path: Path) -> None:
    make(tmp_path, "b.ts", "a/c.py", "node_modules/x/i.js", "p/.venv/x.py", "p/__pycache__/x.pyc", ".git/HEAD")
    listing = list_files(tmp_path)
    assert (listing.paths, listing.is_git, listing.notices) == (("a/c.py", "b.ts"), False, ())


def test_nested_gitignore_files_are_honoured(tmp_path: Path) -> None:
    make(tmp_path, "a.log", "keep.log", "dist/a.ts", "sub/dist/a.ts", "sub/b.log", "sub/gen.ts", "top.ts")
    (tmp_path / ".gitignore").write_text("*.log\n/dist/\n!keep.log\n")
    (tmp_path / "sub/.gitignore").write_text("gen.ts\n!b.log\n")
    assert list_files(tmp_path, {".ts", ".log"}).paths == ("keep.log", "sub/b.log", "sub/dist/a.ts", "top.ts")


def test_an_ignored_folder_is_closed_whatever_stands_below(tmp_path: Path) -> None:
    make(tmp_path, "out/a.ts")
    (tmp_path / ".gitignore").write_text("out\n!out/a.ts\n")
    assert list_files(tmp_path, {".ts"}).paths == ()


_NAMES = st.sampled_from(["a", "b", "ab", "c.ts", "d.ts"])
_PATHS = st.lists(st.lists(_NAMES, min_size=1, max_size=3).map("/".join), min_size=1, max_size=8)
_PIECES = [
    "a",
    "b",
    "ab",
    "*",
    "**",
    "***",
    "/",
    "?",
    "[ab]",
    "[!a]",
    "[^b]",
    "[a-b]",
    "[z-a]",
    "[[:alpha:]]",
]
_PIECES += ["[[:x:]]", "[]a]", "[", "\\", "\\a", "#", "!", " ", ".ts", "c.ts"]
_PATTERN = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_PATHS, st.lists(_PATTERN, max_size=3), st.lists(_PATTERN, max_size=2))
def test_the_walk_lists_what_git_lists(tmp_path: Path, paths: list[str], outer: list[str], inner: list[str]) -> None:
    root = tmp_path / "tree"
    shutil.rmtree(root, ignore_errors=True)
    repository = Repository(root)
    for path in paths:
        try:
            make(root, path)
        except OSError:
            continue  # one path needs a folder where another has a file
    (root / ".gitignore").write_text("\n".join(outer) + "\n")
    if (root / "a").is_dir():
        (root / "a/.gitignore").write_text("\n".join(inner) + "\n")
    by_git = list_files(repository.root)
    shutil.rmtree(root / ".git")
    assert list_files(repository.root).paths == by_git.paths


def test_links_and_devices_are_listed_but_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "real/a.ts")
    (tmp_path / "real/loop").symlink_to("..")
    (tmp_path / "out").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe.ts")
    assert list_files(tmp_path).paths == ("out", "pipe.ts", "real/a.ts", "real/loop")


def test_names_that_are_not_utf8_keep_their_bytes(tmp_path: Path) -> None:
    touch(tmp_path, b"\xe9.ts")
    assert list_files(tmp_path).paths == ("\udce9.ts",)


@pytest.mark.parametrize("pattern", ["*a" * 60 + "b", "**/a/" * 60 + "b", "a/**/" * 60 + "*a*a*b"])
def test_hostile_patterns_and_names_take_no_time(pattern: str) -> None:
    """With a backtracking matcher, none of these ends within the life of the reader."""
    file = parse(pattern.encode())
    start = time.perf_counter()
    assert file.opinion([b"a" * 255], False) is None
    assert file.opinion([b"a"] * 2_000, False) is None
    assert time.perf_counter() - start < 1


def test_a_gitignore_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.ts")
    (tmp_path / ".gitignore").symlink_to("/dev/zero")
    assert list_files(tmp_path).notices == (".gitignore is not honoured: symbolic link",)


def test_a_folder_that_cannot_be_read_is_skipped_and_told(tmp_path: Path) -> None:
    make(tmp_path, "a.ts")
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):  # a path of 25 x 200 characters is longer than the system takes at once
        os.mkdir("d" * 200, dir_fd=folder)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    listing = list_files(tmp_path)
    shutil.rmtree(tmp_path / ("d" * 200))
    assert listing.paths == ("a.ts",)
    (skipped,) = listing.skipped
    assert skipped == Skipped(skipped.path, "cannot be read: File name too long")
    assert listing.notices == (f"the folder {skipped.path} cannot be read: File name too long",)
