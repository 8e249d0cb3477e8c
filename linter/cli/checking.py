"""The work of `sidestep check`, apart from the reading of its command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linter.cli.ahead import Ahead
from linter.cli.flags import Flags
from linter.cli.opening import opened


def check_files(root: Path | None, paths: Sequence[Path] | None, flags: Flags) -> int:
    """Lints the files and folders named, or what is staged; gives the exit code. Raises SidestepError."""
    opening = Ahead(lambda: opened(root, paths))
    # Takes as long as git does.
    from linter.cli.linting import Target, lint, lint_nothing

    found = opening.result()
    if isinstance(found, str):
        return lint_nothing("check", flags, found)
    target = Target("check", found.root, found.tree, found.listing)
    with found.tree:
        if flags.fixes:
            from linter.cli.mending import mend_target

            return mend_target(target, flags)
        return lint(target, flags)
