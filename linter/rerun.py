"""A run over inputs that are all as they were gives the report that it gave then.

A report is kept with the names of the files that its run read, and a digest of what they held. To find it again,
these files are read and compared; nothing is parsed or followed. That is sound because a run is a function of its
workspace, its request, what it reads from the tree, and the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from linter.cache import Store, open_store, program_digest
from linter.report import Report
from linter.request import Request
from linter.run import run
from linter.sources import Readings, WatchedTree
from linter.workspace import Workspace

_LIMIT = 64 * 1024 * 1024
"""Bytes on disk. A repository of 6,000 files takes 0.2 MB."""


class _Kept(NamedTuple):
    """A report, and what it was made from: which files, and a digest of what they held."""

    readings: Readings
    digest: str
    report: Report


def reports_store() -> Store | None:
    """Where reports are kept between runs; None when there is no cache."""
    return open_store("reports", _LIMIT, spread=1)


def rerun(workspace: Workspace, request: Request, tree: WatchedTree, store: Store) -> Report:
    """What `run` gives, found again if nothing has changed.

    Args:
        workspace: opened on `tree`.
        request: what `run` is asked.
        tree: the tree of the workspace, watched since before it was opened.
        store: keeps reports; one for each combination of files, configuration, rules and request.
    """
    program = program_digest()
    if program is None:
        return run(workspace, request)
    key = run_key(program, workspace, request)
    found = _found(store, key, tree)
    if found is not None:
        return found
    report = run(workspace, request)
    if not _by_accident(report, tree):
        readings = tree.readings()
        _keep(store, key, _Kept(readings, tree.digest(readings), report))
    return report


def run_key(program: str, workspace: Workspace, request: Request) -> str:
    """A digest of everything that a run depends on, but for what it reads from the tree."""
    said = [
        program,
        request.command,
        request.whole,
        request.parse_all,
        request.today.isoformat(),
        [repr(each) for each in sorted(request.baseline.entries)],
        request.listing.paths,
        [(each.path, each.reason) for each in request.listing.skipped],
        request.listing.notices,
        workspace.tree.paths(),
        workspace.loaded.path,
        workspace.loaded.notices,
        workspace.config,
        list(workspace.rules),
        list(workspace.book.rules.values()),
        list(workspace.book.capabilities.values()),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _found(store: Store, key: str, tree: WatchedTree) -> Report | None:
    data = store.get(key)
    if data is None:
        return None
    # Not for the runs that keep no report: it takes longer to import than a check of a few files does.
    from pydantic import TypeAdapter, ValidationError

    try:
        kept = TypeAdapter(_Kept).validate_json(data)
    except ValidationError:
        return None
    return kept.report if tree.digest(kept.readings) == kept.digest else None


def _keep(store: Store, key: str, kept: _Kept) -> None:
    try:
        data = json.dumps(_as_json(kept), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        # Names of files that are no UTF-8: such a repository is read anew each time.
        return
    store.put(key, data)
    store.trim()


def _as_json(value: Any) -> Any:
    """A value as pydantic reads it. Pydantic would write it too, but takes longer to import than many an audit."""
    if is_dataclass(value):
        return {each.name: _as_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: _as_json(each) for name, each in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_as_json(each) for each in value]
    return value


def _by_accident(report: Report, tree: WatchedTree) -> bool:
    """Whether a file could be loaded and not be read: a slow or full machine may be the reason."""
    return any(tree.loads(each.path) for each in report.files.skipped)
