"""TypeScript types, read only as far as they say what a value is an instance of.

A name in a type is no use of it at run time, so nothing here is recorded as a reference.
"""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from linter.facts import Either, Expr, Items, Member, Name
from linter.languages.javascript.reader import Reader

_WRAPPERS = frozenset({"Promise", "Readonly", "Required", "Partial", "NonNullable", "Awaited", "PromiseLike"})
"""Generic types whose value is used as one of their first argument."""

_CONTAINERS = frozenset(
    "Array ReadonlyArray Set ReadonlySet Map ReadonlyMap Record Iterable Iterator AsyncIterable AsyncGenerator "
    "Generator IterableIterator".split()
)
"""Generic types that hold, or give one after the other, things of their last argument."""


def type_value(reader: Reader, node: Node | None) -> Expr | None:
    """The class or interface that a type names, or None for literals, functions, arrays and the like."""
    if node is None:
        return None
    match node.type:
        case "type_annotation" | "parenthesized_type" | "readonly_type":
            return type_value(reader, node.named_children[0]) if node.named_child_count else None
        case "type_identifier" | "identifier":
            return Name(reader.text(node), reader.facts.scope)
        case "nested_type_identifier" | "nested_identifier":
            return _nested(reader, node)
        case "generic_type":
            return _generic(reader, node)
        case "union_type":
            options = [type_value(reader, each) for each in node.named_children]
            known = tuple(each for each in options if each is not None)
            return known[0] if len(known) == 1 else Either(known) if known else None
        case "array_type" | "tuple_type":
            return _elements(reader, node.named_children)
        case _:
            return None


def _elements(reader: Reader, nodes: Sequence[Node]) -> Expr | None:
    """Some things of these types, put together: a list, whatever the container is."""
    found = [type_value(reader, each) for each in nodes]
    known = tuple(each for each in found if each is not None)
    return Items(known) if known else None


def _nested(reader: Reader, node: Node) -> Expr | None:
    parts = reader.text(node).split(".")
    value: Expr = Name(parts[0].strip(), reader.facts.scope)
    for part in parts[1:]:
        value = Member(value, part.strip())
    return value


def _generic(reader: Reader, node: Node) -> Expr | None:
    name = node.child_by_field_name("name")
    arguments = node.child_by_field_name("type_arguments")
    if name is not None and arguments is not None and arguments.named_child_count:
        if reader.text(name) in _WRAPPERS:
            return type_value(reader, arguments.named_children[0])
        if reader.text(name) in _CONTAINERS:
            return _elements(reader, arguments.named_children[-1:])
    return type_value(reader, name)
