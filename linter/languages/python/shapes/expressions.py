"""Expressions and annotations of Python as shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from linter.languages.python.reading import parse
from linter.languages.python.shapes.notes import Noted, with_notes
from linter.languages.python.strings import unescaped
from linter.languages.shaping import DEEPEST, ShapeReader, moved, span_of
from linter.shapes import (
    Applied,
    Blank,
    Dot,
    Entry,
    Invoked,
    Joined,
    Lambda,
    Listing,
    OneOf,
    Quote,
    Shape,
    Span,
    Table,
    Word,
)


def shape_of(reader: ShapeReader, node: Node | None, depth: int = 0) -> Shape | None:
    """The shape of an expression or annotation; None where there is none."""
    if node is None:
        return None
    read = _READERS.get(node.type)
    return read(reader, node, depth + 1) if read is not None and depth < DEEPEST else Blank(span_of(node))


def some_shape(reader: ShapeReader, node: Node | None, around: Node, depth: int = 0) -> Shape:
    return shape_of(reader, node, depth) or Blank(span_of(around))


def annotation(reader: ShapeReader, node: Node | None) -> Shape | None:
    """The shape of a declared type, which may stand in quotes."""
    shape = shape_of(reader, node)
    if not isinstance(shape, Quote) or not shape.value.isascii():
        return shape
    inner = ShapeReader(shape.value.encode(), (), Span(0, len(shape.value)))
    statement = parse(inner.data)
    expression = statement.named_children[0] if statement.named_child_count == 1 else None
    if expression is None or statement.has_error or not expression.named_child_count:
        return shape
    found = some_shape(inner, expression.named_children[0], expression)
    text = reader.data[shape.span.start : shape.span.end].decode("utf-8", "replace")
    return moved(found, shape.span.start + text.find(shape.value))


def _inner(reader: ShapeReader, node: Node, depth: int) -> Shape:
    children = [child for child in node.named_children if child.type != "comment"]
    return some_shape(reader, children[0] if children else None, node, depth)


def _word(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Word(reader.text(node), span_of(node))


def _attribute(reader: ShapeReader, node: Node, depth: int) -> Shape:
    name = node.child_by_field_name("attribute")
    base = some_shape(reader, node.child_by_field_name("object"), node, depth)
    return Dot(base, reader.text(name) if name is not None else "", span_of(node))


def _dotted(reader: ShapeReader, node: Node, depth: int) -> Shape:
    first, *rest = reader.text(node).split(".")
    shape: Shape = Word(first, span_of(node))
    for each in rest:
        shape = Dot(shape, each, span_of(node))
    return shape


def _subscript(reader: ShapeReader, node: Node, depth: int) -> Shape:
    base = some_shape(reader, node.child_by_field_name("value"), node, depth)
    keys = node.children_by_field_name("subscript")
    if len(keys) == 1 and keys[0].type == "tuple":
        keys = [child for child in keys[0].named_children if child.type != "comment"]
    return Applied(base, tuple(some_shape(reader, each, each, depth) for each in keys), span_of(node))


def _generic(reader: ShapeReader, node: Node, depth: int) -> Shape:
    head, *rest = node.named_children
    given = rest[0].named_children if rest and rest[0].type == "type_parameter" else rest
    args = (some_shape(reader, each, each, depth) for each in given if each.type != "comment")
    return Applied(some_shape(reader, head, head, depth), tuple(args), span_of(node))


def _union(reader: ShapeReader, node: Node, depth: int) -> Shape:
    """`A | B`, which nests to the left as deep as it is long."""
    options: list[Node] = []
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "union_type":
            pending.extend(each.named_children)
        elif each.type == "type" and each.named_child_count == 1 and each.named_children[0].type == "union_type":
            pending.append(each.named_children[0])
        else:
            options.append(each)
    shapes = tuple(some_shape(reader, each, each, depth) for each in reversed(options))
    return OneOf(shapes, span_of(node))


def _binary(reader: ShapeReader, node: Node, depth: int) -> Shape:
    """`a + b` joins text; `A | B` is a union where types are meant."""
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    sides = tuple(some_shape(reader, node.child_by_field_name(each), node, depth) for each in ("left", "right"))
    if kind == "|":
        options = (each.options if isinstance(each, OneOf) else (each,) for each in sides)
        return OneOf(tuple(option for each in options for option in each), span_of(node))
    return Joined(sides, span_of(node)) if kind == "+" else Blank(span_of(node))


def _boolean(reader: ShapeReader, node: Node, depth: int) -> Shape:
    operator = node.child_by_field_name("operator")
    if operator is None or operator.type != "or":
        return Blank(span_of(node))
    sides = (some_shape(reader, node.child_by_field_name(each), node, depth) for each in ("left", "right"))
    return OneOf(tuple(sides), span_of(node))


def _conditional(reader: ShapeReader, node: Node, depth: int) -> Shape:
    first, *_, last = node.named_children
    return OneOf((some_shape(reader, first, first, depth), some_shape(reader, last, last, depth)), span_of(node))


def shape_of_call(reader: ShapeReader, node: Node, depth: int = 0) -> Invoked:
    """A call with its arguments; those that are spread are left out."""
    callee, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    args: list[Shape] = []
    keywords: list[tuple[str, Shape]] = []
    for child in given.named_children if given is not None and given.type == "argument_list" else ():
        name = child.child_by_field_name("name") if child.type == "keyword_argument" else None
        if name is not None:
            value = child.child_by_field_name("value")
            keywords.append((reader.text(name), some_shape(reader, value, child, depth)))
        elif child.type not in ("comment", "dictionary_splat"):
            args.append(some_shape(reader, child, child, depth))
    return Invoked(some_shape(reader, callee, node, depth), tuple(args), tuple(keywords), span_of(node))


def _call(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return shape_of_call(reader, node, depth)


def _string(reader: ShapeReader, node: Node, depth: int) -> Shape:
    raw = False
    parts: list[Shape] = []
    for child in node.children:
        match child.type:
            case "string_start":
                raw = "r" in reader.text(child).lower()
            case "string_content":
                text = reader.text(child)
                parts.append(Quote(text if raw else unescaped(text), span_of(child)))
            case "interpolation":
                parts.append(some_shape(reader, child.child_by_field_name("expression"), child, depth))
            case _:
                pass
    return _joined(parts, node)


def _adjacent(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return _joined([_string(reader, each, depth) for each in node.named_children if each.type == "string"], node)


def _joined(parts: list[Shape], node: Node) -> Shape:
    if all(isinstance(each, Quote) for each in parts):
        return Quote("".join(each.value for each in parts if isinstance(each, Quote)), span_of(node))
    return Joined(tuple(parts), span_of(node))


def _listing(reader: ShapeReader, node: Node, depth: int) -> Shape:
    items = tuple(some_shape(reader, each, each, depth) for each in node.named_children if each.type != "comment")
    return Listing(items, span_of(node), constant=node.type in ("tuple", "expression_list"))


def _dictionary(reader: ShapeReader, node: Node, depth: int) -> Shape:
    entries: list[Entry] = []
    rest: list[Shape] = []
    for child, note in with_notes(reader, node.named_children):
        if child.type == "dictionary_splat":
            rest.append(_inner(reader, child, depth))
        key = child.child_by_field_name("key")
        if key is not None:
            named = some_shape(reader, key, key, depth)
            name = named.value if isinstance(named, Quote) else f"[{reader.text(key)}]"
            value = some_shape(reader, child.child_by_field_name("value"), child, depth)
            entries.append(Entry(name, span_of(key), None, value, note, optional=False))
    return Table(tuple(entries), tuple(rest), span_of(node), constant=False)


def _lambda(reader: ShapeReader, node: Node, depth: int) -> Shape:
    given = node.child_by_field_name("parameters")
    names = tuple(reader.text(each) for each in (given.named_children if given is not None else ()))
    return Lambda(names, shape_of(reader, node.child_by_field_name("body"), depth), span_of(node))


def _splat(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Applied(Word("...", span_of(node)), (_inner(reader, node, depth),), span_of(node))


def entry(reader: ShapeReader, noted: Noted) -> Entry | None:
    """The field that an assignment in the body of a class makes."""
    node = noted.node
    assigned = node.named_children[0] if node.type == "expression_statement" and node.named_child_count else node
    left = assigned.child_by_field_name("left") if assigned.type == "assignment" else None
    if left is None or left.type != "identifier":
        return None
    declared = annotation(reader, assigned.child_by_field_name("type"))
    value = shape_of(reader, assigned.child_by_field_name("right"))
    return Entry(reader.text(left), span_of(left), declared, value, noted.note, optional=False)


_READERS: Mapping[str, Callable[[ShapeReader, Node, int], Shape]] = {
    "type": _inner,
    "parenthesized_expression": _inner,
    "await": _inner,
    "identifier": _word,
    "none": _word,
    "integer": _word,
    "attribute": _attribute,
    "member_type": _dotted,
    "dotted_name": _dotted,
    "subscript": _subscript,
    "generic_type": _generic,
    "union_type": _union,
    "binary_operator": _binary,
    "boolean_operator": _boolean,
    "conditional_expression": _conditional,
    "call": _call,
    "string": _string,
    "concatenated_string": _adjacent,
    "list": _listing,
    "tuple": _listing,
    "set": _listing,
    "expression_list": _listing,
    "dictionary": _dictionary,
    "lambda": _lambda,
    "list_splat": _splat,
}
