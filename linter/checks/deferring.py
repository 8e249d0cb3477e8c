"""The check of closed sets, whose modules are imported only where a file may describe records.

They take as long to import as all other checks together, and a commit seldom has such a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from linter.checks.context import Context
from linter.findings import Evidence

NAME = "enum-string"

_KEYS = ("modules", "bases", "marks")
"""What a library goes by in the files that use it."""


class Asked(NamedTuple):
    """What a rule's `params` hold, not yet read."""

    table: Mapping[str, Any]

    def verify(self) -> None:
        """Raises ValueError when they cannot be read. Asked once for a rule file."""
        from linter.checks import enum_string

        enum_string.parameters(self.table)


def __getattr__(name: str) -> object:
    """`Params` of the check itself."""
    if name != "Params":
        raise AttributeError(name)
    from linter.checks import enum_string

    return enum_string.Params


def parameters(table: Mapping[str, Any]) -> Asked:
    return Asked(table)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """What the check finds; nothing where no file names a library of schemas."""
    assert isinstance(params, Asked)
    words = frozenset(_words(params.table))
    if any(word in context.reading.content(path) for path in sorted(context.audited) for word in words):
        from linter.checks import enum_string

        yield from enum_string.gather(context, enum_string.parameters(params.table))


def _words(table: Mapping[str, Any]) -> Iterable[bytes]:
    for library in table["libraries"]:
        for key in _KEYS:
            yield from (str(each).rstrip("/").encode() for each in library.get(key, ()))
