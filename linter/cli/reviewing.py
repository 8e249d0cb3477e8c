"""The work of `sidestep review`, apart from the reading of its command line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from linter.cli.flags import Flags
from linter.cli.linting import publish
from linter.cli.remembering import remembering
from linter.cli.terminal import Progress
from linter.errors import UsageError
from linter.kept import kept_here
from linter.report import CLEAN, exit_code
from linter.review import Asked
from linter.review import review as reviewed


def review(root: Path, base: str, head: str, flags: Flags) -> int:
    """Reviews a change, writes the report, and gives the exit code. Raises SidestepError."""
    if not base:
        raise UsageError("--base is missing", hint="name the branch or commit that the change goes into")
    with Progress() as progress, remembering(not flags.no_cache) as memory:
        asked = Asked(
            root=root,
            base=base,
            head=head,
            today=date.today(),
            extract=memory.extract,
            progress=progress,
            rules=flags.rules,
            jobs=flags.jobs or os.cpu_count() or 1,
            kept=None if flags.no_cache else kept_here(),
        )
        report = reviewed(asked)
    publish(report, flags)
    return CLEAN if flags.exit_zero else exit_code(report)
