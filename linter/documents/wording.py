"""Prose with its names taken out: a text in which every code span and path is one character.

So the grammar of a sentence can be read without dots in `src/a.ts` ending it or words in code being taken for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from linter.documents.markdown import Piece
from linter.documents.names import PathName, path_of, symbol_of

_FIRST = 0xE000
_MOST = 6_000
"""Names in one piece of prose, as many as there are private characters to stand for them."""

NAME = "[\\ue000-\\uf76f]"
"""The characters that stand for names, as a regular expression."""

_PRIVATE = re.compile(NAME)
_TOKEN = re.compile(r"\S+")
_AROUND = re.compile(r"(?P<before>[\"'“‘(\[]*)(?P<core>.*?)(?P<after>[\"'”’)\].,;:!?]*)\Z", re.DOTALL)
_MARKED = re.compile(r"(\*{1,3}|_{1,3})(?P<core>.+)\1\Z")
_EMPHASIS = re.compile(rf"\*{{1,3}}|(?<!\w)_{{1,3}}(?=\w|{NAME})|(?<=\w)_{{1,3}}(?!\w)|(?<={NAME})_{{1,3}}")
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=\S)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """What one private character stands for: a code span as written, or a path in prose."""

    text: str
    line: int
    code: bool
    path: PathName | None


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and the names in it; `line` is where it begins."""

    text: str
    words: Sequence[Word]
    line: int
    starts: tuple[tuple[int, int], ...] = field(default=())
    """Where each source line begins: (position in the text, line)."""

    def named(self, part: str) -> list[Word]:
        """The names in a part of the text, in order."""
        return [self.words[ord(each) - _FIRST] for each in _PRIVATE.findall(part)]

    def paths(self, part: str) -> list[Word]:
        """Those of them that are paths."""
        return [each for each in self.named(part) if each.path is not None]

    def symbols(self, part: str) -> list[str]:
        """The symbols among the code spans of a part, also those that paths point to."""
        found = [
            each.path.symbol if each.path is not None else symbol_of(each.text)
            for each in self.named(part)
            if each.code or each.path is not None
        ]
        return list(dict.fromkeys(each for each in found if each))

    def symbols_of(self, word: Word) -> list[str]:
        """The symbol that a code span names, if it names one."""
        found = symbol_of(word.text) if word.code else None
        return [found] if found else []

    def plain(self, part: str) -> str:
        """A part as it is read, with code spans in backticks."""
        return _SPACES.sub(" ", _PRIVATE.sub(lambda found: self._written(found.group()), part)).strip()

    def sentences(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int]]:
        """The sentences of a part of the text, still with names taken out, each with its line."""
        last = len(self.text) if end is None else end
        at = start
        for stop in (*(found.end() for found in _ENDS.finditer(self.text, start, last)), last):
            part = self.text[at:stop]
            if part.strip():
                yield part.strip(), self.line_at(at + len(part) - len(part.lstrip()))
            at = stop

    def line_at(self, position: int) -> int:
        """The source line of a position in the text."""
        return max((line for start, line in self.starts if start <= position), default=self.line)

    def _written(self, char: str) -> str:
        word = self.words[ord(char) - _FIRST]
        return f"`{word.text}`" if word.code else word.text


def wording(lines: Iterable[Sequence[Piece]], line: int) -> Wording:
    """The wording of some lines of pieces; where a line ends stands a blank."""
    words: list[Word] = []
    text = ""
    starts = []
    for pieces in lines:
        if text:
            text += " "
        starts.append((len(text), pieces[0].line if pieces else line))
        written = "".join(_coded(each, words) if each.code else _prose(each, words) for each in _merged(pieces))
        text += _EMPHASIS.sub("", written)
    return Wording(text, words, line, tuple(starts))


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with prose in one where nothing but emphasis, or what looked like it, had parted it."""
    found: list[Piece] = []
    for each in pieces:
        if found and not found[-1].code and not each.code:
            found[-1] = found[-1]._replace(text=found[-1].text + each.text)
        else:
            found.append(each)
    return found


def _coded(piece: Piece, words: list[Word]) -> str:
    return _stand(Word(piece.text, piece.line, True, path_of(piece.text)), words)


def _prose(piece: Piece, words: list[Word]) -> str:
    def replaced(found: re.Match[str]) -> str:
        token = found.group()
        if "/" not in token and "." not in token:
            return token
        around = _AROUND.match(token)
        assert around is not None  # it matches anything
        before, core, after = around["before"], around["core"], around["after"]
        if before.endswith("(") and ")/" in core:
            before, core = before[:-1], f"({core}"
        marked = _MARKED.match(core)
        path = path_of(marked["core"] if marked is not None else core, bare=True)
        if path is None:
            return token
        return before + _stand(Word(path.text, piece.line, False, path), words) + after

    return _TOKEN.sub(replaced, _PRIVATE.sub("\ufffd", piece.text))


def _stand(word: Word, words: list[Word]) -> str:
    if len(words) >= _MOST:
        return "…"
    words.append(word)
    return chr(_FIRST + len(words) - 1)
