"""One file's shapes: the visits of a walk over its tree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from linter.facts import FileFacts
from linter.languages.python.reading import parse
from linter.languages.python.shapes import definitions, modules, probes
from linter.languages.shaping import ShapeReader, Visit, Walk, span_of, walk_shapes
from linter.languages.syntax import syntax_problems

_VISITS: Mapping[str, Visit] = {
    "import_statement": modules.visit_import,
    "import_from_statement": modules.visit_from,
    "class_definition": definitions.visit_class,
    "type_alias_statement": definitions.visit_alias,
    "assignment": definitions.visit_assignment,
    "for_statement": definitions.visit_loop,
    "for_in_clause": definitions.visit_loop,
    "function_definition": definitions.visit_function,
    "call": probes.visit_call,
    "comparison_operator": probes.visit_comparison,
    "subscript": probes.visit_subscript,
    "match_statement": probes.visit_match,
    "if_statement": probes.visit_if,
    "return_statement": probes.visit_return,
}

_SCOPES = frozenset({"function_definition", "class_definition", "lambda", "list_comprehension", "set_comprehension"})

_LEAVES = frozenset("import_statement import_from_statement type comment identifier integer dotted_name".split())

_AROUND = frozenset(
    "module class_definition decorated_definition block expression_statement if_statement else_clause try_statement "
    "except_clause".split()
)


def read_shapes(suffix: str, data: bytes, words: Collection[str], spots: Sequence[int] | None) -> FileFacts:
    """The shapes of one file, in facts that hold nothing else.

    Args:
        suffix: the file name's suffix; there is one grammar only.
        data: the file's bytes in UTF-8, without a byte order mark.
        words: names of functions whose calls are kept wherever they stand.
        spots: places, sorted; what holds none of them, and no definition, is passed over. None looks into all.
    """
    root = parse(data)
    reader = ShapeReader(data, words, span_of(root), spots=spots)
    walk_shapes(reader, root, Walk(_VISITS, _SCOPES, _LEAVES, _AROUND, "call"))
    reader.keep_texts(root, ("string", "concatenated_string"))
    return reader.finish("python", syntax_problems(root))
