"""Which files of Python may have classes that describe records, told from their heads without parsing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from linter.capability import PYPI
from linter.checks.closed_sets.libraries import Library
from linter.checks.closed_sets.looks import either

_HEAD = re.compile(rb"\bclass[ \t]+(\w+)[ \t]*(?:\[[^\]]*\])?\(([^)]*)\)")
_BASE = re.compile(rb"(?:\w+\.)*(\w+)")


class _Heads(NamedTuple):
    """The classes of a file with the last names of their bases, and whether a decorator makes records."""

    classes: tuple[tuple[bytes, frozenset[bytes]], ...]
    marked: bool


class Heads:
    """The heads of the classes of some files.

    Args:
        libraries: whose bases and decorators make a class a record.
        contents: the files with their bytes.
        is_of_project: whether a name that a file imports is of another file of the project. If no class is called so,
            it goes by another name there, or that file is not among these.
    """

    def __init__(
        self,
        libraries: Iterable[Library],
        contents: Mapping[str, bytes],
        is_of_project: Callable[[str, str], bool],
    ) -> None:
        known = [each for each in libraries if each.ecosystem == PYPI]
        bases = {name.rpartition(".")[2] for each in known for name in each.bases}
        self._mark = re.compile(rb"@(?:\w+\.)*(?:%s)\b" % either(name for each in known for name in each.marks))
        self._renamed = re.compile(rb"\b(?:%s)\s+as\s+(\w+)" % either(bases))
        self._is_of_project = is_of_project
        self._heads = {path: self._read(data) for path, data in contents.items()}
        renamed = (name for data in contents.values() if b" as " in data for name in self._renamed.findall(data))
        self._records = self._derived({each.encode() for each in bases}.union(renamed))
        self._defined = {name for each in self._heads.values() for name, _ in each.classes}

    def _read(self, data: bytes) -> _Heads:
        found = ((name, frozenset(_BASE.findall(bases))) for name, bases in _HEAD.findall(data))
        return _Heads(tuple(found), b"@" in data and self._mark.search(data) is not None)

    def _derived(self, bases: Collection[bytes]) -> frozenset[bytes]:
        """The names of classes that are based on one of these, also through others."""
        found = set(bases)
        pending = [each for heads in self._heads.values() for each in heads.classes]
        while True:
            more = {name for name, theirs in pending if not theirs.isdisjoint(found)}
            if more <= found:
                return frozenset(found)
            found |= more

    def may_describe(self, path: str) -> bool:
        """Whether a file may have a class that describes a record."""
        heads = self._heads[path]
        return heads.marked or any(self._may_be_record(path, bases) for _, bases in heads.classes)

    def _may_be_record(self, path: str, bases: frozenset[bytes]) -> bool:
        if not bases.isdisjoint(self._records):
            return True
        unknown = sorted(bases.difference(self._defined))
        return any(self._is_of_project(path, each.decode("utf-8", "replace")) for each in unknown)
