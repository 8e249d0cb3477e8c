"""What of a file's text is no code, and what holds together: for those who show code to somebody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tree_sitter import Node

from linter.facts import Span
from linter.languages.syntax import walk


class Outline(NamedTuple):
    """The spans of a file, in bytes, in the order of their starts.

    Args:
        remarks: comments, docstrings, and statements that are nothing but a string: text that is never run.
        texts: what stands between the quotes of strings, in templates, between tags and in regular expressions.
        bodies: functions and methods, and the statements of the top level.
    """

    remarks: tuple[Span, ...]
    texts: tuple[Span, ...]
    bodies: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The types of a grammar's nodes that an outline is made of.

    Args:
        remarks: comments.
        functions: whatever has a body of its own.
        strings: literals; a statement that consists of one is a remark.
        texts: gives the spans of text that a node holds, if it holds any.
    """

    remarks: Collection[str]
    functions: Collection[str]
    strings: Collection[str]
    texts: Callable[[Node], Iterator[Span]]


def outline_of(root: Node, kinds: Kinds) -> Outline:
    """The outline of a syntax tree."""
    remarks: list[Span] = []
    texts: list[Span] = []
    bodies = [_span(each) for each in root.children]
    for node in walk(root):
        kind = node.type
        if kind in kinds.remarks or (kind == "expression_statement" and _only_text(node, kinds)):
            remarks.append(_span(node))
        elif kind in kinds.functions:
            bodies.append(_span(_decorated(node)))
        texts.extend(kinds.texts(node))
    return Outline(tuple(sorted(remarks)), tuple(sorted(texts)), tuple(sorted(set(bodies))))


def _only_text(statement: Node, kinds: Kinds) -> bool:
    """Whether a statement does nothing: it is a string, into which nothing is put."""
    inner = [each for each in statement.named_children if each.type not in kinds.remarks]
    return len(inner) == 1 and _is_text(inner[0], kinds)


def _is_text(node: Node, kinds: Kinds) -> bool:
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    if node.type not in kinds.strings:
        return False
    return all(each.type not in ("interpolation", "template_substitution") for each in walk(node))


def _decorated(node: Node) -> Node:
    parent = node.parent
    return parent if parent is not None and parent.type == "decorated_definition" else node


def _span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)
