"""Bytes of many files to their facts, whatever the files do to the parser.

Files that could crash, hang or bloat the process are read in workers that may die; a worker that does is
replaced, the file it died of is named, and every other file's facts are the same as if nothing had happened.
Ordinary files are read in this process, with workers beside it when there are many.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from linter.extraction.model import Extracting, Extractor, Failed, Limits, Outcome, Task
from linter.extraction.plain import is_plain
from linter.extraction.reading import extract_task, read, unhindered
from linter.extraction.remembered import Remembering, facts_store
from linter.languages import language_of

__all__ = [
    "Extracting",
    "Extractor",
    "Failed",
    "Limits",
    "Outcome",
    "Remembering",
    "Task",
    "extract_all",
    "facts_store",
]

_MOST_JOBS = 8
"""Processes that read at once at most: beyond that, taking in their results is what takes the time."""

_WORTH_A_FORK = 256 * 1024
"""Bytes of source from which workers are quicker. Measured with two processes: 128 KB took 8 % longer with a worker
than without, 256 KB 10 % less, 1 MB a third less."""

_LIMITS = Limits()


def extract_all(
    tasks: Sequence[Task], jobs: int, *, extract: Extractor = extract_task, limits: Limits = _LIMITS
) -> dict[str, Outcome]:
    """The facts of files, or why there are none.

    Args:
        tasks: the files; each path's suffix says its language.
        jobs: processes that may work at once, this one among them; more than 8 are not used. A file that is not
            trusted with this process gets a worker even with one job.
        extract: reads one file.
        limits: what one file may cost in a worker.

    Returns:
        Outcomes by path, in the order of the tasks. They do not depend on `jobs`.

    Raises:
        ValueError: a path's suffix belongs to no language.
    """
    needed = []
    for task in tasks:
        language = language_of(task.path)
        if language is None:
            raise ValueError(f"no language reads {task.path!r}")
        if language not in needed:
            needed.append(language)
    # Here, and not where a file is read: workers then have it from this process.
    for each in needed:
        each.load()
    risky = [index for index, task in enumerate(tasks) if not is_plain(task.data)]
    size = sum(len(task.data) for task in tasks)
    with unhindered():
        if not hasattr(os, "fork") or (not risky and (jobs < 2 or size < _WORTH_A_FORK)):
            found = [read(task, extract, limits) for task in tasks]
        else:
            # Imported here because it needs modules that exist only where processes fork.
            from linter.extraction.pool import Pool

            found = Pool(tasks, risky, min(jobs, _MOST_JOBS), extract, limits).run()
    return {task.path: outcome for task, outcome in zip(tasks, found, strict=True)}
