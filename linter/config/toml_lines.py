"""Where the keys of a TOML text stand, which `tomllib` does not tell.

Written for texts that `tomllib` has accepted, read in one pass and without recursion.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys from the outside in; a number is a position in an array, from 0."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'  # the strings of TOML 1.0
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|(?P<comment>#[^\n]*)"
    r"|[\n=.,\[\]{}]"
    r"|[^\s=.,\[\]{}\"'#]+",  # bare keys, and the parts of scalars
    re.DOTALL,
)
_MAX_DOTS = 100


class _Token(NamedTuple):
    text: str
    line: int


def overlong_key(text: str) -> int | None:
    """The line of a key of over a hundred parts, or None; also for a text that is not valid TOML.

    `tomllib` needs time quadratic in the parts of a key: 21 s for 32,000 (Python 3.11).
    """
    dots = 0
    for token in _tokens(text):
        if token.text == "\n":
            dots = 0
        elif token.text == ".":
            dots += 1
            if dots > _MAX_DOTS:
                return token.line
    return None


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every table, key and array element of a valid TOML text."""
    return _Reader(text).lines


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        found = match.group()
        if match.lastgroup != "comment":
            yield _Token(found, line)
        line += found.count("\n")


class _Reader:
    """Walks the tokens with the arrays and inline tables that are open at each moment."""

    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._table: KeyPath = ()
        self._open: list[tuple[str, KeyPath]] = []
        self._indices: list[int] = []
        self._last_element: dict[KeyPath, int] = {}
        self._tokens = _tokens(text)
        for token in self._tokens:
            self._step(token)

    def _step(self, token: _Token) -> None:
        """One token where a statement, an array element or a key of an inline table may begin."""
        kind, path = self._open[-1] if self._open else ("", self._table)
        if token.text == "\n":
            return
        if token.text in ("]", "}"):
            self._open.pop()
            self._indices.pop()
        elif token.text == ",":
            self._indices[-1] += 1
        elif kind == "[":
            self._value(token, (*path, self._indices[-1]))
        elif not kind and token.text == "[":
            self._header()
        else:
            key = (*path, *self._key(token, "="))
            self._value(next(self._tokens), key)

    def _value(self, token: _Token, path: KeyPath) -> None:
        self._note(path, token.line)
        if token.text in ("[", "{"):
            self._open.append((token.text, path))
            self._indices.append(0)
        elif token.text[0] not in "\"'":
            self._skip_scalar()

    def _skip_scalar(self) -> None:
        """Steps over the further tokens of a number or date, up to what ends the value."""
        for token in self._tokens:
            if token.text in ("\n", ",", "]", "}"):
                self._step(token)
                return

    def _header(self) -> None:
        token = next(self._tokens)
        array = token.text == "["
        parts = self._key(next(self._tokens) if array else token, "]")
        path: KeyPath = ()
        for part in parts[:-1]:
            path = self._current((*path, part))
        path = (*path, parts[-1])
        if array:
            next(self._tokens)
            self._last_element[path] = self._last_element.get(path, -1) + 1
            path = self._current(path)
        self._table = path
        self._note(path, token.line)

    def _current(self, path: KeyPath) -> KeyPath:
        """The path, with the position of the newest element where it is an array of tables."""
        element = self._last_element.get(path)
        return path if element is None else (*path, element)

    def _key(self, token: _Token, end: str) -> tuple[str, ...]:
        parts = []
        while token.text != end:
            if token.text[0] in "\"'":
                parts.append(str(tomllib.loads(f"key = {token.text}")["key"]))
            elif token.text != ".":
                parts.append(token.text)
            token = next(self._tokens)
        return tuple(parts)

    def _note(self, path: KeyPath, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
