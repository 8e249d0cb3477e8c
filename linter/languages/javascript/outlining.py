"""TypeScript and JavaScript: what is no code, and what holds together."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from linter.facts import Span
from linter.languages.javascript.reading import parse
from linter.languages.outline import Kinds, Outline, outline_of

_PLAIN = frozenset({"jsx_text", "regex_pattern"})


def _texts(node: Node) -> Iterator[Span]:
    if not node.is_named:  # the keyword `string` of TypeScript
        return
    if node.type in _PLAIN:
        yield Span(node.start_byte, node.end_byte)
    elif node.type == "string":
        yield Span(node.start_byte + 1, node.end_byte - 1)
    elif node.type == "template_string":
        yield from _between_substitutions(node)


def _between_substitutions(node: Node) -> Iterator[Span]:
    position = node.start_byte + 1
    for child in node.named_children:
        if child.type == "template_substitution":
            yield Span(position, child.start_byte)
            position = child.end_byte
    yield Span(position, node.end_byte - 1)


_KINDS = Kinds(
    remarks=frozenset({"comment", "html_comment", "hash_bang_line"}),
    functions=frozenset(
        {
            "function_declaration",
            "generator_function_declaration",
            "function_expression",
            "generator_function",
            "arrow_function",
            "method_definition",
        }
    ),
    strings=frozenset({"string", "template_string"}),
    texts=_texts,
)


def outline(suffix: str, data: bytes) -> Outline:
    """The outline of a file's bytes; the suffix selects the grammar."""
    return outline_of(parse(suffix, data), _KINDS)
