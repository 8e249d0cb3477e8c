"""Where code asks which value text has, and where values go."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.languages.javascript.shapes.expressions import may_hold, shape_of, shape_of_call, some_shape
from linter.languages.javascript.shapes.types import shape_of_type
from linter.languages.shaping import ShapeReader, chain_of, root_of, span_of, words_of
from linter.shapes import (
    Applied,
    Blank,
    Dot,
    Flow,
    Invoked,
    Listing,
    Passing,
    Probe,
    ProbeKind,
    Shape,
    Word,
)

_ASKING = frozenset({b"includes", b"has", b"indexOf"})
_REFUSES = re.compile(rb"throw\b|[nN]ever\b|exhaustive|unreachable|invariant\(", re.IGNORECASE)
_TURNS_DOWN = re.compile(
    rb"throw\b|return\s+(?:false|\"|'|`)|addIssue|issues?\b|[eE]rror|invalid|reject", re.IGNORECASE
)
_COMPARING = frozenset({"===", "==", "!==", "!="})


def visit_call(reader: ShapeReader, node: Node) -> None:
    callee = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    given = node.child_by_field_name("arguments")
    if callee is None or given is None or given.type != "arguments":
        return
    method = callee.child_by_field_name("property") if callee.type == "member_expression" else None
    if method is not None and given.named_child_count and reader.data[method.start_byte : method.end_byte] in _ASKING:
        _ask(reader, node, callee, given.named_children[0])
    if node.start_byte >= reader.kept and may_hold(reader, callee):
        call = shape_of_call(reader, node)
        if not words_of(call).isdisjoint(reader.words) and isinstance(root_of(call), Word):
            reader.keep(call)
    if callee.type == "identifier":
        _pass(reader, callee, given)


def _ask(reader: ShapeReader, node: Node, callee: Node, asked: Node) -> None:
    against = some_shape(reader, callee.child_by_field_name("object"), callee, 0)
    asked_shape = some_shape(reader, asked, asked, 0)
    denied = _denied(reader, node, negated=False)
    _probe(reader, ProbeKind.MEMBERSHIP, asked_shape, against, node, closed=_refused(reader, node), denied=denied)


def _denied(reader: ShapeReader, node: Node, *, negated: bool) -> bool:
    """Whether a check that has a condition refuses what it is true for: `if (TAKEN.includes(x)) throw …`."""
    around = node
    while around.parent is not None and around.parent.type in _CONDITIONS:
        around = around.parent
        negated ^= around.type == "unary_expression" and around.children[0].type == "!"
    branch = around.parent
    block = branch.child_by_field_name("consequence") if branch is not None and branch.type == "if_statement" else None
    guards = block is not None and _TURNS_DOWN.search(reader.data, block.start_byte, block.end_byte) is not None
    return negated != guards


_CONDITIONS = frozenset({"unary_expression", "binary_expression", "parenthesized_expression"})


def _refused(reader: ShapeReader, node: Node) -> bool:
    """Whether `!….includes(x)` guards code that throws."""
    around = node.parent
    negated = around is not None and around.type == "unary_expression" and around.children[0].type == "!"
    while around is not None and around.type in ("unary_expression", "binary_expression", "parenthesized_expression"):
        around = around.parent
    block = around.child_by_field_name("consequence") if around is not None else None
    if not negated or block is None:
        return False
    return _REFUSES.search(reader.data, block.start_byte, block.end_byte) is not None


def _pass(reader: ShapeReader, callee: Node, given: Node) -> None:
    """What is handed to a function by its name: variables, and results of calls of the words asked for."""
    position = 0
    for child in given.named_children:
        if child.type == "comment":
            continue
        inner = child.named_children[0] if child.type == "await_expression" and child.named_child_count else child
        if inner.type == "identifier" or (inner.type == "call_expression" and may_hold(reader, inner)):
            value = some_shape(reader, inner, inner, 0)
            word = Word(reader.text(callee), span_of(callee))
            reader.passings.append(Passing(word, position, "", value, span_of(child)))
        position += 1


def visit_switch(reader: ShapeReader, node: Node) -> None:
    subject, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    if subject is None or body is None:
        return
    items: list[Shape] = []
    refuses = True
    for child in body.named_children:
        if child.type == "switch_case":
            value = child.child_by_field_name("value")
            items.append(some_shape(reader, value, child, 0))
        elif child.type == "switch_default":
            refuses = _REFUSES.search(reader.data, child.start_byte, child.end_byte) is not None
    has_default = any(child.type == "switch_default" for child in body.named_children)
    against = Listing(tuple(items), span_of(node), constant=True)
    subject_shape = some_shape(reader, subject, subject, 0)
    _probe(reader, ProbeKind.SWITCH, subject_shape, against, node, closed=refuses and has_default)


def visit_binary(reader: ShapeReader, node: Node) -> None:
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return
    if operator.type == "in":
        base = some_shape(reader, right, right, 0)
        _probe(reader, ProbeKind.LOOKUP, some_shape(reader, left, left, 0), base, node)
    elif operator.type in _COMPARING:
        one, other = (left, right) if _is_subject(left) else (right, left)
        if _is_subject(one) and other.type in ("string", "member_expression"):
            against = some_shape(reader, other, other, 0)
            denied = _denied(reader, node, negated=operator.type.startswith("!"))
            _probe(reader, ProbeKind.COMPARISON, some_shape(reader, one, one, 0), against, node, denied=denied)


def _is_subject(node: Node) -> bool:
    return node.type in ("identifier", "member_expression", "non_null_expression", "parenthesized_expression")


def visit_subscript(reader: ShapeReader, node: Node) -> None:
    """`TABLE[x.kind]`."""
    shape = shape_of(reader, node)
    if isinstance(shape, Applied) and isinstance(shape.base, Word):
        _probe(reader, ProbeKind.LOOKUP, shape.args[0], shape.base, node)


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
    if isinstance(subject, Word | Dot) and not isinstance(against, Blank):
        reader.probes.append(Probe(kind, subject, against, closed, span_of(node), denied))


def visit_cast(reader: ShapeReader, node: Node) -> None:
    """`value as T`, `value satisfies T`."""
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) < 2:
        return
    value, declared = shape_of(reader, children[0]), shape_of_type(reader, children[1])
    if isinstance(value, Word | Dot | Invoked) and declared is not None:
        reader.flows.append(Flow(value, declared, span_of(node)))


def visit_return(reader: ShapeReader, node: Node) -> None:
    """What a function with a declared result gives back."""
    if not node.named_child_count:
        return
    function = node.parent
    while function is not None and function.child_by_field_name("parameters") is None:
        function = function.parent
    declared = function.child_by_field_name("return_type") if function is not None else None
    if declared is None:
        return
    value, result = shape_of(reader, node.named_children[0]), shape_of_type(reader, declared)
    if isinstance(value, Word | Dot | Invoked) and result is not None:
        reader.flows.append(Flow(value, result, span_of(node)))


def visit_if(reader: ShapeReader, node: Node) -> None:
    """`if (x.kind === "a") … else if (x.kind === "b") … else throw …`: a switch in another form."""
    if node.parent is not None and node.parent.type == "else_clause":
        return
    branches: list[tuple[Shape, Shape]] = []
    each: Node | None = node
    leaving = True
    while each is not None and each.type == "if_statement":
        found = _compared(reader, each.child_by_field_name("condition"))
        if not found:
            return
        branches.extend(found)
        leaving = leaving and _leaves(each.child_by_field_name("consequence"))
        clause = each.child_by_field_name("alternative")
        if clause is not None:
            each = clause.named_children[0] if clause.named_child_count else None
        else:
            # `if (…) return …; if (…) return …; throw …`
            each = _next(each) if leaving else None
    refuses = each is not None and _REFUSES.search(reader.data, each.start_byte, each.end_byte) is not None
    refuses = refuses and each is not None and each.type in _REFUSING
    probe = chain_of(branches, span_of(node)) if refuses else None
    if probe is not None:
        reader.probes.append(probe)


_REFUSING = frozenset({"throw_statement", "expression_statement", "statement_block", "return_statement"})
_LEAVING = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})


def _leaves(block: Node | None) -> bool:
    """Whether a branch ends by leaving."""
    if block is not None and block.type == "statement_block":
        block = block.named_children[-1] if block.named_child_count else None
    return block is not None and block.type in _LEAVING


def _next(node: Node) -> Node | None:
    """The statement behind, in the same block; the outermost `if` of a chain stands there."""
    while node.parent is not None and node.parent.type in ("else_clause", "if_statement"):
        node = node.parent
    following = node.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    return following


def _compared(reader: ShapeReader, node: Node | None) -> list[tuple[Shape, Shape]]:
    """What a condition compares with what, if it does nothing else; alternatives of it too."""
    while node is not None and node.type == "parenthesized_expression" and node.named_child_count:
        node = node.named_children[0]
    if node is None or node.type != "binary_expression":
        return []
    operator = node.child_by_field_name("operator")
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if operator is None or left is None or right is None:
        return []
    if operator.type == "||":
        sides = [_compared(reader, each) for each in (left, right)]
        return [pair for each in sides for pair in each] if all(sides) else []
    if operator.type not in ("===", "=="):
        return []
    return [(some_shape(reader, left, left, 0), some_shape(reader, right, right, 0))]
