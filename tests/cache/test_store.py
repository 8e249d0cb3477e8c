"""Bytes under keys: whole or not at all, bounded, and never an error."""

from __future__ import annotations

import os
import stat
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.cache import Store

KEY = sha256(b"key").hexdigest()
DATA = os.urandom(500) * 4


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache" / "kind", limit=1_000_000)


def entries(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def test_what_is_put_is_found(tmp_path: Path, store: Store) -> None:
    assert store.get(KEY) is None
    store.put(KEY, DATA)
    assert store.get(KEY) == DATA
    assert Store(tmp_path / "cache" / "kind", limit=1_000_000).get(KEY) == DATA
    assert len(entries(tmp_path)) == 1


def test_nobody_else_can_look_or_write(tmp_path: Path, store: Store) -> None:
    store.put(KEY, DATA)
    assert stat.S_IMODE((tmp_path / "cache" / "kind").stat().st_mode) == 0o700


@given(position=st.integers(0, 5000), bit=st.integers(0, 7))
def test_a_changed_entry_is_a_miss_or_what_it_was(
    position: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder / "kind", limit=1_000_000)
    store.put(KEY, DATA)
    (entry,) = entries(folder)
    damaged = bytearray(entry.read_bytes())
    damaged[position % len(damaged)] ^= 1 << bit
    entry.write_bytes(damaged)
    assert store.get(KEY) in (None, DATA)


@pytest.mark.parametrize("content", [b"", b"\0" * 50, zlib.compress(DATA)[:-1], zlib.compress(DATA) + b"more"])
def test_an_entry_that_is_not_whole_is_a_miss(tmp_path: Path, store: Store, content: bytes) -> None:
    store.put(KEY, DATA)
    (entry,) = entries(tmp_path)
    entry.write_bytes(content)
    assert store.get(KEY) is None
    store.put(KEY, DATA)
    assert store.get(KEY) == DATA


def test_an_entry_that_would_fill_the_memory_is_a_miss(tmp_path: Path, store: Store) -> None:
    store.put(KEY, DATA)
    (entry,) = entries(tmp_path)
    packer = zlib.compressobj(1)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(70)) + packer.flush()
    entry.write_bytes(bomb)
    assert store.get(KEY) is None


def test_a_process_that_died_while_writing_leaves_nothing_that_is_read(tmp_path: Path, store: Store) -> None:
    store.put(KEY, DATA)
    (entry,) = entries(tmp_path)
    entry.replace(entry.with_name("0123456789abcdef.new"))
    assert store.get(KEY) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    store = Store(tmp_path / "kind", limit=1_000_000)
    store.put(KEY, DATA)
    assert store.get(KEY) is None


def test_a_file_in_the_place_of_the_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    for folder in (tmp_path / "cache", tmp_path / "cache" / "kind"):
        store = Store(folder, limit=1_000_000)
        store.put(KEY, DATA)
        assert store.get(KEY) is None
        store.trim()


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "kind"
    first = Store(folder, limit=1_000_000)
    first.put(KEY, DATA)
    folder.chmod(0o777)
    store = Store(folder, limit=1_000_000)
    assert store.get(KEY) is None
    store.put(sha256(b"other").hexdigest(), DATA)
    assert len(entries(tmp_path)) == 1


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "kind").symlink_to(tmp_path / "elsewhere")
    store = Store(tmp_path / "kind", limit=1_000_000)
    store.put(KEY, DATA)
    assert entries(tmp_path) == []


def test_the_entries_longest_not_used_go_first(tmp_path: Path) -> None:
    keys = [sha256(bytes([number])).hexdigest() for number in range(40)]
    store = Store(tmp_path / "kind", limit=80_000, spread=1)
    for age, key in enumerate(reversed(keys)):
        store.put(key, DATA)
        (entry,) = (each for each in entries(tmp_path) if each.name == key)
        then = time.time() - 30 * 24 * 3600 + age
        os.utime(entry, (then, then))
    assert store.get(keys[-1]) == DATA  # the oldest one is in use again
    store.trim()
    left = {each.name for each in entries(tmp_path)}
    assert sum(each.stat().st_size for each in entries(tmp_path)) <= 80_000
    assert keys[-1] in left
    assert keys[0] in left
    assert keys[-2] not in left


def test_many_may_write_the_same(tmp_path: Path) -> None:
    def write(number: int) -> bool:
        store = Store(tmp_path / "kind", limit=40_000, spread=1)
        for each in range(20):
            key = sha256(bytes([each])).hexdigest()
            store.put(key, key.encode() * 50)
            if store.get(key) not in (None, key.encode() * 50):
                return False
            store.trim()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(write, range(8)))
    assert not list(tmp_path.rglob("*.new"))
