"""Facts read once for both states of a repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from linter.extraction import Extracting, Outcome, Task
from linter.facts import FileFacts


class Sharing:
    """An `Extracting` that reads no bytes twice.

    Facts are made of a file's bytes and suffix and of what was asked for, and nothing else. Failures are not kept:
    they name the file.
    """

    def __init__(self, extract: Extracting) -> None:
        self._extract = extract
        self._known: dict[Task, FileFacts] = {}

    def __call__(self, tasks: Sequence[Task], jobs: int) -> dict[str, Outcome]:
        missing = [each for each in tasks if _key(each) not in self._known]
        read = self._extract(missing, jobs) if missing else {}
        for task in missing:
            outcome = read[task.path]
            if isinstance(outcome, FileFacts):
                self._known[_key(task)] = outcome
        return {each.path: self._known.get(_key(each)) or read[each.path] for each in tasks}


def _key(task: Task) -> Task:
    """The task without what makes no difference: the name of the file, but for its suffix."""
    return task._replace(path=PurePosixPath(task.path).suffix)
