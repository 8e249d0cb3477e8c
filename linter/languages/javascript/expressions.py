"""Expressions: calls, members, literals, operators, JSX."""

from __future__ import annotations

from tree_sitter import Node

from linter.facts import (
    UNKNOWN,
    Call,
    Either,
    Expr,
    Fallback,
    Index,
    InstanceOf,
    Items,
    Join,
    Load,
    Member,
    Name,
    Record,
    Role,
    SiteFlag,
    Spread,
    Super,
    Text,
)
from linter.languages.conditions import asks_a_flag
from linter.languages.javascript import assignments
from linter.languages.javascript.reader import Reader, span
from linter.languages.javascript.strings import unescaped
from linter.languages.javascript.types import type_value


def read_name(reader: Reader, node: Node) -> Expr:
    return reader.chain(node, Role.VALUE)


def read_number(reader: Reader, node: Node) -> Expr:
    """Numbers count as text: they are ports in URLs and positions in arrays."""
    return Text(reader.text(node))


def read_unary(reader: Reader, node: Node) -> Expr:
    """`-1` counts as text, as other numbers do; what other operators give is not known."""
    value = reader.read_optional(node.child_by_field_name("argument"))
    return Text(f"-{value.value}") if reader.text(node)[:1] == "-" and isinstance(value, Text) else UNKNOWN


def read_this(reader: Reader, node: Node) -> Expr:
    return reader.this()


def read_super(reader: Reader, node: Node) -> Expr:
    owner = reader.facts.enclosing_class()
    return Super(owner) if owner >= 0 else UNKNOWN


def read_inner(reader: Reader, node: Node) -> Expr:
    """Parentheses, `await`, `as`, `satisfies`, `!`: the value is that of the first expression inside."""
    children = [child for child in node.named_children if child.type != "comment"]
    if not children:
        return UNKNOWN
    if node.type == "type_assertion":
        return reader.read(children[-1])
    return reader.read(children[0])


def read_sequence(reader: Reader, node: Node) -> Expr:
    value: Expr = UNKNOWN
    for child in node.named_children:
        value = reader.read(child)
    return value


def read_subscript(reader: Reader, node: Node) -> Expr:
    base_node, key_node = node.child_by_field_name("object"), node.child_by_field_name("index")
    base = reader.read(base_node) if base_node is not None else UNKNOWN
    key = reader.read(key_node) if key_node is not None else UNKNOWN
    if isinstance(key, Text):
        reader.facts.member_names.add(key.value)
        return Member(base, key.value)
    return Index(base, key)


def read_call(reader: Reader, node: Node) -> Expr:
    callee_node = node.child_by_field_name("function")
    arguments_node = node.child_by_field_name("arguments")
    if callee_node is None or arguments_node is None:
        reader.read_children(node)
        return UNKNOWN
    if callee_node.type == "import":
        return _read_import_call(reader, node, arguments_node)
    site = reader.facts.reserve_site()
    callee = reader.chain(callee_node, Role.CALLED)
    flags = SiteFlag.NONE
    if arguments_node.type == "template_string":
        flags = SiteFlag.TAGGED
        args: tuple[Expr, ...] = (reader.read(arguments_node),)
    else:
        args = _read_arguments(reader, arguments_node)
    call = Call(callee, args, (), site)
    reader.facts.fill_site(span(node), call, flags)
    reader.facts.put(call)
    if isinstance(callee, Member) and callee.name == "assign" and arguments_node.named_child_count > 1:
        assignments.export_assigned(reader, arguments_node.named_children[0], args[1:])
    return _from_container(reader, node, call)


_CONTAINER_METHODS = frozenset({"resolve", "get", "inject", "lookup", "getInstance"})


def _from_container(reader: Reader, node: Node, call: Call) -> Expr:
    """`container.resolve<Service>(TOKEN)`: some service of the type that is asked for."""
    types = node.child_by_field_name("type_arguments")
    if types is None or not isinstance(call.callee, Member) or call.callee.name not in _CONTAINER_METHODS:
        return call
    asked = type_value(reader, types.named_children[0]) if types.named_child_count else None
    return call if asked is None else Either((InstanceOf(asked), call))


def read_new(reader: Reader, node: Node) -> Expr:
    callee_node = node.child_by_field_name("constructor")
    if callee_node is None:
        reader.read_children(node)
        return UNKNOWN
    site = reader.facts.reserve_site()
    callee = reader.chain(callee_node, Role.CALLED)
    arguments_node = node.child_by_field_name("arguments")
    args = _read_arguments(reader, arguments_node) if arguments_node is not None else ()
    call = Call(callee, args, (), site)
    reader.facts.fill_site(span(node), call, SiteFlag.NEW)
    return call


def _read_import_call(reader: Reader, node: Node, arguments: Node) -> Expr:
    site = reader.facts.reserve_site()
    args = _read_arguments(reader, arguments)
    load = Load(args[0] if args else UNKNOWN, site)
    reader.facts.fill_site(span(node), load)
    return load


def _read_arguments(reader: Reader, node: Node) -> tuple[Expr, ...]:
    return tuple(reader.read(child) for child in node.named_children if child.type != "comment")


def read_spread(reader: Reader, node: Node) -> Expr:
    return Spread(read_inner(reader, node))


def read_array(reader: Reader, node: Node) -> Expr:
    return Items(_read_arguments(reader, node))


def read_object(reader: Reader, node: Node) -> Expr:
    entries: list[tuple[str, Expr]] = []
    rest: list[Expr] = []
    owner = f"{reader.name}." if reader.name else ""
    for child in node.named_children:
        match child.type:
            case "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and value is not None:
                    name = property_name(reader, key)
                    with reader.naming(f"{owner}{name}"):
                        entries.append((name, reader.read(value)))
            case "shorthand_property_identifier":
                entries.append((reader.text(child), reader.chain(child, Role.VALUE)))
            case "method_definition":
                name_node = child.child_by_field_name("name")
                name = property_name(reader, name_node) if name_node is not None else ""
                with reader.naming(f"{owner}{name}"):
                    entries.append((name, reader.read(child)))
            case "spread_element":
                rest.append(read_inner(reader, child))
            case _:
                reader.read(child)
    return Record(tuple(entries), tuple(rest))


def property_name(reader: Reader, node: Node) -> str:
    """The name of a property; empty for a computed one that is not constant."""
    if node.type == "string":
        return unescaped(reader.text(node)[1:-1])
    if node.type == "computed_property_name":
        value = reader.read(node.named_children[0]) if node.named_child_count else UNKNOWN
        return value.value if isinstance(value, Text) else ""
    return reader.text(node)


def read_binary(reader: Reader, node: Node) -> Expr:
    """Operators. Long sums are nested to the left as deep as they are long, hence the loop."""
    operands: list[tuple[str, Node]] = []
    current = node
    while current.type == "binary_expression":
        operator, right = current.child_by_field_name("operator"), current.child_by_field_name("right")
        left = current.child_by_field_name("left")
        if operator is None or right is None or left is None:
            break
        operands.append((operator.type, right))
        current = left
    value = reader.read(current)
    summands: list[Expr] = []
    for number, (operator_text, right) in enumerate(reversed(operands)):
        if operator_text == "+":
            summands = summands or [*(value.parts if isinstance(value, Join) else (value,))]
            summands.append(reader.read(right))
        else:
            left_value = Join(tuple(summands)) if summands else value
            summands = []
            value = _combined(reader, left_value if number < _LONGEST_CHAIN else UNKNOWN, operator_text, current, right)
        current = right
    return Join(tuple(summands)) if summands else value


_LONGEST_CHAIN = 200
"""Operands of `??` and `||` that are kept: values nest as deep as such a chain is long."""


def _combined(reader: Reader, left: Expr, operator: str, left_node: Node, right_node: Node) -> Expr:
    match operator:
        case "||" | "??":
            return Fallback(left, reader.read(right_node))
        case "&&":
            with reader.facts.guarded(reader.facts.new_guard(asks_a_flag(reader.text(left_node)))):
                return reader.read(right_node)
        case "instanceof":
            reader.chain(right_node, Role.GUARD)
            return UNKNOWN
        case _:
            reader.read(right_node)
            return UNKNOWN


def read_ternary(reader: Reader, node: Node) -> Expr:
    condition = node.child_by_field_name("condition")
    flag = condition is not None and asks_a_flag(reader.text(condition))
    reader.read_optional(condition)
    guard = reader.facts.new_guard(flag)
    options: list[Expr] = []
    for field, side in (("consequence", guard), ("alternative", -guard)):
        with reader.facts.guarded(side):
            options.append(reader.read_optional(node.child_by_field_name(field)) or UNKNOWN)
    return Either(tuple(options))


def read_jsx_element(reader: Reader, node: Node) -> Expr:
    """`<Card client={x}>…</Card>` calls the component with its attributes; lower-case names are HTML."""
    opening = node if node.type == "jsx_self_closing_element" else node.child_by_field_name("open_tag")
    if opening is not None:
        _read_jsx_opening(reader, opening)
    if node.type == "jsx_self_closing_element":
        return UNKNOWN
    for child in node.named_children:
        if child.type not in ("jsx_opening_element", "jsx_closing_element"):
            reader.read(child)
    return UNKNOWN


def _read_jsx_opening(reader: Reader, node: Node) -> None:
    name = node.child_by_field_name("name")
    attributes: list[tuple[str, Expr]] = []
    for child in node.named_children:
        if child.type == "jsx_attribute":
            parts = child.named_children
            value = reader.read(parts[1]) if len(parts) > 1 else UNKNOWN
            attributes.append((reader.text(parts[0]), value))
        elif child.type == "jsx_expression":
            reader.read(child)
    if name is None or (name.type == "identifier" and reader.text(name)[:1].islower()):
        return
    site = reader.facts.reserve_site()
    callee = reader.chain(name, Role.CALLED)
    call = Call(callee, (Record(tuple(attributes), ()),), (), site)
    reader.facts.fill_site(span(node), call, SiteFlag.NEW)


def read_assignment(reader: Reader, node: Node) -> Expr:
    """`target = value`: the value, which the target takes on as well."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None:
        return UNKNOWN
    with reader.naming(assignments.target_name(reader, left)):
        value = reader.read(right)
    assignments.assign_to(reader, left, value)
    return value


def read_augmented(reader: Reader, node: Node) -> Expr:
    """`x ??= y` and `x ||= y` give a value; `x += y` makes it unknown."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is None or right is None:
        return UNKNOWN
    value = reader.read(right)
    if operator is not None and operator.type in ("??=", "||="):
        assignments.assign_to(reader, left, value)
        return value
    if operator is not None and operator.type == "+=" and left.type == "identifier":
        assignments.assign_to(reader, left, Join((Name(reader.text(left), reader.facts.scope), value)))
    else:
        reader.read(left)
    return UNKNOWN


def read_import_meta(reader: Reader, node: Node) -> Expr:
    return Member(Name("import", 0), "meta")
