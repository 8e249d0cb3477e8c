"""Tables of checked data (from TOML or JSON) as named tuples.

What has been checked once is plain data that may be kept between runs; this makes our types of it again, without
looking for mistakes. The checking is in `linter.validation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

_Row = TypeVar("_Row", bound=tuple[Any, ...])


def row(kind: type[_Row], table: Mapping[str, Any], **parts: type[tuple[Any, ...]]) -> _Row:
    """A named tuple of a checked table that has its fields' names as keys.

    Lists become tuples, also those that are the values of a table. `parts` says of which named tuples the lists
    of tables consist.
    """
    values: dict[str, Any] = {
        name: value if isinstance(value, str) else _frozen(value) for name, value in table.items()
    }
    for name, part in parts.items():
        if name in values:
            values[name] = tuple(row(part, each) for each in values[name])
    return kind(**values)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {name: tuple(each) if isinstance(each, list) else each for name, each in value.items()}
    return value
