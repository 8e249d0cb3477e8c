"""Functions, lambdas and classes."""

from __future__ import annotations

from tree_sitter import Node

from linter.facts import (
    UNKNOWN,
    Accessor,
    ClassOf,
    Expr,
    FunctionOf,
    Imported,
    Param,
    Parameter,
    Role,
    SymbolKind,
    This,
)
from linter.languages.python.assignments import bind
from linter.languages.python.expressions import read_call
from linter.languages.python.reader import Reader, span
from linter.languages.python.types import annotated

_ABSTRACT = frozenset({"abstractmethod", "abc.abstractmethod"})
_PROPERTIES = frozenset(
    "property cached_property abstractproperty hybrid_property classproperty lazy_property reify getter".split()
)
"""Decorators after which reading the name gives what the function returns."""
_CLASS_MARKS = frozenset({"ABC", "abc.ABC", "Protocol", "typing.Protocol", "typing_extensions.Protocol"})


def read_decorated(reader: Reader, node: Node) -> Expr:
    decorators: list[Expr] = []
    marks: set[str] = set()
    for child in node.named_children:
        if child.type == "decorator":
            inner = child.named_children[0]
            marks.add(reader.text(inner))
            decorators.append(read_decorator(reader, inner))
    definition = node.child_by_field_name("definition")
    if definition is None:
        return UNKNOWN
    if definition.type == "class_definition":
        _define_class(reader, definition, decorators)
    else:
        _define_named(reader, definition, decorators, marks)
    return UNKNOWN


def read_decorator(reader: Reader, node: Node) -> Expr:
    return read_call(reader, node) if node.type == "call" else reader.chain(node, Role.CALLED)


def read_function(reader: Reader, node: Node) -> Expr:
    _define_named(reader, node, [], set())
    return UNKNOWN


def _define_named(reader: Reader, node: Node, decorators: list[Expr], marks: set[str]) -> None:
    name_node = node.child_by_field_name("name")
    name = reader.text(name_node) if name_node is not None else ""
    facts = reader.facts
    owner = facts.symbol if facts.symbols[facts.symbol].kind is SymbolKind.CLASS else -1
    kind = SymbolKind.METHOD if owner >= 0 else SymbolKind.FUNCTION
    symbol = facts.new_symbol(name, kind, span(node), span(node.child_by_field_name("body") or node))
    draft = facts.symbols[symbol]
    draft.decorators.extend(decorators)
    draft.private = name.startswith("_") and not name.endswith("__")
    draft.abstract = bool(marks & _ABSTRACT)
    bind(reader, name, FunctionOf(symbol))
    _read_body(reader, node, symbol, -1 if "staticmethod" in marks else owner)
    draft.accessor = _accessor(marks) if owner >= 0 else None
    if draft.accessor is Accessor.GET:
        facts.symbols[owner].members.setdefault(name, []).extend(draft.returns)


def _accessor(marks: set[str]) -> Accessor | None:
    """Whether a method of these decorators is read or written like a field."""
    last = {each.rpartition(".")[2] for each in marks}
    if "setter" in last:
        return Accessor.SET
    return None if last.isdisjoint(_PROPERTIES) else Accessor.GET


def read_lambda(reader: Reader, node: Node) -> Expr:
    symbol = reader.facts.new_symbol("", SymbolKind.FUNCTION, span(node), span(node))
    with reader.facts.inside_symbol(symbol) as draft:
        _read_parameters(reader, node, symbol, -1)
        draft.returns.append(reader.read_optional(node.child_by_field_name("body")))
    return FunctionOf(symbol)


def _read_body(reader: Reader, node: Node, symbol: int, owner: int) -> None:
    with reader.facts.inside_symbol(symbol):
        _read_parameters(reader, node, symbol, owner)
        reader.facts.symbols[symbol].gives = annotated(reader, node.child_by_field_name("return_type"))
        body = node.child_by_field_name("body")
        if body is not None:
            reader.read(body)


def _read_parameters(reader: Reader, node: Node, symbol: int, owner: int) -> None:
    """Binds the parameters; the first one of a method is `self` (or `cls`) and is not counted."""
    parameters = node.child_by_field_name("parameters")
    params = reader.facts.symbols[symbol].params
    first = True
    for child in parameters.named_children if parameters is not None else ():
        name_node = child.child_by_field_name("name") or child
        if child.type in ("typed_parameter", "list_splat_pattern", "dictionary_splat_pattern"):
            name_node = child.named_children[0] if child.named_child_count else child
        variadic = name_node.type.endswith("splat_pattern") or child.type.endswith("splat_pattern")
        name = reader.text(name_node).lstrip("*")
        if child.type in ("comment", "keyword_separator", "positional_separator"):
            continue
        if first and owner >= 0:
            reader.facts.bind(name, ClassOf(owner) if name in ("cls", "mcs") else This(owner))
        else:
            value_node = child.child_by_field_name("value")
            default = reader.read(value_node) if value_node is not None else None
            declared = annotated(reader, child.child_by_field_name("type"))
            reader.facts.bind(name, Parameter(symbol, len(params)))
            params.append(Param(name, default, declared, variadic))
        first = False


def _is_abstract(reader: Reader, value: Expr) -> bool:
    return isinstance(value, FunctionOf) and reader.facts.symbols[value.symbol].abstract


def _is_accessor(reader: Reader, value: Expr) -> bool:
    return isinstance(value, FunctionOf) and reader.facts.symbols[value.symbol].accessor is not None


def read_class(reader: Reader, node: Node) -> Expr:
    _define_class(reader, node, [])
    return UNKNOWN


def _define_class(reader: Reader, node: Node, decorators: list[Expr]) -> None:
    name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    name = reader.text(name_node) if name_node is not None else ""
    bases: list[Expr] = []
    superclasses = node.child_by_field_name("superclasses")
    abstract = False
    for child in superclasses.named_children if superclasses is not None else ():
        abstract = abstract or reader.text(child) in _CLASS_MARKS
        if child.type in ("identifier", "attribute"):
            bases.append(reader.chain(child, Role.BASE))
        elif child.type == "subscript":
            head = child.child_by_field_name("value")
            bases.append(reader.chain(head, Role.BASE) if head is not None else UNKNOWN)
        else:
            reader.read(child)
    symbol = reader.facts.new_symbol(name, SymbolKind.CLASS, span(node), span(body or node))
    bind(reader, name, ClassOf(symbol))
    with reader.facts.inside_symbol(symbol) as draft:
        scope = reader.facts.scope
        draft.decorators.extend(decorators)
        draft.bases.extend(bases)
        draft.abstract = abstract
        if body is not None:
            reader.read(body)
        for member, values in reader.facts.scopes[scope].bindings.items():
            kept = [each for each in values if not (isinstance(each, Imported) or _is_accessor(reader, each))]
            draft.members.setdefault(member, []).extend(kept)
            draft.abstract = draft.abstract or any(_is_abstract(reader, each) for each in kept)
