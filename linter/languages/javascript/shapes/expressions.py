"""Expressions of TypeScript and JavaScript as shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from linter.languages.javascript.shapes.notes import entries_with_notes
from linter.languages.javascript.shapes.types import key_text
from linter.languages.javascript.strings import unescaped
from linter.languages.shaping import DEEPEST, ShapeReader, span_of
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
    Regex,
    Shape,
    Span,
    Table,
    Word,
)


def shape_of(reader: ShapeReader, node: Node | None, depth: int = 0) -> Shape | None:
    """The shape of an expression; None where there is none."""
    if node is None:
        return None
    read = _READERS.get(node.type)
    return read(reader, node, depth + 1) if read is not None and depth < DEEPEST else Blank(span_of(node))


def some_shape(reader: ShapeReader, node: Node | None, around: Node, depth: int) -> Shape:
    return shape_of(reader, node, depth) or Blank(span_of(around))


def _inner(reader: ShapeReader, node: Node, depth: int) -> Shape:
    """Parentheses, `await`, `satisfies`, `!` and the like."""
    children = [child for child in node.named_children if child.type != "comment"]
    if not children:
        return Blank(span_of(node))
    found = some_shape(reader, children[-1 if node.type == "type_assertion" else 0], node, depth)
    if node.type == "as_expression" and node.children[-1].type == "const":
        return found._replace(constant=True) if isinstance(found, Table | Listing) else found
    return found


def _word(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Word(reader.text(node), span_of(node))


def _member(reader: ShapeReader, node: Node, depth: int) -> Shape:
    name = node.child_by_field_name("property")
    base = some_shape(reader, node.child_by_field_name("object"), node, depth)
    return Dot(base, reader.text(name) if name is not None else "", span_of(node))


def _subscript(reader: ShapeReader, node: Node, depth: int) -> Shape:
    base = some_shape(reader, node.child_by_field_name("object"), node, depth)
    key = some_shape(reader, node.child_by_field_name("index"), node, depth)
    return Dot(base, key.value, span_of(node)) if isinstance(key, Quote) else Applied(base, (key,), span_of(node))


def _string(reader: ShapeReader, node: Node, depth: int) -> Shape:
    return Quote(unescaped(reader.text(node)[1:-1]), span_of(node))


def _template(reader: ShapeReader, node: Node, depth: int) -> Shape:
    parts: list[Shape] = []
    position = node.start_byte + 1
    for child in node.named_children:
        if child.type == "template_substitution":
            _add_text(reader, parts, position, child.start_byte)
            parts.append(some_shape(reader, child.named_children[0] if child.named_child_count else None, child, depth))
            position = child.end_byte
    _add_text(reader, parts, position, node.end_byte - 1)
    if all(isinstance(each, Quote) for each in parts):
        return Quote("".join(each.value for each in parts if isinstance(each, Quote)), span_of(node))
    return Joined(tuple(parts), span_of(node))


def _add_text(reader: ShapeReader, parts: list[Shape], start: int, end: int) -> None:
    if end > start:
        text = unescaped(reader.data[start:end].decode("utf-8", "replace"))
        parts.append(Quote(text, Span(start, end)))


def _binary(reader: ShapeReader, node: Node, depth: int) -> Shape:
    operator = node.child_by_field_name("operator")
    kind = operator.type if operator is not None else ""
    if kind not in ("+", "||", "??"):
        return Blank(span_of(node))
    sides = tuple(some_shape(reader, node.child_by_field_name(each), node, depth) for each in ("left", "right"))
    if kind != "+":
        return OneOf(sides, span_of(node))
    if all(isinstance(each, Quote) for each in sides):
        return Quote("".join(each.value for each in sides if isinstance(each, Quote)), span_of(node))
    return Joined(sides, span_of(node))


def _ternary(reader: ShapeReader, node: Node, depth: int) -> Shape:
    fields = ("consequence", "alternative")
    sides = tuple(some_shape(reader, node.child_by_field_name(each), node, depth) for each in fields)
    return OneOf(sides, span_of(node))


INVOLVED = frozenset({"object", "arrow_function", "function_expression", "template_string"})
"""Arguments that take long to read."""


def shape_of_call(reader: ShapeReader, node: Node, depth: int = 0) -> Invoked:
    """A call or `new`. Chains of calls nest to the left as deep as they are long."""
    callee = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    given = node.child_by_field_name("arguments")
    # What is handed to functions that make no schema is looked at by itself, where it is one.
    left_out = INVOLVED if depth < 2 and callee is not None and not may_hold(reader, callee) else ()
    args = [
        Blank(span_of(child)) if child.type in left_out else some_shape(reader, child, child, depth)
        for child in (given.named_children if given is not None and given.type == "arguments" else ())
        if child.type != "comment"
    ]
    return Invoked(some_shape(reader, callee, node, depth), tuple(args), (), span_of(node))


def shape_of_object(reader: ShapeReader, node: Node, depth: int = 0) -> Table:
    entries: list[Entry] = []
    rest: list[Shape] = []
    for child, note in entries_with_notes(reader, node):
        match child.type:
            case "pair":
                key = child.child_by_field_name("key")
                value = some_shape(reader, child.child_by_field_name("value"), child, depth)
                if key is not None:
                    name = _computed(reader, key, depth) or key_text(reader, key)
                    entries.append(Entry(name, span_of(key), None, value, note, optional=False))
            case "shorthand_property_identifier":
                word = Word(reader.text(child), span_of(child))
                entries.append(Entry(word.name, word.span, None, word, note, optional=False))
            case "spread_element":
                rest.append(_inner(reader, child, depth))
            case _:
                pass
    return Table(tuple(entries), tuple(rest), span_of(node), constant=False)


def _computed(reader: ShapeReader, key: Node, depth: int) -> str:
    """`[Severity.High]` as a name that says what it is the value of; "" for plain names."""
    if key.type != "computed_property_name" or not key.named_child_count:
        return ""
    inner = some_shape(reader, key.named_children[0], key, depth)
    return inner.value if isinstance(inner, Quote) else f"[{reader.text(key.named_children[0])}]"


def _array(reader: ShapeReader, node: Node, depth: int) -> Shape:
    items = tuple(some_shape(reader, each, each, depth) for each in node.named_children if each.type != "comment")
    return Listing(items, span_of(node), constant=False)


def _spread(reader: ShapeReader, node: Node, depth: int) -> Shape:
    """`...items` among the items of an array."""
    return Applied(Word("...", span_of(node)), (_inner(reader, node, depth),), span_of(node))


def _regex(reader: ShapeReader, node: Node, depth: int) -> Shape:
    pattern = node.child_by_field_name("pattern")
    return Regex(reader.text(pattern) if pattern is not None else "", span_of(node))


def _lambda(reader: ShapeReader, node: Node, depth: int) -> Shape:
    body = node.child_by_field_name("body")
    value = shape_of(reader, body, depth) if body is not None and body.type != "statement_block" else None
    return Lambda(tuple(parameter_names(reader, node)), value, span_of(node))


def may_hold(reader: ShapeReader, callee: Node) -> bool:
    """Whether one of the words stands in a chain of calls: told without making shapes."""
    node: Node | None = callee
    while node is not None:
        match node.type:
            case "member_expression":
                name = node.child_by_field_name("property")
                if name is not None and reader.is_word(name):
                    return True
                node = node.child_by_field_name("object")
            case "call_expression":
                node = node.child_by_field_name("function")
            case "identifier":
                return reader.is_word(node)
            case _:
                return False
    return False


def parameter_names(reader: ShapeReader, node: Node) -> list[str]:
    """The parameters of a function; "" for those that are taken apart."""
    single, listed = node.child_by_field_name("parameter"), node.child_by_field_name("parameters")
    nodes = [single] if single is not None else listed.named_children if listed is not None else []
    names = []
    for each in nodes:
        if each.type != "comment":
            pattern = each.child_by_field_name("pattern") or each
            names.append(reader.text(pattern) if pattern.type == "identifier" else "")
    return names


_READERS: Mapping[str, Callable[[ShapeReader, Node, int], Shape]] = {
    "parenthesized_expression": _inner,
    "await_expression": _inner,
    "as_expression": _inner,
    "satisfies_expression": _inner,
    "non_null_expression": _inner,
    "type_assertion": _inner,
    "instantiation_expression": _inner,
    "identifier": _word,
    "number": _word,
    "this": _word,
    "null": _word,
    "undefined": _word,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "string": _string,
    "template_string": _template,
    "binary_expression": _binary,
    "ternary_expression": _ternary,
    "call_expression": shape_of_call,
    "new_expression": shape_of_call,
    "object": shape_of_object,
    "array": _array,
    "spread_element": _spread,
    "regex": _regex,
    "arrow_function": _lambda,
    "function_expression": _lambda,
}
