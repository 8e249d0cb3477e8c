"""Expressions: calls, attributes, literals, operators, comprehensions."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.facts import (
    ABSENT,
    SLICE_ENDS,
    UNKNOWN,
    Call,
    Either,
    Expr,
    Fallback,
    Index,
    Items,
    Join,
    Member,
    Name,
    Record,
    Role,
    Spread,
    Super,
    Text,
)
from linter.languages.conditions import asks_a_flag
from linter.languages.python.assignments import spread_pattern
from linter.languages.python.reader import Reader, span

LOOPS = ("__iter__", "__next__", "__aiter__", "__anext__")
_LOOPING = frozenset("list tuple set frozenset iter next anext sorted sum any all min max enumerate dict zip".split())
"""Functions that loop over what they are given."""
_WITHS = ("__enter__", "__exit__", "__aenter__", "__aexit__")
_TYPE_TESTS = frozenset({"isinstance", "issubclass"})


def read_name(reader: Reader, node: Node) -> Expr:
    return reader.chain(node, Role.VALUE)


def read_number(reader: Reader, node: Node) -> Expr:
    """Numbers count as text: they are ports in URLs and positions in lists."""
    return Text(reader.text(node))


def read_negative(reader: Reader, node: Node) -> Expr:
    """`-1` counts as text, as other numbers do; what other operators give is not known."""
    value = reader.read_optional(node.child_by_field_name("argument"))
    return Text(f"-{value.value}") if reader.text(node)[:1] == "-" and isinstance(value, Text) else UNKNOWN


def read_none(reader: Reader, node: Node) -> Expr:
    return ABSENT


def read_inner(reader: Reader, node: Node) -> Expr:
    """Parentheses and `await`: the value is that of the expression inside."""
    value: Expr = UNKNOWN
    for child in node.named_children:
        if child.type != "comment":
            value = reader.read(child)
    return value


def read_call(reader: Reader, node: Node) -> Expr:
    callee_node, arguments_node = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if callee_node is None or arguments_node is None:
        reader.read_children(node)
        return UNKNOWN
    if callee_node.type == "identifier" and reader.text(callee_node) == "super":
        owner = reader.facts.enclosing_class()
        return Super(owner) if owner >= 0 else UNKNOWN
    site = reader.facts.reserve_site()
    callee = reader.chain(callee_node, Role.CALLED)
    args: list[Expr] = []
    keywords: list[tuple[str, Expr]] = []
    if arguments_node.type == "argument_list":
        type_test = callee_node.type == "identifier" and reader.text(callee_node) in _TYPE_TESTS
        _read_arguments(reader, arguments_node, args, keywords, type_test)
    else:
        args.append(reader.read(arguments_node))
    call = Call(callee, tuple(args), tuple(keywords), site)
    reader.facts.fill_site(span(node), call)
    reader.facts.put(call)
    if isinstance(callee, Name) and callee.name in _LOOPING and args:
        reader.facts.access(args[0], span(node), *LOOPS)
    return call


def _read_arguments(
    reader: Reader, node: Node, args: list[Expr], keywords: list[tuple[str, Expr]], type_test: bool
) -> None:
    for position, child in enumerate(each for each in node.named_children if each.type != "comment"):
        if child.type == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None:
                keywords.append((reader.text(name), reader.read(value)))
        elif child.type == "dictionary_splat":
            keywords.append(("**", read_inner(reader, child)))
        elif type_test and position == 1:
            args.append(read_types_tested(reader, child))
        else:
            args.append(reader.read(child))


def read_types_tested(reader: Reader, node: Node) -> Expr:
    """Classes that a value is compared with: a mention that runs nothing of theirs."""
    if node.type in ("identifier", "attribute"):
        return reader.chain(node, Role.GUARD)
    if node.type in ("tuple", "parenthesized_expression"):
        for child in node.named_children:
            read_types_tested(reader, child)
        return UNKNOWN
    return reader.read(node)


def read_subscript(reader: Reader, node: Node) -> Expr:
    base_node, key_node = node.child_by_field_name("value"), node.child_by_field_name("subscript")
    base, key = reader.read_optional(base_node), reader.read_optional(key_node)
    reader.facts.access(base, span(node), "__getitem__")
    return Member(base, key.value) if isinstance(key, Text) else Index(base, key)


def read_slice(reader: Reader, node: Node) -> Expr:
    """`start:stop:step` as a table of the ends that are given."""
    ends: list[tuple[str, Expr]] = []
    position = 0
    for child in node.children:
        if child.type == ":":
            position += 1
        elif child.is_named and child.type != "comment":
            ends.append((SLICE_ENDS[min(position, 2)], reader.read(child)))
    return Record(tuple(ends), ())


def read_items(reader: Reader, node: Node) -> Expr:
    return Items(tuple(reader.read(child) for child in node.named_children if child.type != "comment"))


def read_splat(reader: Reader, node: Node) -> Expr:
    return Spread(read_inner(reader, node))


def read_dictionary(reader: Reader, node: Node) -> Expr:
    entries: list[tuple[str, Expr]] = []
    rest: list[Expr] = []
    for child in node.named_children:
        if child.type == "pair":
            key = reader.read_optional(child.child_by_field_name("key"))
            value = reader.read_optional(child.child_by_field_name("value"))
            entries.append((key.value if isinstance(key, Text) else "", value))
        elif child.type == "dictionary_splat":
            rest.append(read_inner(reader, child))
    return Record(tuple(entries), tuple(rest))


def read_binary(reader: Reader, node: Node) -> Expr:
    """Arithmetic. Long sums are nested to the left as deep as they are long, hence the loop."""
    rights: list[tuple[str, Node]] = []
    current = node
    while current.type == "binary_operator":
        left, right = current.child_by_field_name("left"), current.child_by_field_name("right")
        operator = current.child_by_field_name("operator")
        if left is None or right is None or operator is None:
            break
        rights.append((operator.type, right))
        current = left
    value = reader.read(current)
    parts: list[Expr] = []
    for operator_text, right in reversed(rights):
        other = reader.read(right)
        if operator_text in ("+", "/"):
            parts = parts or [*(value.parts if isinstance(value, Join) else (value,))]
            parts.extend((other,) if operator_text == "+" else (Text("/"), other))
        else:
            value = _formatted(value, other) if operator_text == "%" and isinstance(value, Text) else UNKNOWN
            parts = []
    return Join(tuple(parts)) if parts else value


_NAMED_FIELD = re.compile(r"%\((\w+)\)[sd]")


def _formatted(template: Text, values: Expr) -> Expr:
    """`"…%s…" % values` and `"…%(name)s…" % {…}`."""
    named = _NAMED_FIELD.split(template.value)
    if isinstance(values, Record) and len(named) > 1:
        entries = dict(values.entries)
        parts_by_name = [entries.get(each, UNKNOWN) if at % 2 else Text(each) for at, each in enumerate(named)]
        return Join(tuple(parts_by_name))
    pieces = template.value.replace("%d", "%s").split("%s")
    given = list(values.items) if isinstance(values, Items) else [values]
    if len(pieces) == 1:
        return template
    parts: list[Expr] = []
    for position, piece in enumerate(pieces):
        parts.append(Text(piece))
        if position < len(pieces) - 1:
            parts.append(given[position] if position < len(given) else UNKNOWN)
    return Join(tuple(parts))


def read_boolean(reader: Reader, node: Node) -> Expr:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None or operator is None:
        return UNKNOWN
    value = reader.read(left)
    if operator.type == "or":
        return Fallback(value, reader.read(right))
    with reader.facts.guarded(reader.facts.new_guard(asks_a_flag(reader.text(left)))):
        return reader.read(right)


def read_conditional(reader: Reader, node: Node) -> Expr:
    """`a if condition else b`."""
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) != 3:
        reader.read_children(node)
        return UNKNOWN
    chosen, condition, other = children
    reader.read(condition)
    guard = reader.facts.new_guard(asks_a_flag(reader.text(condition)))
    with reader.facts.guarded(guard):
        first = reader.read(chosen)
    with reader.facts.guarded(-guard):
        return Either((first, reader.read(other)))


def read_named(reader: Reader, node: Node) -> Expr:
    """`(name := value)`, which binds in the function, not in a comprehension."""
    name, value_node = node.child_by_field_name("name"), node.child_by_field_name("value")
    value = reader.read_optional(value_node)
    if name is not None:
        reader.facts.bind(reader.text(name), value, reader.facts.function_scope)
    return value


def read_comprehension(reader: Reader, node: Node) -> Expr:
    """The loops of a comprehension stand behind its body in the text, and are read first."""
    with reader.facts.inside_scope():
        for child in node.named_children:
            if child.type == "for_in_clause":
                left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
                values = reader.read_optional(right)
                reader.facts.access(values, span(child), *LOOPS)
                if left is not None:
                    spread_pattern(reader, left, Index(values, UNKNOWN), reader.facts.bind)
            elif child.type == "if_clause":
                reader.read_children(child)
        body = node.child_by_field_name("body")
        value = reader.read_optional(body)
    return Items((value,))


def read_with_item(reader: Reader, node: Node) -> Expr:
    """`value` or `value as name` of a `with` statement."""
    value = reader.read_optional(node.child_by_field_name("value"))
    reader.facts.access(value, span(node), *_WITHS)
    return value


def read_as_pattern(reader: Reader, node: Node) -> Expr:
    """`value as name` of a `with` statement."""
    children = node.named_children
    value = reader.read(children[0]) if children else UNKNOWN
    alias = node.child_by_field_name("alias")
    if alias is not None:
        for target in alias.named_children:
            spread_pattern(reader, target, value, reader.facts.bind)
    return value


def read_import_name(reader: Reader, node: Node) -> Expr:
    """A dotted name where a value stands."""
    return Name(reader.text(node), reader.facts.scope)
