"""Turns are fair, and a run is measured or its failure told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.measuring import Failure, Plan, interleave, run_once
from bench.model import Command, Run

PYTHON = (sys.executable, "-I", "-S", "-c")
UNLIMITED = Plan(3, float("inf"))


def silent(text: str) -> None:
    """Progress that nobody watches."""


class Recorder:
    """Runs that take one second each, and the order in which they were asked for."""

    def __init__(self, failing: str = "", seconds: float = 1.0) -> None:
        self.turns: list[str] = []
        self.failing = failing
        self.seconds = seconds

    def __call__(self, name: str) -> Run | Failure:
        self.turns.append(name)
        return Failure("broken") if name == self.failing else Run(self.seconds, 0.5, 1)


def test_turns_go_round_and_each_round_starts_with_another() -> None:
    """No tool always follows the same neighbour, and the first round is not counted."""
    recorder = Recorder()
    runs = interleave(("a", "b", "c"), UNLIMITED, recorder, silent)
    assert recorder.turns == ["a", "b", "c", "b", "c", "a", "c", "a", "b", "a", "b", "c"]
    assert [len(each) for each in runs.values() if not isinstance(each, Failure)] == [3, 3, 3]


def test_a_failure_ends_the_part_of_one_tool_only() -> None:
    """It is not run again; the others are."""
    recorder = Recorder(failing="b")
    runs = interleave(("a", "b"), UNLIMITED, recorder, silent)
    assert runs["b"] == Failure("broken")
    assert isinstance(runs["a"], tuple)
    assert len(runs["a"]) == 3
    assert recorder.turns.count("b") == 1


def test_a_slow_tool_stops_at_three_runs() -> None:
    """Its budget is used up, but fewer would be no median."""
    runs = interleave(("a",), Plan(9, 1.5), Recorder(), silent)
    assert runs["a"] == (Run(1.0, 0.5, 1),) * 3


@given(st.lists(st.text(min_size=1), max_size=5, unique=True), st.integers(1, 5))
def test_each_tool_gets_the_same_number_of_turns(names: list[str], rounds: int) -> None:
    """One more than is counted."""
    recorder = Recorder()
    interleave(names, Plan(rounds, float("inf")), recorder, silent)
    assert all(recorder.turns.count(name) == rounds + 1 for name in names)
    assert len(recorder.turns) == len(names) * (rounds + 1)


def run(tmp_path: Path, code: str, accepted: frozenset[int] = frozenset({0})) -> Run | Failure:
    command = Command((*PYTHON, code), tmp_path, {"NAMED": "by the tool"}, accepted)
    return run_once(command, tmp_path / "out", tmp_path / "err")


def test_a_run_has_its_time_memory_and_output(tmp_path: Path) -> None:
    """20 MB that a process fills count, and so does the time it sleeps."""
    outcome = run(tmp_path, "import time; b = b'x' * 20_000_000; time.sleep(0.05); print(len(b))")
    assert isinstance(outcome, Run)
    assert outcome.seconds >= 0.05
    assert outcome.cpu_seconds > 0
    assert 20_000_000 < outcome.peak_bytes < 1_000_000_000
    assert (tmp_path / "out").read_text("utf-8") == "20000000\n"


def test_a_run_starts_with_an_empty_cache_and_the_environment_of_its_tool(tmp_path: Path) -> None:
    """What the last run kept is gone."""
    code = "import os; print(os.listdir(os.environ['XDG_CACHE_HOME']), os.environ['NAMED'])"
    assert isinstance(run(tmp_path, code), Run)
    assert (tmp_path / "out").read_text("utf-8") == "[] by the tool\n"


def test_the_exit_code_of_findings_is_no_failure(tmp_path: Path) -> None:
    """Where the tool says that it is one of those of a run that worked."""
    assert isinstance(run(tmp_path, "raise SystemExit(1)", frozenset({0, 1})), Run)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit('no such rule')", "exit code 1: no such rule"),
        ("raise SystemExit(4)", "exit code 4: nothing on stderr"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "exit code -9: nothing on stderr"),
    ],
)
def test_any_other_exit_is_a_failure_with_its_reason(tmp_path: Path, code: str, reason: str) -> None:
    """The last line on stderr says most."""
    assert run(tmp_path, code) == Failure(reason)


def test_a_program_that_cannot_start_is_a_failure(tmp_path: Path) -> None:
    """As when it is for another processor."""
    outcome = run_once(Command((str(tmp_path / "none"),), tmp_path), tmp_path / "out", tmp_path / "err")
    assert isinstance(outcome, Failure)
    assert outcome.reason.startswith("cannot be started: ")
