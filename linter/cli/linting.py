"""What `check` and `audit` have in common: one run, its report written, its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from linter import __version__, baseline
from linter.baseline import Baseline
from linter.cli import terminal
from linter.cli.flags import Flags, JudgeFlags
from linter.cli.output import replace_file
from linter.cli.remembering import remembering
from linter.cli.terminal import Progress
from linter.config.names import OWN_FILE
from linter.errors import UsageError
from linter.formats import FORMATS, Options
from linter.formats.summary import counted, coverage, headline
from linter.kept import kept_here
from linter.report import CLEAN, FileAccount, Report, exit_code
from linter.request import Request
from linter.rerun import rerun
from linter.run import run
from linter.sources import Listing, Tree, WatchedTree
from linter.workspace import Workspace, open_workspace

_TEXT = "text"


class Target(NamedTuple):
    """What is linted: the files listed, in a tree that has its configuration at `root`.

    `whole` says that the listing is all of the tree.
    """

    command: str
    root: Path
    tree: Tree
    listing: Listing
    whole: bool = False


def lint(target: Target, flags: Flags) -> int:
    """Runs, writes the report, and gives the exit code. Raises SidestepError."""
    report, workspace = analysed(target, flags, known_findings(target.root, flags))
    incomplete: int | None = None
    if wants_judges(flags.judging, target.command):
        from linter.cli.judging import judge, plan_text  # for runs with judges only

        judged = judge(report, workspace, target.root, target.whole, flags)
        if judged.plan is not None:
            terminal.write(plan_text(judged.plan))
            return CLEAN
        report, incomplete = judged.report, judged.code
    publish(report, flags)
    return CLEAN if flags.exit_zero else exit_code(report, strict=flags.strict) or incomplete or CLEAN


def lint_nothing(command: str, flags: Flags, why: str) -> int:
    """Writes an empty report where there is nothing to check, and says why."""
    if flags.diff:
        terminal.notice(why)
        return CLEAN
    publish(Report(command, (), FileAccount(0), notices=(why,)), flags)
    return CLEAN


def write_baseline(target: Target, flags: Flags) -> int:
    """Makes a baseline of all open findings instead of a report, and says how many there are."""
    given = {
        "--format": flags.format,
        "--output": flags.output,
        "--no-baseline": flags.no_baseline or None,
        "--fix": flags.fix or None,
        "--diff": flags.diff or None,
        "--judge": flags.judging.judges or None,
    }
    for flag, value in given.items():
        if value is not None:
            raise UsageError(f"--write-baseline and {flag} exclude each other")
    report = analysed(target, flags, Baseline()).report
    path = flags.baseline or target.root / baseline.DEFAULT_FILE
    baseline.write(path, report.findings)
    for each in report.notices:
        terminal.notice(each)
    terminal.notice(f"wrote {counted(len(report.findings), 'finding')} to {path}")
    return CLEAN


def wants_judges(flags: JudgeFlags, command: str) -> bool:
    """Whether anything was said about judges, so that the modules that ask them are needed."""
    named = command == "audit" and bool(os.environ.get("SIDESTEP_JUDGE"))
    return named or bool(flags.judges) or flags.verdicts is not None or flags.dry_run


class Analysed(NamedTuple):
    """A report, and the workspace that it was made from."""

    report: Report
    workspace: Workspace


def analysed(target: Target, flags: Flags, known: Baseline) -> Analysed:
    """Runs. `known` are findings that are not reported. Raises SidestepError."""
    tree = WatchedTree(target.tree)
    workspace = open_workspace(tree, target.root, flags.rules, None if flags.no_cache else kept_here())
    with Progress() as progress, remembering(not flags.no_cache) as memory:
        request = Request(
            command=target.command,
            listing=target.listing,
            whole=target.whole,
            today=date.today(),
            baseline=known,
            jobs=flags.jobs or os.cpu_count() or 1,
            progress=progress,
            extract=memory.extract,
            # The files of a commit are read from git, by a program that answers this process alone.
            forks=target.whole,
        )
        # Files of a commit are hardly ever the same again.
        again = memory.reports if target.whole else None
        report = rerun(workspace, request, tree, again) if again is not None else run(workspace, request)
    notices = (*report.notices, *_overlooked(target, workspace.loaded.path))
    return Analysed(replace(report, notices=notices), workspace)


def known_findings(root: Path, flags: Flags) -> Baseline:
    if flags.no_baseline:
        return Baseline()
    if flags.baseline is not None:
        return baseline.read(flags.baseline)
    default = root / baseline.DEFAULT_FILE
    return baseline.read(default) if os.path.lexists(default) else Baseline()


def _overlooked(target: Target, configuration: str | None) -> Sequence[str]:
    """A notice where a folder without configuration is audited inside a repository that has one."""
    if configuration is not None:
        return ()
    above = Path(os.path.realpath(target.root)).parents
    found = next((each / OWN_FILE for each in above if (each / OWN_FILE).is_file()), None)
    if found is None:
        return ()
    return (f"{found} is not used: {target.root} is taken as a root of its own",)


def publish(report: Report, flags: Flags) -> None:
    """Writes the report where it shall go, and to stderr what a person should know besides."""
    name = flags.format or _TEXT
    colored = flags.color == "always" if flags.output else terminal.wants_color(flags.color, sys.stdout)
    options = Options(color=colored, width=terminal.width(), version=__version__)
    text = FORMATS[name].render(report, options)
    if flags.output is None:
        terminal.write(text)
    else:
        replace_file(flags.output, text)
    for each in report.notices:
        terminal.notice(each)
    if name != _TEXT or flags.output is not None:
        terminal.notice(f"{headline(report)}. {coverage(report)}.")
