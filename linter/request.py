"""What is to be linted, and how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from linter import baseline as baselines
from linter.extraction import Extracting, extract_all
from linter.sources import Listing

Progress = Callable[[str, int, int], None]
"""Told of each stage: its name, how many files are done, and how many there are."""


def silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


class Request(NamedTuple):
    """What is to be linted.

    Args:
        command: the name of the command, for the report.
        listing: the files under audit.
        whole: whether these are all files of the tree, so that unused suppressions and stale baseline entries
            can be told.
        baseline: findings that are known.
        today: the date by which suppressions expire.
        jobs: worker processes that may be used.
        parse_all: parse every file of the host, whatever its bytes show; the findings must be the same.
        extract: reads files; another one than the default may remember them.
        forks: whether a fork may read from the tree too, as it may from the disk.
    """

    command: str
    listing: Listing
    whole: bool
    today: date
    baseline: baselines.Baseline = baselines.Baseline()
    jobs: int = 1
    parse_all: bool = False
    progress: Progress = silent
    extract: Extracting = extract_all
    forks: bool = False
