"""What is to be rewritten in a Python file, apart from libcst, which takes long to import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Reference(NamedTuple):
    """A definition that a field may refer to.

    Args:
        level: leading dots of the module that is imported from; -1 where it is defined in the same file.
        module: its name behind them.
        name: the definition's name there.
        members: for an Enum, the member of each value; empty for an alias of a Literal.
        is_enum: whether it is an Enum.
        is_text: whether the members of the Enum are as good as text.
    """

    level: int
    module: str
    name: str
    members: Mapping[str, str]
    is_enum: bool
    is_text: bool


class Order(NamedTuple):
    """A type to be replaced: its bytes, the values, and what may be referred to instead.

    `unsafe` says that a default need not be seen to be one of the values.
    """

    start: int
    end: int
    values: Sequence[str]
    reference: Reference | None
    unsafe: bool = False
