"""Facts from the cache are those that would be read, and only changed files are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from linter.cache import Store
from linter.extraction import Failed, Outcome, Remembering, Task, extract_all

TASKS = [
    Task("a.ts", b'import { x } from "./x"; // why\nexport const f = () => x(`a${1}`);\n', False),
    Task("b.py", b"from . import c\ndef f(a=c.d): return f\n", False),
    Task("same.py", b"from . import c\ndef f(a=c.d): return f\n", False),
    Task("broken.tsx", b"export const = <", False),
]


class Counting:
    """Reads files, and tells which."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, tasks: Sequence[Task], jobs: int) -> dict[str, Outcome]:
        self.read += [task.path for task in tasks]
        return extract_all(tasks, jobs)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "facts", limit=10_000_000)


def run(store: Store, tasks: Sequence[Task]) -> tuple[dict[str, Outcome], list[str]]:
    counting = Counting()
    remembering = Remembering(store, counting)
    found = remembering(tasks, 1)
    remembering.finish()
    return found, counting.read


def test_the_second_time_nothing_is_read_and_all_is_the_same(store: Store) -> None:
    first, read = run(store, TASKS)
    assert sorted(read) == ["a.ts", "b.py", "broken.tsx", "same.py"]
    second, read = run(store, TASKS)
    assert read == []
    assert list(second.items()) == list(first.items()) == list(extract_all(TASKS, 1).items())


def test_much_is_written_by_a_fork_meanwhile(store: Store) -> None:
    padding = b"// nothing much\n" * 4_000
    many = [Task(f"{number}.ts", b"export const n = %d;\n%s" % (number, padding), False) for number in range(14)]
    first, _ = run(store, many)
    assert run(store, many) == (first, [])


def test_one_changed_file_is_one_file_read(store: Store) -> None:
    run(store, TASKS)
    changed = [*TASKS[1:], Task("a.ts", b'import { y } from "./y";\n', False)]
    found, read = run(store, changed)
    assert read == ["a.ts"]
    assert list(found) == ["b.py", "same.py", "broken.tsx", "a.ts"]


@pytest.mark.parametrize("task", [Task("a.js", TASKS[0].data, False), Task("a.ts", TASKS[0].data, True)])
def test_suffix_and_comments_make_another_entry(store: Store, task: Task) -> None:
    run(store, TASKS)
    found, read = run(store, [task])
    assert read == [task.path]
    assert found == extract_all([task], 1)


def test_a_file_may_be_renamed(store: Store) -> None:
    run(store, TASKS)
    assert run(store, [Task("moved/z.ts", TASKS[0].data, False)])[1] == []


def test_failures_are_not_kept(store: Store) -> None:
    def failing(tasks: Sequence[Task], jobs: int) -> dict[str, Outcome]:
        return {task.path: Failed(task.path, "took longer than 10 s") for task in tasks}

    assert isinstance(Remembering(store, failing)(TASKS[:1], 1)["a.ts"], Failed)
    assert run(store, TASKS[:1])[1] == ["a.ts"]


def test_entries_of_something_else_are_read_anew(tmp_path: Path, store: Store) -> None:
    expected, _ = run(store, TASKS)
    for number, entry in enumerate(sorted(each for each in (tmp_path / "facts").rglob("*") if each.is_file())):
        store.put(entry.name, [b"", b"no facts", b"SSF1" + bytes(60)][number % 3])
    found, read = run(store, TASKS)
    assert sorted(read) == ["a.ts", "b.py", "broken.tsx", "same.py"]
    assert found == expected
