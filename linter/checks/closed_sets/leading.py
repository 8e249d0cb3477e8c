"""Which names of a file lead to which of its fields, told from its bytes: who imports none of them asks for none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(rb"[A-Za-z_$][\w$]*")


class Top(NamedTuple):
    """A definition at the top of a file, with where it begins and ends; "" for what stands before the first one."""

    name: str
    start: int
    end: int


def tops_in(data: bytes, pattern: re.Pattern[bytes]) -> Sequence[Top]:
    """The definitions at the top of a file, each from where its line begins to where the next one does."""
    found = [("", 0), *((each[1].decode("utf-8", "replace"), each.start()) for each in pattern.finditer(data))]
    ends = [start for _, start in found[1:]]
    return [Top(name, start, end) for (name, start), end in zip(found, (*ends, len(data)), strict=True)]


_UNION = re.compile(rb"nion\(")
_BRACKET = re.compile(rb"[()]")


def _unions(data: bytes) -> Iterator[tuple[int, int]]:
    """Where schemas are joined: a value of one of several records has no field that is known to be of one of them."""
    end = 0
    for match in _UNION.finditer(data):
        if match.start() < end:
            continue
        depth = 1
        for bracket in _BRACKET.finditer(data, match.end()):
            depth += 1 if bracket[0] == b"(" else -1
            if not depth:
                end = bracket.end()
                yield match.start(), end
                break


def _words(data: bytes, start: int, end: int, unions: Sequence[tuple[int, int]]) -> set[bytes]:
    """The names in a part of a file, without those in unions."""
    found: set[bytes] = set()
    for first, last in unions:
        if start <= first < end:
            found.update(_WORD.findall(data, start, first))
            start = min(last, end)
    return found.union(_WORD.findall(data, start, end))


def leading(data: bytes, tops: Iterable[Top], fields: Iterable[tuple[str, int]]) -> Mapping[str, frozenset[str]]:
    """The definitions at the top of a file that mention a record, directly or through others.

    Args:
        data: the file's bytes.
        tops: all definitions there.
        fields: names of fields, each with where it stands.

    Returns:
        For each definition's name the names of the fields; "" stands for what no definition holds.
    """
    held: dict[str, set[str]] = {}
    mentions: dict[str, set[str]] = {}
    unions = list(_unions(data))
    places = [(field, at) for field, at in fields if not any(start < at < end for start, end in unions)]
    for name, start, end in tops if places else ():
        here = {field for field, at in places if start <= at < end}
        if here:
            held.setdefault(name, set()).update(here)
        for word in _words(data, start, end, unions):
            mentions.setdefault(word.decode("utf-8", "replace"), set()).add(name)
    pending = list(held)
    while pending:
        name = pending.pop()
        for other in mentions.get(name, ()):
            known = held.setdefault(other, set())
            if not held[name] <= known:
                known |= held[name]
                pending.append(other)
    return {name: frozenset(each) for name, each in held.items()}
