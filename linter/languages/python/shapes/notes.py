"""Comments and docstrings that stand at the fields of a class or the entries of a dict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tree_sitter import Node

from linter.languages.shaping import ShapeReader, span_of
from linter.shapes import Quote

_QUOTED_AT_MOST = 2000
"""Bytes of comments at one field that are kept."""


class Noted(NamedTuple):
    """A statement or pair, and what is said of it."""

    node: Node
    note: Quote | None


def with_notes(reader: ShapeReader, children: Sequence[Node]) -> Iterator[Noted]:
    """Each child with the comments above it, the one behind it on its line, and the string below it."""
    above: list[Node] = []
    previous: Node | None = None
    for number, child in enumerate(children):
        if child.type == "comment":
            if previous is None or not _same_line(previous, child):
                above.append(child)
            continue
        notes = [*above, *_inside(child), *_behind(children, number)]
        yield Noted(child, _joined(reader, notes))
        previous, above = child, []


def _inside(statement: Node) -> Iterator[Node]:
    """The comments in the brackets around the value of a field."""
    assigned = statement.named_children[0] if statement.named_child_count else statement
    value = assigned.child_by_field_name("right")
    if value is not None and value.type == "parenthesized_expression":
        yield from (child for child in value.named_children if child.type == "comment")


def _behind(children: Sequence[Node], number: int) -> Iterator[Node]:
    child = children[number]
    for following in children[number + 1 :]:
        if following.type == "comment" and _same_line(child, following):
            yield following
            continue
        if _is_string(following):
            yield following
        return


def _is_string(node: Node) -> bool:
    return (
        node.type == "expression_statement"
        and node.named_child_count == 1
        and node.named_children[0].type in ("string", "concatenated_string")
    )


def _same_line(first: Node, second: Node) -> bool:
    return first.end_point.row == second.start_point.row


def _joined(reader: ShapeReader, notes: Sequence[Node]) -> Quote | None:
    if not notes:
        return None
    whole = span_of(notes[0])._replace(end=notes[-1].end_byte)
    return Quote("\n".join(reader.text(each) for each in notes)[:_QUOTED_AT_MOST], whole)
