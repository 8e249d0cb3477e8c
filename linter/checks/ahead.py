"""The files in which a chain from some code to a sink can run, found forwards and roughly.

Chains are made backwards from the sinks (`linter.checks.reach`), which takes all their callers in. Where only a few
symbols are asked about, this walk from them says first which files have to be looked at. It takes what is mentioned
for called, so it finds too much rather than too little; what only a name leads to (events, containers) and what
an import runs at a file's top level it misses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from linter.checks.context import Context, Reading
from linter.checks.reach import Node, Reach
from linter.checks.sinks import Sink
from linter.facts import Access, Call, FileFacts, FunctionOf, Site
from linter.imports import ImportGraph
from linter.shapes import Shapes
from linter.values import Const, LocalClass, LocalFunction, LocalModule, Value
from linter.zones import Zone

_MODULE = 0
_STARTERS = frozenset({"Worker", "SharedWorker", "fork", "spawn", "execFile", "run_path", "Popen", "run"})
"""Functions that may run another file of the project, by its path."""

_STARTING = tuple(f"{name}(".encode() for name in sorted(_STARTERS - {"run"}))

_MOST_SYMBOLS = 20_000
"""Symbols that are walked over; what lies beyond is not looked at."""


def starts_files(data: bytes) -> bool:
    """Whether a file's bytes show that it may run another one by its path, without importing it."""
    return any(each in data for each in _STARTING)


class ReachFrom(Reach):
    """The links among the files that lie between some symbols and sinks."""

    def __init__(self, context: Context, starts: Collection[Node], found: Iterable[Sink]) -> None:
        ending = list(found)
        paths = _Walk(context).between(starts, {(each.path, each.site.symbol) for each in ending})
        super().__init__(replace(context, reading=_Narrowed(context.reading, paths)), past_migrated=True)
        self._found = [each for each in ending if each.path in paths]

    def sinks(self) -> list[Sink]:
        return self._found


class _Narrowed:
    """The reading of a run, for which there are no other files than these (see `Reading`)."""

    def __init__(self, reading: Reading, paths: frozenset[str]) -> None:
        self._reading = reading
        self._paths = paths
        self._graph = reading.import_graph().within(paths)

    def import_graph(self) -> ImportGraph:
        return self._graph

    def tests_in_use(self) -> Collection[str]:
        return [each for each in self._reading.tests_in_use() if each in self._paths]

    def load(self, paths: Iterable[str]) -> None:
        self._reading.load(paths)

    def accesses(self, paths: Iterable[str]) -> Mapping[str, tuple[Access, ...]]:
        return self._reading.accesses(each for each in paths if each in self._paths)

    def shapes(
        self, paths: Iterable[str], words: tuple[str, ...], spots: Mapping[str, tuple[int, ...]] | None = None
    ) -> Mapping[str, Shapes]:
        return self._reading.shapes(paths, words, spots)

    def follow(self, *, everywhere: bool) -> None:
        self._reading.follow(everywhere=everywhere)

    def data_files(self, suffixes: tuple[str, ...]) -> Iterable[tuple[str, bytes]]:
        return self._reading.data_files(suffixes)

    def content(self, path: str) -> bytes:
        return self._reading.content(path) if path in self._paths else b""


class _Walk:
    def __init__(self, context: Context) -> None:
        context.reading.follow(everywhere=True)
        self._context = context.restarted()
        self._graph = context.reading.import_graph()
        self._sites: dict[str, dict[int, list[Site]]] = {}
        self._children: dict[str, dict[int, list[int]]] = {}

    def between(self, starts: Collection[Node], ends: Collection[Node]) -> frozenset[str]:
        """The files of every symbol on a way from a start to an end; barrels on the way included."""
        callers = self._callers(starts)
        found = {each for each in ends if each in callers}
        pending = deque(found)
        while pending:
            for caller in callers[pending.popleft()] - found:
                found.add(caller)
                pending.append(caller)
        files = {path for path, _ in found}
        return frozenset(files | self._handing_on(files))

    def _callers(self, starts: Collection[Node]) -> dict[Node, set[Node]]:
        """Every symbol that the walk comes to, and from which ones."""
        callers: dict[Node, set[Node]] = {each: set() for each in starts}
        pending = deque(sorted(starts))
        while pending and len(callers) < _MOST_SYMBOLS:
            node = pending.popleft()
            for after in self._runs(node):
                if after not in callers:
                    pending.append(after)
                callers.setdefault(after, set()).add(node)
        return callers

    def _handing_on(self, files: Collection[str]) -> set[str]:
        """Files that stand between these in the import graph: names may be handed on by them."""
        handed = self._graph.imported_from(files) & self._graph.closure(files)
        return {each for each in handed if self._context.zones.of(each) is not Zone.GATE}

    def _runs(self, node: Node) -> Iterator[Node]:
        path, symbol = node
        facts = self._context.project.facts(path)
        if facts is None or self._context.zones.of(path) is Zone.GATE:
            return
        for child in self._inside(path, facts).get(symbol, ()):
            yield path, child
        for site in self._sites_of(path, facts).get(symbol, ()):
            yield from self._run_by(path, site)
        for decorator in facts.symbols[symbol].decorators:
            yield from self._symbols(self._context.values.of(path, decorator))

    def _run_by(self, path: str, site: Site) -> Iterator[Node]:
        values = self._context.values
        if not isinstance(site.expr, Call):
            yield from self._symbols(values.of(path, site.expr))
            return
        yield from self._symbols(values.of(path, site.expr.callee))
        name = getattr(site.expr.callee, "name", "")
        for argument in (*site.expr.args, *(value for _, value in site.expr.keywords)):
            given = (LocalFunction(path, argument.symbol),) if isinstance(argument, FunctionOf) else ()
            found = given or values.of(path, argument)
            yield from self._symbols(found)
            if name in _STARTERS:
                yield from self._started(found)

    def _symbols(self, found: Iterable[Value]) -> Iterator[Node]:
        for value in found:
            if isinstance(value, LocalFunction):
                yield value.path, value.symbol
            elif isinstance(value, LocalModule):
                yield value.path, _MODULE
            elif isinstance(value, LocalClass):
                yield value.path, value.symbol

    def _started(self, found: Iterable[Value]) -> Iterator[Node]:
        """Files that a path may name; only the name of the file is compared."""
        stems = {_stem(each.text) for each in found if isinstance(each, Const)} - {""}
        for path in self._graph.files() if stems else ():
            if _stem(path) in stems:
                facts = self._context.project.facts(path)
                yield from ((path, number) for number in range(len(facts.symbols) if facts is not None else 0))

    def _sites_of(self, path: str, facts: FileFacts) -> dict[int, list[Site]]:
        if path not in self._sites:
            found: dict[int, list[Site]] = {}
            for site in facts.sites:
                found.setdefault(site.symbol, []).append(site)
            self._sites[path] = found
        return self._sites[path]

    def _inside(self, path: str, facts: FileFacts) -> dict[int, list[int]]:
        """The functions in each function, and the methods of each class."""
        if path not in self._children:
            found: dict[int, list[int]] = {}
            for number, each in enumerate(facts.symbols):
                if each.parent > _MODULE:
                    found.setdefault(each.parent, []).append(number)
            self._children[path] = found
        return self._children[path]


def _stem(path: str) -> str:
    return path.strip("\0").rpartition("/")[2].partition(".")[0]
