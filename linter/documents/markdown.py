"""Markdown as blocks of prose with their lines: what the readers of documents go through.

The parsing is markdown-it's, so fences, comments and nesting are what CommonMark says. Here its tokens become
`Line`s of `Piece`s: emphasis is written out again, because `src/*/a*.ts` would lose its stars, and code spans keep
apart from prose, because only in them a word is surely a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LONGEST = 20_000
"""Characters of one paragraph that are read: markdown-it needs long for very long ones, and nobody writes them."""

FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*(?:\r\n?|\n)(?P<text>(?:.*?(?:\r\n?|\n))??)---[ \t]*(?:\r\n?|\n|\Z)", re.DOTALL
)
"""Front matter with its fences; `text` is what stands between these."""
_SPACES = re.compile(r"\s+")


class Piece(NamedTuple):
    """A run of prose, or the content of a code span."""

    text: str
    code: bool
    line: int


class Kind(Enum):
    """What a block is."""

    HEADING = auto()
    PARAGRAPH = auto()
    BULLET = auto()
    FENCE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph outside of lists, a list item with its own text, or a fence.

    `depth` is the level of a heading, or how many lists an item lies in. `lines` are the source lines of its text,
    each as pieces; a fence has its text in `raw`. `quoted` says whether it stands in a block quote.
    """

    kind: Kind
    line: int
    depth: int = 0
    lines: tuple[tuple[Piece, ...], ...] = ()
    raw: str = ""
    ordered: bool = False
    quoted: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces; where a line was wrapped stands a blank."""
        return joined(self.lines)

    @property
    def text(self) -> str:
        """The text on one line, with code spans in backticks."""
        return shown(self.pieces)


def joined(lines: Sequence[tuple[Piece, ...]]) -> tuple[Piece, ...]:
    """The pieces of several lines as one; where a line ends stands a blank."""
    found: list[Piece] = []
    for line in lines:
        if found:
            found.append(Piece(" ", False, found[-1].line))
        found += line
    return tuple(found)


def shown(pieces: Sequence[Piece]) -> str:
    """Pieces as one line of text, with code spans in backticks."""
    return _SPACES.sub(" ", "".join(f"`{each.text}`" if each.code else each.text for each in pieces)).strip()


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order. Comments and HTML are left out; front matter too."""
    front = FRONT_MATTER.match(text)
    skipped = 0
    if front is not None:
        skipped = len(re.findall(r"\r\n?|\n", front.group()))
        text = text[front.end() :]
    parser = _parser()
    return tuple(_Walk(parser, skipped).blocks(parser.parse(text)))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 30}).enable("table")
    # Paragraphs are read one by one, when their length is known.
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@dataclass(slots=True)
class _Walk:
    parser: MarkdownIt
    skipped: int
    lists: list[bool] = field(default_factory=list)
    """The lists around a token: whether each is ordered."""
    quotes: int = 0
    items: list[list[Any]] = field(default_factory=list)
    """The list items around a token: their first line, and whether their text was met."""

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        row: list[Block] = []
        for number, token in enumerate(tokens):
            line = self.skipped + (token.map[0] if token.map else 0) + 1
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self.lists.append(token.type == "ordered_list_open")
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.items.append([line, False])
                case "list_item_close":
                    self.items.pop()
                case "blockquote_open":
                    self.quotes += 1
                case "blockquote_close":
                    self.quotes -= 1
                case "fence" | "code_block":
                    first = line + (1 if token.type == "fence" else 0)
                    depth = len(self.lists)
                    yield Block(Kind.FENCE, first, depth, raw=token.content, quoted=self.quotes > 0)
                case "tr_open":
                    row = []
                case "tr_close":
                    if row and tokens[number - 1].type == "td_close":
                        yield _row(row)
                case "inline":
                    found = self._prose(token, tokens[number - 1], line)
                    if tokens[number - 1].type in ("th_open", "td_open"):
                        row.append(found)
                    else:
                        yield found
                case _:
                    pass

    def _prose(self, token: Token, opening: Token, line: int) -> Block:
        lines = tuple(self._lines(token.content, line))
        quoted = self.quotes > 0
        if opening.type == "heading_open":
            return Block(Kind.HEADING, line, int(opening.tag[1:]), lines, quoted=quoted)
        if self.items and not self.items[-1][1]:
            self.items[-1][1] = True
            return Block(Kind.BULLET, line, len(self.lists), lines, ordered=self.lists[-1], quoted=quoted)
        return Block(Kind.PARAGRAPH, line, len(self.lists), lines, quoted=quoted)

    def _lines(self, content: str, line: int) -> Iterator[tuple[Piece, ...]]:
        """The source lines of a paragraph as pieces."""
        tokens: list[Token] = []
        self.parser.inline.parse(content[:_LONGEST], self.parser, {}, tokens)
        found: list[Piece] = []
        for child in tokens:
            if child.type in ("softbreak", "hardbreak"):
                yield tuple(found)
                found = []
                line += 1
            elif child.type == "code_inline":
                found.append(Piece(child.content, True, line))
            elif child.type in ("text", "text_special", "image") and child.content:
                found.append(Piece(child.content, False, line))
            elif child.type in ("em_open", "em_close", "strong_open", "strong_close"):
                found.append(Piece(child.markup, False, line))
        yield tuple(found)


def _row(cells: Sequence[Block]) -> Block:
    """A row of a table, as an item of a list."""
    pieces: list[Piece] = []
    for cell in cells:
        if pieces:
            pieces.append(Piece(" - ", False, cell.line))
        pieces += cell.pieces
    return Block(Kind.BULLET, cells[0].line, 1, (tuple(pieces),))
