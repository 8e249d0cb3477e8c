"""The surroundings of a project, worked out or found again.

As with `linter.rerun`: kept with the names of the files that were read and a digest of what they held, and believed
only when these files hold the same again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

from linter.cache import Store, open_store, program_digest
from linter.kickoff.surroundings import Surroundings, as_table, from_table, surroundings
from linter.request import Request
from linter.rerun import run_key
from linter.run import examined
from linter.sources import Readings, WatchedTree
from linter.workspace import Workspace

_LIMIT = 64 * 1024 * 1024
"""Bytes on disk. A repository of 4,000 files takes a megabyte."""

_MEMORY = "kickoff"


def surroundings_store() -> Store | None:
    """Where surroundings are kept between runs; None when there is no cache."""
    return open_store(_MEMORY, _LIMIT, spread=1)


def surroundings_of(
    workspace: Workspace, request: Request, tree: WatchedTree, store: Store | None, named: Collection[str]
) -> Surroundings:
    """What is known of the files named in the project of a request; `tree` is that of the workspace, watched."""
    program = program_digest() if store is not None else None
    if store is None or program is None:
        return _worked_out(workspace, request, named)
    said = json.dumps([_MEMORY, run_key(program, workspace, request), sorted(named)])
    key = hashlib.sha256(said.encode("ascii")).hexdigest()
    found = _found(store, key, tree)
    if found is not None:
        return found
    known = _worked_out(workspace, request, named)
    readings = tree.readings()
    _keep(store, key, readings, tree.digest(readings), known)
    return known


def _worked_out(workspace: Workspace, request: Request, named: Collection[str]) -> Surroundings:
    ran = examined(workspace, request)
    files = ran.report.files
    unread = len(files.partial) + len(files.skipped)
    return surroundings(ran.context, workspace.capabilities.values(), ran.report.findings, unread, named)


def _found(store: Store, key: str, tree: WatchedTree) -> Surroundings | None:
    data = store.get(key)
    if data is None:
        return None
    try:
        kept: Any = json.loads(data)
        readings = Readings(tuple(kept["loaded"]), tuple(kept["data"]))
        if tree.digest(readings) != kept["digest"]:
            return None
        return from_table(kept["known"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _keep(store: Store, key: str, readings: Readings, digest: str, known: Surroundings) -> None:
    kept = {"loaded": readings.loaded, "data": readings.data, "digest": digest, "known": as_table(known)}
    store.put(key, json.dumps(kept, separators=(",", ":")).encode("ascii"))
    store.trim()
