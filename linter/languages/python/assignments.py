"""Where a value goes: names, attributes and unpacked targets."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from linter.facts import (
    ABSENT,
    CARRIERS,
    ELEMENT,
    UNKNOWN,
    Accessor,
    Call,
    Expr,
    Index,
    InstanceOf,
    Items,
    Join,
    Member,
    Name,
    Text,
)
from linter.languages.python.reader import Reader, span
from linter.languages.python.types import annotated

Sink = Callable[[str, Expr], None]


def spread_pattern(reader: Reader, target: Node, value: Expr, sink: Sink) -> None:
    """Takes a target apart and gives each name its part of `value`."""
    match target.type:
        case "identifier":
            sink(reader.text(target), value)
        case "attribute":
            base, name = target.child_by_field_name("object"), target.child_by_field_name("attribute")
            if base is not None and name is not None:
                owner = reader.read(base)
                reader.facts.assign_member(owner, reader.text(name), value)
                reader.facts.access(owner, span(target), reader.text(name), kind=Accessor.SET)
        case "subscript":
            place = reader.read(target)
            if isinstance(place, Member):
                reader.facts.assign_member(place.base, place.name, value)
            elif isinstance(place, Index) and isinstance(value, CARRIERS):
                reader.facts.assign_member(place.base, ELEMENT, value)
        case "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list":
            for position, child in enumerate(target.named_children):
                spread_pattern(reader, child, Index(value, Text(str(position))), sink)
        case "list_splat_pattern" | "parenthesized_expression" | "as_pattern_target":
            for child in target.named_children:
                spread_pattern(reader, child, value, sink)
        case _:
            reader.read_children(target)


def read_assignment(reader: Reader, node: Node) -> Expr:
    """`target = value`, `target: Type = value` and `target: Type`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None:
        return UNKNOWN
    if right is not None:
        value = reader.read(right)
        declared = annotated(reader, node.child_by_field_name("type"))
        if declared is not None and (value == ABSENT or _is_filled_later(value)):
            value = InstanceOf(declared)
    else:
        declared = annotated(reader, node.child_by_field_name("type"))
        if declared is None:
            return UNKNOWN
        value = InstanceOf(declared)
    spread_pattern(reader, left, value, lambda name, part: bind(reader, name, part))
    return value


_FILLERS = frozenset({"field", "Field", "Depends", "ib", "attrib", "Provide", "Inject", "inject"})


def _is_filled_later(value: Expr) -> bool:
    """`client: Client = field(default_factory=…)`, `= Depends(…)`: a library gives the value, of the type."""
    return isinstance(value, Call) and isinstance(value.callee, Name | Member) and value.callee.name in _FILLERS


def bind(reader: Reader, name: str, value: Expr) -> None:
    """An assignment declares the name in the function it stands in, unless `global` says otherwise."""
    facts = reader.facts
    if (facts.function_scope, name) in reader.outer_names:
        facts.assign(name, value)
    else:
        facts.bind(name, value, facts.function_scope)


def read_augmented(reader: Reader, node: Node) -> Expr:
    """`text += more` joins; every other operator makes the target unknown."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None:
        return UNKNOWN
    value = reader.read(right)
    if operator is not None and operator.type == "+=" and left.type == "identifier":
        name = reader.text(left)
        if isinstance(value, Items):
            return UNKNOWN  # the head of a list that grows stays what it was
        bind(reader, name, Join((Name(name, reader.facts.scope), value)))
    else:
        reader.read(left)
    return UNKNOWN


def read_outer_names(reader: Reader, node: Node) -> Expr:
    """`global` and `nonlocal`."""
    for child in node.named_children:
        reader.outer_names.add((reader.facts.function_scope, reader.text(child)))
    return UNKNOWN
