"""What a file brings in; every name of its own can be imported."""

from __future__ import annotations

from tree_sitter import Node

from linter.languages.shaping import ShapeReader, span_of
from linter.shapes import Brought


def visit_import(reader: ShapeReader, node: Node) -> None:
    for child in node.named_children:
        name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
        module = reader.text(name if name is not None else child)
        local = reader.text(alias) if alias is not None else module.partition(".")[0]
        whole = module if alias is not None else local
        reader.imports.append(Brought(local, whole, "*", 0, span_of(node)))


def visit_from(reader: ShapeReader, node: Node) -> None:
    module = node.child_by_field_name("module_name")
    if module is None:
        return
    written = reader.text(module).replace(" ", "")
    specifier = written.lstrip(".")
    level = len(written) - len(specifier)
    for child in node.children_by_field_name("name"):
        name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
        imported = reader.text(name if name is not None else child)
        local = reader.text(alias) if alias is not None else imported
        reader.imports.append(Brought(local, specifier, imported, level, span_of(node)))
    if any(child.type == "wildcard_import" for child in node.named_children):
        reader.handed_on.append(Brought("*", specifier, "*", level, span_of(node)))
