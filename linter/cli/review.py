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
    kickoff: Annotated[
        Path | None,
        typer.Option("--kickoff", metavar="FILE", help="What was asked for: what it names and leaves undone counts."),
    ] = None,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="The plan that was made of it.")] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="What the author says of the work; its claims are tested."),
    ] = None,
    author_model: options.AuthorModel = None,
    deliverables: Annotated[
        bool,
        typer.Option(
            "--deliverables",
            help="Exit with 0 when all that the kickoff names is there and clean, 1 when it is not, 3 when unknown.",
        ),
    ] = False,
    scorecard: Annotated[
        Path | None,
        typer.Option("--scorecard", metavar="FILE", help="Append a line about this review to a scorecard."),
    ] = None,
    epic: Annotated[
        str,
        typer.Option(
            "--epic", metavar="NAME", help="What the scorecard calls the work (default: the kickoff's title)."
        ),
    ] = "",
    task_class: Annotated[
        str, typer.Option("--task-class", metavar="NAME", help="The kind of work, for the scorecard.")
    ] = "",
    format_: options.Format = None,
    output: options.Output = None,
    rules: options.RuleFolders = None,
    strict: options.Strict = False,
    exit_zero: options.ExitZero = False,
    color: options.Colors = "auto",
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
    judge: options.Judges = None,
    unknown_author: options.UnknownAuthor = None,
    verdicts: options.Verdicts = None,
    max_questions: options.MaxQuestions = None,
    max_usd: options.MaxUsd = None,
    max_seconds: options.MaxSeconds = None,
    dry_run: options.DryRun = False,
) -> int:
    """Review a change: follow every violation of its base into its head.

    Exit codes: 0 APPROVE, 1 REQUEST_CHANGES, 2 usage or configuration error, 3 NEEDS_JUDGEMENT.
    """
    from linter.cli import reviewing
    from linter.cli.flags import Flags, JudgeFlags
    from linter.cli.roots import root_here

    judging = JudgeFlags(
        judges=judge or (),
        author_model=author_model,
        unknown_author=unknown_author,
        verdicts=verdicts,
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
        strict=strict,
        exit_zero=exit_zero,
        jobs=jobs,
        no_cache=no_cache,
        judging=judging,
    )
    card = reviewing.Card(scorecard, epic, task_class) if scorecard is not None else None
    change = reviewing.Change(base, head, kickoff, plan, report, deliverables, card)
    return reviewing.review(root_here(repo), change, flags)
