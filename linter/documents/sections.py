"""Blocks of Markdown with the role of the section that each stands in.

A section begins with a heading, or with a label: "**Scope:** …", "Verification command: …", also at the head of a
list item. A label's section ends at the next label or heading; one at the head of a list item, with the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linter.documents.markdown import Block, Kind, Piece, shown
from linter.documents.roles import Role, is_exclusive, role_of

_BOLD = re.compile(r"^\s*(\*\*|__)(?P<name>(?:(?!\1).){2,60}?)(?P<colon>:?)\1(?P<after>:?)\s*")
_PLAIN = re.compile(r"^\s*(?P<name>[A-Z][\w' ./()-]{1,40}):(?=\s|$)\s*")

_OPEN_TO_LABELS = frozenset({None, Role.GOAL, Role.WHY, Role.ALLOW, Role.READ, Role.DENY})
"""Sections in which the label of a list item may say that the item is of another kind."""


class Part(NamedTuple):
    """A block, or what stands behind a label in it. `heading` is the heading or label that gives the role."""

    kind: Kind
    role: Role | None
    heading: str
    line: int
    depth: int
    lines: tuple[tuple[Piece, ...], ...] = ()
    raw: str = ""
    ordered: bool = False
    quoted: bool = False
    exclusive: bool = False
    """Whether its heading says that nothing else may be touched."""

    @property
    def text(self) -> str:
        """The text on one line, with code spans in backticks."""
        return " ".join(each for each in map(shown, self.lines) if each)


class _Scope(NamedTuple):
    role: Role | None
    heading: str
    exclusive: bool = False


_NOWHERE = _Scope(None, "")


def parts(blocks: Sequence[Block]) -> Iterator[Part]:
    """The blocks in order, each with its role; headings and labels among them, as HEADING."""
    yield from _Reader().read(blocks)


@dataclass(slots=True)
class _Reader:
    headings: list[tuple[int, _Scope]] = field(default_factory=list)
    label: _Scope | None = None
    """The label in force, from a paragraph."""
    items: list[tuple[int, _Scope]] = field(default_factory=list)
    """Labels at the head of list items, with their depths."""

    def read(self, blocks: Sequence[Block]) -> Iterator[Part]:
        for block in blocks:
            if block.kind is Kind.HEADING:
                yield self._heading(block)
                continue
            self.items = [each for each in self.items if each[0] < block.depth or self._inside(block, each[0])]
            if block.kind is Kind.FENCE:
                yield self._part(block, block.lines)
            else:
                yield from self._prose(block)

    def _inside(self, block: Block, depth: int) -> bool:
        return block.kind is not Kind.BULLET and block.depth >= depth > 0

    def _heading(self, block: Block) -> Part:
        self.headings = [each for each in self.headings if each[0] < block.depth]
        above = self.headings[-1][1] if self.headings else _NOWHERE
        # The first heading is the title: what it names is not where things stand.
        role = role_of(block.text) if block.depth > 1 or self.headings else None
        if role is None:
            scope = above
        else:
            exclusive = role is Role.ALLOW and (is_exclusive(block.text) or above.exclusive)
            scope = _Scope(role, block.text, exclusive)
        self.headings.append((block.depth, scope))
        self.label, self.items = None, []
        return Part(Kind.HEADING, scope.role, block.text, block.line, block.depth, block.lines, quoted=block.quoted)

    def _prose(self, block: Block) -> Iterator[Part]:
        pending: list[tuple[Piece, ...]] = []
        for line in block.lines:
            found = self._label(block, line, first=not pending)
            if found is None:
                pending.append(line)
                continue
            if pending:
                yield self._part(block, tuple(pending))
            scope, rest = found
            self._enter(block, scope)
            at = line[0].line if line else block.line
            yield Part(Kind.HEADING, scope.role, scope.heading, at, 7, quoted=block.quoted)
            pending = [rest] if rest else []
        if pending:
            yield self._part(block, tuple(pending))

    def _enter(self, block: Block, scope: _Scope) -> None:
        if block.kind is Kind.BULLET:
            self.items.append((block.depth, scope))
        else:
            self.label = scope

    def _label(self, block: Block, line: tuple[Piece, ...], *, first: bool) -> tuple[_Scope, tuple[Piece, ...]] | None:
        """The section that a line opens with a label, and the rest of the line."""
        if block.kind is Kind.BULLET and not (first and self._now().role in _OPEN_TO_LABELS):
            return None
        text = "".join(each.text for each in line if not each.code)
        match = _BOLD.match(text)
        bold = match is not None and bool(match["colon"] or match["after"])
        if not bold:
            match = _PLAIN.match(text)
        if match is None:
            return None
        name = match["name"].strip()
        role = role_of(name)
        if role is None and (not bold or block.kind is Kind.BULLET or self._by_heading()):
            return None
        if not bold and (len(name.split()) > 4 or (block.kind is Kind.BULLET and role is not Role.DENY)):
            return None
        return _Scope(role, name, role is Role.ALLOW and is_exclusive(name)), _behind(line, match.end())

    def _by_heading(self) -> bool:
        """Whether the role in force comes from a heading, so that an unknown label only groups what is below."""
        return self.label is None and bool(self.headings) and self.headings[-1][1].role is not None

    def _now(self) -> _Scope:
        if self.items:
            return self.items[-1][1]
        if self.label is not None:
            return self.label
        return self.headings[-1][1] if self.headings else _NOWHERE

    def _part(self, block: Block, lines: tuple[tuple[Piece, ...], ...]) -> Part:
        scope = self._now()
        at = next((line[0].line for line in lines if line), block.line)
        return Part(
            block.kind,
            scope.role,
            scope.heading,
            at,
            block.depth,
            lines,
            block.raw,
            block.ordered,
            block.quoted,
            scope.exclusive,
        )


def _behind(line: Sequence[Piece], length: int) -> tuple[Piece, ...]:
    """The pieces of a line without its first `length` characters of prose."""
    found: list[Piece] = []
    for piece in line:
        if length <= 0 or piece.code:
            # A label has no code in it: what comes after the first code span is the rest.
            length = 0 if piece.code else length
            found.append(piece)
            continue
        kept = piece.text[length:]
        length -= len(piece.text)
        if kept:
            found.append(Piece(kept, False, piece.line))
    return tuple(found)
