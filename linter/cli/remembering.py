"""What a command remembers of earlier runs, unless the operator does without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from linter.cache import Store
from linter.extraction import Extracting, Remembering, extract_all, facts_store
from linter.rerun import reports_store


class Memory(NamedTuple):
    """How files are read, and where reports are kept, if anywhere."""

    extract: Extracting = extract_all
    reports: Store | None = None


@contextmanager
def remembering(wanted: bool) -> Iterator[Memory]:
    """The memory that is there; an empty one if it is not `wanted`."""
    store = facts_store() if wanted else None
    if store is None:
        yield Memory()
        return
    extract = Remembering(store, extract_all)
    yield Memory(extract, reports_store())
    extract.finish()
