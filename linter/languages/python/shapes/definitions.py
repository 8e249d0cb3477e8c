"""Classes, type aliases, variables, functions and their parameters."""

from __future__ import annotations

from tree_sitter import Node

from linter.languages.python.shapes.expressions import annotation, entry, shape_of, some_shape
from linter.languages.python.shapes.notes import with_notes
from linter.languages.shaping import ShapeReader, span_of, words_of
from linter.shapes import (
    Blank,
    Definition,
    Invoked,
    Lambda,
    Part,
    PartKind,
    Shape,
    Sort,
    Table,
    Word,
)


def visit_class(reader: ShapeReader, node: Node) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    found = [entry(reader, each) for each in with_notes(reader, body.named_children)]
    given = node.child_by_field_name("superclasses")
    bases = tuple(
        some_shape(reader, child, child)
        for child in (given.named_children if given is not None else ())
        if child.type not in ("keyword_argument", "comment")
    )
    value = Table(tuple(each for each in found if each is not None), (), span_of(node), constant=True)
    known = Definition(
        reader.text(name), Sort.CLASS, span_of(name), reader.scope, value=value, bases=bases, marks=_marks(reader, node)
    )
    reader.definitions.append(known)


def _marks(reader: ShapeReader, node: Node) -> tuple[Shape, ...]:
    around = node.parent
    if around is None or around.type != "decorated_definition":
        return ()
    decorators = (child for child in around.named_children if child.type == "decorator")
    return tuple(some_shape(reader, each.named_children[0], each) for each in decorators if each.named_child_count)


def visit_alias(reader: ShapeReader, node: Node) -> None:
    """`type Severity = …`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is not None and right is not None:
        value = annotation(reader, right)
        reader.definitions.append(Definition(reader.text(left), Sort.TYPE, span_of(left), reader.scope, value=value))


def visit_assignment(reader: ShapeReader, node: Node) -> None:
    """A variable, where the walk is in no class body: fields are read with their class."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or left.type != "identifier" or _is_field(node):
        return
    declared = annotation(reader, node.child_by_field_name("type"))
    value = shape_of(reader, right)
    if isinstance(value, Invoked) and not words_of(value).isdisjoint(reader.words):
        reader.kept = max(reader.kept, value.span.end)
    if isinstance(value, Blank | Lambda):
        value = None
    sort = Sort.TYPE if isinstance(declared, Word) and declared.name == "TypeAlias" else Sort.VALUE
    declared = None if sort is Sort.TYPE else declared
    if declared is not None or value is not None:
        name = reader.text(left)
        reader.definitions.append(
            Definition(name, sort, span_of(left), reader.scope, declared, value, constant=name.isupper())
        )


def _is_field(node: Node) -> bool:
    statement = node.parent
    block = statement.parent if statement is not None else None
    owner = block.parent if block is not None and block.type == "block" else None
    return owner is not None and owner.type == "class_definition"


def visit_loop(reader: ShapeReader, node: Node) -> None:
    """`for each in all`, as a statement and in a comprehension."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is not None and right is not None and left.type == "identifier":
        item = Part(PartKind.ITEMS, some_shape(reader, right, right), span_of(right))
        reader.definitions.append(Definition(reader.text(left), Sort.VALUE, span_of(left), reader.scope, value=item))


def visit_function(reader: ShapeReader, node: Node) -> None:
    """A function with its result and parameters; a method knows its class and decorators."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    owner = _owner(reader, node)
    returns = annotation(reader, node.child_by_field_name("return_type"))
    reader.definitions.append(
        Definition(
            reader.text(name),
            Sort.FUNCTION,
            span_of(node),
            reader.scope,
            returns,
            marks=_marks(reader, node),
            owner=owner,
        )
    )
    _bind_parameters(reader, node, method=bool(owner))


def _owner(reader: ShapeReader, node: Node) -> str:
    around = node.parent
    if around is not None and around.type == "decorated_definition":
        around = around.parent
    holder = around.parent if around is not None and around.type == "block" else None
    name = holder.child_by_field_name("name") if holder is not None and holder.type == "class_definition" else None
    return reader.text(name) if name is not None else ""


def _bind_parameters(reader: ShapeReader, node: Node, *, method: bool) -> None:
    listed = node.child_by_field_name("parameters")
    position = -1 if method else 0
    for child in listed.named_children if listed is not None else ():
        if child.type in ("comment", "keyword_separator", "positional_separator"):
            continue
        name = child.child_by_field_name("name")
        if name is None:
            name = child.named_children[0] if child.type == "typed_parameter" and child.named_child_count else child
        if name.type == "identifier":
            declared = annotation(reader, child.child_by_field_name("type"))
            given = shape_of(reader, child.child_by_field_name("value"))
            reader.definitions.append(
                Definition(
                    reader.text(name), Sort.PARAM, span_of(name), span_of(node), declared, given, position=position
                )
            )
        position += 1
