"""The work of `sidestep audit`, apart from the reading of its command line."""

from __future__ import annotations

from pathlib import Path

from linter.cli.ahead import Ahead
from linter.cli.flags import Flags
from linter.cli.roots import root_here
from linter.sources import WorkTree, list_files


def audit_tree(repo: Path | None, flags: Flags, *, write_baseline: bool = False) -> int:
    """Lints a whole tree, or writes its findings to the baseline; gives the exit code. Raises SidestepError."""
    root = root_here(repo)
    listed = Ahead(lambda: list_files(root))
    # Takes as long as git does.
    from linter.cli import linting

    listing = listed.result()
    with WorkTree(root, listing) as tree:
        target = linting.Target("audit", root, tree, listing, whole=True)
        if write_baseline:
            return linting.write_baseline(target, flags)
        if flags.fixes:
            from linter.cli.mending import mend_target

            return mend_target(target, flags)
        return linting.lint(target, flags)
