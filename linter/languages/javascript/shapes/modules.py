"""What a file brings in and exports, types included."""

from __future__ import annotations

from tree_sitter import Node

from linter.languages.javascript.shapes.expressions import shape_of_call
from linter.languages.javascript.strings import unescaped
from linter.languages.shaping import ShapeReader, span_of, words_of
from linter.shapes import Brought, Definition, Sort


def visit_import(reader: ShapeReader, node: Node) -> None:
    source = node.child_by_field_name("source")
    clause = next((child for child in node.named_children if child.type == "import_clause"), None)
    if source is None or clause is None:
        return
    specifier = unescaped(reader.text(source)[1:-1])
    for child in clause.named_children:
        match child.type:
            case "identifier":
                _bring(reader, node, specifier, "default", reader.text(child))
            case "namespace_import":
                _bring(reader, node, specifier, "*", reader.text(child.named_children[0]))
            case "named_imports":
                for each in child.named_children:
                    _bring(reader, node, specifier, *_pair(reader, each))
            case _:
                pass


def _bring(reader: ShapeReader, node: Node, specifier: str, name: str, local: str) -> None:
    if local:
        reader.imports.append(Brought(local, specifier, name, 0, span_of(node)))


def _pair(reader: ShapeReader, node: Node) -> tuple[str, str]:
    """The imported (or local) name of a specifier, and the one that it goes by here (or elsewhere)."""
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    first = reader.text(name) if name is not None else ""
    return first, reader.text(alias) if alias is not None else first


def visit_export(reader: ShapeReader, node: Node) -> None:
    source = node.child_by_field_name("source")
    specifier = unescaped(reader.text(source)[1:-1]) if source is not None else ""
    declaration = node.child_by_field_name("declaration")
    if declaration is not None:
        _export_declared(reader, declaration, default=any(child.type == "default" for child in node.children))
    value = node.child_by_field_name("value")
    if value is not None:
        _export_default(reader, value)
    listed = False
    for child in node.named_children:
        if child.type == "export_clause":
            listed = True
            for each in child.named_children:
                name, exported = _pair(reader, each)
                if specifier:
                    reader.handed_on.append(Brought(exported, specifier, name, 0, span_of(node)))
                else:
                    reader.exports.append((exported, name))
        elif child.type == "namespace_export":
            listed = True
            local = reader.text(child.named_children[0])
            reader.handed_on.append(Brought(local, specifier, "*", 0, span_of(node)))
    if specifier and not listed:
        reader.handed_on.append(Brought("*", specifier, "*", 0, span_of(node)))


def _export_declared(reader: ShapeReader, node: Node, *, default: bool) -> None:
    declarators = (each for each in node.named_children if each.type == "variable_declarator")
    for each in (node.child_by_field_name("name"), *(one.child_by_field_name("name") for one in declarators)):
        if each is not None and each.type in ("identifier", "type_identifier"):
            name = reader.text(each)
            reader.exports.append(("default" if default else name, name))


def _export_default(reader: ShapeReader, value: Node) -> None:
    if value.type == "identifier":
        reader.exports.append(("default", reader.text(value)))
    elif value.type == "call_expression" and value.start_byte >= reader.kept:
        call = shape_of_call(reader, value)
        if words_of(call).isdisjoint(reader.words):
            return
        reader.kept = call.span.end
        reader.definitions.append(Definition("default", Sort.VALUE, call.span, reader.scope, value=call))
        reader.exports.append(("default", "default"))
