"""What a file has for others that ask for a host or start a program, told from its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple

from linter.interest.mentions import QUOTED_HOST, is_commented, positions, program_words

_LOOK_BACK = 160
_STRING_START = rb"""f?["'`](?:[^"'`\s]*[/\\]|\w*:?)?\Z"""
_BEGINS = re.compile(_STRING_START)
_AFTER_PROGRAM = re.compile(rb"""(?:\.\w{3})?["'`@\s]""")
_GIVEN = re.compile(
    rb"""([A-Za-z_$][\w$]*)["']?\s*(?::[^=\n"'`]{0,80})?[:=](?:[^"'`\n;:={,]|\n\s*){0,80}""" + _STRING_START
)
_HANDED = re.compile(rb"""([\w$]+|[)\]>])\s*\(\s*\[?\s*""" + _STRING_START)
_HANDED_NAME = re.compile(rb"""([\w$]+)\s*\(\s*(?:f?["'`]\$?\{)?\Z""")
"""A function that is handed the constant behind this, itself or as the beginning of a text."""
_GIVEN_NAME = re.compile(rb"""([A-Za-z_$][\w$]*)["']?\s*[:=]\s*\Z""")
_GIVING = (b":", b"=")
_ENDS = re.compile(rb"[ \t]*(?:[,;})\r\n]|\Z)")
_OPENINGS = (b"(", b"{", b'"', b"'", b"`")
_IN_NAME = re.compile(rb"[\w$]")
_NAMING = (b"as", b"import", b"const", b"let", b"var")
_NAMED_NEXT = re.compile(rb"\b(?:as|import|const|let|var)\s+\Z")
_GIVEN_AFTER_COLON = re.compile(rb"\s*[,}=]")
_ASSIGNED = re.compile(rb"\s*=[^=>]")
_STATEMENTS = frozenset(b"if elif while for switch return typeof await and or not in case yield assert".split())
_GENERIC = frozenset(b"id name type provider providerId kind label key title source model modelId vendor".split())
"""Names that all kinds of data have; that one of them is a command to be started is too rare to look for."""

_OPTIONS = frozenset(b"baseURL baseUrl base_url api_base apiBase apiBaseUrl".split())
"""Options of SDKs: who hands them a constant of this file is mostly an SDK's user, found by its import."""

UNTOLD = b""
"""Stands for a function whose own name the file does not tell."""


class Takers(NamedTuple):
    """Who gets something.

    `names` are the variables and properties that it is given to. `functions` are those that it is handed to as their
    first argument, by the names that they have where they are defined.
    """

    names: frozenset[bytes]
    functions: frozenset[bytes]


class Offer:
    """What a file offers: strings that begin with an address, or with the name of a program. Looked for when asked for.

    Args:
        data: the file's bytes.
        programs: the names of programs.
        provider: whether it names a provider, without which it offers no address.
        is_python: whether it is a Python file.
    """

    def __init__(self, data: bytes, programs: AbstractSet[bytes], *, provider: bool, is_python: bool) -> None:
        self._data = data
        self._programs = programs
        self._provider = provider
        self._is_python = is_python

    @cached_property
    def addresses(self) -> Takers:
        """Who gets an address."""
        return self._takers(_addresses(self._data)) if self._provider else Takers(frozenset(), frozenset())

    @cached_property
    def commands(self) -> Takers:
        """Who gets a command."""
        data = self._data
        words = program_words(data, self._programs, quoted=True)
        return self._takers(
            _begun(data, (at for word in words for at in positions(data, word) if _is_whole(data, at + len(word))))
        )

    def _takers(self, strings: Iterable[int]) -> Takers:
        data = self._data
        code = (at for at in strings if not is_commented(data, at, is_python=self._is_python))
        before = [data[max(0, at - _LOOK_BACK) : at] for at in code]
        given = {match[1] for each in before if (match := _GIVEN.search(each)) is not None} - _GENERIC
        given |= {each for name in given for each in _given_on(data, name)} - _GENERIC - _OPTIONS
        called = {match[1] for each in before if (match := _HANDED.search(each)) is not None}
        called |= {function for name in given for function in _handed(data, name)}
        return Takers(frozenset(given), frozenset(_defined_as(data, each) for each in called - _STATEMENTS))


def _is_whole(data: bytes, end: int) -> bool:
    """Whether the name of a program ends at a place."""
    return _AFTER_PROGRAM.match(data, end) is not None


def _handed(data: bytes, name: bytes) -> Iterator[bytes]:
    """The functions that are handed the constant of a name."""
    for at in positions(data, name):
        before = data[max(0, at - _LOOK_BACK) : at]
        if before.rstrip().endswith(_OPENINGS) and not _IN_NAME.match(data, at + len(name)):
            match = _HANDED_NAME.search(before)
            if match is not None:
                yield match[1]


def _given_on(data: bytes, name: bytes) -> Iterator[bytes]:
    """The variables and properties that the constant of a name is given to: `"endpoint": openai_endpoint`."""
    for at in positions(data, name):
        before = data[max(0, at - _LOOK_BACK) : at]
        if before.rstrip().endswith(_GIVING) and _ENDS.match(data, at + len(name)):
            match = _GIVEN_NAME.search(before)
            if match is not None:
                yield match[1]


def _begun(data: bytes, found: Iterable[int]) -> Iterator[int]:
    """Those places that are the beginning of a string."""
    return (at for at in sorted(set(found)) if _BEGINS.search(data[max(0, at - 60) : at]))


def _addresses(data: bytes) -> Iterator[int]:
    yield from _begun(data, positions(data, b"://"))
    yield from (each.start() + 1 for each in QUOTED_HOST.finditer(data))


def _defined_as(data: bytes, name: bytes) -> bytes:
    """The name of a called function where it is defined; `UNTOLD` where the file gives it one of its own."""
    if not name[:1].isalpha() and name[:1] not in (b"_", b"$"):
        return UNTOLD
    return UNTOLD if any(_renames(data, at, at + len(name)) for at in positions(data, name)) else name


def _renames(data: bytes, start: int, end: int) -> bool:
    """Whether a name that stands at a place is given to something there."""
    if _IN_NAME.match(data, end):
        return False
    before = data[max(0, start - _LOOK_BACK) : start]
    bare = before.rstrip()
    if bare.endswith(b":") and _GIVEN_AFTER_COLON.match(data, end):
        return True
    if bare.endswith(_NAMING) and _NAMED_NEXT.search(before):
        return True
    starts_line = not data[data.rfind(b"\n", 0, start) + 1 : start].strip()
    return starts_line and _ASSIGNED.match(data, end) is not None
