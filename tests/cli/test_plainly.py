"""Plain command lines of `check` are read without typer, and mean what typer makes of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.cli import app, auditing, checking, plainly
from linter.errors import UsageError

from ..sources.scratch import Repository
from .runs import CLEAN, PYTHONPATH

LATE = {"typer", "pydantic", "tomllib", "httpx", "libcst", "linter.checks.enum_string"}
"""What is imported only where it is needed."""

WORDS = (
    "src/a.ts", "b c.py", "--", "--root", "--root=x", "--format", "json", "text", "nope", "--output", "out.json",
    "--baseline", "--no-baseline", "--strict", "--exit-zero", "--jobs", "2", "--color", "never", "-h", "-", "--exit",
    "--rules", "--no-cache", "",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_plain_is_read_as_typer_reads_it(arguments: list[str]) -> None:
    try:
        plain = plainly.read(arguments)
    except UsageError as error:
        with pytest.raises(UsageError, match=str(error)):
            _by_typer(arguments)
        return
    if plain is not None:
        root, paths, flags = _by_typer(arguments)
        assert (root, list(paths or ()), flags) == (plain.root, list(plain.paths or ()), plain.flags)


def _by_typer(arguments: list[str]) -> Any:
    """What typer hands to the command."""
    handed: list[Any] = []

    def check_files(*given: Any) -> int:
        handed.append(given)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "check_files", check_files)
        app.run(["check", *arguments])
    return handed[0]


@pytest.mark.parametrize(
    "arguments",
    [["--format", "nope"], ["--root=x"], ["--jobs", "2"], ["--format"], ["--output", "--strict"], ["-h"], ["--x"]],
)
def test_what_is_not_plain_is_left_to_typer(arguments: list[str]) -> None:
    assert plainly.read(arguments) is None


@given(st.lists(st.sampled_from(WORDS), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_plain_of_an_audit_is_read_as_typer_reads_it(arguments: list[str]) -> None:
    try:
        plain = plainly.read_audit(arguments)
    except UsageError as error:
        with pytest.raises(UsageError, match=str(error)):
            app.run(["audit", *arguments])
        return
    if plain is not None:
        handed: list[Any] = []

        def audit_tree(*given: Any, write_baseline: bool) -> int:
            handed.append(given)
            return 0

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(auditing, "audit_tree", audit_tree)
            app.run(["audit", *arguments])
        assert handed == [plain]


@pytest.mark.parametrize("flag", ["--no-cache", "--strict"])
def test_an_audit_without_a_configuration_imports_neither_typer_nor_pydantic(
    flag: str, repository: Repository, tmp_path: Path
) -> None:
    """Not even with nothing kept: the bundled rules were checked when sidestep was made. Nor to keep its report."""
    repository.write("a.ts", CLEAN)
    program = (
        "import sys; from linter.cli import outcome\n"
        f"code = outcome(['audit', '{flag}', '--format', 'json'])\n"
        f"print(sorted({LATE} & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    argv = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH, "SIDESTEP_CACHE_DIR": str(tmp_path / "cache")}
    run = subprocess.run(argv, cwd=repository.root, env=environment, capture_output=True, text=True, check=True)
    assert run.stderr.splitlines()[-1] == "[]"


def test_a_check_imports_neither_typer_nor_pydantic(repository: Repository, tmp_path: Path) -> None:
    """Both take longer to import than checking a few files takes."""
    repository.write("a.ts", CLEAN)
    repository.write("sidestep.toml", '[zones]\ngates = ["gate/**"]\n')
    program = (
        "import sys; from linter.cli import outcome\n"
        "code = outcome(['check', '--format', 'json', 'a.ts'])\n"
        f"print(sorted({LATE} & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH, "SIDESTEP_CACHE_DIR": str(tmp_path / "cache")}
    argv = [sys.executable, "-c", program]
    runs = [
        subprocess.run(argv, cwd=repository.root, env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert [run.stderr.splitlines()[-1] for run in runs] == ["['tomllib']", "[]"]
