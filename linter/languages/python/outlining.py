"""Python: what is no code, and what holds together."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from linter.facts import Span
from linter.languages.outline import Kinds, Outline, outline_of
from linter.languages.python.reading import parse


def _texts(node: Node) -> Iterator[Span]:
    if node.type == "string_content":
        yield Span(node.start_byte, node.end_byte)


_KINDS = Kinds(
    remarks=frozenset({"comment"}),
    functions=frozenset({"function_definition", "lambda"}),
    strings=frozenset({"string", "concatenated_string"}),
    texts=_texts,
)


def outline(data: bytes) -> Outline:
    """The outline of a file's bytes."""
    return outline_of(parse(data), _KINDS)
