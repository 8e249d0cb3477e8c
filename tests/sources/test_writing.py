"""Files of a tree that are rewritten: whole, in place, and never through a link."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.sources import IndexTree, Loaded, WorkTree, decode, encode
from linter.sources.edited import EditedTree
from linter.sources.originals import UNSTAGED, Originals
from linter.sources.outcomes import UNMERGED
from linter.sources.writing import CHANGED, replace_source

from .scratch import Repository

LOADED = st.lists(st.sampled_from(["a", "ä", "\r\n", "\n", "\r", "'"]), max_size=12).map("".join)
WAYS = [("a.ts", "utf-8", b""), ("a.ts", "utf-8", b"\xef\xbb\xbf"), ("a.ts", "utf-16-le", b"\xff\xfe"),
        ("a.ts", "utf-16-be", b"\xfe\xff"), ("a.py", "utf-8", b""), ("l.py", "latin-1", b"")]  # fmt: skip


@given(LOADED, st.sampled_from(WAYS))
def test_a_file_is_written_as_it_was(text: str, way: tuple[str, str, bytes]) -> None:
    path, codec, mark = way
    text = f"# coding: latin-1\n{text}" if path == "l.py" else text
    raw = mark + text.encode(codec)
    loaded = decode(path, raw)
    assert isinstance(loaded, Loaded)
    written = encode(path, raw, loaded.data)
    if written is None:
        assert "\r" in text.replace("\r\n", "")
        assert "\n" in text
    else:
        assert written == raw


def test_what_an_encoding_lacks_is_not_written() -> None:
    assert encode("l.py", b"# coding: latin-1\n", "# coding: latin-1\n€\n".encode()) is None
    assert encode("a.py", b"\n", b"# coding: latin-1\n") is not None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "src").mkdir(parents=True)
    (root / "src/a.ts").write_bytes(b"old\r\n")
    return root


def test_a_file_is_replaced_with_its_mode_kept(folder: Path) -> None:
    (folder / "src/a.ts").chmod(0o751)
    assert replace_source(folder, "src/a.ts", b"old\r\n", b"new\r\n") is None
    assert (folder / "src/a.ts").read_bytes() == b"new\r\n"
    assert stat.S_IMODE((folder / "src/a.ts").stat().st_mode) == 0o751
    assert [each.name for each in (folder / "src").iterdir()] == ["a.ts"]


@pytest.mark.parametrize("content", [b"oth\r\n", b"old", b"old\r\n\n"])
def test_a_file_that_changed_meanwhile_is_left_alone(folder: Path, content: bytes) -> None:
    (folder / "src/a.ts").write_bytes(content)
    assert replace_source(folder, "src/a.ts", b"old\r\n", b"new") == CHANGED
    assert (folder / "src/a.ts").read_bytes() == content


def test_links_are_never_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.ts").write_bytes(b"old\r\n")
    (folder / "link.ts").symlink_to(outside / "a.ts")
    (folder / "linked").symlink_to(outside)
    (folder / "hard.ts").hardlink_to(outside / "a.ts")
    for path in ("link.ts", "linked/a.ts", "hard.ts", "../outside/a.ts", "/etc/passwd", "src/../link.ts", ""):
        assert replace_source(folder, path, b"old\r\n", b"new") is not None
    assert (outside / "a.ts").read_bytes() == b"old\r\n"
    assert (folder / "link.ts").is_symlink()
    assert sorted(each.name for each in outside.iterdir()) == ["a.ts"]


def test_what_is_no_plain_file_is_not_written(folder: Path) -> None:
    os.mkfifo(folder / "pipe.ts")
    (folder / "folder.ts").mkdir()
    (folder / "src/a.ts").chmod(0o444)
    for path in ("pipe.ts", "folder.ts", "absent.ts", "src/a.ts"):
        assert replace_source(folder, path, b"old\r\n", b"new") is not None
    assert (folder / "src/a.ts").read_bytes() == b"old\r\n"


def test_a_staged_file_with_other_changes_on_disk_is_not_rewritten(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    for name in ("same.ts", "other.ts"):
        repository.write(name, "staged\n")
    repository.git("add", ".")
    repository.write("other.ts", "on disk\n")
    with IndexTree(repository.root) as tree:
        originals = Originals(repository.root, tree, staged=True)
        assert [originals.problem(each) for each in ("same.ts", "other.ts")] == [None, UNSTAGED]
        assert originals.replace("same.ts", b"fixed\n") is None
    assert (repository.root / "same.ts").read_bytes() == b"fixed\n"


def test_an_unmerged_file_is_not_rewritten(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repo")
    repository.write("a.ts", "base\n")
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write("a.ts", "theirs\n")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.write("a.ts", "ours\n")
    repository.commit()
    with pytest.raises(Exception, match="merge"):
        repository.git("merge", "--quiet", "other")
    with WorkTree(repository.root) as tree:
        assert Originals(repository.root, tree, staged=False).problem("a.ts") == UNMERGED


def test_an_edited_tree_has_other_contents_for_some_files(folder: Path) -> None:
    (folder / "b.ts").write_text("b\n")
    with WorkTree(folder) as tree:
        edited = EditedTree(tree, {"src/a.ts": b"new\n"})
        loaded = [edited.load(each) for each in edited.paths()]
        assert [each.data for each in loaded if isinstance(each, Loaded)] == [b"b\n", b"new\n"]
        assert (edited.read("src/a.ts"), edited.read("b.ts"), edited.has("c.ts")) == (b"new\n", b"b\n", False)
