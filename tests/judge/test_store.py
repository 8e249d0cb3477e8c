"""Answers that were paid for are not lost, and not paid for twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.judge.memory import Kept
from linter.judge.store import Store

_SCRIPT = Path(__file__).with_name("asking_process.py")
_KEYS = [f"key{number}" for number in range(12)]
KEPT = Kept("m-1", '{"verdict": "uncertain"}', usd=0.25, request_ids=("r1", "r2"), prompt="p", system="s")


def asking(store: Path, log: Path, seconds: float, keys: list[str]) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(_SCRIPT.parents[2])}
    command = [sys.executable, "-P", str(_SCRIPT), str(store), str(log), str(seconds), *keys]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def logged(log: Path) -> Counter[str]:
    return Counter(log.read_text(encoding="utf-8").splitlines()) if log.exists() else Counter()


def test_an_answer_is_there_in_the_next_run(tmp_path: Path) -> None:
    """With everything that was told of it."""
    with Store(tmp_path / "s") as store:
        assert store.find("k") is None
        assert store.claim("k", 1) is True
        store.keep("k", KEPT)
        store.note("fingerprint", ["k"])
        store.settle(["k"], "trusted")
    with Store(tmp_path / "s") as again:
        assert again.find("k") == KEPT._replace(trust="trusted")
        assert again.claim("k", 1) == again.find("k")
        assert again.about("finger") == [("k", KEPT._replace(trust="trusted"))]
        assert again.notices == []


def test_two_processes_ask_each_question_once(tmp_path: Path) -> None:
    """Both want all answers, in opposite orders, and both get them."""
    log = tmp_path / "log"
    both = [asking(tmp_path / "s", log, 0.02, keys) for keys in (_KEYS, _KEYS[::-1])]
    assert [each.wait(60) for each in both] == [0, 0], [each.communicate() for each in both]
    for each in both:
        each.communicate()
    assert logged(log) == Counter(f"{what} {key}" for what in ("paid", "kept") for key in _KEYS)
    with Store(tmp_path / "s") as store:
        assert all(store.find(key) for key in _KEYS)


@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_killed_process_loses_no_acknowledged_answer(tmp_path: Path, after: int) -> None:
    """Another one, waiting for what the killed one was asking, takes that over at once; and only that."""
    log = tmp_path / "log"
    victim = asking(tmp_path / "s", log, 0.1, _KEYS)
    while logged(log).total() < 2 * after + 1:
        assert victim.poll() is None, victim.communicate()
        time.sleep(0.005)
    victim.send_signal(signal.SIGKILL)
    victim.communicate()
    before = logged(log)
    acknowledged = {each.removeprefix("kept ") for each in before if each.startswith("kept")}
    assert acknowledged
    other = asking(tmp_path / "s", log, 0, _KEYS)
    out, error = other.communicate(timeout=60)
    assert other.returncode == 0, error
    assert out.strip() == ""
    assert all(logged(log)[f"paid {key}"] == 1 for key in acknowledged)
    assert all(logged(log)[f"kept {key}"] == 1 for key in _KEYS)


def test_the_claim_of_a_living_process_is_waited_for(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as one, Store(tmp_path / "s") as other:
        assert one.claim("k", 1) is True
        assert other.claim("k", 0.1) is False
        one.release("k")
        assert other.claim("k", 0.1) is True


def test_a_file_that_is_no_database_is_put_aside(tmp_path: Path) -> None:
    """With a clear message, and the run goes on with a new one."""
    (tmp_path / "s").mkdir(mode=0o700)
    (tmp_path / "s" / "verdicts.sqlite3").write_bytes(b"these are no verdicts" * 1000)
    with Store(tmp_path / "s") as store:
        store.keep("k", KEPT)
        (notice,) = store.notices
    assert "was damaged: 0 of its answers were saved" in notice
    with Store(tmp_path / "s") as again:
        assert again.find("k") == KEPT
        assert again.notices == []


def test_what_is_whole_in_a_damaged_database_is_saved(tmp_path: Path) -> None:
    """The end of the file is lost, and with it some answers, but not those before."""
    with Store(tmp_path / "s") as store:
        for number in range(150):
            store.keep(f"key{number:03}", KEPT._replace(prompt="p" * 500))
    path = tmp_path / "s" / "verdicts.sqlite3"
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8192] = os.urandom(8192)
    path.write_bytes(data)
    with Store(tmp_path / "s") as store:
        found = [store.find(f"key{number:03}") for number in range(150)]
        store.keep("new", KEPT)
        notices = list(store.notices)
    assert len(notices) == 1
    assert "was damaged" in notices[0]
    assert sum(each is not None for each in found) > 20
    assert all(each == KEPT._replace(prompt="p" * 500) for each in found if each is not None)
    with Store(tmp_path / "s") as again:
        assert again.find("new") == KEPT


def test_an_answer_that_was_changed_on_the_disk_is_not_believed(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.keep("k", KEPT)
    with sqlite3.connect(tmp_path / "s" / "verdicts.sqlite3") as database:
        database.execute("UPDATE answers SET trust = 'trusted'")
    database.close()
    with Store(tmp_path / "s") as store:
        assert store.find("k") is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 kB, where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_costs_the_memory_of_a_run_only(small_disk: Path) -> None:
    """What was asked is there until the end of the run, and the message says what to do."""
    with Store(small_disk / "s") as store:
        for number in range(400):
            store.keep(f"k{number}", KEPT._replace(prompt="p" * 2000))
        assert all(store.find(f"k{number}") for number in range(400))
        assert store.claim("another", 1) is True
        (notice,) = store.notices
    assert "are not kept" in notice
    assert "--verdicts FILE" in notice


def test_a_database_that_may_not_grow_is_as_a_full_disk(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        assert store._database is not None
        store._database.execute("PRAGMA max_page_count = 16")
        for number in range(100):
            store.keep(f"k{number}", KEPT._replace(prompt="p" * 2000))
        assert all(store.find(f"k{number}") for number in range(100))
        assert len(store.notices) == 1
        assert "full" in store.notices[0]


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    """Somebody else's verdicts are nobody's."""
    (tmp_path / "s").mkdir()
    (tmp_path / "s").chmod(0o777)
    with Store(tmp_path / "s") as store:
        store.keep("k", KEPT)
        assert store.find("k") == KEPT
        assert "others can write there" in store.notices[0]
    assert list((tmp_path / "s").iterdir()) == []
