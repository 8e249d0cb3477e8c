"""Calls and classes of all files read so far, by the names that they use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from linter.facts import Call, Expr, FileFacts, Imported, Member, Name, declaring_scope
from linter.project import Local, Project
from linter.values.model import RUN_ANYWAY, RUN_AS_TASK


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


class Decorated(NamedTuple):
    """A function or class of a file, and one of its decorators."""

    path: str
    symbol: int
    decorator: Expr


class Storing(NamedTuple):
    """A file whose top level gives something to a member of what it imports as `owner`, by import `source`."""

    path: str
    source: int
    owner: str


_Entry = TypeVar("_Entry", NamedCall, BasedOn, Decorated, Storing)


class _Index(Generic[_Entry]):
    """Entries of files by name, in order of file and place. Files that were read since are added when it is asked."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._files = 0
        self._entries: dict[str, list[_Entry]] = {}
        self._sorted: dict[str, tuple[_Entry, ...]] = {}
        self._asked: set[str] = set()
        self._renewed = False

    def named(self, name: str) -> Sequence[_Entry]:
        """The entries with a name."""
        self._take_in()
        self._asked.add(name)
        found = self._sorted.get(name)
        if found is None:
            found = self._sorted[name] = tuple(sorted(self._entries.get(name, ()), key=_place))
        return found

    def is_renewed(self) -> bool:
        """Whether, since this was asked last, there are more entries with a name that was asked for."""
        self._take_in()
        renewed, self._renewed = self._renewed, False
        return renewed

    def _take_in(self) -> None:
        """Adds the entries of the files that were read since."""
        fresh = self._project.read_since(self._files)
        self._files += len(fresh)
        for path, facts in fresh:
            for name, entry in self._project.derived(type(self), path, facts, partial(self._made, path, facts)):
                self._entries.setdefault(name, []).append(entry)
                self._sorted.pop(name, None)
                self._renewed = self._renewed or name in self._asked

    def _made(self, path: str, facts: FileFacts) -> Sequence[tuple[str, _Entry]]:
        return tuple(self._entries_of(path, facts))

    def _entries_of(self, path: str, facts: FileFacts) -> Iterator[tuple[str, _Entry]]:
        raise NotImplementedError


def _place(entry: NamedCall | BasedOn | Decorated | Storing) -> tuple[str, int]:
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


class DecoratorsByName(_Index[Decorated]):
    """All decorators, by the name of the function that decorates or that gives it."""

    def _entries_of(self, path: str, facts: FileFacts) -> Iterator[tuple[str, Decorated]]:
        for number, each in enumerate(facts.symbols):
            for decorator in each.decorators:
                head = decorator.callee if isinstance(decorator, Call) else decorator
                for name in _callee_names(facts, head):
                    yield name, Decorated(path, number, decorator)


class StoresByOwner(_Index[Storing]):
    """Lists and tables that other files than their own put something into, by file and name (`owner_key`)."""

    def _entries_of(self, path: str, facts: FileFacts) -> Iterator[tuple[str, Storing]]:
        top = facts.scopes[0]
        for owner in dict.fromkeys(owner for owner, _ in top.properties):
            for value in top.bindings.get(owner, ()):
                if isinstance(value, Imported) and value.name not in ("*", "^"):
                    target = self._project.resolve(path, facts.imports[value.source])
                    if isinstance(target, Local):
                        yield owner_key(target.path, value.name), Storing(path, value.source, owner)


def owner_key(path: str, name: str) -> str:
    """What `StoresByOwner` lists a file's list or table under."""
    return f"{path}\0{name}"


def _callee_names(facts: FileFacts, callee: Expr) -> Sequence[str]:
    """The names that a callee may go by where it is defined."""
    if isinstance(callee, Member):
        runs_base = callee.name in RUN_ANYWAY or callee.name in RUN_AS_TASK
        return (callee.name, *_callee_names(facts, callee.base)) if runs_base else (callee.name,)
    if not isinstance(callee, Name):
        return ()
    declared = declaring_scope(facts, callee.name, callee.scope)
    found = facts.scopes[declared].bindings[callee.name] if declared >= 0 else ()
    imported = [each.name for each in found if isinstance(each, Imported)]
    return list(dict.fromkeys((callee.name, *imported))) if imported else (callee.name,)
