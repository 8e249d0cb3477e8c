"""Facts kept between runs: a file that says the same as before is not read again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from linter.cache import Store, open_store, program_digest
from linter.extraction import codec
from linter.extraction.model import Extracting, Outcome, Task
from linter.extraction.reading import unhindered
from linter.facts import FileFacts
from linter.forked import Forked

_LIMIT = 256 * 1024 * 1024
"""Bytes on disk. Facts of a file take 8 KB there in the mean, so that this holds those of some 30,000 files."""

_WORTH_A_FORK = 768 * 1024
"""Bytes of source whose facts a fork writes down, for which this process would need as long as for three forks."""

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
        self._here = os.getpid()
        self._writers: list[Forked] = []

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
        self._write(
            {keys[path]: outcome for path, outcome in read.items() if isinstance(outcome, FileFacts)},
            sum(len(task.data) for task in tasks if task.path in read),
        )
        return {task.path: known.get(task.path) or read[task.path] for task in tasks}

    def finish(self) -> None:
        """Waits for what is still being written, and keeps the store within its bounds; to be called at the end."""
        for each in self._writers:
            each.result()
        self._writers.clear()
        self._store.trim()

    def _write(self, found: Mapping[str, FileFacts], size: int) -> None:
        """Keeps facts by their keys; a fork does where they are those of many bytes, unless this is one itself."""
        if size < _WORTH_A_FORK or os.getpid() != self._here:
            self._keep(found)
            return
        for key in found:
            self._store.expect(key)
        self._writers.append(Forked(lambda: self._keep(found)))

    def _found(self, key: str) -> FileFacts | None:
        data = self._store.get(key)
        if data is None:
            return None
        try:
            (found,) = codec.loads(data)
        except ValueError:
            return None
        return found

    def _keep(self, found: Mapping[str, FileFacts]) -> bytes:
        for key, facts in found.items():
            # Facts deeper than the writer's stack are read anew each time.
            with suppress(RecursionError):
                self._store.put(key, codec.dumps([facts]))
        return b""


def facts_store() -> Store | None:
    """Where facts are kept between runs; None when there is no cache."""
    return open_store("facts", _LIMIT)


def _key(reader: str, task: Task) -> str:
    asked = f"{task.comments}\0{task.accesses}\0{task.words}\0{task.spots}"
    digest = hashlib.sha256(f"{reader}\0{PurePosixPath(task.path).suffix}\0{asked}\0".encode())
    digest.update(task.data)
    return digest.hexdigest()
