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
    judge: options.Judges = None,
    author_model: options.AuthorModel = None,
    unknown_author: options.UnknownAuthor = None,
    verdicts: options.Verdicts = None,
    verdicts_base: options.VerdictsBase = None,
    max_questions: options.MaxQuestions = None,
    max_usd: options.MaxUsd = None,
    max_seconds: options.MaxSeconds = None,
    dry_run: options.DryRun = False,
    fix: options.Fix = False,
    unsafe_fixes: options.UnsafeFixes = False,
    diff: options.Diff = False,
) -> int:
    """Lint named files, or those staged for the next commit. Made for hooks: reads little.

    Named files are read from the work tree, staged ones as they are staged. Files in no supported language are
    passed over.
    """
    from linter.cli.checking import check_files
    from linter.cli.flags import Flags, JudgeFlags

    judging = JudgeFlags(
        judges=judge or (),
        author_model=author_model,
        unknown_author=unknown_author,
        verdicts=verdicts,
        verdicts_base=verdicts_base,
        max_questions=max_questions,
        max_usd=max_usd,
        max_seconds=max_seconds,
        dry_run=dry_run,
    )
    flags = Flags(
        format=format_,
        output=output,
        color=color,
        rules=rules or (),
        baseline=baseline,
        no_baseline=no_baseline,
        strict=strict,
        exit_zero=exit_zero,
        jobs=jobs,
        no_cache=no_cache,
        judging=judging,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
    )
    return check_files(root, paths, flags)
