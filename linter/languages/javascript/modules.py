"""Imports and exports of ECMAScript modules, and TypeScript's `import x = require()`."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.facts import UNKNOWN, Expr, Imported, ImportKind, Name, Record, Role, SymbolKind
from linter.languages.javascript.assignments import export_common
from linter.languages.javascript.reader import Reader, span
from linter.languages.javascript.strings import unescaped

_TYPE_EXPORT = re.compile(r"export\s+type\s*[*{]")
"""`export type *` is newer than the grammar, which reads its `type` as an error."""


def read_import(reader: Reader, node: Node) -> Expr:
    source = _source_of(node)
    if source is None:
        _read_alias(reader, node)
        return UNKNOWN
    specifier = unescaped(reader.text(source)[1:-1])
    clause = next((each for each in node.named_children if each.type.startswith("import_")), None)
    if clause is None or clause.type == "import_attribute":
        reader.facts.add_import(specifier, ImportKind.EFFECT, span(node), ())
        return UNKNOWN
    if clause.type == "import_require_clause":
        local = clause.named_children[0]
        reader.facts.add_import(specifier, ImportKind.STATIC, span(node), (("*", reader.text(local)),))
        return UNKNOWN
    type_only = _is_type_only(node)
    names = _clause_names(reader, clause, type_only)
    listed = any(each.type == "named_imports" for each in clause.named_children)
    kind = ImportKind.TYPE if type_only or (listed and not names) else ImportKind.STATIC
    if type_only:
        names = _clause_names(reader, clause, keep_types=True)
    index = reader.facts.add_import(specifier, kind, span(node), names)
    if not type_only:
        _bind_types(reader, clause, index)
    return UNKNOWN


def _source_of(node: Node) -> Node | None:
    source = node.child_by_field_name("source")
    if source is not None:
        return source
    for child in node.named_children:
        if child.type == "import_require_clause":
            return child.child_by_field_name("source")
    return None


def _is_type_only(node: Node) -> bool:
    return any(child.type in ("type", "typeof") for child in node.children)


def _clause_names(reader: Reader, clause: Node, keep_types: bool) -> tuple[tuple[str, str], ...]:
    names: list[tuple[str, str]] = []
    for child in clause.named_children:
        match child.type:
            case "identifier":
                names.append(("default", reader.text(child)))
            case "namespace_import":
                names.append(("*", reader.text(child.named_children[-1])))
            case "named_imports":
                names.extend(
                    _specifier_names(reader, each)
                    for each in child.named_children
                    if each.type == "import_specifier" and (keep_types or not _is_type_only(each))
                )
            case _:
                pass
    return tuple(names)


def _specifier_names(reader: Reader, node: Node) -> tuple[str, str]:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    imported = _module_name(reader, name)
    return imported, reader.text(alias) if alias is not None else imported


def _module_name(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    text = reader.text(node)
    return unescaped(text[1:-1]) if node.type == "string" else text


def _bind_types(reader: Reader, clause: Node, index: int) -> None:
    """Names marked `type` are known as types, and are no names of the import."""
    for child in clause.named_children:
        if child.type == "named_imports":
            for specifier in child.named_children:
                if specifier.type == "import_specifier" and _is_type_only(specifier):
                    imported, local = _specifier_names(reader, specifier)
                    reader.facts.bind(local, Imported(index, imported))


def _read_alias(reader: Reader, node: Node) -> None:
    """`import x = Some.Name` of TypeScript."""
    children = node.named_children
    if len(children) == 2 and children[0].type == "identifier":
        reader.facts.bind(reader.text(children[0]), reader.chain(children[1], Role.VALUE))


# --- exports -------------------------------------------------------------------------------------------


def read_export(reader: Reader, node: Node) -> Expr:
    source = node.child_by_field_name("source")
    if source is not None:
        _read_reexport(reader, node, unescaped(reader.text(source)[1:-1]))
        return UNKNOWN
    declaration, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
    is_default = any(child.type == "default" for child in node.children)
    for child in node.children:
        if child.type == "decorator":
            reader.read(child)
    if declaration is not None:
        _export_declaration(reader, declaration, is_default)
    elif value is not None:
        with reader.naming("default"):
            result = reader.read(value)
        export(reader, "default", result)
    elif any(child.type == "=" for child in node.children):
        export_common(reader, reader.read(node.named_children[-1]))
    else:
        for child in node.named_children:
            if child.type == "export_clause":
                _export_names(reader, child, are_types=_is_type_only(node))
            elif child.type == "class_declaration":
                _export_declaration(reader, child, is_default)
    return UNKNOWN


def export(reader: Reader, name: str, value: Expr) -> None:
    reader.facts.exports.setdefault(name, []).append(value)


def _export_declaration(reader: Reader, node: Node, is_default: bool) -> None:
    value = reader.read(node)
    if is_default:
        export(reader, "default", value)
        return
    for name in declared_names(reader, node):
        export(reader, name, Name(name, reader.facts.scope))


def declared_names(reader: Reader, node: Node) -> list[str]:
    """The names that a declaration brings in."""
    name = node.child_by_field_name("name")
    if name is not None:
        return [reader.text(name)]
    found: list[str] = []
    for declarator in node.named_children:
        pattern = declarator.child_by_field_name("name") if declarator.type == "variable_declarator" else None
        if pattern is not None:
            _pattern_names(reader, pattern, found)
        elif declarator.type in ("internal_module", "module"):
            found.extend(declared_names(reader, declarator))
    return found


def _pattern_names(reader: Reader, pattern: Node, found: list[str]) -> None:
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        found.append(reader.text(pattern))
        return
    for child in pattern.named_children:
        if child.type == "pair_pattern":
            value = child.child_by_field_name("value")
            if value is not None:
                _pattern_names(reader, value, found)
        else:
            _pattern_names(reader, child, found)


def _export_names(reader: Reader, clause: Node, *, are_types: bool) -> None:
    for specifier in clause.named_children:
        if specifier.type != "export_specifier":
            continue
        name, exported = _specifier_names(reader, specifier)
        name_node = specifier.child_by_field_name("name")
        if name_node is not None and not (are_types or _is_type_only(specifier)):
            reader.facts.refer(name, span(name_node), Role.EXPORTED)
        export(reader, exported, Name(name, reader.facts.scope))


def _read_reexport(reader: Reader, node: Node, specifier: str) -> None:
    if _is_type_only(node) or _TYPE_EXPORT.match(reader.text(node)):
        _read_type_reexport(reader, node, specifier)
        return
    clause = next((each for each in node.named_children if each.type in ("export_clause", "namespace_export")), None)
    if clause is None:
        index = reader.facts.add_import(specifier, ImportKind.REEXPORT, span(node), (("*", "*"),), bind=False)
        reader.facts.stars.append(index)
    elif clause.type == "namespace_export":
        local = _module_name(reader, clause.named_children[-1])
        index = reader.facts.add_import(specifier, ImportKind.REEXPORT, span(node), (("*", local),), bind=False)
        export(reader, local, Imported(index, "*"))
    else:
        names = tuple(
            _specifier_names(reader, each)
            for each in clause.named_children
            if each.type == "export_specifier" and not _is_type_only(each)
        )
        kind = ImportKind.REEXPORT if names else ImportKind.TYPE
        index = reader.facts.add_import(specifier, kind, span(node), names, bind=False)
        for imported, exported in names:
            export(reader, exported, Imported(index, imported))


def _read_type_reexport(reader: Reader, node: Node, specifier: str) -> None:
    """Types that are handed on: no use of the module, but interfaces are found through it."""
    index = reader.facts.add_import(specifier, ImportKind.TYPE, span(node), ())
    if not any(each.type in ("export_clause", "namespace_export") for each in node.named_children):
        reader.facts.stars.append(index)
    for clause in node.named_children:
        for each in clause.named_children if clause.type == "export_clause" else ():
            if each.type == "export_specifier":
                imported, exported = _specifier_names(reader, each)
                export(reader, exported, Imported(index, imported))


def read_namespace(reader: Reader, node: Node) -> Expr:
    """`namespace N { … }`: a scope of its own whose code runs when the module does, and an object of its exports."""
    name_node, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if body is None or name_node is None:
        return UNKNOWN
    facts, name = reader.facts, reader.text(name_node)
    symbol = facts.new_symbol(name, SymbolKind.MODULE, span(node), span(body))
    outer, facts.exports = facts.exports, {}
    with facts.inside_symbol(symbol):
        reader.read(body)
    own, facts.exports = facts.exports, outer
    for each, values in own.items():
        # Their names count as exported, too: they are reached through the namespace.
        facts.exports.setdefault(each, []).extend(values)
    members: Expr = Record(tuple((each, values[-1]) for each, values in own.items()), ())
    first, *rest = name.split(".")
    for part in reversed(rest):
        members = Record(((part, members),), ())
    facts.bind(first, members)
    return UNKNOWN
