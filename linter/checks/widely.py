"""Values that may lead into any file, for the few that are not known otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from linter.checks.context import Context


class Widely:
    """A second look at a run.

    Checks that find sinks let values lead only into files that may lead to one. The constant that a sink is made of may
    stand in a file that nothing else gives a reason to read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._wide: Context | None = None

    @contextmanager
    def opened(self) -> Iterator[Context]:
        """While it lasts, values of the given context lead into any file."""
        self._wide = self._wide or self._context.restarted()
        self._context.reading.follow(everywhere=True)
        try:
            yield self._wide
        finally:
            self._context.reading.follow(everywhere=False)
