"""Where code asks which value text has, and where values go."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.languages.python.shapes.expressions import annotation, shape_of, shape_of_call, some_shape
from linter.languages.shaping import ShapeReader, chain_of, root_of, span_of, words_of
from linter.shapes import (
    Applied,
    Blank,
    Dot,
    Flow,
    Invoked,
    Listing,
    OneOf,
    Passing,
    Probe,
    ProbeKind,
    Quote,
    Shape,
    Word,
)

_REFUSES = re.compile(rb"raise\b|assert_never|[nN]ever\b|unreachable")
_TURNS_DOWN = re.compile(rb"raise\b|return\s+False|[eE]rror|invalid")
_COMPARING = {"==": ProbeKind.COMPARISON, "!=": ProbeKind.COMPARISON}
_WITHIN = frozenset({"in", "not in"})


def visit_call(reader: ShapeReader, node: Node) -> None:
    callee, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if callee is None or given is None or given.type != "argument_list":
        return
    method = callee.child_by_field_name("attribute") if callee.type == "attribute" else None
    if method is not None and reader.text(method) == "get" and given.named_child_count:
        base = some_shape(reader, callee.child_by_field_name("object"), callee)
        _probe(reader, ProbeKind.LOOKUP, some_shape(reader, given.named_children[0], given), base, node)
    name = method if method is not None else callee
    if node.start_byte >= reader.kept and name.type == "identifier" and reader.text(name) in reader.words:
        call = shape_of_call(reader, node)
        if isinstance(root_of(call), Word) and not words_of(call).isdisjoint(reader.words):
            reader.keep(call)
    if callee.type in ("identifier", "attribute"):
        _pass(reader, callee, given)


def _pass(reader: ShapeReader, callee: Node, given: Node) -> None:
    """What is handed to a function: variables by position, and constants and members by keyword."""
    position = 0
    for child in given.named_children:
        if child.type == "keyword_argument":
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and value is not None and value.type in ("string", "attribute", "identifier"):
                _hand_over(reader, callee, -1, reader.text(name), value)
        elif child.type != "comment":
            if child.type == "identifier" or (child.type == "call" and _is_asked_for(reader, child)):
                _hand_over(reader, callee, position, "", child)
            position += 1


def _is_asked_for(reader: ShapeReader, node: Node) -> bool:
    callee = node.child_by_field_name("function")
    method = callee.child_by_field_name("attribute") if callee is not None else None
    return method is not None and reader.text(method) in reader.words


def _hand_over(reader: ShapeReader, callee: Node, position: int, keyword: str, value: Node) -> None:
    shape = some_shape(reader, value, value)
    reader.passings.append(Passing(some_shape(reader, callee, callee), position, keyword, shape, span_of(value)))


def visit_comparison(reader: ShapeReader, node: Node) -> None:
    operands = [child for child in node.named_children if child.type != "comment"]
    operators = node.children_by_field_name("operators")
    if len(operands) != 2 or len(operators) < 1:
        return
    kind = " ".join(reader.text(each) for each in operators)
    left, right = (some_shape(reader, each, each) for each in operands)
    if kind in _WITHIN:
        closed = kind == "not in" and _refused(reader, node)
        denied = _denied(reader, node, negated=kind == "not in")
        _probe(reader, ProbeKind.MEMBERSHIP, left, right, node, closed=closed, denied=denied)
    elif kind in _COMPARING:
        one, other = (left, right) if not isinstance(left, Quote) else (right, left)
        denied = _denied(reader, node, negated=kind == "!=")
        _probe(reader, ProbeKind.COMPARISON, one, other, node, denied=denied)


def _denied(reader: ShapeReader, node: Node, *, negated: bool) -> bool:
    """Whether a check that has a condition refuses what it is true for: `if x in TAKEN: raise …`."""
    around = node
    while around.parent is not None and around.parent.type in _CONDITIONS:
        around = around.parent
        negated ^= around.type == "not_operator"
    branch = around.parent
    block = branch.child_by_field_name("consequence") if branch is not None else None
    guards = block is not None and _TURNS_DOWN.search(reader.data, block.start_byte, block.end_byte) is not None
    return negated != guards


_CONDITIONS = frozenset({"not_operator", "boolean_operator", "parenthesized_expression"})


def _refused(reader: ShapeReader, node: Node) -> bool:
    """Whether a condition guards code that raises."""
    around = node.parent
    while around is not None and around.type in ("boolean_operator", "parenthesized_expression"):
        around = around.parent
    block = around.child_by_field_name("consequence") if around is not None else None
    return block is not None and _REFUSES.search(reader.data, block.start_byte, block.end_byte) is not None


def visit_subscript(reader: ShapeReader, node: Node) -> None:
    """`TABLE[x.kind]`."""
    shape = shape_of(reader, node)
    if isinstance(shape, Applied) and isinstance(shape.base, Word) and len(shape.args) == 1:
        _probe(reader, ProbeKind.LOOKUP, shape.args[0], shape.base, node)


def visit_match(reader: ShapeReader, node: Node) -> None:
    subject, body = node.child_by_field_name("subject"), node.child_by_field_name("body")
    if subject is None or body is None:
        return
    items: list[Shape] = []
    refuses = False
    for clause in body.named_children:
        patterns = [child for child in clause.named_children if child.type == "case_pattern"]
        for each in patterns:
            inner = each.named_children[0] if each.named_child_count else None
            if inner is None or (inner.type == "dotted_name" and inner.named_child_count == 1):
                refuses = _REFUSES.search(reader.data, clause.start_byte, clause.end_byte) is not None
            else:
                items.extend(_pattern(reader, inner))
    against = Listing(tuple(items), span_of(node), constant=True)
    _probe(reader, ProbeKind.SWITCH, some_shape(reader, subject, subject), against, node, closed=refuses)


def _pattern(reader: ShapeReader, node: Node) -> list[Shape]:
    nodes = node.named_children if node.type == "union_pattern" else [node]
    return [some_shape(reader, each, each) for each in nodes]


def _member(shape: Shape) -> Shape:
    """`record["kind"]` and `record.get("kind")` as a member of the record."""
    match shape:
        case Applied(base, (Quote(name),), span) | Invoked(Dot(base, "get"), (Quote(name), *_), _, span):
            return Dot(_member(base), name, span)
        case _:
            return shape


def _probe(
    reader: ShapeReader,
    kind: ProbeKind,
    subject: Shape,
    against: Shape,
    node: Node,
    *,
    closed: bool = False,
    denied: bool = False,
) -> None:
    subject = _member(subject)
    if isinstance(subject, Word | Dot) and isinstance(against, Quote | Word | Dot | Listing | OneOf | Invoked):
        reader.probes.append(Probe(kind, subject, against, closed, span_of(node), denied))


def visit_return(reader: ShapeReader, node: Node) -> None:
    """What a function with a declared result gives back."""
    if not node.named_child_count:
        return
    function = node.parent
    while function is not None and function.type != "function_definition":
        function = function.parent
    declared = function.child_by_field_name("return_type") if function is not None else None
    value = shape_of(reader, node.named_children[0]) if declared is not None else None
    result = annotation(reader, declared)
    if isinstance(value, Word | Dot | Invoked) and result is not None and not isinstance(result, Blank):
        reader.flows.append(Flow(value, result, span_of(node)))


def visit_if(reader: ShapeReader, node: Node) -> None:
    """`if x.kind == "a": … elif x.kind == "b": … else: raise …`: a match in another form."""
    branches: list[tuple[Shape, Shape]] = []
    conditions: list[Node | None] = []
    last: Node | None = node
    while last is not None and last.type == "if_statement":
        conditions.append(last.child_by_field_name("condition"))
        leaving = _leaves(last.child_by_field_name("consequence"))
        final: Node | None = None
        for each in last.children_by_field_name("alternative"):
            if each.type == "elif_clause":
                conditions.append(each.child_by_field_name("condition"))
                leaving = leaving and _leaves(each.child_by_field_name("consequence"))
            else:
                final = each
        # `if …: return …`, `if …: return …`, `raise …`
        last = final or (_next(last) if leaving else None)
    if last is not None and last.type not in _REFUSING:
        return
    for condition in conditions:
        found = _compared(reader, condition)
        if not found:
            return
        branches.extend(found)
    refuses = last is not None and _REFUSES.search(reader.data, last.start_byte, last.end_byte) is not None
    probe = chain_of(branches, span_of(node)) if refuses else None
    if probe is not None:
        reader.probes.append(probe)


_REFUSING = frozenset({"else_clause", "raise_statement", "expression_statement", "return_statement"})
_LEAVING = frozenset({"return_statement", "raise_statement", "continue_statement", "break_statement"})


def _leaves(block: Node | None) -> bool:
    """Whether a branch ends by leaving."""
    last = block.named_children[-1] if block is not None and block.named_child_count else None
    return last is not None and last.type in _LEAVING


def _next(node: Node) -> Node | None:
    """The statement behind, in the same block."""
    following = node.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    return following


def _compared(reader: ShapeReader, node: Node | None) -> list[tuple[Shape, Shape]]:
    """What a condition compares with what, if it does nothing else; alternatives of it too."""
    while node is not None and node.type == "parenthesized_expression" and node.named_child_count:
        node = node.named_children[0]
    if node is None:
        return []
    if node.type == "boolean_operator":
        operator = node.child_by_field_name("operator")
        sides = [_compared(reader, node.child_by_field_name(each)) for each in ("left", "right")]
        joined = operator is not None and operator.type == "or" and all(sides)
        return [pair for each in sides for pair in each] if joined else []
    if node.type != "comparison_operator":
        return []
    operands = [child for child in node.named_children if child.type != "comment"]
    kinds = [reader.text(each) for each in node.children_by_field_name("operators")]
    if len(operands) != 2 or len(kinds) != 1:
        return []
    subject, other = (some_shape(reader, each, each) for each in operands)
    subject = _member(subject)
    if kinds[0] == "in" and isinstance(other, Listing):
        return [(subject, each) for each in other.items]
    return [(subject, other)] if kinds[0] in ("==", "is") else []
