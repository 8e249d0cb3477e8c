"""What the language modules share in walking a tree-sitter tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from tree_sitter import Node

from linter.facts import Comment, Problem, Span
from linter.languages.builder import FactsBuilder


def walk(root: Node) -> Iterator[Node]:
    """Every node, parents first. A cursor keeps depth off Python's stack."""
    cursor = root.walk()
    while True:
        node = cursor.node
        if node is not None:
            yield node
        if cursor.goto_first_child() or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return


def add_comments(
    facts: FactsBuilder, root: Node, kinds: Collection[str], is_docstring: Callable[[Node], bool] = lambda _: False
) -> None:
    """Collects comments: nodes of these kinds, and those that `is_docstring` says are docstrings."""
    for node in walk(root):
        inner = is_docstring(node)
        if inner or node.type in kinds:
            facts.comments.append(Comment(Span(node.start_byte, node.end_byte), inner))


def add_syntax_problem(facts: FactsBuilder, root: Node) -> None:
    """Notes the first place that the grammar could not read; the rest of the file is read all the same."""
    facts.problems.extend(syntax_problems(root))


def syntax_problems(root: Node) -> tuple[Problem, ...]:
    """The first place that the grammar could not read, if there is one."""
    if root.has_error:
        for node in walk(root):
            if node.is_error or node.is_missing:
                return (Problem(node.start_byte, "syntax that the grammar cannot read"),)
    return ()
