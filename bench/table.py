"""What was measured, as text that is also Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.machine import Machine
from bench.measuring import Plan
from bench.model import Entry, Result, Tree

_HEAD = (
    "tool",
    "version",
    "median",
    "least to most",
    "÷ {yardstick}",
    "{yardstick} ÷",
    "CPU",
    "peak memory",
    "files",
    "findings",
    "runs",
)
_NONE = "-"
_QUIET = 0.5
"""Load average up to which a machine is taken to do nothing else."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Medians of the runs of one tool. `ratio` is `seconds` by that of the yardstick, None without one."""

    seconds: float
    least: float
    most: float
    cpu_seconds: float
    peak_bytes: int
    ratio: float | None


def summarise(entry: Entry, yardstick: Entry | None) -> Summary | None:
    """The summary of an entry, None where it has no runs."""
    if not entry.runs:
        return None
    times = [each.seconds for each in entry.runs]
    measure = median(each.seconds for each in yardstick.runs) if yardstick is not None and yardstick.runs else None
    return Summary(
        seconds=median(times),
        least=min(times),
        most=max(times),
        cpu_seconds=median(each.cpu_seconds for each in entry.runs),
        peak_bytes=int(median(each.peak_bytes for each in entry.runs)),
        ratio=median(times) / measure if measure else None,
    )


def head(machine: Machine, tree: Tree, plan: Plan) -> str:
    """What was measured where and how, for above the tables."""
    busy = " **Other programs were running: repeat this on a quiet machine.**" if machine.load > _QUIET else ""
    size = f"{tree.files:,} files, {tree.sources:,} of them TypeScript, JavaScript or Python"
    place = f"{machine.cores} cores ({machine.processor}), {machine.memory_bytes / 1e9:.0f} GB, {machine.system}"
    return (
        f"- Tree: {tree.name}, {size}.\n"
        f"- Machine: {place}, Python {machine.python}, load {machine.load:.1f} before the first run.{busy}\n"
        f"- Times: wall time of a whole process. {plan.rounds} or more runs of each tool, by turns, after one that is "
        "not counted; the table says how many. Files are in the system's cache, the tools' own caches are empty.\n"
        "- CPU counts all processes of a run, peak memory the largest of them. Neither files nor findings mean the "
        "same for every tool: see below the table."
    )


def render(result: Result) -> str:
    """The contest's title, its table, and notes on what each tool does."""
    yardstick = yardstick_of(result)
    rows = [_row(each, summarise(each, yardstick), result.floor_bytes) for each in result.entries]
    head = tuple(each.format(yardstick=result.contest.yardstick) for each in _HEAD)
    parts = [f"## {result.contest.title}", _table(head, rows), _notes(result.entries)]
    return "\n\n".join(parts) + "\n"


def yardstick_of(result: Result) -> Entry | None:
    """The entry the others are measured by, if it took part."""
    return next((each for each in result.entries if each.name == result.contest.yardstick), None)


def _row(entry: Entry, summary: Summary | None, floor: int) -> tuple[str, ...]:
    if summary is None:
        state = "missing" if entry.missing else "failed"
        return (entry.name, entry.version or _NONE, state, *[_NONE] * (len(_HEAD) - 3))
    return (
        entry.name,
        entry.version,
        _seconds(summary.seconds),
        f"{_seconds(summary.least)} to {_seconds(summary.most)}",
        _ratio(summary.ratio),
        _ratio(summary.ratio and 1 / summary.ratio),
        _seconds(summary.cpu_seconds),
        _megabytes(summary.peak_bytes, floor),
        _number(entry.tally.files),
        _number(entry.tally.findings),
        str(len(entry.runs)),
    )


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:,.1f} s"


def _ratio(value: float | None) -> str:
    return f"{value:.2f}" if value else _NONE


def _megabytes(value: int, floor: int) -> str:
    return f"{'≤ ' if value <= floor else ''}{value / 1e6:,.0f} MB"


def _number(value: int | None) -> str:
    return _NONE if value is None else f"{value:,}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in (head, *rows)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _notes(entries: Sequence[Entry]) -> str:
    return "\n".join(f"- {each.name}: {each.note}{_state(each)}" for each in entries)


def _state(entry: Entry) -> str:
    if entry.problem:
        return f" **{'Missing' if entry.missing else 'Failed'}: {entry.problem}.**"
    return f" Here: {entry.tally.detail}." if entry.tally.detail else ""
