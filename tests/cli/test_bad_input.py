"""Bad input gives a clear message or a reported skip, the exit code that was promised, and runs nothing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN, SINK


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[zones]\ngate = []\n", 'sidestep.toml:2: zones.gate\n  hint: did you mean "gates"?\n'),
        ("[zones\n", "error: is not valid TOML"),
        ('judge = "http://evil.example"\n', "only the operator may set this"),
        ("[rules.sdk-drect]\n", 'did you mean "sdk-direct"?'),
        ("[rules.sdk-direct]\nseverity = 7\n", "rules.sdk-direct.severity"),
        ('[zones]\ngates = ["../**"]\n', "zones.gates"),
        ("a = " + "[" * 5000, "error: "),
        ("# a line\n" * 40_000, "error: is larger than 256 KiB\n"),
        ("x" * 300_000, "error: the configuration cannot be read: a line longer than 20,000 bytes"),
        ("zones = \xff".encode("latin-1"), "error: the configuration cannot be read: not valid UTF-8"),
    ],
)
def test_a_wrong_configuration(repository: Repository, sidestep: Sidestep, text: str | bytes, message: str) -> None:
    repository.write("a.ts", CLEAN)
    repository.write("sidestep.toml", text)
    result = sidestep("audit")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("command", ["check", "check a.ts", "config show", "config show a.ts", "init"])
def test_every_command_refuses_it(repository: Repository, sidestep: Sidestep, command: str) -> None:
    repository.write("a.ts", CLEAN)
    repository.write("sidestep.toml", "[zones]\ngate = []\n")
    repository.git("add", ".")
    result = sidestep(*command.split())
    assert (result.code, result.out) == (2, "")
    assert 'did you mean "gates"?' in result.err


@pytest.mark.parametrize("command", ["audit", "init", "check --root", "config show --root"])
def test_a_missing_folder(tmp_path: Path, sidestep: Sidestep, command: str) -> None:
    result = sidestep(*command.split(), tmp_path / "gone")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert "does not exist" in result.err


def test_a_file_where_a_folder_belongs(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", SINK)
    result = sidestep("audit", "a.ts")
    assert (result.code, result.err.partition("\n")[0]) == (2, "error: a.ts is not a folder")


def test_no_repository(tmp_path: Path, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.ts").write_text(SINK)
    monkeypatch.chdir(tmp_path)
    assert sidestep("audit").code == 1
    assert sidestep("check", "a.ts").code == 1
    assert sidestep("check").code == 0


def test_a_repository_that_git_cannot_read(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", SINK)
    repository.git("add", ".")
    (repository.root / ".git" / "index").write_bytes(b"broken")
    result = sidestep("audit", ".", "--format", "json")
    assert (result.code, result.found) == (1, [("sdk-direct", "a.ts")])
    assert "were found by walking it instead" in result.err
    assert sidestep("check").code == 2


def _skipped(repository: Repository, sidestep: Sidestep, *command: str) -> dict[str, str]:
    """Lints the repository beside a file that is fine; gives the skipped files and their reasons."""
    repository.write("fine.ts", SINK)
    result = sidestep(*command, "--format", "json")
    assert result.code == 1
    assert ("sdk-direct", "fine.ts") in result.found
    return {each["path"]: each["reason"] for each in result.report["files"]["skipped"]}


_BOTH = pytest.mark.parametrize("command", [("audit",), ("check", ".")], ids=lambda each: str(each[0]))


@_BOTH
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(repository: Repository, sidestep: Sidestep, command: tuple[str]) -> None:
    repository.write("secret.ts", SINK).chmod(0)
    assert _skipped(repository, sidestep, *command) == {"secret.ts": "cannot be read: Permission denied"}


@_BOTH
def test_a_file_that_is_none(repository: Repository, sidestep: Sidestep, command: tuple[str]) -> None:
    os.mkfifo(repository.root / "pipe.ts")
    (repository.root / "sub").mkdir()
    (repository.root / "sub" / "passwd.ts").symlink_to("/etc/passwd")
    skipped = _skipped(repository, sidestep, *command)
    assert skipped["sub/passwd.ts"] == "symbolic link"
    assert skipped.get("pipe.ts", "not a regular file") == "not a regular file"


@_BOTH
def test_a_file_of_50_mb(repository: Repository, sidestep: Sidestep, command: tuple[str]) -> None:
    with repository.write("large.ts", SINK).open("r+b") as file:
        file.truncate(50 * 1024 * 1024)
    assert _skipped(repository, sidestep, *command) == {"large.ts": "larger than 1,000,000 bytes"}


@_BOTH
def test_a_binary_with_the_name_of_a_source(repository: Repository, sidestep: Sidestep, command: tuple[str]) -> None:
    repository.write("logo.ts", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    assert _skipped(repository, sidestep, *command) == {"logo.ts": "binary (NUL bytes)"}


@_BOTH
@pytest.mark.parametrize("suffix", ["ts", "js", "py"])
def test_100_000_nested_brackets(repository: Repository, sidestep: Sidestep, command: tuple[str], suffix: str) -> None:
    """On lines of their own, so that the file is parsed: one long line is skipped as generated."""
    imported = "import openai\n" if suffix == "py" else SINK
    repository.write(f"deep.{suffix}", imported + "[\n" * 100_000)
    repository.write("fine.ts", SINK)
    result = sidestep(*command, "--format", "json")
    assert result.code == 1
    assert ("sdk-direct", "fine.ts") in result.found
    files = result.report["files"]
    assert f"deep.{suffix}" in {each["path"] for each in (*files["partial"], *files["skipped"])}


@_BOTH
def test_links_in_circles(repository: Repository, sidestep: Sidestep, command: tuple[str]) -> None:
    (repository.root / "loop").symlink_to(".")
    (repository.root / "self.ts").symlink_to("self.ts")
    assert _skipped(repository, sidestep, *command) == {"self.ts": "symbolic link"}


def test_a_link_in_circles_outside_of_git(tmp_path: Path, sidestep: Sidestep) -> None:
    (tmp_path / "a.ts").write_text(SINK)
    (tmp_path / "loop").symlink_to(".")
    result = sidestep("audit", tmp_path, "--format", "json")
    assert (result.code, result.found) == (1, [("sdk-direct", "a.ts")])


_PROGRAMS = (
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
)


@pytest.fixture
def hostile(repository: Repository, tmp_path: Path) -> Path:
    """Makes the repository run programs wherever git can be told to; gives the marker that they leave."""
    marker = tmp_path / "marker"
    repository.write("src/a.ts", SINK)
    repository.write(".gitattributes", "* filter=evil diff=evil\n")
    repository.commit()
    repository.write("src/b.ts", SINK)
    repository.git("add", "src/b.ts")
    repository.write("src/a.ts", SINK + "// changed\n")
    script = repository.write(".git/hooks/post-index-change", f"#!/bin/sh\ntouch '{marker}'\n")
    script.chmod(0o755)
    for name in ("git", "sidestep", "python3"):
        repository.write(name, f"#!/bin/sh\ntouch '{marker}'\n").chmod(0o755)
    for module in ("json", "typer", "linter", "sitecustomize"):
        repository.write(f"{module}.py", f"open({str(marker)!r}, 'w')\n")
    for key in _PROGRAMS:
        repository.git("config", key, f"touch '{marker}'; false")
    return marker


def test_the_trap_works(repository: Repository, hostile: Path) -> None:
    """Plain git springs it: otherwise the test below proves nothing."""
    subprocess.run(["git", "status"], cwd=repository.root, capture_output=True, check=False)
    assert hostile.exists()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("audit", 1),
        ("check", 1),
        ("check src", 1),
        ("audit --write-baseline", 0),
        ("config show src/a.ts", 0),
        ("rules list", 0),
        ("rules test", 0),
        ("init", 0),
    ],
)
def test_nothing_of_a_repository_is_run(
    repository: Repository,
    hostile: Path,
    sidestep: Sidestep,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    code: int,
) -> None:
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    result = sidestep(*command.split())
    assert (result.code, hostile.exists()) == (code, False)
