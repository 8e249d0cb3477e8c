"""Calls and classes of all files read so far, by the names that they use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from linter.facts import Call, Expr, FileFacts, Imported, Member, Name, declaring_scope
from linter.project import Project


class NamedCall(NamedTuple):
    """A call, by a name that its callee may go by where it is defined."""

    path: str
    site: int
    call: Call


class BasedOn(NamedTuple):
    """A class of a file, and one of its bases."""

    path: str
    symbol: int
    base: Expr


_Entry = TypeVar("_Entry", NamedCall, BasedOn)


class _Index(Generic[_Entry]):
    """Entries of files by name, in order of file and place. Files that were read since are added when it is asked."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files = 0
        self._entries: dict[str, list[_Entry]] = {}
        self._unsorted: set[str] = set()

    def named(self, name: str) -> Sequence[_Entry]:
        """The entries with a name."""
        fresh = self._project.read_since(self._files)
        if fresh:
            self._files += len(fresh)
            for path, facts in fresh:
                for called, entry in self._entries_of(path, facts):
                    self._entries.setdefault(called, []).append(entry)
                    self._unsorted.add(called)
        found = self._entries.get(name)
        if found is None:
            return ()
        if name in self._unsorted:
            self._unsorted.discard(name)
            found.sort(key=_place)
        return found

    def _entries_of(self, path: str, facts: FileFacts) -> Iterator[tuple[str, _Entry]]:
        raise NotImplementedError


def _place(entry: NamedCall | BasedOn) -> tuple[str, int]:
    return entry[0], entry[1]


class CallsByName(_Index[NamedCall]):
    """All calls."""

    def _entries_of(self, path: str, facts: FileFacts) -> Iterator[tuple[str, NamedCall]]:
        for site in facts.sites:
            if isinstance(site.expr, Call):
                entry = NamedCall(path, site.expr.site, site.expr)
                for name in _callee_names(facts, site.expr.callee):
                    yield name, entry


class ClassesByBase(_Index[BasedOn]):
    """All classes that have bases, or implement interfaces."""

    def _entries_of(self, path: str, facts: FileFacts) -> Iterator[tuple[str, BasedOn]]:
        for number, each in enumerate(facts.symbols):
            for base in (*each.bases, *each.interfaces):
                entry = BasedOn(path, number, base)
                names = {base.name} if isinstance(base, Name | Member) else set()
                for name in names.union(_callee_names(facts, base)):
                    yield name, entry


def _callee_names(facts: FileFacts, callee: Expr) -> Sequence[str]:
    """The names that a callee may go by where it is defined."""
    if isinstance(callee, Member):
        return (callee.name,)
    if not isinstance(callee, Name):
        return ()
    declared = declaring_scope(facts, callee.name, callee.scope)
    found = facts.scopes[declared].bindings[callee.name] if declared >= 0 else ()
    imported = [each.name for each in found if isinstance(each, Imported)]
    return list(dict.fromkeys((callee.name, *imported))) if imported else (callee.name,)
