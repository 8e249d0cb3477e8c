"""Words of prose, and patterns of words that are data.

A pattern is a line of parts with a space between each two:

    word      this word, also several spellings of it: `in|inside`
    %list     one of the entries of a word list, each of which may have several words
    part?     the part, or nothing
    part*     up to four of them
    _         up to six words of whatever kind, which the match tells

Patterns may come from the repository under audit. There is nothing in them that makes matching slow: it takes time
in proportion to the words of the text, times the parts of the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\w(?:[\w.@$'-]*\w)?|[^\w\s*#/`~<>]")
_MOST_REPEATED = 4
_WIDEST_GAP = 6

Options = Mapping[str, Sequence[tuple[str, ...]]]
"""Entries of one or more words, by their first one."""


class Token(NamedTuple):
    """A word in lower case, or a mark of punctuation, and where it stands in the text."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] == "_"


def tokens_of(text: str) -> list[Token]:
    """The words and marks of a text, without what is only markup."""
    plain = text.replace("\u2019", "'")
    return [Token(each[0].lower(), each.start(), each.end()) for each in _TOKEN.finditer(plain)]


def options(entries: Iterable[str]) -> Options:
    """Entries of one or more words, for `ends_of`."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        words = tuple(entry.lower().split())
        if words:
            found.setdefault(words[0], []).append(words)
    return found


def ends_of(wanted: Options, tokens: Sequence[Token], start: int) -> Iterator[int]:
    """Where the entries that stand at `start` end."""
    if start < len(tokens):
        for words in wanted.get(tokens[start].text, ()):
            end = start + len(words)
            if tuple(each.text for each in tokens[start:end]) == words:
                yield end


class Match(NamedTuple):
    """The tokens of a match: from `start` to before `end`, and those of its gap."""

    start: int
    end: int
    gap_start: int
    gap_end: int


class _Part(NamedTuple):
    wanted: Options
    least: int
    most: int
    is_gap: bool = False


class Phrase:
    """A pattern of words.

    Args:
        pattern: as the head of this module says; it must not begin with a part that may be missing.
        lists: the word lists that it may name.

    Raises:
        ValueError: a list is not there, or the pattern has no beginning.
    """

    def __init__(self, pattern: str, lists: Mapping[str, Sequence[str]]) -> None:
        self._parts = tuple(_part(each, lists) for each in pattern.split())
        if not self._parts or not self._parts[0].least or self._parts[0].is_gap:
            raise ValueError(f'"{pattern}" must begin with a word')
        self._needed = tuple(each.wanted.keys() for each in self._parts[1:] if each.least)

    @property
    def beginnings(self) -> Iterable[str]:
        """The words with which a match can begin."""
        return self._parts[0].wanted

    @property
    def needed(self) -> Sequence[AbstractSet[str]]:
        """Of each part that must be there, the words with which it can begin."""
        return self._needed

    def at(self, tokens: Sequence[Token], start: int) -> list[Match]:
        """Every way in which the pattern matches from `start` on, longest first."""
        states = {Match(start, start, start, start)}
        for part in self._parts:
            states = {after for state in states for after in _after(part, tokens, state)}
            if not states:
                return []
        return sorted(states, key=lambda each: (-each.end, each))


def _after(part: _Part, tokens: Sequence[Token], state: Match) -> Iterator[Match]:
    if part.is_gap:
        for end in range(state.end, min(state.end + _WIDEST_GAP, len(tokens)) + 1):
            yield Match(state.start, end, state.end, end)
            if end < len(tokens) and not tokens[end].is_word:
                return
        return
    frontier = {state.end}
    if not part.least:
        yield state
    for _ in range(part.most):
        frontier = {end for at in frontier for end in ends_of(part.wanted, tokens, at)}
        for end in frontier:
            yield state._replace(end=end)


def _part(text: str, lists: Mapping[str, Sequence[str]]) -> _Part:
    if text == "_":
        return _Part({}, 0, 0, is_gap=True)
    bare = text.rstrip("?*")
    least, most = (0 if text != bare else 1), (_MOST_REPEATED if text.endswith("*") else 1)
    if not bare.startswith("%"):
        return _Part(_options(tuple(bare.split("|"))), least, most)
    if bare[1:] not in lists:
        raise ValueError(f'there is no list of words "{bare[1:]}"')
    return _Part(_options(tuple(lists[bare[1:]])), least, most)


@lru_cache(maxsize=1024)
def _options(entries: tuple[str, ...]) -> Options:
    """Phrases name the same few lists and words again and again."""
    return options(entries)
