"""TypeScript types as shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from linter.languages.javascript.shapes.notes import entries_with_notes
from linter.languages.javascript.strings import unescaped
from linter.languages.shaping import DEEPEST, ShapeReader, span_of
from linter.shapes import Applied, Blank, Dot, Entry, Listing, OneOf, Part, PartKind, Quote, Shape, Table, Word


def shape_of_type(reader: ShapeReader, node: Node | None, depth: int = 0) -> Shape | None:
    """The shape of a type; None where there is none."""
    if node is None:
        return None
    read = _READERS.get(node.type)
    return read(reader, node, depth + 1) if read is not None and depth < DEEPEST else Blank(span_of(node))


def _inner(reader: ShapeReader, node: Node, depth: int) -> Shape:
    children = [child for child in node.named_children if child.type != "comment"]
    found = shape_of_type(reader, children[0], depth) if children else None
    return found or Blank(span_of(node))


def _word(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Word(reader.text(node), span_of(node))


def _nested(reader: ShapeReader, node: Node, depth: int) -> Shape:
    first, *rest = reader.text(node).split(".")
    shape: Shape = Word(first.strip(), span_of(node))
    for each in rest:
        shape = Dot(shape, each.strip(), span_of(node))
    return shape


def _literal(reader: ShapeReader, node: Node, depth: int) -> Shape:
    inner = node.named_children[0] if node.named_child_count else node
    if inner.type == "string":
        return Quote(unescaped(reader.text(inner)[1:-1]), span_of(node))
    if inner.type in ("null", "undefined"):
        return Word(inner.type, span_of(node))
    return Blank(span_of(node))


def _union(reader: ShapeReader, node: Node, depth: int) -> Shape:
    """Unions nest to the left as deep as they are long, hence the loop."""
    options: list[Node] = []
    pending = [node]
    while pending:
        each = pending.pop()
        if each.type == "union_type":
            pending.extend(child for child in each.named_children if child.type != "comment")
        else:
            options.append(each)
    shapes = [shape_of_type(reader, each, depth) for each in reversed(options)]
    return OneOf(tuple(each for each in shapes if each is not None), span_of(node))


def _intersection(reader: ShapeReader, node: Node, depth: int) -> Shape:
    parts = (shape_of_type(reader, each, depth) for each in node.named_children)
    return Applied(Word("&", span_of(node)), tuple(each for each in parts if each is not None), span_of(node))


def _generic(reader: ShapeReader, node: Node, depth: int) -> Shape:
    name, given = node.child_by_field_name("name"), node.child_by_field_name("type_arguments")
    base = shape_of_type(reader, name, depth) or Blank(span_of(node))
    args = (shape_of_type(reader, each, depth) for each in (given.named_children if given is not None else ()))
    return Applied(base, tuple(each for each in args if each is not None), span_of(node))


def _array(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Applied(Word("Array", span_of(node)), (_inner(reader, node, depth),), span_of(node))


def _tuple(reader: ShapeReader, node: Node, depth: int) -> Shape:
    items = (shape_of_type(reader, each, depth) for each in node.named_children)
    return Listing(tuple(each for each in items if each is not None), span_of(node), constant=True)


def _lookup(reader: ShapeReader, node: Node, depth: int) -> Shape:
    base, key = node.named_children[0], node.named_children[-1]
    shape = shape_of_type(reader, base, depth) or Blank(span_of(node))
    named = shape_of_type(reader, key, depth) if key.type == "literal_type" else None
    if isinstance(named, Quote):
        return Dot(shape, named.value, span_of(node))
    return Part(PartKind.ITEMS, shape, span_of(node))


def _query(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Part(PartKind.TYPE, _nested(reader, node.named_children[0], depth), span_of(node))


def _keys(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Part(PartKind.KEYS, _inner(reader, node, depth), span_of(node))


def shape_of_members(reader: ShapeReader, node: Node, depth: int = 0) -> Table:
    """The fields of an object type or interface."""
    entries: list[Entry] = []
    for member, note in entries_with_notes(reader, node):
        name = member.child_by_field_name("name")
        if member.type == "property_signature" and name is not None:
            optional = any(child.type == "?" for child in member.children)
            declared = shape_of_type(reader, member.child_by_field_name("type"), depth)
            entries.append(Entry(key_text(reader, name), span_of(name), declared, None, note, optional))
    return Table(tuple(entries), (), span_of(node), constant=True)


def key_text(reader: ShapeReader, node: Node) -> str:
    """The name of a property; empty where it is computed."""
    if node.type == "string":
        return unescaped(reader.text(node)[1:-1])
    return "" if node.type == "computed_property_name" else reader.text(node)


_READERS: Mapping[str, Callable[[ShapeReader, Node, int], Shape]] = {
    "type_annotation": _inner,
    "parenthesized_type": _inner,
    "readonly_type": _inner,
    "optional_type": _inner,
    "type_identifier": _word,
    "identifier": _word,
    "predefined_type": _word,
    "nested_type_identifier": _nested,
    "nested_identifier": _nested,
    "member_expression": _nested,
    "literal_type": _literal,
    "union_type": _union,
    "intersection_type": _intersection,
    "generic_type": _generic,
    "array_type": _array,
    "tuple_type": _tuple,
    "lookup_type": _lookup,
    "type_query": _query,
    "index_type_query": _keys,
    "object_type": shape_of_members,
}
