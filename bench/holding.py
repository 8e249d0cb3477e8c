"""Holds a contest: prepares each tool, has them run by turns, and asks afterwards what they found."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bench.measuring import Failure, Plan, interleave, own_peak_bytes, run_once
from bench.model import Command, Contest, Entry, Question, Result, Run, Tool, Unavailable
from bench.tools.programs import checkout_environment

_VERSION_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Starter:
    """A tool that can run, and the files that take its output."""

    tool: Tool
    command: Command
    version: str
    out: Path
    err: Path

    def run(self) -> Run | Failure:
        return run_once(self.command, self.out, self.err)


def hold(
    contest: Contest,
    question: Question,
    plan: Plan,
    only: Container[str] | None,
    progress: Callable[[str], None],
) -> Result:
    """Runs the tools of a contest (of these names, where given) and gives what became of each.

    Outputs are read after the last run: Linux counts this process's own size into the peak of those it starts.
    """
    plan = replace(plan, rounds=max(plan.rounds, contest.least_runs))
    with tempfile.TemporaryDirectory() as folder:
        prepared = {
            tool.NAME: (tool, _prepare(tool, question, Path(folder)))
            for tool in contest.tools
            if only is None or tool.NAME in only
        }
        starters = {name: each for name, (_, each) in prepared.items() if isinstance(each, _Starter)}
        outcomes = interleave(tuple(starters), plan, lambda name: starters[name].run(), progress)
        floor = own_peak_bytes()
        entries = tuple(_entry(tool, each, outcomes) for tool, each in prepared.values())
    return Result(contest, entries, floor)


def _prepare(tool: Tool, question: Question, folder: Path) -> _Starter | Unavailable:
    program = tool.locate()
    if program is None:
        return Unavailable("not on PATH")
    scratch = folder / tool.NAME
    scratch.mkdir()
    command = tool.prepare(program, question, scratch)
    if isinstance(command, Unavailable):
        return command
    version = _version((*program, *tool.VERSION), folder)
    return _Starter(tool, command, version, folder / f"{tool.NAME}.out", folder / f"{tool.NAME}.err")


def _version(argv: tuple[str, ...], cwd: Path) -> str:
    """The last word that the program prints of itself, which is its version in "Version: 1.2" and "tool 1.2"."""
    environment = {**os.environ, **checkout_environment()}
    try:
        done = subprocess.run(
            argv, cwd=cwd, env=environment, capture_output=True, timeout=_VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    words = done.stdout.decode("utf-8", "replace").split()
    return words[-1] if words and done.returncode == 0 else "unknown"


def _entry(tool: Tool, prepared: _Starter | Unavailable, outcomes: Mapping[str, tuple[Run, ...] | Failure]) -> Entry:
    entry = Entry(tool.NAME, tool.NOTE)
    if isinstance(prepared, Unavailable):
        return replace(entry, problem=prepared.reason, missing=True)
    entry = replace(entry, version=prepared.version)
    outcome = outcomes[tool.NAME]
    if isinstance(outcome, Failure):
        return replace(entry, problem=outcome.reason)
    try:
        tally = tool.tally(prepared.out.read_bytes(), prepared.err.read_bytes())
    except (ValueError, KeyError, TypeError) as error:
        return replace(entry, problem=f"its output is not as expected: {error!r}")
    return replace(entry, runs=outcome, tally=tally)
