"""Only regular files inside the root are read, and only as much as the limit allows."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.sources import Limits, Loaded, Reader, Skipped, read_source

from .scratch import touch


def reason(root: Path, path: str, limits: Limits | None = None) -> str:
    outcome = read_source(root, path, limits)
    assert isinstance(outcome, Skipped), outcome
    assert outcome.path == path
    return outcome.reason


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.ts").write_bytes(b"let a\n")
    assert read_source(tmp_path, "sub/a.ts") == Loaded("sub/a.ts", b"let a\n", True)


def test_an_empty_file_is_scanned(tmp_path: Path) -> None:
    (tmp_path / "a.ts").touch()
    assert read_source(tmp_path, "a.ts") == Loaded("a.ts", b"", True)


def test_the_size_limit_is_the_last_size_that_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"\n" * 100)
    assert isinstance(read_source(tmp_path, "a.ts", Limits(max_bytes=100)), Loaded)
    assert reason(tmp_path, "a.ts", Limits(max_bytes=99)) == "larger than 99 bytes"


def test_a_sparse_file_of_50_gigabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.ts").open("wb") as file:
        file.truncate(50_000_000_000)
    assert reason(tmp_path, "big.ts") == "larger than 1,000,000 bytes"


def test_a_binary_with_a_source_name_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "video.ts").write_bytes(b"G@\x00\x10" * 100)
    assert reason(tmp_path, "video.ts") == "binary (NUL bytes)"


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "real.ts", "loop.ts", "missing"])
def test_links_are_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "real.ts").touch()
    (tmp_path / "loop.ts").symlink_to(target)
    assert reason(tmp_path, "loop.ts") == "symbolic link"


def test_links_in_the_folders_of_a_path_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real/sub").mkdir(parents=True)
    (tmp_path / "real/sub/a.ts").touch()
    (tmp_path / "inside").symlink_to("real")
    (tmp_path / "etc").symlink_to("/etc")
    (tmp_path / "loop").symlink_to(".")
    for path in ("inside/sub/a.ts", "etc/passwd", "loop/loop/real/sub/a.ts"):
        assert reason(tmp_path, path) == "below a symbolic link"


def test_the_root_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.ts").touch()
    (tmp_path / "root").symlink_to("real")
    assert isinstance(read_source(tmp_path / "root", "a.ts"), Loaded)


@pytest.mark.parametrize(
    "path", ["../secret.ts", "sub/../../secret.ts", "..", "sub/..", "", "sub//a.ts", "./a.ts", "a\0.ts"]
)
def test_a_path_cannot_leave_the_root(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.ts").touch()
    (tmp_path / "root/sub").mkdir(parents=True)
    assert reason(tmp_path / "root", path) == "not a path inside the tree"


def test_an_absolute_path_is_none_inside_the_tree(tmp_path: Path) -> None:
    (tmp_path / "a.ts").touch()
    assert reason(tmp_path, "/etc/passwd") == "not a path inside the tree"


def test_what_is_no_regular_file_is_skipped_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ts")
    (tmp_path / "folder.ts").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket.ts"))
        for path in ("pipe.ts", "folder.ts", "socket.ts"):
            assert reason(tmp_path, path) == "not a regular file"
    assert reason(Path("/dev"), "zero") == "not a regular file"


def test_a_missing_file_and_an_impossible_name_are_outcomes(tmp_path: Path) -> None:
    assert reason(tmp_path, "a.ts") == "cannot be read: No such file or directory"
    assert reason(tmp_path, "missing/a.ts") == "cannot be read: No such file or directory"
    assert reason(tmp_path, "a" * 300 + ".ts") == "cannot be read: File name too long"


def test_a_path_of_ten_thousand_folders_is_an_outcome(tmp_path: Path) -> None:
    assert reason(tmp_path, "a/" * 10_000 + "a.ts").startswith("cannot be read: ")


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, and no privilege to ignore permissions in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "locked").mkdir()
        (folder / "locked/a.ts").touch()
        (folder / "locked").chmod(0)
        (folder / "secret.ts").touch(0)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            (folder / "locked").chmod(0o755)


def test_a_file_without_permission_is_an_outcome(unprivileged: Path) -> None:
    assert reason(unprivileged, "secret.ts") == "cannot be read: Permission denied"
    assert reason(unprivileged, "locked/a.ts") == "cannot be read: Permission denied"


def test_a_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    touch(tmp_path, b"\xe9.ts")
    assert isinstance(read_source(tmp_path, "\udce9.ts"), Loaded)


def test_one_reader_serves_many_files_of_many_folders(tmp_path: Path) -> None:
    paths = [f"{folder}/{name}.ts" for folder in ("a", "a/b", "c") for name in ("x", "y")]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    reader = Reader(tmp_path)
    assert [reader.read(path) for path in paths] == [Loaded(path, path.encode(), True) for path in paths]
