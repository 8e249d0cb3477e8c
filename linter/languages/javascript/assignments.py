"""Where a value goes: names, members, destructuring patterns, and CommonJS exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tree_sitter import Node

from linter.facts import CARRIERS, ELEMENT, UNKNOWN, Accessor, Expr, Fallback, Index, Member, Record, Text
from linter.languages.javascript.reader import Reader, span
from linter.languages.javascript.strings import unescaped

Sink = Callable[[str, Expr], None]


def target_name(reader: Reader, node: Node) -> str:
    """The last name of an assignment's target: what an anonymous function assigned to it goes by."""
    if node.type == "identifier":
        return reader.text(node)
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        return reader.text(name) if name is not None else ""
    return ""


def assign_to(reader: Reader, target: Node, value: Expr) -> None:
    """Gives `value` to whatever stands on the left of an assignment."""
    match target.type:
        case "member_expression":
            _assign_member(reader, target, value)
        case "subscript_expression" | "parenthesized_expression" | "non_null_expression":
            base = reader.read(target)
            if isinstance(base, Member):
                reader.facts.assign_member(base.base, base.name, value)
            elif isinstance(base, Index) and isinstance(value, CARRIERS):
                reader.facts.assign_member(base.base, ELEMENT, value)
        case _:
            spread_pattern(reader, target, value, reader.facts.assign)


def _assign_member(reader: Reader, target: Node, value: Expr) -> None:
    base_node, name_node = target.child_by_field_name("object"), target.child_by_field_name("property")
    if base_node is None or name_node is None:
        return
    name = reader.text(name_node)
    base_text = reader.text(base_node)
    if base_text == "module" and name == "exports":
        export_common(reader, value)
    elif base_text in ("exports", "module.exports"):
        reader.facts.exports.setdefault(name, []).append(value)
    else:
        base = reader.read(base_node)
        reader.facts.assign_member(base, name, value)
        reader.facts.access(base, span(target), name, kind=Accessor.SET)
        if base_text == "descriptor" and name in ("value", "get"):
            # A decorator of a method gives back what it puts into the method's descriptor.
            reader.facts.symbols[reader.facts.symbol].returns.append(value)


def export_common(reader: Reader, value: Expr) -> None:
    """`module.exports = value`: the whole module, and each entry by its name."""
    reader.facts.exports.setdefault("default", []).append(value)
    if isinstance(value, Record):
        for name, entry in value.entries:
            reader.facts.exports.setdefault(name, []).append(entry)


def export_assigned(reader: Reader, target: Node, values: Sequence[Expr]) -> None:
    """`Object.assign(exports, values)`: each entry by its name."""
    if reader.text(target) in ("exports", "module.exports"):
        for value in values:
            for name, entry in value.entries if isinstance(value, Record) else ():
                reader.facts.exports.setdefault(name, []).append(entry)


def spread_pattern(reader: Reader, pattern: Node, value: Expr, sink: Sink) -> None:
    """Takes a pattern apart and gives each name its part of `value`."""
    match pattern.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            sink(reader.text(pattern), value)
        case "object_pattern":
            for child in pattern.named_children:
                _spread_property(reader, child, value, sink)
        case "array_pattern":
            for position, child in enumerate(pattern.named_children):
                spread_pattern(reader, child, Index(value, Text(str(position))), sink)
        case "assignment_pattern" | "object_assignment_pattern":
            left, right = pattern.child_by_field_name("left"), pattern.child_by_field_name("right")
            default = reader.read(right) if right is not None else UNKNOWN
            if left is not None:
                part = Member(value, reader.text(left)) if _is_shorthand(pattern, left) else value
                spread_pattern(reader, left, Fallback(part, default), sink)
        case "rest_pattern":
            for child in pattern.named_children:
                spread_pattern(reader, child, value, sink)
        case "member_expression":
            assign_to(reader, pattern, value)
        case _:
            reader.read_children(pattern)


def _is_shorthand(pattern: Node, left: Node) -> bool:
    return pattern.type == "object_assignment_pattern" and left.type == "shorthand_property_identifier_pattern"


def _spread_property(reader: Reader, child: Node, value: Expr, sink: Sink) -> None:
    if child.type == "pair_pattern":
        key, inner = child.child_by_field_name("key"), child.child_by_field_name("value")
        if key is None or inner is None:
            return
        name = unescaped(reader.text(key)[1:-1]) if key.type == "string" else reader.text(key)
        reader.facts.access(value, span(child), name)
        spread_pattern(reader, inner, Member(value, name), sink)
    elif child.type == "shorthand_property_identifier_pattern":
        name = reader.text(child)
        reader.facts.member_names.add(name)
        reader.facts.access(value, span(child), name)
        sink(name, Member(value, name))
    else:
        spread_pattern(reader, child, value, sink)
