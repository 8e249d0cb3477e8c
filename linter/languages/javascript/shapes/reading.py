"""One file's shapes: the visits of a walk over its tree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from linter.facts import FileFacts
from linter.languages.javascript.reading import parse
from linter.languages.javascript.shapes import definitions, modules, probes
from linter.languages.shaping import ShapeReader, Visit, Walk, span_of, walk_shapes
from linter.languages.syntax import syntax_problems

_VISITS: Mapping[str, Visit] = {
    "import_statement": modules.visit_import,
    "export_statement": modules.visit_export,
    "type_alias_declaration": definitions.visit_alias,
    "interface_declaration": definitions.visit_interface,
    "enum_declaration": definitions.visit_enum,
    "class_declaration": definitions.visit_class,
    "abstract_class_declaration": definitions.visit_class,
    "variable_declarator": definitions.visit_variable,
    "function_declaration": definitions.visit_function,
    "generator_function_declaration": definitions.visit_function,
    "method_definition": definitions.visit_function,
    "arrow_function": definitions.visit_function,
    "function_expression": definitions.visit_function,
    "for_in_statement": definitions.visit_loop,
    "call_expression": probes.visit_call,
    "new_expression": probes.visit_call,
    "switch_statement": probes.visit_switch,
    "if_statement": probes.visit_if,
    "binary_expression": probes.visit_binary,
    "subscript_expression": probes.visit_subscript,
    "as_expression": probes.visit_cast,
    "satisfies_expression": probes.visit_cast,
    "return_statement": probes.visit_return,
}

_SCOPES = frozenset(
    {
        "statement_block",
        "function_declaration",
        "generator_function_declaration",
        "method_definition",
        "arrow_function",
        "function_expression",
        "for_in_statement",
        "for_statement",
        "class_body",
    }
)

_LEAVES = frozenset(
    "import_statement type_alias_declaration interface_declaration enum_declaration type_annotation type_arguments "
    "type_parameters string comment regex identifier property_identifier type_identifier number "
    "jsx_text".split()
)

_AROUND = frozenset(
    "program export_statement lexical_declaration variable_declaration ambient_declaration class_declaration "
    "abstract_class_declaration class_body".split()
)


def read_shapes(suffix: str, data: bytes, words: Collection[str], spots: Sequence[int] | None) -> FileFacts:
    """The shapes of one file, in facts that hold nothing else.

    Args:
        suffix: the file name's suffix, which selects the grammar.
        data: the file's bytes in UTF-8, without a byte order mark.
        words: names of functions whose calls are kept wherever they stand.
        spots: places, sorted; what holds none of them, and no definition, is passed over. None looks into all.
    """
    root = parse(suffix, data)
    reader = ShapeReader(data, words, span_of(root), spots=spots)
    walk_shapes(reader, root, Walk(_VISITS, _SCOPES, _LEAVES, _AROUND, "call_expression"))
    reader.keep_texts(root, ("string", "template_string"))
    return reader.finish("javascript", syntax_problems(root))
