"""Python: bytes to facts, with the grammar's package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import tree_sitter_python
from tree_sitter import Language, Node, Parser

from linter.facts import FileFacts, Items, Role, Span, Text
from linter.languages.builder import MODULE, FactsBuilder
from linter.languages.python import assignments, declarations, expressions, statements, strings
from linter.languages.python.reader import Handler, Reader
from linter.languages.syntax import add_comments, add_syntax_problem

_HANDLERS: Mapping[str, Handler] = {
    "module": statements.read_block,
    "block": statements.read_block,
    "import_statement": statements.read_import,
    "import_from_statement": statements.read_import_from,
    "future_import_statement": statements.read_nothing,
    "if_statement": statements.read_if,
    "for_statement": statements.read_for,
    "except_clause": statements.read_except,
    "except_group_clause": statements.read_except,
    "case_clause": statements.read_case,
    "return_statement": statements.read_return,
    "yield": statements.read_return,
    "global_statement": assignments.read_outer_names,
    "nonlocal_statement": assignments.read_outer_names,
    "assignment": assignments.read_assignment,
    "augmented_assignment": assignments.read_augmented,
    "function_definition": declarations.read_function,
    "class_definition": declarations.read_class,
    "decorated_definition": declarations.read_decorated,
    "lambda": declarations.read_lambda,
    "identifier": expressions.read_name,
    "attribute": expressions.read_name,
    "integer": expressions.read_number,
    "unary_operator": expressions.read_negative,
    "none": expressions.read_none,
    "parenthesized_expression": expressions.read_inner,
    "await": expressions.read_inner,
    "call": expressions.read_call,
    "subscript": expressions.read_subscript,
    "slice": expressions.read_slice,
    "list": expressions.read_items,
    "tuple": expressions.read_items,
    "set": expressions.read_items,
    "expression_list": expressions.read_items,
    "list_splat": expressions.read_splat,
    "dictionary": expressions.read_dictionary,
    "binary_operator": expressions.read_binary,
    "boolean_operator": expressions.read_boolean,
    "conditional_expression": expressions.read_conditional,
    "named_expression": expressions.read_named,
    "list_comprehension": expressions.read_comprehension,
    "set_comprehension": expressions.read_comprehension,
    "dictionary_comprehension": expressions.read_comprehension,
    "generator_expression": expressions.read_comprehension,
    "as_pattern": expressions.read_as_pattern,
    "with_item": expressions.read_with_item,
    "string": strings.read_string,
    "concatenated_string": strings.read_adjacent,
    "comment": statements.read_nothing,
    "type": statements.read_nothing,
    "type_alias_statement": statements.read_nothing,
}


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_python.language()))


def parse(data: bytes) -> Node:
    """The root of a file's syntax tree."""
    return _parser().parse(data).root_node


def extract(suffix: str, data: bytes, *, comments: bool, accesses: bool = False) -> FileFacts:
    """The facts of one file.

    Args:
        suffix: the file name's suffix; there is one grammar only.
        data: the file's bytes in UTF-8, without a byte order mark.
        comments: whether to collect comments and docstrings.
        accesses: whether to collect attributes that are read and written.
    """
    root = parse(data)
    facts = FactsBuilder("python", len(data), accesses=accesses)
    add_syntax_problem(facts, root)
    Reader(facts, data, _HANDLERS).read(root)
    if comments:
        add_comments(facts, root, ("comment",), strings.is_docstring)
    _export_listed(facts)
    for name, values in facts.scopes[MODULE].bindings.items():
        facts.exports[name] = list(values)
    return facts.finish(public=_is_public)


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name.endswith("__")


def _export_listed(facts: FactsBuilder) -> None:
    """Names in `__all__` are handed on."""
    for listed in facts.scopes[MODULE].bindings.get("__all__", ()):
        for item in listed.items if isinstance(listed, Items) else ():
            if isinstance(item, Text):
                facts.refer(item.value, Span(0, 0), Role.EXPORTED)
