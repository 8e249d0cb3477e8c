"""`sidestep review`: says of a change whether violations are closed, or only moved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linter.cli import options


def review(
    repo: Annotated[
        Path | None,
        typer.Argument(
            metavar="REPO",
            help="A folder of a git repository, with its own configuration (default: the repository around the "
            "working directory).",
        ),
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="REV",
            help="What the change goes into. It is compared with the newest commit that both have, as for a pull "
            "request.",
        ),
    ] = "",
    head: Annotated[
        str, typer.Option("--head", metavar="REV", help="The change: a revision, WORKTREE, or INDEX (what is staged).")
    ] = "HEAD",
    format_: options.Format = None,
    output: options.Output = None,
    rules: options.RuleFolders = None,
    exit_zero: options.ExitZero = False,
    color: options.Colors = "auto",
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> int:
    """Review a change: follow every violation of its base into its head.

    Exit codes: 0 APPROVE, 1 REQUEST_CHANGES, 2 usage or configuration error, 3 NEEDS_JUDGEMENT.
    """
    from linter.cli import reviewing
    from linter.cli.flags import Flags
    from linter.cli.roots import root_here

    flags = Flags(format_, output, color, rules or (), exit_zero=exit_zero, jobs=jobs, no_cache=no_cache)
    return reviewing.review(root_here(repo), base, head, flags)
