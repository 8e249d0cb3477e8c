"""Statements: blocks and their scopes, conditions, loops, returns."""

from __future__ import annotations

from tree_sitter import Node

from linter.facts import ABSENT, UNKNOWN, Expr, Index
from linter.languages.conditions import asks_a_flag
from linter.languages.javascript.assignments import spread_pattern
from linter.languages.javascript.reader import Reader

_LEAVES = frozenset({"return_statement", "continue_statement", "break_statement"})


def read_nothing(reader: Reader, node: Node) -> Expr:
    """Types, comments, ambient declarations: nothing that runs."""
    return UNKNOWN


def read_absent(reader: Reader, node: Node) -> Expr:
    """`null`, `undefined`."""
    return ABSENT


def read_program(reader: Reader, node: Node) -> Expr:
    _read_statements(reader, node)
    return UNKNOWN


def read_block(reader: Reader, node: Node) -> Expr:
    with reader.facts.inside_scope():
        _read_statements(reader, node)
    return UNKNOWN


def _read_statements(reader: Reader, node: Node) -> None:
    """Statements in order. What follows `if (flag) return` runs only without the flag, so it is guarded too."""
    outer = reader.facts.guard
    for child in node.named_children:
        if child.type == "if_statement":
            guard = _read_condition(reader, child)
            if guard and _leaves(child):
                reader.facts.guard = -guard
        else:
            reader.read(child)
    reader.facts.guard = outer


def _leaves(node: Node) -> bool:
    """Whether an `if` without `else` ends by leaving the block around it."""
    body = node.child_by_field_name("consequence")
    if body is None or node.child_by_field_name("alternative") is not None:
        return False
    last = body.named_children[-1] if body.type == "statement_block" and body.named_child_count else body
    return last.type in _LEAVES


def read_if(reader: Reader, node: Node) -> Expr:
    _read_condition(reader, node)
    return UNKNOWN


def _read_condition(reader: Reader, node: Node) -> int:
    """Reads an `if`; gives the number of its condition, 0 when it asks no flag."""
    condition = node.child_by_field_name("condition")
    guard = reader.facts.new_guard(condition is not None and asks_a_flag(reader.text(condition)))
    reader.read_optional(condition)
    with reader.facts.guarded(guard):
        reader.read_optional(node.child_by_field_name("consequence"))
    with reader.facts.guarded(-guard):
        reader.read_optional(node.child_by_field_name("alternative"))
    return guard


def read_switch(reader: Reader, node: Node) -> Expr:
    value, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    flag = value is not None and asks_a_flag(reader.text(value))
    reader.read_optional(value)
    with reader.facts.guarded(reader.facts.new_guard(flag)), reader.facts.inside_scope():
        if body is not None:
            reader.read_children(body)
    return UNKNOWN


def read_for(reader: Reader, node: Node) -> Expr:
    with reader.facts.inside_scope():
        reader.read_children(node)
    return UNKNOWN


def read_for_in(reader: Reader, node: Node) -> Expr:
    """`for (const x of xs)`: x is some element of xs."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    values = reader.read(right) if right is not None else UNKNOWN
    with reader.facts.inside_scope():
        if left is not None:
            declares = node.child_by_field_name("kind") is not None
            sink = reader.facts.bind if declares else reader.facts.assign
            spread_pattern(reader, left, Index(values, UNKNOWN), sink)
        reader.read_optional(node.child_by_field_name("body"))
    return UNKNOWN


def read_catch(reader: Reader, node: Node) -> Expr:
    with reader.facts.inside_scope():
        parameter = node.child_by_field_name("parameter")
        if parameter is not None:
            spread_pattern(reader, parameter, UNKNOWN, reader.facts.bind)
        reader.read_optional(node.child_by_field_name("body"))
    return UNKNOWN


def read_return(reader: Reader, node: Node) -> Expr:
    """`return` and `yield`: one more value that the function gives."""
    value: Expr = UNKNOWN
    for child in node.named_children:
        if child.type != "comment":
            value = reader.read(child)
    reader.facts.symbols[reader.facts.symbol].returns.append(value)
    return UNKNOWN
