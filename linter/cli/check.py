"""`sidestep check`: lints named files, or what a commit would take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import options

if TYPE_CHECKING:
    from linter.cli.linting import Flags


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
) -> int:
    """Lint named files, or those staged for the next commit. Made for hooks: reads little.

    Named files are read from the work tree, staged ones as they are staged. Files in no supported language are
    passed over.
    """
    from linter.cli.here import root_here
    from linter.cli.linting import Flags

    flags = Flags(format_, output, color, rules or (), baseline, no_baseline, strict, exit_zero, jobs)
    top = root_here(root)
    return _named(top, paths, flags) if paths else _staged(top, flags)


def _named(root: Path, paths: list[Path], flags: Flags) -> int:
    from linter.cli.linting import Target, lint
    from linter.languages import BY_SUFFIX
    from linter.sources import WorkTree, named_files

    listing = named_files(root, paths, BY_SUFFIX)
    with WorkTree(root) as tree:
        return lint(Target("check", root, tree, listing), flags)


def _staged(root: Path, flags: Flags) -> int:
    from linter.cli.linting import Target, lint, lint_nothing
    from linter.languages import BY_SUFFIX
    from linter.sources import IndexTree, staged_files
    from linter.sources.git import GitError, GitProblem

    try:
        listing = staged_files(root, BY_SUFFIX)
    except GitError as error:
        if error.problem is not GitProblem.NO_REPOSITORY:
            raise
        return lint_nothing("check", flags, "nothing is staged here: this is not a git repository; name files")
    if not listing.paths:
        return lint_nothing("check", flags, "nothing to check: no source file is staged; name files, or audit all")
    with IndexTree(root) as tree:
        return lint(Target("check", root, tree, listing), flags)
