"""Functions, classes, interfaces and variables."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from linter.facts import (
    ABSENT,
    UNKNOWN,
    Accessor,
    ClassOf,
    Expr,
    FunctionOf,
    InstanceOf,
    Param,
    Parameter,
    Record,
    Role,
    SymbolKind,
    This,
)
from linter.languages.javascript.assignments import spread_pattern
from linter.languages.javascript.expressions import property_name
from linter.languages.javascript.reader import Reader, span
from linter.languages.javascript.types import type_value

# --- functions -----------------------------------------------------------------------------------------


def read_function(reader: Reader, node: Node) -> Expr:
    """A function expression or arrow, named by `reader.naming` or by itself."""
    name_node = node.child_by_field_name("name")
    given = reader.take_name()
    name = reader.text(name_node) if name_node is not None else given
    return FunctionOf(define_function(reader, node, name, SymbolKind.FUNCTION))


def read_function_declaration(reader: Reader, node: Node) -> Expr:
    name_node = node.child_by_field_name("name")
    name = reader.text(name_node) if name_node is not None else ""
    value = FunctionOf(define_function(reader, node, name, SymbolKind.FUNCTION))
    if name:
        reader.facts.bind(name, value)
    return value


def read_method(reader: Reader, node: Node) -> Expr:
    """A method of an object literal; methods of classes are read by `_read_member`."""
    return FunctionOf(define_function(reader, node, reader.take_name(), SymbolKind.FUNCTION))


def define_function(reader: Reader, node: Node, name: str, kind: SymbolKind) -> int:
    """Reads a function and everything in it; gives its symbol."""
    body = node.child_by_field_name("body")
    symbol = reader.facts.new_symbol(name, kind, span(node), span(body or node))
    with reader.facts.inside_symbol(symbol) as draft:
        single = node.child_by_field_name("parameter")
        parameters = node.child_by_field_name("parameters")
        if single is not None:
            draft.params.append(Param(reader.text(single), None, None))
            reader.facts.bind(reader.text(single), Parameter(symbol, 0))
        elif parameters is not None:
            _read_parameters(reader, symbol, parameters, draft.params)
        draft.gives = type_value(reader, node.child_by_field_name("return_type"))
        if body is not None:
            value = reader.read(body)
            if body.type != "statement_block":
                draft.returns.append(value)
    return symbol


def _read_parameters(reader: Reader, symbol: int, node: Node, params: list[Param]) -> None:
    for child in node.named_children:
        if child.type in ("comment", "decorator"):
            continue
        pattern, default, declared = child, None, None
        if child.type in ("required_parameter", "optional_parameter"):
            for decorator in child.children:
                if decorator.type == "decorator":
                    reader.read(decorator)
            pattern = child.child_by_field_name("pattern") or child
            declared = type_value(reader, child.child_by_field_name("type"))
            default = reader.read_optional(child.child_by_field_name("value"))
        elif child.type == "assignment_pattern":
            pattern = child.child_by_field_name("left") or child
            default = reader.read_optional(child.child_by_field_name("right"))
        name = reader.text(pattern) if pattern.type in ("identifier", "this") else ""
        if name == "this":
            continue
        value: Expr = Parameter(symbol, len(params))
        params.append(Param(name, default, declared, variadic=pattern.type == "rest_pattern"))
        if pattern.type != "this":
            spread_pattern(reader, pattern, value, reader.facts.bind)
        if name and _is_field(child):
            owner = reader.facts.enclosing_class()
            if owner >= 0:
                reader.facts.assign_member(This(owner), name, value)


def _is_field(parameter: Node) -> bool:
    """A parameter property of TypeScript: `constructor(private readonly client: Client)`."""
    return any(
        child.type in ("accessibility_modifier", "readonly", "override_modifier") for child in parameter.children
    )


# --- classes -------------------------------------------------------------------------------------------


def read_class(reader: Reader, node: Node) -> Expr:
    """A class expression."""
    given = reader.take_name()
    return ClassOf(_define_class(reader, node, given))


def read_class_declaration(reader: Reader, node: Node) -> Expr:
    value = ClassOf(_define_class(reader, node, ""))
    name_node = node.child_by_field_name("name")
    if name_node is not None:
        reader.facts.bind(reader.text(name_node), value)
    return value


def _define_class(reader: Reader, node: Node, given: str) -> int:
    name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    name = reader.text(name_node) if name_node is not None else given
    decorators = [read_decorator(reader, child) for child in node.children if child.type == "decorator"]
    bases, interfaces = _read_heritage(reader, node)
    symbol = reader.facts.new_symbol(name, SymbolKind.CLASS, span(node), span(body or node))
    with reader.facts.inside_symbol(symbol) as draft:
        draft.decorators.extend(decorators)
        draft.bases.extend(bases)
        draft.interfaces.extend(interfaces)
        draft.abstract = node.type == "abstract_class_declaration"
        pending: list[Expr] = []
        for child in body.named_children if body is not None else ():
            if child.type == "decorator":
                pending.append(read_decorator(reader, child))
            elif child.type != "comment":
                _read_member(reader, child, symbol, pending)
                pending = []
    return symbol


def _read_heritage(reader: Reader, node: Node) -> tuple[list[Expr], list[Expr]]:
    bases: list[Expr] = []
    interfaces: list[Expr] = []
    for heritage in node.named_children:
        if heritage.type != "class_heritage":
            continue
        for clause in heritage.named_children:
            if clause.type == "implements_clause":
                found = (type_value(reader, each) for each in clause.named_children)
                interfaces.extend(each for each in found if each is not None)
            elif clause.type == "extends_clause":
                value = clause.child_by_field_name("value")
                if value is not None:
                    bases.append(reader.chain(value, Role.BASE))
            else:
                bases.append(reader.chain(clause, Role.BASE))
    return bases, interfaces


def _read_member(reader: Reader, node: Node, owner: int, decorators: list[Expr]) -> None:
    match node.type:
        case "method_definition":
            _read_class_method(reader, node, owner, decorators)
        case "public_field_definition" | "field_definition":
            _read_field(reader, node, owner)
        case "abstract_method_signature" | "method_signature":
            name_node = node.child_by_field_name("name")
            if name_node is not None and node.type == "abstract_method_signature":
                reader.facts.symbols[owner].members.setdefault(reader.text(name_node), [])
        case "class_static_block":
            reader.read_children(node)
        case _:
            pass


def _read_class_method(reader: Reader, node: Node, owner: int, decorators: list[Expr]) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    decorators = decorators + [read_decorator(reader, each) for each in node.children if each.type == "decorator"]
    name = property_name(reader, name_node)
    symbol = define_function(reader, node, name, SymbolKind.METHOD)
    draft = reader.facts.symbols[symbol]
    draft.private = _is_private(reader, node, name)
    draft.decorators.extend(decorators)
    kinds = [child.type for child in node.children if child.type in ("get", "set")]
    if kinds:
        draft.accessor = Accessor(kinds[0])
        values = draft.returns if draft.accessor is Accessor.GET else []
        reader.facts.symbols[owner].members.setdefault(name, []).extend(values)
        return
    reader.facts.symbols[owner].members.setdefault(name, []).append(FunctionOf(symbol))


def _is_private(reader: Reader, node: Node, name: str) -> bool:
    modifiers = (child for child in node.children if child.type == "accessibility_modifier")
    return name.startswith("#") or any(reader.text(each) == "private" for each in modifiers)


def _read_field(reader: Reader, node: Node, owner: int) -> None:
    for child in node.children:
        if child.type == "decorator":
            read_decorator(reader, child)
    name_node = node.child_by_field_name("name") or node.child_by_field_name("property")
    if name_node is None:
        return
    name = property_name(reader, name_node)
    values = reader.facts.symbols[owner].members.setdefault(name, [])
    value_node = node.child_by_field_name("value")
    value: Expr = ABSENT
    if value_node is not None:
        with reader.naming(name):
            value = reader.read(value_node)
    if value == ABSENT:
        declared = type_value(reader, node.child_by_field_name("type"))
        value = InstanceOf(declared) if declared is not None else value
    if value_node is not None or value != ABSENT:
        values.append(value)


def read_decorator(reader: Reader, node: Node) -> Expr:
    value: Expr = UNKNOWN
    for child in node.named_children:
        value = reader.chain(child, Role.CALLED) if child.type != "call_expression" else reader.read(child)
    return value


def read_interface(reader: Reader, node: Node) -> Expr:
    """An interface: a class without code that other classes may implement."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return UNKNOWN
    extended = [child for child in node.named_children if child.type in ("extends_type_clause", "extends_clause")]
    bases = [each for clause in extended for each in clause.named_children]
    return _interface(reader, node, reader.text(name_node), node.child_by_field_name("body"), bases)


def read_type_alias(reader: Reader, node: Node) -> Expr:
    """A named type: an interface when it is an object type, else another name of the types that it names."""
    name_node, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name_node is None or value is None:
        return UNKNOWN
    name = reader.text(name_node)
    parts = value.named_children if value.type == "intersection_type" else [value]
    bodies = [each for each in parts if each.type == "object_type"]
    if bodies:
        return _interface(reader, node, name, bodies[0], [each for each in parts if each.type != "object_type"])
    if value.type in ("type_identifier", "union_type"):
        named = type_value(reader, value)
        if named is not None:
            reader.facts.bind(name, named)
    return UNKNOWN


def _interface(reader: Reader, node: Node, name: str, body: Node | None, bases: Sequence[Node]) -> Expr:
    symbol = reader.facts.new_symbol(name, SymbolKind.INTERFACE, span(node), span(node))
    draft = reader.facts.symbols[symbol]
    draft.abstract = True
    draft.interfaces.extend(each for each in (type_value(reader, base) for base in bases) if each is not None)
    for member in body.named_children if body is not None else ():
        member_name = member.child_by_field_name("name")
        if member_name is not None:
            draft.members.setdefault(reader.text(member_name), [])
    value = ClassOf(symbol)
    reader.facts.bind(name, value)
    return value


def read_enum(reader: Reader, node: Node) -> Expr:
    """An enum: an object of its constants."""
    entries: list[tuple[str, Expr]] = []
    name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    for member in body.named_children if body is not None else ():
        if member.type == "enum_assignment":
            key, value = member.child_by_field_name("name"), member.child_by_field_name("value")
            if key is not None and value is not None:
                entries.append((property_name(reader, key), reader.read(value)))
    if name_node is not None:
        reader.facts.bind(reader.text(name_node), Record(tuple(entries), ()))
    return UNKNOWN


# --- variables -----------------------------------------------------------------------------------------


def read_variables(reader: Reader, node: Node) -> Expr:
    """`const`, `let`, `var`, `using`."""
    hoisted = node.type == "variable_declaration"
    for declarator in node.named_children:
        if declarator.type == "variable_declarator":
            _read_declarator(reader, declarator, hoisted)
        else:
            reader.read(declarator)
    return UNKNOWN


def _read_declarator(reader: Reader, node: Node, hoisted: bool) -> None:
    pattern, value_node = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is None:
        return
    name = reader.text(pattern) if pattern.type == "identifier" else ""
    value: Expr = UNKNOWN
    if value_node is not None:
        with reader.naming(name):
            value = reader.read(value_node)
    if value_node is None or value == ABSENT:
        declared = type_value(reader, node.child_by_field_name("type"))
        if declared is not None:
            value = InstanceOf(declared)
        elif name:
            _declare(reader, name)
            return
    scope = reader.facts.function_scope if hoisted else reader.facts.scope
    spread_pattern(reader, pattern, value, lambda name, part: reader.facts.bind(name, part, scope))


def _declare(reader: Reader, name: str) -> None:
    """`let x;`: declared here, given its values elsewhere."""
    reader.facts.scopes[reader.facts.scope].bindings.setdefault(name, [])
