"""`sidestep check`: lints named files, or what a commit would take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linter.cli import options


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATHS", help="Files and folders; none: what is staged for the next commit."),
    ] = None,
    format_: options.Format = None,
    output: options.Output = None,
    root: options.Root = None,
    rules: options.RuleFolders = None,
    baseline: options.Baseline = None,
    no_baseline: options.NoBaseline = False,
    strict: options.Strict = False,
    exit_zero: options.ExitZero = False,
    color: options.Colors = "auto",
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> int:
    """Lint named files, or those staged for the next commit. Made for hooks: reads little.

    Named files are read from the work tree, staged ones as they are staged. Files in no supported language are
    passed over.
    """
    from linter.cli.checking import check_files
    from linter.cli.flags import Flags

    flags = Flags(format_, output, color, rules or (), baseline, no_baseline, strict, exit_zero, jobs, no_cache)
    return check_files(root, paths, flags)
