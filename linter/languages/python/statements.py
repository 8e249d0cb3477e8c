"""Statements: imports, conditions, loops, handlers, returns."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.facts import MAIN, UNKNOWN, Expr, Imported, ImportKind, Index, Role, SymbolKind
from linter.languages.builder import MODULE
from linter.languages.conditions import asks_a_flag
from linter.languages.python.assignments import bind, spread_pattern
from linter.languages.python.expressions import LOOPS, read_types_tested
from linter.languages.python.reader import Reader, span

_TYPE_CHECKING = re.compile(r"(?:\w+\.)?TYPE_CHECKING\Z")
_IS_MAIN = re.compile(r"""__name__\s*==\s*["']__main__["']\Z""")
_LEAVES = frozenset({"return_statement", "continue_statement", "break_statement"})
TOP_PACKAGE = "^"
"""What `import a.b` binds `a` to: the first package of the import, not the module it names."""


def read_nothing(reader: Reader, node: Node) -> Expr:
    """Types, comments: nothing that runs."""
    return UNKNOWN


# --- imports -------------------------------------------------------------------------------------------


def read_import(reader: Reader, node: Node) -> Expr:
    kind = ImportKind.TYPE if reader.typing_only else ImportKind.STATIC
    for child in node.named_children:
        if child.type == "aliased_import":
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                index = _add(reader, reader.text(name), kind, node, (("*", reader.text(alias)),))
                bind(reader, reader.text(alias), Imported(index, "*"))
        elif child.type == "dotted_name":
            module = reader.text(child)
            top = module.partition(".")[0]
            index = _add(reader, module, kind, node, ((TOP_PACKAGE, top),))
            bind(reader, top, Imported(index, TOP_PACKAGE))
    return UNKNOWN


def _add(reader: Reader, module: str, kind: ImportKind, node: Node, names: tuple[tuple[str, str], ...]) -> int:
    return reader.facts.add_import(module, kind, span(node), names, bind=False)


def read_import_from(reader: Reader, node: Node) -> Expr:
    module_node = node.child_by_field_name("module_name")
    if module_node is None:
        return UNKNOWN
    text = reader.text(module_node)
    module = text.lstrip(". ")
    level = text[: len(text) - len(module)].count(".")
    kind = ImportKind.TYPE if reader.typing_only else ImportKind.STATIC
    if any(child.type == "wildcard_import" for child in node.named_children):
        index = reader.facts.add_import(module, kind, span(node), (("*", "*"),), level=level, bind=False)
        reader.facts.stars.append(index)
        return UNKNOWN
    names = tuple(_imported_names(reader, node, module_node))
    index = reader.facts.add_import(module, kind, span(node), names, level=level, bind=False)
    for imported, local in names:
        bind(reader, local, Imported(index, imported))
    for child in node.children_by_field_name("name"):
        alias = child.child_by_field_name("alias")
        name = child.child_by_field_name("name")
        if alias is not None and name is not None and reader.text(alias) == reader.text(name):
            # `from x import Name as Name` hands the name on (PEP 484).
            reader.facts.refer(reader.text(alias), span(alias), Role.EXPORTED)
    return UNKNOWN


def _imported_names(reader: Reader, node: Node, module_node: Node) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = []
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            name, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if name is not None and alias is not None:
                names.append((reader.text(name), reader.text(alias)))
        elif child != module_node:
            names.append((reader.text(child), reader.text(child)))
    return names


# --- flow ----------------------------------------------------------------------------------------------


def read_block(reader: Reader, node: Node) -> Expr:
    """Statements in order. What follows `if flag: return` runs only without the flag, so it is guarded too."""
    outer = reader.facts.guard
    for child in node.named_children:
        if child.type == "if_statement":
            guard = _read_condition(reader, child)
            if guard and _leaves(child):
                reader.facts.guard = -guard
        else:
            reader.read(child)
    reader.facts.guard = outer
    return UNKNOWN


def _leaves(node: Node) -> bool:
    """Whether an `if` without `else` ends by leaving the block around it."""
    body = node.child_by_field_name("consequence")
    if body is None or node.child_by_field_name("alternative") is not None:
        return False
    return bool(body.named_child_count) and body.named_children[-1].type in _LEAVES


def read_if(reader: Reader, node: Node) -> Expr:
    _read_condition(reader, node)
    return UNKNOWN


def _read_condition(reader: Reader, node: Node) -> int:
    """Reads an `if`; gives the number of its condition, 0 when it asks no flag."""
    condition = node.child_by_field_name("condition")
    text = reader.text(condition) if condition is not None else ""
    reader.read_optional(condition)
    if _IS_MAIN.match(text) and reader.facts.symbol == MODULE:
        _read_main(reader, node)
        return 0
    guard = reader.facts.new_guard(asks_a_flag(text))
    outer = reader.typing_only
    reader.typing_only = outer or _TYPE_CHECKING.match(text) is not None
    with reader.facts.guarded(guard):
        reader.read_optional(node.child_by_field_name("consequence"))
    reader.typing_only = outer
    with reader.facts.guarded(-guard):
        for alternative in node.children_by_field_name("alternative"):
            reader.read(alternative)
    return guard


def _read_main(reader: Reader, node: Node) -> None:
    """`if __name__ == "__main__":` runs when the file is started, not when it is imported: a symbol of its own."""
    symbol = reader.facts.new_symbol(MAIN, SymbolKind.FUNCTION, span(node), span(node))
    scope = reader.facts.function_scope
    with reader.facts.inside_symbol(symbol):
        reader.facts.scope = reader.facts.function_scope = scope
        reader.read_optional(node.child_by_field_name("consequence"))
    for alternative in node.children_by_field_name("alternative"):
        reader.read(alternative)


def read_for(reader: Reader, node: Node) -> Expr:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    values = reader.read_optional(right)
    reader.facts.access(values, span(node), *LOOPS)
    if left is not None:
        spread_pattern(reader, left, Index(values, UNKNOWN), lambda name, part: bind(reader, name, part))
    reader.read_optional(node.child_by_field_name("body"))
    reader.read_optional(node.child_by_field_name("alternative"))
    return UNKNOWN


def read_except(reader: Reader, node: Node) -> Expr:
    """`except (A, B) as error:` compares types; the name is bound to something unknown."""
    for child in node.named_children:
        if child.type == "block":
            reader.read(child)
        elif child.type == "as_pattern":
            read_types_tested(reader, child.named_children[0])
            alias = child.child_by_field_name("alias")
            if alias is not None:
                bind(reader, reader.text(alias), UNKNOWN)
        elif child.type != "comment":
            read_types_tested(reader, child)
    return UNKNOWN


def read_case(reader: Reader, node: Node) -> Expr:
    """A `case` of `match`: its patterns compare, only guard and body run."""
    reader.read_optional(node.child_by_field_name("guard"))
    reader.read_optional(node.child_by_field_name("consequence"))
    return UNKNOWN


def read_return(reader: Reader, node: Node) -> Expr:
    """`return` and `yield`: one more value that the function gives."""
    value: Expr = UNKNOWN
    for child in node.named_children:
        if child.type != "comment":
            value = reader.read(child)
    if any(child.type == "from" for child in node.children):
        reader.facts.access(value, span(node), *LOOPS)
    reader.facts.symbols[reader.facts.symbol].returns.append(value)
    return UNKNOWN
