"""Runs programs by turns and takes the time, with nothing but what the operating system counts."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bench.model import Command, Run

LIMIT_SECONDS = 900.0
"""A run that takes longer is ended and counts as failed."""

_LEAST_RUNS_OVER_BUDGET = 3
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in a unit of ru_maxrss: getrusage(2) of macOS and of Linux."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A run that did not work, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`rounds` measured turns for each after one that is not measured.

    A tool that has used `budget` seconds takes no further turn once it had three.
    """

    rounds: int
    budget: float


def own_peak_bytes() -> int:
    """The largest resident size this process had.

    Linux counts it in for every process started from here, so that a smaller peak cannot be told.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT


def interleave(
    names: Sequence[str],
    plan: Plan,
    run: Callable[[str], Run | Failure],
    progress: Callable[[str], None],
) -> Mapping[str, tuple[Run, ...] | Failure]:
    """Gives each name its turn in every round, so that what else the machine does hits all alike.

    Every round starts with another name, so that none always follows the same neighbour. The first failure of
    a name ends its part.
    """
    runs: dict[str, list[Run]] = {name: [] for name in names}
    failures: dict[str, Failure] = {}
    for number, turns in enumerate(_rounds(names, plan.rounds + 1)):
        for name in turns:
            if name in failures or _is_done(runs[name], plan):
                continue
            progress(f"{name}: {f'run {number} of {plan.rounds}' if number else 'warming up'}")
            outcome = run(name)
            if isinstance(outcome, Failure):
                failures[name] = outcome
            elif number > 0:
                runs[name].append(outcome)
    return {name: failures.get(name, tuple(runs[name])) for name in names}


def _rounds(names: Sequence[str], number: int) -> Iterator[Sequence[str]]:
    for turn in range(number):
        start = turn % len(names) if names else 0
        yield (*names[start:], *names[:start])


def _is_done(runs: Sequence[Run], plan: Plan) -> bool:
    return len(runs) >= _LEAST_RUNS_OVER_BUDGET and sum(each.seconds for each in runs) > plan.budget


def run_once(command: Command, out: Path, err: Path) -> Run | Failure:
    """Runs a command to its end in a process of its own, with its output in the two files.

    It gets an empty cache folder, so that nothing but the operating system remembers the last run.
    """
    with tempfile.TemporaryDirectory() as cache, out.open("wb") as stdout, err.open("wb") as stderr:
        environment = {**os.environ, "XDG_CACHE_HOME": cache, **command.environment}
        try:
            code, run = _timed(command, environment, stdout, stderr)
        except OSError as error:
            return Failure(f"cannot be started: {error}")
    if code in command.accepted:
        return run
    if run.seconds >= LIMIT_SECONDS:
        return Failure(f"took more than {LIMIT_SECONDS:,.0f} s")
    return Failure(f"exit code {code}: {_last_line(err)}")


def _timed(command: Command, environment: Mapping[str, str], stdout: BinaryIO, stderr: BinaryIO) -> tuple[int, Run]:
    start = time.perf_counter()
    process = subprocess.Popen(
        command.argv,
        cwd=command.cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
    )
    watch = threading.Timer(LIMIT_SECONDS, process.kill)
    watch.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        watch.cancel()
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT)


def _last_line(path: Path) -> str:
    lines = path.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "nothing on stderr"
