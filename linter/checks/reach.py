"""Chains from local code to sinks, found backwards: from each sink to its callers, and theirs.

A link is an edge of the call graph on the way to a sink: from a place in one symbol to another symbol (or the
sink's own). Certain chains come before ambiguous ones, and short ones before long ones, so that the first link
found from a place is on its best chain. Links from migrated code are not followed further back, since such code
is where findings stand; links into a gate are not made at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from linter.checks.borrowing import Borrowing, importers_of
from linter.checks.callers import Callers
from linter.checks.context import Context
from linter.checks.edges import Edge, Node
from linter.checks.running import Running
from linter.checks.sinks import EXERCISING, Sink, sinks
from linter.facts import FileFacts, Span, SymbolKind
from linter.findings import Blind
from linter.zones import Zone

__all__ = ["Link", "Node", "Reach"]

_MOST_LINKS = 200_000
"""Links that are made in one run; real repositories have some ten thousand."""


class _Rank(IntEnum):
    """How sure a chain is; those with a lower rank come first."""

    CERTAIN = 0
    POSSIBLE = 1
    PASSED_AROUND = 2
    """A function on it is passed around: who makes it and who calls it may not go together."""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """An edge on the way to a sink. `next` is the link that follows, None before the sink itself."""

    path: str
    symbol: int
    span: Span
    text: str
    target_path: str
    target_symbol: int
    reasons: tuple[str, ...]
    sink: Sink
    next: Link | None
    default: int = -1
    """The position of the parameter whose default leads on, where one does."""
    rank: _Rank = _Rank.CERTAIN
    """How sure the chain from here is."""
    later: bool = False
    """Whether a function on the chain from here is only handed on, and may run some time."""

    @property
    def passed_around(self) -> bool:
        """Whether a function is passed around at this link, and not only further on."""
        return self.rank is _Rank.PASSED_AROUND and (self.next is None or self.next.rank is not _Rank.PASSED_AROUND)

    def chain(self) -> Iterator[Link]:
        """This link and those after it."""
        link: Link | None = self
        while link is not None:
            yield link
            link = link.next

    def all_reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason for each in self.chain() for reason in each.reasons))


class _Front:
    """What is still to be followed, nearest and most certain first."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[_Rank, int], list[tuple[Node, Sink, Link | None]]] = {}

    def add(self, node: Node, sink: Sink, after: Link | None, depth: int) -> None:
        rank = max(_rank(sink.reasons), after.rank if after is not None else _Rank.CERTAIN)
        self._waiting.setdefault((rank, depth), []).append((node, sink, after))

    def take(self) -> tuple[int, list[tuple[Node, Sink, Link | None]]] | None:
        """The next ones, which are equally near and certain, and how far they are from their sinks."""
        if not self._waiting:
            return None
        best = min(self._waiting)
        return best[1], self._waiting.pop(best)


class Reach:
    """Finds the links to the sinks of a run in some zones; `past_migrated` follows them beyond migrated code, too.

    Otherwise sinks to which no link can leave migrated code are left out where all code is migrated, but for those on
    an SDK that another file brought in.
    """

    def __init__(self, context: Context, *, past_migrated: bool = False, ending: Collection[Zone] = EXERCISING) -> None:
        self._context = context.restarted()
        self._past_migrated = past_migrated
        self._ending = ending
        self._graph = context.reading.import_graph()
        self._running = Running(self._context)
        self._callers = Callers(self._running, self._graph)
        self._project = context.project
        self._sinks: list[Sink] | None = None
        self._has_others: bool | None = None

    def sinks(self) -> list[Sink]:
        """The sinks of all files that can be reached from the host."""
        if self._sinks is None:
            # As for the rules that find them by themselves: no other file can make a call a sink.
            self._context.reading.follow(everywhere=False)
            importing = () if not self._past_migrated and self._all_migrated() else self._importing()
            self._running.read({*self._beyond_border(), *importing})
            Borrowing(self._running, self._graph).read()
            self._sinks = list(sinks(self._context, self._is_ending, self._is_asked_for))
        return self._sinks

    def links(self) -> Iterator[Link]:
        """Every link, those of the best chains first; of one symbol and sink only the best one is followed on."""
        front, done = _Front(), set[tuple[Node, str]]()
        found = self.sinks()
        self._context.reading.follow(everywhere=True)
        self._context.values.forget()
        for sink in found:
            if sink.acts or not self._is_module((sink.path, sink.site.symbol)):
                front.add((sink.path, sink.site.symbol), sink, None, 0)
        made = 0
        while (taken := front.take()) is not None:
            depth, waiting = taken
            fresh = [each for each in waiting if self._is_fresh(each[0], each[1], done)]
            self._callers.prepare([node for node, _, _ in fresh])
            for node, sink, after in fresh:
                for link in self._links_to(node, sink, after):
                    made += 1
                    yield link
                    if made >= _MOST_LINKS:
                        self._cut_off(link, made)
                        return
                    if self._goes_on(link):
                        front.add((link.path, link.symbol), sink, link, depth + 1)

    def _is_fresh(self, node: Node, sink: Sink, done: set[tuple[Node, str]]) -> bool:
        key = (node, f"{sink.sink} in {sink.path}")
        if key in done or self._context.zones.of(node[0]) is Zone.GATE or self._is_settled(node):
            return False
        done.add(key)
        return True

    def _is_settled(self, node: Node) -> bool:
        """Whether a link to a symbol leaves nothing and goes on nowhere: it is migrated, and so are all callers."""
        migrated = self._context.zones.is_migrated(node[0], self._context.symbol_name(*node))
        return migrated and not self._past_migrated and self._all_migrated()

    def _is_ending(self, path: str) -> bool:
        return self._context.zones.of(path) in self._ending

    def _is_asked_for(self, path: str) -> bool:
        """Whether links to the sinks of a file are looked for."""
        return self._past_migrated or not self._context.zones.migrated(path) or not self._all_migrated()

    def _all_migrated(self) -> bool:
        """Whether all code that may call is migrated."""
        if self._has_others is None:
            zones = self._context.zones
            others = (each for each in self._graph.files() if not zones.migrated(each))
            self._has_others = any(zones.of(each) is not Zone.GATE for each in others)
        return not self._has_others

    def _links_to(self, node: Node, sink: Sink, after: Link | None) -> Iterator[Link]:
        facts = self._project.facts(node[0])
        for edge in self._callers.into(node):
            if facts is None or after is None or not _overrides(edge, after, facts):
                yield _link(edge, sink, after)

    def _cut_off(self, link: Link, made: int) -> None:
        why = f"chains were followed for {made:,} links; who leads to {link.sink.text} from here on was not looked at"
        self._context.blind.append(Blind(link.path, 0, why))

    def _is_module(self, node: Node) -> bool:
        facts = self._project.facts(node[0])
        return facts is not None and facts.symbols[node[1]].kind is SymbolKind.MODULE

    def _goes_on(self, link: Link) -> bool:
        """Whether those who lead to a link's symbol lead to the sink, too, and are asked for.

        Who has to do with a function that is passed around may run it; but not all those who lead there. Code at the
        top of a file that hands a function on runs nothing of it while the file is imported.
        """
        if link.later and self._is_module((link.path, link.symbol)):
            return False
        if link.rank is _Rank.PASSED_AROUND and link.next is not None and link.next.rank is _Rank.PASSED_AROUND:
            return False
        context = self._context
        name = context.symbol_name(link.path, link.symbol)
        return self._past_migrated or not context.zones.is_migrated(link.path, name)

    def _beyond_border(self) -> Iterator[str]:
        """Sandbox and test files that other code imports."""
        for path in self._graph.imported():
            if self._context.zones.of(path) in (Zone.SANDBOX, Zone.TESTS):
                yield path

    def _importing(self) -> Iterator[str]:
        """Migrated files that import a file which brings in an SDK, perhaps through a barrel.

        They may hand the address of a request to a function that sends it, too.
        """
        zones = self._context.zones
        for path, facts in list(self._project.known()):
            if self._context.brings_sdk(path, facts) and zones.of(path) is not Zone.GATE:
                for importer in importers_of(self._graph, path):
                    if zones.migrated(importer) or zones.migrated_in(importer):
                        yield importer


def _link(edge: Edge, sink: Sink, after: Link | None) -> Link:
    return Link(
        path=edge.path,
        symbol=edge.symbol,
        span=edge.span,
        text=edge.text,
        target_path=edge.target[0],
        target_symbol=edge.target[1],
        reasons=edge.reasons,
        sink=sink,
        next=after,
        default=edge.default,
        rank=max(
            _Rank.PASSED_AROUND if edge.passed_around else _rank(edge.reasons),
            after.rank if after is not None else _Rank.CERTAIN,
        ),
        later=edge.later or edge.kept or edge.passed_around or (after is not None and after.later),
    )


def _rank(reasons: tuple[str, ...]) -> _Rank:
    return _Rank.POSSIBLE if reasons else _Rank.CERTAIN


def _overrides(edge: Edge, after: Link, facts: FileFacts) -> bool:
    """Whether a call hands over the parameter whose default would lead to the sink."""
    if after.default < 0 or edge.call is None:
        return False
    params = facts.symbols[after.symbol].params
    name = params[after.default].name if after.default < len(params) else ""
    return len(edge.call.args) > after.default or any(key == name for key, _ in edge.call.keywords)
