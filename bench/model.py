"""The words of a measurement: a contest of tools, what each is asked, what each of its runs took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SdkModules:
    """The modules every tool is asked about, as a capability file names them ("openai", "@ai-sdk/")."""

    npm: tuple[str, ...]
    python: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The size of a tree: its files, and those of them in a language that sidestep reads."""

    name: str
    files: int
    sources: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a tool is asked: which of the modules `tree` imports.

    `sample` and `sdk_sample` are files of the tree, relative to it: some of all, and some that name an SDK.
    """

    tree: Path
    modules: SdkModules
    sample: tuple[str, ...] = ()
    sdk_sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """What is started and timed. `environment` is added to ours; `accepted` are exit codes of a run that worked."""

    argv: tuple[str, ...]
    cwd: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    accepted: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why a tool takes no part."""

    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a tool says it did: files read and findings (None where it does not tell), and details in words."""

    files: int | None = None
    findings: int | None = None
    detail: str = ""


class Tool(Protocol):
    """What a module in `bench.tools` offers. It is not told how it is timed, and times nothing itself."""

    # as in the table and for --only
    NAME: str
    # what it looks at and what it does not, so that nobody takes the times for times of the same work
    NOTE: str
    # arguments with which it prints its version
    VERSION: tuple[str, ...]

    # the program with its leading arguments, or None when it is not installed
    def locate(self) -> tuple[str, ...] | None: ...

    # writes the tool's configuration to the empty folder `scratch` and says what to start
    def prepare(self, program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable: ...

    # reads what a run wrote to stdout and stderr
    def tally(self, out: bytes, err: bytes) -> Tally: ...


@dataclass(frozen=True, slots=True)
class Contest:
    """Tools that are timed by turns. Each median is also given as a multiple of that of the tool `yardstick`."""

    name: str
    title: str
    yardstick: str
    tools: Sequence[Tool]
    least_runs: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end.

    `seconds` is wall time; `cpu_seconds` is user and system time, with that of the processes it waited for;
    `peak_bytes` is the largest resident size that any one of these processes had.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one tool: its runs, or in `problem` why there are none."""

    name: str
    note: str
    version: str = ""
    runs: tuple[Run, ...] = ()
    tally: Tally = Tally()
    problem: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A contest that was held. A peak of memory up to `floor_bytes` is only known to be no larger than that."""

    contest: Contest
    entries: tuple[Entry, ...]
    floor_bytes: int
