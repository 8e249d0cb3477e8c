"""Units of code that a violation is followed by: outermost functions and methods, and what a file does at its top.

Units of two states are compared by what they say: their words, without comments, white space and formatting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from linter.checks import Context
from linter.facts import FileFacts, Span, SymbolKind

_TOKEN = re.compile(r"\w+|[^\w\s]")
_COMMENT = re.compile(r"/\*(?s:.*?)\*/|^[ \t]*(?://|#(?!!)).*$|[ \t](?://|#)[ \t].*$", re.MULTILINE)
_DOCSTRING = re.compile(r'^[ \t]*("""|\'\'\').*?\1', re.DOTALL | re.MULTILINE)
_FORMATTING = frozenset(",;()'\"`")
"""Tokens that formatters add and take away."""

_MODULE = 0


class Unit(NamedTuple):
    """A function, a method, or (`number` 0, no name) what a file does when it is loaded."""

    path: str
    name: str
    number: int
    span: Span


class Units:
    """The units of one state's files, and what they say."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._files: dict[str, dict[str, list[Unit]]] = {}
        self._roots: dict[str, list[int]] = {}
        self._said: dict[Unit, Counter[str]] = {}

    def known(self, path: str) -> Mapping[str, Sequence[Unit]]:
        """The units of a file by name; none for one that is not read. Several may go by one name."""
        if path not in self._files:
            facts = self._context.project.facts(path)
            self._files[path] = _by_name(path, facts, self._roots_of(path, facts)) if facts is not None else {}
        return self._files[path]

    def named(self, path: str, name: str) -> Sequence[Unit]:
        """The units of a file that go by a name."""
        return self.known(path).get(name, ())

    def around(self, path: str, symbol: int) -> Unit:
        """The unit that a symbol belongs to."""
        facts = self._context.project.facts(path)
        if facts is None:
            return Unit(path, "", _MODULE, Span(0, 0))
        root = self._roots_of(path, facts)[symbol]
        each = facts.symbols[root]
        return Unit(path, each.name if root else "", root, each.span)

    def at_line(self, path: str, line: int) -> Unit:
        """The unit around a line."""
        best = self.around(path, _MODULE)
        for each in (unit for units in self.known(path).values() for unit in units if unit.number):
            place = self._context.place(path, each.span)
            if place.line <= line <= place.end_line and (not best.number or each.span.start > best.span.start):
                best = each
        return best

    def symbols(self, unit: Unit) -> Iterator[int]:
        """The symbols of a unit: its own, and those inside."""
        facts = self._context.project.facts(unit.path)
        for symbol, root in enumerate(self._roots_of(unit.path, facts) if facts is not None else ()):
            if root == unit.number:
                yield symbol

    def text(self, unit: Unit) -> str:
        """The source of a unit; that of a file's top is what stands outside of its functions."""
        positions = self._context.positions
        if self._context.project.facts(unit.path) is None:
            return ""
        if unit.number:
            return positions.text(unit.path, unit.span)
        source = positions.text(unit.path, unit.span).encode()
        inner = sorted(each.span for units in self.known(unit.path).values() for each in units if each.number)
        parts, at = [], 0
        for each in inner:
            parts.append(source[at : max(at, each.start)])
            at = max(at, each.end)
        return b"".join((*parts, source[at:])).decode("utf-8", "replace")

    def said(self, unit: Unit) -> Counter[str]:
        """The words of a unit and how often it has each."""
        if unit not in self._said:
            self._said[unit] = words_in(self.text(unit))
        return self._said[unit]

    def _roots_of(self, path: str, facts: FileFacts | None) -> list[int]:
        """For each symbol, the outermost function around it; 0 where there is none, and for classes."""
        if path not in self._roots:
            roots: list[int] = []
            for number, each in enumerate(facts.symbols if facts is not None else ()):
                above = roots[each.parent] if 0 <= each.parent < number else _MODULE
                is_function = each.kind in (SymbolKind.FUNCTION, SymbolKind.METHOD)
                roots.append(above or (number if is_function else _MODULE))
            self._roots[path] = roots
        return self._roots[path]


def _by_name(path: str, facts: FileFacts, roots: Sequence[int]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for root in sorted(set(roots) | {_MODULE}):
        each = facts.symbols[root]
        name = each.name if root else ""
        found.setdefault(name, []).append(Unit(path, name, root, each.span))
    return found


def words_in(text: str) -> Counter[str]:
    """The tokens of source text, without comments and what formatters change."""
    bare = _COMMENT.sub(" ", _DOCSTRING.sub(" ", text))
    return Counter(each for each in _TOKEN.findall(bare) if each not in _FORMATTING)


def alike(one: Counter[str], other: Counter[str]) -> float:
    """How much two texts have in common, from 0 to 1: shared words of all words (Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
