"""TypeScript and JavaScript: bytes to facts, with the grammar's package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from linter.facts import FileFacts
from linter.languages.builder import FactsBuilder
from linter.languages.javascript import declarations, expressions, modules, statements, strings
from linter.languages.javascript.reader import Handler, Reader
from linter.languages.syntax import add_comments, add_syntax_problem

_HANDLERS: Mapping[str, Handler] = {
    "program": statements.read_program,
    "statement_block": statements.read_block,
    "if_statement": statements.read_if,
    "switch_statement": statements.read_switch,
    "for_statement": statements.read_for,
    "for_in_statement": statements.read_for_in,
    "catch_clause": statements.read_catch,
    "return_statement": statements.read_return,
    "yield_expression": statements.read_return,
    "import_statement": modules.read_import,
    "export_statement": modules.read_export,
    "internal_module": modules.read_namespace,
    "module": modules.read_namespace,
    "lexical_declaration": declarations.read_variables,
    "variable_declaration": declarations.read_variables,
    "using_declaration": declarations.read_variables,
    "function_declaration": declarations.read_function_declaration,
    "generator_function_declaration": declarations.read_function_declaration,
    "class_declaration": declarations.read_class_declaration,
    "abstract_class_declaration": declarations.read_class_declaration,
    "interface_declaration": declarations.read_interface,
    "type_alias_declaration": declarations.read_type_alias,
    "enum_declaration": declarations.read_enum,
    "decorator": declarations.read_decorator,
    "function_expression": declarations.read_function,
    "generator_function": declarations.read_function,
    "arrow_function": declarations.read_function,
    "method_definition": declarations.read_method,
    "class": declarations.read_class,
    "identifier": expressions.read_name,
    "shorthand_property_identifier": expressions.read_name,
    "member_expression": expressions.read_name,
    "number": expressions.read_number,
    "unary_expression": expressions.read_unary,
    "null": statements.read_absent,
    "undefined": statements.read_absent,
    "this": expressions.read_this,
    "super": expressions.read_super,
    "meta_property": expressions.read_import_meta,
    "parenthesized_expression": expressions.read_inner,
    "non_null_expression": expressions.read_inner,
    "as_expression": expressions.read_inner,
    "satisfies_expression": expressions.read_inner,
    "type_assertion": expressions.read_inner,
    "await_expression": expressions.read_inner,
    "instantiation_expression": expressions.read_inner,
    "jsx_expression": expressions.read_inner,
    "sequence_expression": expressions.read_sequence,
    "subscript_expression": expressions.read_subscript,
    "call_expression": expressions.read_call,
    "new_expression": expressions.read_new,
    "spread_element": expressions.read_spread,
    "array": expressions.read_array,
    "object": expressions.read_object,
    "binary_expression": expressions.read_binary,
    "ternary_expression": expressions.read_ternary,
    "assignment_expression": expressions.read_assignment,
    "augmented_assignment_expression": expressions.read_augmented,
    "jsx_element": expressions.read_jsx_element,
    "jsx_self_closing_element": expressions.read_jsx_element,
    "string": strings.read_string,
    "template_string": strings.read_template,
    "comment": statements.read_nothing,
    "ambient_declaration": statements.read_nothing,
    "function_signature": statements.read_nothing,
    "type_annotation": statements.read_nothing,
    "type_arguments": statements.read_nothing,
    "type_parameters": statements.read_nothing,
    "regex": statements.read_nothing,
    "ERROR": statements.read_program,
}


@cache
def _parser(suffix: str) -> Parser:
    if suffix in (".ts", ".mts", ".cts"):
        return Parser(Language(tree_sitter_typescript.language_typescript()))
    if suffix == ".tsx":
        return Parser(Language(tree_sitter_typescript.language_tsx()))
    return Parser(Language(tree_sitter_javascript.language()))


def parse(suffix: str, data: bytes) -> Node:
    """The syntax tree. JavaScript with Flow's type annotations is read as TSX, of which they are nearly a part."""
    root = _parser(suffix).parse(data).root_node
    if root.has_error and suffix in (".js", ".jsx"):
        other = _parser(".tsx").parse(data).root_node
        if not other.has_error:
            return other
    return root


def extract(suffix: str, data: bytes, *, comments: bool, accesses: bool = False) -> FileFacts:
    """The facts of one file.

    Args:
        suffix: the file name's suffix, which selects the grammar.
        data: the file's bytes in UTF-8, without a byte order mark.
        comments: whether to collect the spans of comments.
        accesses: whether to collect members that are read and written.
    """
    root = parse(suffix, data)
    facts = FactsBuilder("javascript", len(data), accesses=accesses)
    add_syntax_problem(facts, root)
    Reader(facts, data, _HANDLERS).read(root)
    if comments:
        add_comments(facts, root, ("comment",))
    return facts.finish()
