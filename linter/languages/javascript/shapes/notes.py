"""Comments that stand at the fields of a record."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from linter.languages.shaping import ShapeReader, span_of
from linter.shapes import Quote

_QUOTED_AT_MOST = 2000
"""Bytes of comments at one field that are kept."""


def entries_with_notes(reader: ShapeReader, node: Node) -> Iterator[tuple[Node, Quote | None]]:
    """The members of a node, each with the comments above it and the one behind it on its line."""
    children = [child for child in node.children if child.is_named]
    above: list[Node] = []
    previous: Node | None = None
    for number, child in enumerate(children):
        if child.type == "comment":
            if previous is None or not _same_line(previous, child):
                above.append(child)
            continue
        following = children[number + 1] if number + 1 < len(children) else None
        trails = following is not None and following.type == "comment" and _same_line(child, following)
        yield child, _joined(reader, [*above, following] if trails and following is not None else above)
        previous, above = child, []


def _same_line(first: Node, second: Node) -> bool:
    return first.end_point.row == second.start_point.row


def _joined(reader: ShapeReader, notes: list[Node]) -> Quote | None:
    if not notes:
        return None
    whole = span_of(notes[0])._replace(end=notes[-1].end_byte)
    return Quote("\n".join(reader.text(each) for each in notes)[:_QUOTED_AT_MOST], whole)
