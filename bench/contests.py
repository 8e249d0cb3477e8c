"""What is measured against what. A further tool is its module in `bench.tools` and its line here."""

from __future__ import annotations

from typing import Final

from bench.model import Contest
from bench.tools import (
    ast_grep,
    dependency_cruiser,
    imports,
    oxlint,
    semgrep,
    sidestep_audit,
    sidestep_check,
    sidestep_check_sdk,
    sidestep_migrated,
    sidestep_migrated_again,
    sidestep_migrated_edited,
    sidestep_sdk,
    sidestep_unmigrated,
)

CONTESTS: Final = (
    # first, since reading what an audit found makes this process larger, which would hide a small peak
    Contest(
        name="check",
        title="The files of a commit",
        yardstick=imports.NAME,
        tools=(
            imports,
            sidestep_check,
            sidestep_check_sdk,
        ),
        least_runs=9,
    ),
    Contest(
        name="audit",
        title="A whole tree",
        yardstick=sidestep_audit.NAME,
        tools=(
            sidestep_audit,
            sidestep_sdk,
            oxlint,
            ast_grep,
            semgrep,
        ),
    ),
    Contest(
        name="chains",
        title="What leads to a sink",
        yardstick=sidestep_migrated.NAME,
        tools=(
            sidestep_migrated,
            sidestep_migrated_again,
            sidestep_migrated_edited,
            sidestep_unmigrated,
            dependency_cruiser,
        ),
    ),
)
