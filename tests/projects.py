"""Audits of small projects: on disk, or given as texts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from linter.report import Report
from linter.request import Request
from linter.rule_tests import Expected, marks
from linter.run import run
from linter.sources import WorkTree, list_files
from linter.workspace import open_workspace

TODAY = date(2026, 1, 15)
"""The day of every test run: suppressions with a date must not expire while the tests get older."""


def audit(root: Path, *, parse_all: bool = False, jobs: int = 1) -> Report:
    """A whole audit of a folder as its own root."""
    listing = list_files(root)
    with WorkTree(root, listing) as tree:
        workspace = open_workspace(tree, root)
        return run(workspace, Request("audit", listing, whole=True, today=TODAY, parse_all=parse_all, jobs=jobs))


def audit_texts(folder: Path, files: Mapping[str, str]) -> Report:
    """A whole audit of these files, written below an empty folder."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return audit(folder)


def copied(fixture: Path, folder: Path) -> Path:
    """A fixture project in a folder of its own, so that no configuration from above applies."""
    target = folder / fixture.name
    shutil.copytree(fixture, target)
    return target


def expected(root: Path) -> list[Expected]:
    """The marks of all files of a project, sorted."""
    found: list[Expected] = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace")
            found.extend(marks(path.relative_to(root).as_posix(), text))
    return sorted(found)
