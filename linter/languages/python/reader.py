"""Walks a Python syntax tree and hands every node to its handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from linter.facts import UNKNOWN, Expr, Member, Name, Problem, Role, Span
from linter.languages.builder import FactsBuilder

Handler = Callable[["Reader", Node], Expr]

_DEEPEST = 400
"""Levels of nested expressions and statements that are read; CPython itself stops at 200 parentheses."""


class Reader:
    """A file being read: its bytes, the facts gathered so far, and one handler per kind of node."""

    def __init__(self, facts: FactsBuilder, data: bytes, handlers: Mapping[str, Handler]) -> None:
        self.facts = facts
        self.data = data
        self.typing_only = False
        self.outer_names: set[tuple[int, str]] = set()
        self._handlers = handlers
        self._depth = 0

    def read(self, node: Node) -> Expr:
        """The value of an expression; statements give nothing. Everything inside is recorded on the way."""
        if self._depth >= _DEEPEST:
            self._too_deep(node)
            return UNKNOWN
        handler = self._handlers.get(node.type)
        self._depth += 1
        try:
            if handler is not None:
                return handler(self, node)
            self.read_children(node)
            return UNKNOWN
        finally:
            self._depth -= 1

    def read_children(self, node: Node) -> None:
        """Reads every named child for what it records."""
        for child in node.named_children:
            self.read(child)

    def read_optional(self, node: Node | None) -> Expr:
        return UNKNOWN if node is None else self.read(node)

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def chain(self, node: Node, role: Role) -> Expr:
        """A name or a chain of attributes (`a.b.c`), recorded as one reference to its first name."""
        if node.type == "identifier":
            name_text = self.text(node)
            self.facts.refer(name_text, span(node), role)
            return Name(name_text, self.facts.scope)
        members: list[str] = []
        outermost = node
        while node.type == "attribute" and len(members) < _DEEPEST:
            base, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
            if base is None or name is None:
                break
            members.append(self.text(name))
            node = base
        members.reverse()
        self.facts.member_names.update(members)
        if node.type == "identifier":
            name_text = self.text(node)
            self.facts.refer(name_text, span(outermost), role, tuple(members))
            value: Expr = Name(name_text, self.facts.scope)
        else:
            value = self.read(node)
        for number, member in enumerate(members, 1):
            if number < len(members) or role is not Role.CALLED:
                self.facts.access(value, span(outermost), member)
            value = Member(value, member)
        return value

    def _too_deep(self, node: Node) -> None:
        if not any(each.why.startswith("nested") for each in self.facts.problems):
            why = f"nested more than {_DEEPEST} levels deep; what is inside was not read"
            self.facts.problems.append(Problem(node.start_byte, why))


def span(node: Node) -> Span:
    # Named tuples' own constructors take twice as long, and this is called for every third node.
    return tuple.__new__(Span, node.byte_range)
