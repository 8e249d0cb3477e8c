"""A review of two commits gives what it gave then: everything that it depends on is in its key.

Work trees and indexes have no id, and what judges say is kept elsewhere: such reviews are made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date

from linter.cache import Store, program_digest
from linter.report import Report
from linter.review.opening import INDEX, WORKTREE, States
from linter.sources import WatchedTree
from linter.workspace import Workspace


def key_of(both: States, workspace: Workspace, today: date, told: Sequence[str]) -> str | None:
    """The key of a review, None for one that is not kept. `told` are the papers and what else the operator says."""
    program = program_digest()
    if program is None or both.head in (WORKTREE, INDEX):
        return None
    said = [
        program,
        both.base,
        both.head,
        both.notices,
        both.before.paths(),
        both.after.paths(),
        today.isoformat(),
        list(workspace.rules),
        list(workspace.book.rules.values()),
        list(workspace.book.capabilities.values()),
        list(told),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def again(store: Store, key: str, both: States, make: Callable[[], Report]) -> Report:
    """What `make` gives, found again if it was kept."""
    # Not for the commands that keep no review: it takes longer to import than they do.
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import PydanticSerializationError

    kind = TypeAdapter(Report)
    data = store.get(key)
    if data is not None:
        try:
            return kind.validate_json(data)
        except ValidationError:
            pass
    report = make()
    if not _by_accident(report, both):
        try:
            store.put(key, kind.dump_json(report))
        except (PydanticSerializationError, UnicodeError):
            # Names of files that are no UTF-8: such a change is reviewed anew each time.
            return report
        store.trim()
    return report


def _by_accident(report: Report, both: States) -> bool:
    """Whether a file could be loaded and not be read: a slow or full machine may be the reason."""
    tree = both.after
    return isinstance(tree, WatchedTree) and any(tree.loads(each.path) for each in report.files.skipped)
