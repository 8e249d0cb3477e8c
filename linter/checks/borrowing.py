"""Which files use an SDK, or a client of it, that another file brought in: they have sinks, but name no SDK."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from linter.checks.context import ecosystem_of
from linter.checks.lending import Handed, Kind, Kinds, Lent, lent
from linter.checks.running import CONSTRUCTORS, Running
from linter.facts import Call, Expr, FileFacts, Super, Text
from linter.imports import ImportGraph
from linter.values import LocalClass, arguments_of
from linter.zones import Zone

_BARREL = re.compile(r"(?:^|/)(?:index\.[cm]?[jt]sx?|__init__\.py)\Z")

_MOST_FILES = 5_000
"""Files that are looked through for what they lend; real repositories have some hundreds."""


class Borrowing:
    """Reads the files that borrow an SDK, by what they mention or are handed."""

    def __init__(self, running: Running, graph: ImportGraph) -> None:
        self._running = running
        self._context = running.context
        self._project = running.project
        self._graph = graph
        self._borrowed: dict[str, dict[str, Kind]] = {}
        self._given: dict[str, dict[tuple[int, int], Kind]] = {}

    def read(self) -> None:
        """Parses them: those that mention what a file with an SDK lends, and those that it hands something to."""
        pending = {path for path, facts in self._project.known() if self._context.brings_sdk(path, facts)}
        looked = 0
        while pending and looked < _MOST_FILES:
            looked += len(pending)
            changed: set[str] = set()
            handed: list[tuple[str, Handed]] = []
            for path in sorted(pending):
                facts = self._project.facts(path)
                if facts is None or self._context.zones.of(path) is Zone.GATE:
                    continue
                found = self._lent(path, facts)
                changed |= self._lend(path, found.names) if path not in self._given else set()
                handed += ((path, each) for each in found.handed)
            self._running.read(changed)
            pending = self._targets(handed)

    def _targets(self, handed: Collection[tuple[str, Handed]]) -> set[str]:
        """The files whose functions are handed something now that they were not before."""
        if not handed:
            return set()
        self._running.follow(everywhere=True)
        targets = {target for path, each in handed for target in self._hand(path, each)}
        self._running.follow(everywhere=False)
        self._running.read(targets)
        return targets

    def _lent(self, path: str, facts: FileFacts) -> Lent:
        context, ecosystem = self._context, ecosystem_of(facts)
        known: dict[str, bool] = {}

        def is_sdk(specifier: str) -> bool:
            if specifier not in known:
                names = (specifier, *self._project.renamed(path, (specifier,)))
                named = any(
                    context.capability.module(each, ecosystem) or context.capability.has_below(each) for each in names
                )
                known[specifier] = named and self._project.leads_outside(path, specifier)
            return known[specifier]

        def loads(specifier: Expr) -> bool:
            return not isinstance(specifier, Text) or is_sdk(specifier.value)

        def brings(source: int) -> bool:
            return facts.imports[source].level == 0 and is_sdk(facts.imports[source].specifier)

        return lent(facts, brings, loads, self._borrowed.get(path, {}), self._given.get(path, {}))

    def _lend(self, path: str, names: Kinds) -> set[str]:
        """The importers that mention what a file lends and did not know of it before."""
        fresh: set[str] = set()
        for importer in importers_of(self._graph, path):
            mentioned = {each for each in names if importer in self._mentioning(importer, each)}
            known = self._borrowed.setdefault(importer, {})
            for name in mentioned:
                kind = known.get(name, Kind.NONE) | names[name]
                if kind != known.get(name):
                    known[name] = kind
                    fresh.add(importer)
        return fresh

    def _mentioning(self, path: str, name: str) -> Collection[str]:
        return {path} if name == "default" else self._running.words.among((path,), name)

    def _hand(self, path: str, handed: Handed) -> Iterable[str]:
        """The files of the functions that are handed something, if they did not know of it before."""
        call = handed.site.expr
        assert isinstance(call, Call)
        for where, symbol in self._receivers(path, call):
            facts = self._project.facts(where)
            params = facts.symbols[symbol].params if facts is not None else ()
            known = self._given.setdefault(where, {})
            args = arguments_of(call)
            for position, param in enumerate(params):
                is_given = position < len(args) and args[position] == handed.given
                if is_given or any(key == param.name and value == handed.given for key, value in call.keywords):
                    kind = known.get((symbol, position), Kind.NONE) | handed.kind
                    if kind != known.get((symbol, position)):
                        known[symbol, position] = kind
                        yield where

    def _receivers(self, path: str, call: Call) -> Iterator[tuple[str, int]]:
        """The functions that a call runs; for `super(…)`, the constructors of the base."""
        if not _is_super(call.callee):
            for _, runs in self._running.called_by(path, call):
                yield from sorted(runs)
            return
        facts = self._project.facts(path)
        owner = facts.sites[call.site].symbol if facts is not None else 0
        parent = facts.symbols[owner].parent if facts is not None else 0
        for base in facts.symbols[parent].bases if facts is not None and parent > 0 else ():
            for value in self._context.values.of(path, base):
                if isinstance(value, LocalClass):
                    yield from sorted(self._running.run_by(value))


def importers_of(graph: ImportGraph, path: str) -> Iterator[str]:
    """The files that import a file, perhaps through barrels."""
    pending, seen = [path], {path}
    while pending:
        for importer in graph.importers(pending.pop()):
            if importer not in seen:
                seen.add(importer)
                yield importer
                if _BARREL.search(importer):
                    pending.append(importer)


def _is_super(callee: Expr) -> bool:
    """Whether a call is of the constructor of a base: `super(…)`, `super().__init__(…)`, `Base.__init__(self, …)`."""
    return isinstance(callee, Super) or getattr(callee, "name", "") in CONSTRUCTORS


__all__ = ["Borrowing", "importers_of"]
