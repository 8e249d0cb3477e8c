"""Edges of the call graph: who leads to a symbol, and where."""

from __future__ import annotations

from typing import NamedTuple

from linter.facts import Call, Span

Node = tuple[str, int]
"""A symbol of a file."""


class Edge(NamedTuple):
    """A place in one symbol that leads to another: a call, an import, a function handed on.

    `text` says how, `reasons` why it may not.
    """

    path: str
    symbol: int
    span: Span
    text: str
    target: Node
    reasons: tuple[str, ...] = ()
    call: Call | None = None
    """The call, where it is one that passes arguments to the target."""
    default: int = -1
    """The position of the parameter whose default leads on, where one does."""
    passed_around: bool = False
    """Whether the place only makes the target, a function, for somebody who is not known, or gets it from such."""
    kept: bool = False
    """Whether the place only puts the target, a function, where others may find it."""
    later: bool = False
    """Whether the place only hands the target, a function, on to what may run it some time."""
