"""Where the result goes: files are replaced whole and never through a link; colours; a reader that leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import PYTHONPATH, SINK


def test_a_file_is_replaced_and_nothing_else_left_behind(
    repository: Repository, tmp_path: Path, sidestep: Sidestep
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.txt").write_text("old")
    sidestep("audit", "--output", folder / "report.txt")
    assert [each.name for each in folder.iterdir()] == ["report.txt"]
    assert (folder / "report.txt").read_text().startswith("No findings.")


def test_a_link_is_refused(repository: Repository, tmp_path: Path, sidestep: Sidestep) -> None:
    target = tmp_path / "precious"
    target.write_text("kept")
    (repository.root / "report.txt").symlink_to(target)
    result = sidestep("audit", "--output", "report.txt")
    assert result.code == 2
    assert "the output is a symbolic link" in result.err
    assert target.read_text() == "kept"


def test_a_device_and_a_folder_are_refused(repository: Repository, tmp_path: Path, sidestep: Sidestep) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path in (fifo, tmp_path):
        assert "the output is no regular file" in sidestep("audit", "--output", path).err
    assert fifo.is_fifo()


def test_a_folder_that_is_missing_is_told(repository: Repository, tmp_path: Path, sidestep: Sidestep) -> None:
    result = sidestep("audit", "--output", tmp_path / "none" / "report.txt")
    assert result.code == 2
    assert "the output cannot be written: No such file or directory" in result.err


@pytest.mark.parametrize(
    ("environment", "flags", "colored"),
    [
        ({}, [], False),
        ({}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": ""}, ["--color", "auto"], False),
    ],
)
def test_colours(
    repository: Repository,
    sidestep: Sidestep,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    flags: list[str],
    colored: bool,
) -> None:
    repository.write("a.ts", SINK)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in sidestep("audit", *flags).out) == colored


def test_an_error_is_coloured_when_asked_for(sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert sidestep("audit", "/nowhere/at/all").err.startswith("\x1b[1;31merror:\x1b[0m /nowhere/at/all does not")


def test_text_is_as_wide_as_the_terminal(
    repository: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("a.ts", SINK)
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, sidestep("audit").out.split("mend:")[1].splitlines())) <= 60


def test_what_comes_from_the_repository_drives_no_terminal(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a\x1b[31m.ts", SINK)
    repository.write("sidestep.toml", '[zones]\ngates = ["\u202egate/**"]\n')
    result = sidestep("audit")
    assert "\x1b" not in result.out + result.err
    assert "\u202e" not in result.err
    assert '"\\u202egate/**" names no file' in result.err


def _run(*arguments: str, cwd: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "linter", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": PYTHONPATH, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_reader_that_leaves_is_no_error(repository: Repository) -> None:
    for number in range(150):
        repository.write(f"a{number}.ts", SINK)
    with _run("audit", cwd=repository.root) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_output_is_utf_8_whatever_the_locale(repository: Repository) -> None:
    repository.write("größe.ts", SINK)
    with _run("audit", cwd=repository.root, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (1, b"")
    assert "größe.ts:1:1: sdk-direct" in out.decode("utf-8")


def test_the_fast_path_stays_light(repository: Repository) -> None:
    """What hooks run imports nothing that only other commands need; with flags it says the same."""
    repository.write("a.ts", SINK)
    with _run("check", "a.ts", "--color", "never", cwd=repository.root) as process:
        with_flags, _ = process.communicate()
    program = (
        "import sys; from linter.cli import outcome; code = outcome(['check', 'a.ts']);"
        "heavy = {'typer', 'rich', 'click', 'httpx', 'libcst'} & {each.partition('.')[0] for each in sys.modules};"
        "print(code, sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=repository.root,
        env={**os.environ, "PYTHONPATH": PYTHONPATH},
        capture_output=True,
        check=True,
    )
    assert done.stdout == with_flags
    assert done.stderr == b"1 []\n"


def test_rich_is_never_imported() -> None:
    program = (
        "import sys; from linter.cli import outcome; outcome(['--help']); outcome(['audit', '--oops']);"
        "print('rich' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert done.stdout.endswith(b"False\n")
