"""Annotations, read only as far as they say what a value is an instance of."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.facts import Either, Expr, Items, Member, Name
from linter.languages.python.reader import Reader

_WRAPPERS = frozenset({"Optional", "Annotated", "Final", "ClassVar", "Union", "Required", "NotRequired"})
_CONTAINERS = frozenset(
    "list List tuple Tuple set Set frozenset FrozenSet deque Sequence MutableSequence Collection Iterable Iterator "
    "AsyncIterable AsyncIterator Generator AsyncGenerator dict Dict Mapping MutableMapping defaultdict".split()
)
"""Generic types that hold, or give one after the other, things of an argument: the last one of those with two."""
_FIRST_ARGUMENT = frozenset({"tuple", "generator", "asyncgenerator"})
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z")


def annotated(reader: Reader, node: Node | None) -> Expr | None:
    """The class that an annotation names, or None for containers, callables, literals and the like."""
    if node is None:
        return None
    match node.type:
        case "type" | "parenthesized_expression":
            return annotated(reader, node.named_children[0]) if node.named_child_count else None
        case "identifier" | "attribute" | "member_type":
            return _dotted(reader, reader.text(node))
        case "string":
            return _dotted(reader, reader.text(node).strip("\"'"))
        case "binary_operator" | "union_type":
            return _one_of(reader, node.named_children)
        case "generic_type" | "subscript":
            return _generic(reader, node)
        case _:
            return None


def _dotted(reader: Reader, text: str) -> Expr | None:
    text = text.replace(" ", "").removesuffix("|None")
    if not _DOTTED.match(text) or text in ("None", "str", "int", "float", "bool", "bytes", "Any", "object"):
        return None
    first, *rest = text.split(".")
    value: Expr = Name(first, reader.facts.scope)
    for part in rest:
        value = Member(value, part)
    return value


def _generic(reader: Reader, node: Node) -> Expr | None:
    head, *arguments = node.named_children
    name = reader.text(head).rpartition(".")[2]
    if arguments and arguments[0].type == "type_parameter":
        arguments = arguments[0].named_children
    if name == "Union":
        return _one_of(reader, arguments)
    if name in _WRAPPERS:
        return annotated(reader, arguments[0]) if arguments else None
    if name in _CONTAINERS and arguments:
        held = annotated(reader, arguments[0 if name.lower() in _FIRST_ARGUMENT else -1])
        return None if held is None else Items((held,))
    return annotated(reader, head)


def _one_of(reader: Reader, nodes: list[Node]) -> Expr | None:
    found = [annotated(reader, each) for each in nodes]
    known = tuple(each for each in found if each is not None)
    return known[0] if len(known) == 1 else Either(known) if known else None
