"""`python -m bench` from its arguments to its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import main


def test_a_missing_tool_is_told_and_is_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures go to a file as well."""
    monkeypatch.setenv("PATH", "")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a.ts").write_text("export {};\n", "utf-8")
    times = tmp_path / "times.json"
    code = main([str(tmp_path / "tree"), "--runs", "1", "--only", "semgrep", "--json", str(times)])
    out = capsys.readouterr().out
    assert code == 0
    assert "**Missing: not on PATH.**" in out
    assert "tree, 1 files, 1 of them" in out
    assert json.loads(times.read_text("utf-8"))["contests"]["audit"]["tools"]["semgrep"]["missing"] is True


def test_a_tree_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line on stderr."""
    assert main([str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("arguments", [["--runs", "0"], ["--only", "eslint"]])
def test_arguments_that_make_no_sense(arguments: list[str]) -> None:
    """As argparse ends it."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
