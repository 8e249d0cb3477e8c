"""What the languages share in reading shapes: a walk that knows the scope, and the definitions gathered on it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from linter.facts import FileFacts, Problem
from linter.shapes import (
    Applied,
    Brought,
    Definition,
    Dot,
    Flow,
    Invoked,
    Listing,
    Part,
    Passing,
    Probe,
    ProbeKind,
    Quote,
    Shape,
    Shapes,
    Span,
    Word,
)

DEEPEST = 120
"""Levels of a type or expression that are kept; real schemas stay below 50."""


_LONG = 40
"""Bytes of a string from which it may be a text that describes several fields."""

_LISTING = re.compile(rb"(?<!\|)\|(?!\|)|[oO]ne of|ONE OF")


@dataclass(slots=True)
class ShapeReader:
    """A file whose shapes are being read.

    `words` are the names of functions whose calls are kept wherever they stand. With `spots`, nodes without any of
    these places are not looked into. `scope` is the function or block that the walk is in.
    """

    data: bytes
    words: Collection[str]
    scope: Span
    definitions: list[Definition] = field(default_factory=list)
    loose: list[Invoked] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    passings: list[Passing] = field(default_factory=list)
    imports: list[Brought] = field(default_factory=list)
    exports: list[tuple[str, str]] = field(default_factory=list)
    handed_on: list[Brought] = field(default_factory=list)
    texts: list[Quote] = field(default_factory=list)
    spots: Sequence[int] | None = None
    _words: frozenset[bytes] = frozenset()
    kept: int = 0
    """The end of the last expression that was kept whole: calls inside are part of it."""

    def __post_init__(self) -> None:
        self._words = frozenset(each.encode() for each in self.words)

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def is_word(self, node: Node) -> bool:
        """Whether a name is one of the words asked for."""
        return self.data[node.start_byte : node.end_byte] in self._words

    def holds_spot(self, node: Node) -> bool:
        """Whether one of the places that matter stands in a node; all do where none are given."""
        if self.spots is None:
            return True
        number = bisect_left(self.spots, node.start_byte)
        return number < len(self.spots) and self.spots[number] < node.end_byte

    def is_aside(self, node: Node) -> bool:
        """Whether a node stands in a function and has no place in it that matters."""
        return self.scope.start > 0 and not self.holds_spot(node)

    def keep_texts(self, root: Node, kinds: Collection[str]) -> None:
        """Keeps the long strings that may list values, as they are written; `kinds` are those of strings."""
        end = 0
        for match in _LISTING.finditer(self.data):
            if match.start() < end:
                continue
            node = root.descendant_for_byte_range(match.start(), match.end())
            while node is not None and node.type not in kinds and node.parent is not None and node.child_count < 2:
                node = node.parent
            if node is not None and node.type in kinds and node.end_byte - node.start_byte > _LONG:
                self.texts.append(Quote(self.text(node), span_of(node)))
                end = node.end_byte

    def keep(self, call: Invoked) -> None:
        """Keeps a call that no definition holds."""
        self.loose.append(call)
        self.kept = max(self.kept, call.span.end)

    def finish(self, language: str, problems: tuple[Problem, ...]) -> FileFacts:
        """The shapes, in facts that hold nothing else."""
        shapes = Shapes(
            tuple(self.definitions),
            tuple(self.loose),
            tuple(self.probes),
            tuple(self.flows),
            tuple(self.passings),
            tuple(self.imports),
            tuple(self.exports),
            tuple(self.handed_on),
            tuple(self.texts),
        )
        return FileFacts(language, (), (), (), (), (), {}, (), (), problems, shapes=shapes)


Visit = Callable[[ShapeReader, Node], None]


class Walk(NamedTuple):
    """How a language's trees are walked.

    Args:
        visits: what is done at a kind of node.
        scopes: the kinds of node that names are seen in.
        leaves: kinds of node that are not looked into.
        around: kinds of node around definitions at the top of a file, which are looked into whatever is in them.
        call: the kind of node of calls, most of which say nothing of data.
    """

    visits: Mapping[str, Visit]
    scopes: Collection[str]
    leaves: Collection[str]
    around: Collection[str]
    call: str


_PLAIN_CALL = re.compile(rb"[\w$]+\(")
"""A call of a function by its name, to which values may go."""


def walk_shapes(reader: ShapeReader, root: Node, walk: Walk) -> None:
    """Visits every node that has a visit and may matter, parents first."""
    visits, scopes, leaves, around, call = walk

    def may_matter(node: Node) -> bool:
        return reader.holds_spot(node) or _PLAIN_CALL.match(reader.data, node.start_byte) is not None

    open_scopes = [reader.scope]
    cursor = root.walk()
    while True:
        node = cursor.node
        kind = node.type if node is not None else ""
        visit = visits.get(kind)
        is_scope = kind in scopes
        if node is not None and (is_scope or (visit is not None and (kind != call or may_matter(node)))):
            start = node.start_byte
            while start >= open_scopes[-1].end and len(open_scopes) > 1:
                open_scopes.pop()
            reader.scope = open_scopes[-1]
            if visit is not None:
                visit(reader, node)
            if is_scope:
                open_scopes.append(span_of(node))
        passed = kind in leaves or (node is not None and kind not in around and not reader.holds_spot(node))
        if (not passed and cursor.goto_first_child()) or cursor.goto_next_sibling():
            continue
        while cursor.goto_parent():
            if cursor.goto_next_sibling():
                break
        else:
            return


def span_of(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


def root_of(shape: Shape) -> Shape:
    """What a chain of members and calls begins with."""
    while True:
        match shape:
            case Dot(base) | Applied(base) | Part(_, base):
                shape = base
            case Invoked(callee):
                shape = callee
            case _:
                return shape


def words_of(shape: Shape) -> set[str]:
    """The names along a chain of members and calls."""
    found: set[str] = set()
    while True:
        match shape:
            case Dot(base, name):
                found.add(name)
                shape = base
            case Word(name):
                found.add(name)
                return found
            case Invoked(callee):
                shape = callee
            case Applied(base):
                shape = base
            case _:
                return found


def moved(shape: Shape, by: int) -> Shape:
    """A shape that was read from a part of a file, with the positions of the whole."""
    return _moved(shape, by)  # type: ignore[return-value]


def _moved(value: object, by: int) -> object:
    if isinstance(value, Span):
        return Span(value.start + by, value.end + by)
    if isinstance(value, tuple):
        parts: tuple[object, ...] = tuple(_moved(each, by) for each in value)
        return tuple.__new__(type(value), parts)
    return value


def chain_of(branches: Sequence[tuple[Shape, Shape]], span: Span) -> Probe | None:
    """The conditions of a chain that refuses what is left, as one switch; None when they ask for several things."""
    subject = branches[0][0] if branches else None
    if len(branches) < 2 or not isinstance(subject, Word | Dot):
        return None
    if any(_spelled(each) != _spelled(subject) for each, _ in branches):
        return None
    return Probe(ProbeKind.SWITCH, subject, Listing(tuple(each for _, each in branches), span, True), True, span)


def _spelled(shape: Shape) -> str:
    match shape:
        case Word(name):
            return name
        case Dot(base, name):
            return f"{_spelled(base)}.{name}"
        case _:
            return ""
