"""Facts kept between runs: a file that says the same as before is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from linter.cache import Store, open_store, program_digest
from linter.extraction import codec
from linter.extraction.model import Extracting, Outcome, Task
from linter.extraction.reading import unhindered
from linter.facts import FileFacts

_LIMIT = 256 * 1024 * 1024
"""Bytes on disk. Facts of a file take 8 KB there in the mean, so that this holds those of some 30,000 files."""

_READERS = ("languages", "facts.py", "shapes.py", "extraction/codec.py")
"""The parts of the program that facts depend on."""


class Remembering:
    """An `extract_all` that asks a store first and puts into it what had to be read.

    A key is made of everything that facts are made of: the file's bytes, its suffix, what was asked for,
    and the program that reads them. Failures are not kept: a busy machine may be their reason.
    """

    def __init__(self, store: Store, extract: Extracting) -> None:
        self._store = store
        self._extract = extract

    def __call__(self, tasks: Sequence[Task], jobs: int) -> dict[str, Outcome]:
        if not tasks:
            return {}
        reader = program_digest(*_READERS)
        if reader is None:
            return self._extract(tasks, jobs)
        keys = {task.path: _key(reader, task) for task in tasks}
        with unhindered():
            known = {task.path: found for task in tasks if (found := self._found(keys[task.path])) is not None}
        read = self._extract([task for task in tasks if task.path not in known], jobs)
        for path, outcome in read.items():
            if isinstance(outcome, FileFacts):
                self._keep(keys[path], outcome)
        return {task.path: known.get(task.path) or read[task.path] for task in tasks}

    def trim(self) -> None:
        """Keeps the store within its bounds; to be called when no more files will be read."""
        self._store.trim()

    def _found(self, key: str) -> FileFacts | None:
        data = self._store.get(key)
        if data is None:
            return None
        try:
            (found,) = codec.loads(data)
        except ValueError:
            return None
        return found

    def _keep(self, key: str, found: FileFacts) -> None:
        # Facts deeper than the writer's stack are read anew each time.
        with suppress(RecursionError):
            self._store.put(key, codec.dumps([found]))


def facts_store() -> Store | None:
    """Where facts are kept between runs; None when there is no cache."""
    return open_store("facts", _LIMIT)


def _key(reader: str, task: Task) -> str:
    asked = f"{task.comments}\0{task.accesses}\0{task.words}\0{task.spots}"
    digest = hashlib.sha256(f"{reader}\0{PurePosixPath(task.path).suffix}\0{asked}\0".encode())
    digest.update(task.data)
    return digest.hexdigest()
