"""`sidestep kickoff augment`: puts into a kickoff what its work needs to be told before it begins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linter.cli import kickoff_options, options, terminal
from linter.errors import UsageError


def augment(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The kickoff, in Markdown; - reads it from stdin.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write the result to this file.")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write the result to FILE itself.")] = False,
    stdout: Annotated[bool, typer.Option("--stdout", help="Write the result to stdout (the default).")] = False,
    plan: kickoff_options.Plan = None,
    task: kickoff_options.Task = None,
    budget: Annotated[
        int,
        typer.Option("--budget", min=50, max=100_000, metavar="TOKENS", help="Tokens that the block may take, about."),
    ] = 600,
    base: Annotated[
        str, typer.Option("--base", metavar="REV", help="The revision that the result will be compared with.")
    ] = "BASE",
    scorecard: kickoff_options.Scorecard = None,
    texts: kickoff_options.Texts = None,
    root: options.Root = None,
    rules: options.RuleFolders = None,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> int:
    """Insert one block: the calls that named files reach, the failures to name, closed sets, and how to check.

    A second run changes nothing; after a change of the code, the block is renewed. All other bytes stay as they are.
    Nothing of the repository gets into the block but paths and identifiers, with everything else in them escaped.
    """
    from linter.cli.augmenting import Augmenting, augment_file
    from linter.cli.documents import STDIN
    from linter.cli.projects import Wanted

    if [output is not None, in_place, stdout].count(True) > 1:
        raise UsageError("-o, --in-place and --stdout exclude each other")
    if in_place and str(file) == STDIN:
        raise UsageError("stdin cannot be written in place", hint="leave out --in-place")
    asked = Augmenting(plan, task, budget, base, scorecard, tuple(texts or ()))
    result = augment_file(file, asked, Wanted(root, rules or (), jobs, no_cache))
    target = file if in_place else output
    if target is None:
        terminal.write_bytes(result.data)
    elif not (in_place and result.same):
        from linter.cli.output import replace_bytes

        replace_bytes(target, result.data)
    for each in result.notices:
        terminal.notice(each)
    return 0
