"""Work that is shared with forks, some of which die."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.forked import Forked, each_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")

_HERE = os.getpid()


def _dies_elsewhere(text: str) -> str:
    if os.getpid() != _HERE:
        os._exit(1)
    return text.upper()


def _where(_: str) -> int:
    return os.getpid()


@given(st.lists(st.text(max_size=8), max_size=12), st.integers(1, 4))
def test_the_number_of_processes_changes_nothing(items: list[str], jobs: int) -> None:
    assert each_of(items, [len(each) for each in items], 1, jobs, str.upper) == [each.upper() for each in items]


def test_work_is_shared_by_its_size() -> None:
    pids = each_of(["", "", "", ""], [6, 2, 2, 2], 1, 2, _where)
    assert [pid == _HERE for pid in pids] == [True, False, False, False]


def test_no_fork_for_little_work() -> None:
    assert set(each_of(["a", "b"], [10, 10], 100, 4, _where)) == {_HERE}


def test_what_a_fork_dies_of_is_done_here() -> None:
    assert each_of(["a", "b", "c"], [1, 1, 1], 1, 3, _dies_elsewhere) == ["A", "B", "C"]


def test_a_fork_that_raises_leaves_the_error_to_this_process() -> None:
    def broken() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Forked(broken).result()


def test_more_than_a_pipe_holds() -> None:
    assert Forked(lambda: b"x" * 3_000_000).result() == b"x" * 3_000_000


def test_a_fork_that_is_dropped_is_gone() -> None:
    fork = Forked(lambda: b"x" * 3_000_000)
    fork.drop()
    fork.drop()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
