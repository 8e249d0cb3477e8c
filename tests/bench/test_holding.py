"""A contest of fake tools, from preparation to tally."""

from __future__ import annotations

from bench.holding import hold
from bench.measuring import Plan
from bench.model import Entry, Tally

from .fakes import QUESTION, FakeTool, contest

ONE = Plan(1, 60)


def held(*tools: FakeTool, only: tuple[str, ...] | None = None, least_runs: int = 1) -> dict[str, Entry]:
    """The entries of a contest by name."""
    said: list[str] = []
    result = hold(contest(*tools, least_runs=least_runs), QUESTION, ONE, only, said.append)
    return {each.name: each for each in result.entries}


def test_a_tool_is_prepared_run_and_asked() -> None:
    """Its configuration is there when it runs, and its output when it is asked."""
    code = "import os, sys; print(*os.listdir(sys.argv[1]), 'x'); print(7, file=sys.stderr)"
    one = held(FakeTool(code=code))["fake"]
    assert one.tally == Tally(files=7, findings=2)
    assert one.version == "1.2"
    assert len(one.runs) == 1
    assert not one.problem


def test_a_contest_may_want_more_runs() -> None:
    """Than were asked for."""
    assert len(held(FakeTool(), least_runs=2)["fake"].runs) == 2


def test_a_tool_that_is_not_installed_is_missing_and_the_others_run() -> None:
    """Missing is not failed."""
    entries = held(FakeTool("gone", program=None), FakeTool())
    assert (entries["gone"].missing, entries["gone"].problem) == (True, "not on PATH")
    assert len(entries["fake"].runs) == 1


def test_a_tool_that_cannot_take_the_question_says_why() -> None:
    """As a check of files that the tree does not have."""
    one = held(FakeTool(refusal="the tree has no such file"))["fake"]
    assert (one.missing, one.problem) == (True, "the tree has no such file")


def test_a_tool_that_breaks_is_failed() -> None:
    """With what it said last."""
    one = held(FakeTool(code="import sys; sys.exit('out of order')"))["fake"]
    assert (one.missing, one.problem, one.runs) == (False, "exit code 1: out of order", ())


def test_output_that_cannot_be_read_is_a_failure() -> None:
    """Times of a run that did something else are no times."""
    one = held(FakeTool(code="import sys; sys.stderr.write('not a number')"))["fake"]
    assert one.problem.startswith("its output is not as expected: ")
    assert one.runs == ()


def test_only_the_named_tools_take_part() -> None:
    """The others have no row."""
    assert list(held(FakeTool("a"), FakeTool("b"), only=("b",))) == ["b"]


def test_a_version_that_cannot_be_had_is_unknown() -> None:
    """It is no reason not to run."""
    one = held(FakeTool(VERSION=("-c", "raise SystemExit(1)")))["fake"]
    assert one.version == "unknown"
    assert len(one.runs) == 1
