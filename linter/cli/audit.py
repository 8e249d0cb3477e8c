"""`sidestep audit`: lints a whole tree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linter.cli import options


def audit(
    repo: Annotated[
        Path | None,
        typer.Argument(
            metavar="REPO",
            help="A folder, taken as a root with its own configuration, also when it lies inside a repository "
            "(default: the git repository around the working directory, or this directory).",
        ),
    ] = None,
    format_: options.Format = None,
    output: options.Output = None,
    rules: options.RuleFolders = None,
    baseline: options.Baseline = None,
    no_baseline: options.NoBaseline = False,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write all findings to the baseline instead of reporting them.")
    ] = False,
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
    """Lint a whole repository or folder, and tell what could not be read.

    Also reports suppressions that silence nothing and baseline entries whose finding is gone.
    """
    from linter.cli.auditing import audit_tree
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
    return audit_tree(repo, flags, write_baseline=write_baseline)
