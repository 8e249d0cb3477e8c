"""Types, enums, classes, variables and parameters."""

from __future__ import annotations

from tree_sitter import Node

from linter.languages.javascript.shapes.expressions import INVOLVED, may_hold, shape_of, some_shape
from linter.languages.javascript.shapes.notes import entries_with_notes
from linter.languages.javascript.shapes.types import key_text, shape_of_members, shape_of_type
from linter.languages.shaping import ShapeReader, span_of, words_of
from linter.shapes import (
    Blank,
    Definition,
    Dot,
    Entry,
    Flow,
    Invoked,
    Lambda,
    Part,
    PartKind,
    Shape,
    Sort,
    Span,
    Table,
)


def visit_alias(reader: ShapeReader, node: Node) -> None:
    value = shape_of_type(reader, node.child_by_field_name("value"))
    _define(reader, node, Sort.TYPE, value)


def visit_interface(reader: ShapeReader, node: Node) -> None:
    body = node.child_by_field_name("body")
    clauses = [child for child in node.named_children if child.type in ("extends_type_clause", "extends_clause")]
    bases = (shape_of_type(reader, each) for clause in clauses for each in clause.named_children)
    value = shape_of_members(reader, body) if body is not None else None
    _define(reader, node, Sort.TYPE, value, tuple(each for each in bases if each is not None))


def visit_enum(reader: ShapeReader, node: Node) -> None:
    body = node.child_by_field_name("body")
    entries: list[Entry] = []
    for child, note in entries_with_notes(reader, body) if body is not None else ():
        name = child.child_by_field_name("name") if child.type == "enum_assignment" else child
        if name is not None:
            value = some_shape(reader, child.child_by_field_name("value"), child, 0)
            entries.append(Entry(key_text(reader, name), span_of(name), None, value, note, optional=False))
    _define(reader, node, Sort.ENUM, Table(tuple(entries), (), span_of(node), constant=True))


def visit_class(reader: ShapeReader, node: Node) -> None:
    body = node.child_by_field_name("body")
    entries: list[Entry] = []
    for child, note in entries_with_notes(reader, body) if body is not None else ():
        name = child.child_by_field_name("name")
        if child.type == "public_field_definition" and name is not None:
            declared = shape_of_type(reader, child.child_by_field_name("type"))
            value = shape_of(reader, child.child_by_field_name("value"))
            entries.append(Entry(key_text(reader, name), span_of(name), declared, value, note, optional=False))
    bases = tuple(
        some_shape(reader, each, each, 0)
        for heritage in node.named_children
        if heritage.type == "class_heritage"
        for clause in heritage.named_children
        if clause.type == "extends_clause"
        for each in clause.named_children[:1]
    )
    _define(reader, node, Sort.CLASS, Table(tuple(entries), (), span_of(node), constant=True), bases)


def _define(reader: ShapeReader, node: Node, sort: Sort, value: Shape | None, bases: tuple[Shape, ...] = ()) -> None:
    name = node.child_by_field_name("name")
    if name is not None:
        known = Definition(reader.text(name), sort, span_of(name), reader.scope, value=value, bases=bases)
        reader.definitions.append(known)


# --- variables -----------------------------------------------------------------------------------------


def visit_variable(reader: ShapeReader, node: Node) -> None:
    pattern, value_node = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is None:
        return
    if value_node is not None and value_node.type in INVOLVED and reader.is_aside(value_node):
        value_node = None
    declared = shape_of_type(reader, node.child_by_field_name("type"))
    value = shape_of(reader, _wrapped(reader, value_node)) if value_node is not None else None
    if isinstance(value, Invoked) and not words_of(value).isdisjoint(reader.words):
        reader.kept = max(reader.kept, value.span.end)
    if isinstance(value, Lambda):
        value = None
    constant = node.parent is not None and node.parent.children[0].type == "const"
    bind_pattern(reader, pattern, declared, value, constant=constant)


def _wrapped(reader: ShapeReader, node: Node) -> Node:
    """The schema inside of calls of other functions: `lazily(() => wrap(z.object({…})))`; else the node itself."""
    inner = node
    for _ in range(_WRAPPERS):
        if inner.type == "call_expression":
            callee, given = inner.child_by_field_name("function"), inner.child_by_field_name("arguments")
            if callee is not None and may_hold(reader, callee):
                return inner
            if given is None or given.named_child_count != 1:
                return node
            inner = given.named_children[0]
        elif inner.type == "arrow_function":
            body = inner.child_by_field_name("body")
            if body is None:
                return node
            inner = body
        else:
            return node
    return node


_WRAPPERS = 8
"""Calls around a schema that are looked through."""


def bind_pattern(
    reader: ShapeReader,
    pattern: Node,
    declared: Shape | None,
    value: Shape | None,
    *,
    sort: Sort = Sort.VALUE,
    scope: Span | None = None,
    position: int = -1,
    constant: bool = False,
) -> None:
    """Defines the names of a pattern; those of a taken apart object are members of its type or value."""
    where = scope or reader.scope
    if pattern.type == "identifier":
        name = reader.text(pattern)
        reader.definitions.append(
            Definition(name, sort, span_of(pattern), where, declared, value, position=position, constant=constant)
        )
    elif pattern.type == "object_pattern":
        for child in pattern.named_children:
            _bind_property(reader, child, declared, value, where)


def _bind_property(reader: ShapeReader, node: Node, declared: Shape | None, value: Shape | None, scope: Span) -> None:
    key, target = node, node
    if node.type == "pair_pattern":
        key = node.child_by_field_name("key") or node
        target = node.child_by_field_name("value") or node
    elif node.type == "object_assignment_pattern":
        key = target = node.child_by_field_name("left") or node
    if target.type == "assignment_pattern":
        target = target.child_by_field_name("left") or target
    if target.type not in ("identifier", "shorthand_property_identifier_pattern", "object_pattern"):
        return
    name, span = key_text(reader, key), span_of(key)
    inner_type = Dot(declared, name, span) if declared is not None else None
    inner_value = Dot(value, name, span) if value is not None else None
    if target.type == "object_pattern":
        bind_pattern(reader, target, inner_type, inner_value, scope=scope)
    else:
        known = Definition(reader.text(target), Sort.VALUE, span_of(target), scope, inner_type, inner_value)
        reader.definitions.append(known)


def visit_loop(reader: ShapeReader, node: Node) -> None:
    """`for (const each of all)`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is not None and right is not None and any(child.type == "of" for child in node.children):
        item = Part(PartKind.ITEMS, some_shape(reader, right, right, 0), span_of(right))
        bind_pattern(reader, left, None, item, scope=span_of(node))


# --- functions -----------------------------------------------------------------------------------------

_GOING_THROUGH = frozenset(
    "map filter forEach find findLast findIndex some every flatMap sort toSorted reduce groupBy".split()
)


def visit_function(reader: ShapeReader, node: Node) -> None:
    """A function's name and result, and its parameters."""
    name = node.child_by_field_name("name")
    declarator = node.parent if node.parent is not None and node.parent.type == "variable_declarator" else None
    if name is None and declarator is not None:
        name = declarator.child_by_field_name("name")
    returns = shape_of_type(reader, node.child_by_field_name("return_type"))
    if name is not None:
        function = Definition(reader.text(name), Sort.FUNCTION, span_of(node), reader.scope, returns)
        reader.definitions.append(function)
    body = node.child_by_field_name("body")
    if body is not None and body.type == "statement_block":
        # Calls in there are no part of an expression around the function that was kept.
        reader.kept = min(reader.kept, body.start_byte)
    if returns is not None and body is not None and body.type != "statement_block":
        value = shape_of(reader, body)
        if value is not None and not isinstance(value, Blank):
            reader.flows.append(Flow(value, returns, value.span))
    _bind_parameters(reader, node, name)


def _bind_parameters(reader: ShapeReader, node: Node, name: Node | None) -> None:
    item = _gone_through(reader, node)
    listed = node.child_by_field_name("parameters")
    single = node.child_by_field_name("parameter")
    if single is not None:
        bind_pattern(reader, single, None, item, sort=Sort.PARAM, scope=span_of(node), position=0)
    position = 0
    for child in listed.named_children if listed is not None else ():
        if child.type in ("comment", "decorator"):
            continue
        pattern = child.child_by_field_name("pattern") or child
        declared = shape_of_type(reader, child.child_by_field_name("type"))
        given = item if position == 0 and declared is None else None
        if declared is not None or given is not None or pattern.type == "identifier":
            bind_pattern(reader, pattern, declared, given, sort=Sort.PARAM, scope=span_of(node), position=position)
        position += 1


def _gone_through(reader: ShapeReader, node: Node) -> Shape | None:
    """An element of the collection whose method a function is handed to."""
    arguments = node.parent
    call = arguments.parent if arguments is not None and arguments.type == "arguments" else None
    callee = call.child_by_field_name("function") if call is not None else None
    if callee is None or callee.type != "member_expression":
        return None
    method, base = callee.child_by_field_name("property"), callee.child_by_field_name("object")
    if method is None or base is None or reader.text(method) not in _GOING_THROUGH:
        return None
    return Part(PartKind.ITEMS, some_shape(reader, base, base, 0), span_of(base))
