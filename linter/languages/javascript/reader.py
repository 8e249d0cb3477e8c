"""Walks a JavaScript or TypeScript syntax tree and hands every node to its handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tree_sitter import Node

from linter.facts import UNKNOWN, Expr, Member, Name, Problem, Role, Span, This
from linter.languages.builder import FactsBuilder

Handler = Callable[["Reader", Node], Expr]

_DEEPEST = 400
"""Levels of nested expressions and statements that are read; real code stays below 100."""

_TRANSPARENT = frozenset(
    {
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "await_expression",
        "instantiation_expression",
    }
)


_NAMES = frozenset({"identifier", "shorthand_property_identifier"})


class Reader:
    """A file being read: its bytes, the facts gathered so far, and one handler per kind of node."""

    def __init__(self, facts: FactsBuilder, data: bytes, handlers: Mapping[str, Handler]) -> None:
        self.facts = facts
        self.data = data
        self._handlers = handlers
        self._depth = 0
        # the name given by `naming` that no function has taken yet
        self.name = ""

    def naming(self, name: str) -> _Naming:
        """The name that a function or class read next goes by when it has none of its own."""
        return _Naming(self, name)

    def take_name(self) -> str:
        """The name given by `naming`, once: functions inside the named one do not inherit it."""
        name, self.name = self.name, ""
        return name

    def read(self, node: Node) -> Expr:
        """The value of an expression; statements give nothing. Everything inside is recorded on the way."""
        handler = self._handlers.get(node.type)
        if self._depth >= _DEEPEST:
            self._too_deep(node)
            return UNKNOWN
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

    def read_optional(self, node: Node | None) -> Expr | None:
        return None if node is None else self.read(node)

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def chain(self, node: Node, role: Role) -> Expr:
        """A name or a chain of members (`a.b.c`), recorded as one reference to its first name."""
        if node.type in _NAMES:
            name_text = self.text(node)
            self.facts.refer(name_text, span(node), role)
            return Name(name_text, self.facts.scope)
        members: list[str] = []
        outermost = node
        while True:
            kind = node.type
            if kind == "member_expression" and len(members) < _DEEPEST:
                name = node.child_by_field_name("property")
                base = node.child_by_field_name("object")
                if name is None or base is None:
                    break
                members.append(self.text(name))
                node = base
            elif kind in _TRANSPARENT and node.named_child_count:
                node = node.named_children[0]
            else:
                break
        members.reverse()
        self.facts.member_names.update(members)
        if node.type in _NAMES:
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

    def this(self) -> Expr:
        owner = self.facts.enclosing_class()
        return This(owner) if owner >= 0 else UNKNOWN

    def _too_deep(self, node: Node) -> None:
        if not any(each.why.startswith("nested") for each in self.facts.problems):
            why = f"nested more than {_DEEPEST} levels deep; what is inside was not read"
            self.facts.problems.append(Problem(node.start_byte, why))


class _Naming:
    """A class, because `contextlib` takes three times as long."""

    __slots__ = ("_name", "_outer", "_reader")

    def __init__(self, reader: Reader, name: str) -> None:
        self._reader = reader
        self._name = name
        self._outer = reader.name

    def __enter__(self) -> None:
        self._reader.name = self._name

    def __exit__(self, *_: object) -> None:
        self._reader.name = self._outer


def span(node: Node) -> Span:
    # Named tuples' own constructors take twice as long, and this is called for every third node.
    return tuple.__new__(Span, node.byte_range)
