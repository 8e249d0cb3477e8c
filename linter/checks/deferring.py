"""The check of closed sets, whose modules are imported only where a file may describe records.

They take as long to import as all other checks together, and a commit seldom has such a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from linter.capability import NPM, PYPI, Ecosystem
from linter.checks.context import Context
from linter.findings import Evidence
from linter.interest import is_python_file

NAME = "enum-string"

_KEYS = {NPM: ("modules",), PYPI: ("modules", "bases", "marks")}
"""What a library goes by in the files that use it."""

_SHORTEST = 3
"""Letters of a word that tells something. Those of fewer letters (`attr.s`) stand beside their module's name."""


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
    words = {ecosystem: frozenset(_words(params.table, ecosystem)) for ecosystem in (NPM, PYPI)}
    for path in sorted(context.audited):
        data = context.reading.content(path)
        if any(word in data for word in words[PYPI if is_python_file(path) else NPM]):
            from linter.checks import enum_string

            yield from enum_string.gather(context, enum_string.parameters(params.table))
            return


def _words(table: Mapping[str, Any], ecosystem: Ecosystem) -> Iterable[bytes]:
    for library in table["libraries"]:
        if library["ecosystem"] == ecosystem:
            for key in _KEYS[ecosystem]:
                yield from (each.strip("/.").encode() for each in library.get(key, ()) if len(each) >= _SHORTEST)
