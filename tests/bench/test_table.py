"""The arithmetic of the table, and what it says of tools without figures."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.machine import describe
from bench.measuring import Plan
from bench.model import Entry, Result, Tally, Tree
from bench.record import record
from bench.table import head, render, summarise

from .fakes import contest, entry

TREE = Tree("scratch", 3805, 2980)


def cells(result: Result, name: str) -> list[str]:
    """The cells of a tool's row."""
    row = next(line for line in render(result).splitlines() if line.startswith(f"| {name} "))
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_ratios_are_of_medians() -> None:
    """One slow run moves neither."""
    summary = summarise(entry("slow", [4.0, 2.0, 90.0]), entry("fast", [0.5, 7.0, 2.0]))
    assert summary is not None
    assert (summary.seconds, summary.least, summary.most) == (4.0, 2.0, 90.0)
    assert summary.ratio == 2.0
    assert summary.cpu_seconds == 2.0
    assert summary.peak_bytes == 4_000_000


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=9))
def test_a_tool_beside_itself_is_one(seconds: list[float]) -> None:
    """And its median lies within its range."""
    one = entry("one", seconds)
    summary = summarise(one, one)
    assert summary is not None
    assert summary.ratio == pytest.approx(1.0)
    assert summary.least <= summary.seconds <= summary.most


def test_a_row_has_both_ratios_files_findings_and_runs() -> None:
    """Small peaks of memory are only known to be no larger than our own."""
    counted = Entry("other", "note", "1.2", entry("other", [6.0, 12.0]).runs, Tally(1234, 5))
    result = Result(contest(yardstick="sidestep"), (entry("sidestep", [3.0]), counted), floor_bytes=3_000_000)
    assert cells(result, "other") == [
        "other", "1.2", "9.00 s", "6.00 s to 12.0 s", "3.00", "0.33", "4.50 s", "9 MB", "1,234", "5", "2",
    ]  # fmt: skip
    assert cells(result, "sidestep")[4:] == ["1.00", "1.00", "1.50 s", "≤ 3 MB", "-", "-", "1"]


def test_missing_and_failed_tools_have_their_row_and_reason() -> None:
    """Nobody is left out in silence."""
    missing = Entry("semgrep", "reads", problem="not on PATH", missing=True)
    failed = Entry("oxlint", "lints", "1.89.0", problem="exit code 2: no")
    result = Result(contest(), (missing, failed), 0)
    assert cells(result, "semgrep")[:4] == ["semgrep", "-", "missing", "-"]
    assert cells(result, "oxlint")[:4] == ["oxlint", "1.89.0", "failed", "-"]
    assert "- semgrep: reads **Missing: not on PATH.**" in render(result)
    assert "- oxlint: lints **Failed: exit code 2: no.**" in render(result)


def test_without_the_yardstick_there_are_times_but_no_ratios() -> None:
    """As when it is not among those asked for."""
    result = Result(contest(yardstick="sidestep"), (entry("other", [1.0]),), 0)
    assert cells(result, "other")[2:6] == ["1.00 s", "1.00 s to 1.00 s", "-", "-"]


def test_the_table_is_markdown_of_equal_lines() -> None:
    """So it can be pasted into a README."""
    result = Result(contest(), (entry("fake", [1.0]), entry("longer name", [100.0])), 0)
    lines = [line for line in render(result).splitlines() if line.startswith("|")]
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1


def test_the_head_names_tree_machine_and_method() -> None:
    """With the number of runs."""
    text = head(describe(), TREE, Plan(7, 60))
    assert "scratch, 3,805 files, 2,980 of them" in text
    assert "7 or more runs" in text
    assert " cores (" in text


def test_the_record_has_every_run() -> None:
    """In the order they were made."""
    result = Result(contest(), (entry("fake", [2.0, 1.0]), Entry("gone", "", problem="no", missing=True)), 7)
    document = json.loads(record(describe(), TREE, [result]))
    held = document["contests"]["fakes"]
    assert [each["seconds"] for each in held["tools"]["fake"]["runs"]] == [2.0, 1.0]
    assert held["tools"]["gone"]["missing"] is True
    assert document["tree"] == {"name": "scratch", "files": 3805, "sources": 2980}
    assert document["machine"]["cores"] >= 1
