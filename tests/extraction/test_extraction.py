"""Extraction: the same facts however many processes read, whatever some files do to them."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from linter.extraction import Failed, Limits, Task, extract_all
from linter.extraction.reading import extract_task, unhindered
from linter.facts import FileFacts
from tests.extraction.fakes import (
    ABORTS,
    BLOATS,
    CRASHES,
    FILLER,
    HANGS,
    LEAVES,
    RAISES,
    hostile,
    misbehaving,
    ordinary,
)

LIMITS = Limits(seconds=1.5)

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no workers on this system")


def expected(tasks: list[Task]) -> dict[str, FileFacts]:
    """What reading the files one by one gives."""
    return {task.path: extract_task(task) for task in tasks}


def children() -> list[str]:
    """The processes that this one has started and not yet taken leave of."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_a_few_small_files_are_read_in_this_process() -> None:
    readers: list[int] = []

    def noting(task: Task) -> FileFacts:
        readers.append(os.getpid())
        return extract_task(task)

    tasks = [ordinary(number) for number in range(20)]
    assert extract_all(tasks, 8, extract=noting) == expected(tasks)
    assert readers == [os.getpid()] * 20


def test_nothing_to_do() -> None:
    assert extract_all([], 4) == {}


def test_a_path_of_no_language_is_refused() -> None:
    with pytest.raises(ValueError, match=r"README\.md"):
        extract_all([Task("README.md", b"", comments=False)], 1)


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_processes_do_not_change_the_facts_or_their_order(jobs: int) -> None:
    tasks = [ordinary(number) for number in range(200)]
    for number in (3, 77, 120):
        tasks[number] = Task(tasks[number].path, tasks[number].data + FILLER, comments=True)
    found = extract_all(tasks, jobs)
    assert found == expected(tasks)
    assert list(found) == [task.path for task in tasks]


@forks
@pytest.mark.parametrize("jobs", [1, 2, 8])
@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (HANGS, "took longer than 1.5 s"),
        (CRASHES, "crashed the parser (signal 11)"),
        (ABORTS, "needed more than 1.5 GB of memory"),
        (BLOATS, "needed more than 1.5 GB of memory"),
        (RAISES, "crashed the parser (KeyError)"),
    ],
)
def test_a_hostile_file_is_named_and_costs_no_other(behaviour: bytes, reason: str, jobs: int) -> None:
    tasks = [ordinary(number) for number in range(120)]
    tasks[30] = Task(tasks[30].path, tasks[30].data + FILLER, comments=False)
    tasks.insert(60, hostile(behaviour))
    found = extract_all(tasks, jobs, extract=misbehaving, limits=LIMITS)
    assert found.pop("hostile.ts") == Failed("hostile.ts", reason)
    del tasks[60]
    assert found == expected(tasks)


@forks
def test_every_one_of_several_hostile_files_is_named() -> None:
    behaviours = [CRASHES, RAISES, CRASHES, ABORTS, BLOATS, CRASHES]
    tasks = [ordinary(number) for number in range(60)]
    for number, behaviour in enumerate(behaviours):
        tasks.insert(number * 10, hostile(behaviour, f"hostile{number}.js"))
    found = extract_all(tasks, 4, extract=misbehaving, limits=LIMITS)
    failed = [path for path, outcome in found.items() if isinstance(outcome, Failed)]
    assert failed == [f"hostile{number}.js" for number in range(len(behaviours))]
    harmless = [task for task in tasks if task.path not in failed]
    assert {path: found[path] for path in found if path not in failed} == expected(harmless)


@forks
def test_files_that_a_lost_worker_had_read_are_read_again() -> None:
    parent = os.getpid()

    def crashing_beside_others(task: Task) -> FileFacts:
        # A small file, which workers read together with others: this process reads it well.
        if os.getpid() != parent and task.data.startswith(CRASHES):
            os.abort()
        return extract_task(task)

    # Larger than what is read without a worker, in pieces of several files each.
    tasks = [
        Task(f"f{number}.js", b"let a%d = 1 // %d" % (number, number) * 60, comments=False) for number in range(900)
    ]
    for number in range(5, 900, 90):
        tasks[number] = Task(tasks[number].path, CRASHES + tasks[number].data, comments=False)
    found = extract_all(tasks, 4, extract=crashing_beside_others)
    well = {path: outcome for path, outcome in found.items() if not isinstance(outcome, Failed)}
    assert {path for path in found if path not in well} <= {task.path for task in tasks[5::90]}
    assert well == {path: facts for path, facts in expected(tasks).items() if path in well}


@forks
def test_workers_that_leave_without_a_word_do_not_hold_up_the_run() -> None:
    tasks = [ordinary(1), hostile(LEAVES), ordinary(2)]
    found = extract_all(tasks, 2, extract=misbehaving, limits=LIMITS)
    assert found.pop("hostile.ts") == Failed("hostile.ts", "crashed the parser (exit code 0)")
    assert found == expected([tasks[0], tasks[2]])


@forks
def test_workers_that_cannot_start_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "setpgid", refused)
    tasks = [ordinary(1), hostile(b""), hostile(b"", "other.ts"), ordinary(2)]
    found = extract_all(tasks, 2)
    for path in ("hostile.ts", "other.ts"):
        assert found.pop(path) == Failed(path, "could not be read: its worker was ended from outside")
    assert found == expected([tasks[0], tasks[3]])


@forks
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for its processes")
def test_no_process_and_no_descriptor_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(os.listdir("/proc/self/fd")), children()
    tasks = [*(ordinary(number) for number in range(20)), hostile(CRASHES), hostile(HANGS, "other.ts")]
    extract_all(tasks, 4, extract=misbehaving, limits=LIMITS)
    assert (len(os.listdir("/proc/self/fd")), children()) == before


@forks
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for its processes")
def test_an_interrupted_run_ends_its_workers() -> None:
    parent = os.getpid()

    def interrupted(task: Task) -> FileFacts:
        if os.getpid() == parent:
            raise KeyboardInterrupt
        return misbehaving(task)

    before = len(os.listdir("/proc/self/fd")), children()
    with pytest.raises(KeyboardInterrupt):
        extract_all([hostile(HANGS), ordinary(1)], 2, extract=interrupted)
    assert (len(os.listdir("/proc/self/fd")), children()) == before


@forks
def test_a_worker_has_no_environment_and_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", "secret")

    def telling(task: Task) -> FileFacts:
        facts = extract_task(task)
        about = (repr(dict(os.environ)), str(os.getpgid(0) == os.getpid()), os.read(0, 1).decode())
        return facts._replace(language=" ".join(about).strip())

    found = extract_all([hostile(b"")], 1, extract=telling)["hostile.ts"]
    assert isinstance(found, FileFacts)
    assert found.language == "{} True"
    assert os.environ["API_KEY"] == "secret"


def test_nesting_is_no_failure_whatever_the_caller_s_stack() -> None:
    tasks = [Task("deep.ts", b"f(" * 1_000 + b")" * 1_000, comments=False)]
    limit = sys.getrecursionlimit()
    found = extract_all(tasks, 1)["deep.ts"]
    assert isinstance(found, FileFacts)
    assert [each.why.partition(" ")[0] for each in found.problems] == ["nested"]
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_collection_is_left_as_it_was(collecting: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        with unhindered():
            assert not gc.isenabled()
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if was else gc.disable)()
        gc.unfreeze()
