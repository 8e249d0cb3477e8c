"""The calls that named files reach: what has to be gone when a migration is done."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from linter.config.entries import covers
from linter.kickoff.surroundings import Call, Edge, Surroundings

Only = Mapping[str, tuple[str, ...]]
"""For files that are named in part: their symbols that are meant."""

_Node = tuple[str, str]

_LOOSE_BY = 2
"""Links within which a function that is passed around may stand: further back, who leads there need not run it."""


class Reached(NamedTuple):
    """A call, and the edges that lead to it from a named file; none where it stands in that file itself."""

    call: Call
    way: tuple[Edge, ...] = ()

    @property
    def certain(self) -> bool:
        return self.call.certain and all(each.certain for each in self.way)

    @property
    def in_file(self) -> bool:
        return not self.way


class Inventory:
    """The calls of a project, and the ways to them."""

    def __init__(self, known: Surroundings) -> None:
        self._calls = known.calls
        self._following: dict[_Node, list[Edge]] = {}
        for edge in known.edges:
            self._following.setdefault((edge.path, edge.symbol), []).append(edge)
        self._symbols: dict[str, set[str]] = {}
        for path, symbol in (*self._following, *((each.path, each.symbol) for each in known.calls)):
            self._symbols.setdefault(path, set()).add(symbol)

    def reached(self, paths: Collection[str], only: Only) -> tuple[Reached, ...]:
        """Every call that these files reach, each with its surest and then shortest way, by place.

        Args:
            paths: the named files, relative to the root.
            only: for some of them, the symbols that are meant.
        """
        named = frozenset(paths)
        ways = _ways(self._following, self._starts(named, only))
        found = []
        for call in self._calls:
            way = ways.get((call.path, call.symbol))
            if way is not None:
                found.append(Reached(call, _outside(way, named)))
        return tuple(sorted(found, key=lambda each: (not each.in_file, each.call)))

    def _starts(self, named: Collection[str], only: Only) -> set[_Node]:
        """The symbols of named files from which anything can start."""
        return {
            (path, symbol)
            for path in named
            for symbol in self._symbols.get(path, ())
            if _is_meant(symbol, only.get(path, ()))
        }


def _is_meant(symbol: str, wanted: Iterable[str]) -> bool:
    meant = list(wanted)
    return not meant or any(covers(each, symbol, ".") or covers(symbol, each, ".") for each in meant if symbol)


def _ways(following: Mapping[_Node, list[Edge]], starts: Iterable[_Node]) -> dict[_Node, tuple[Edge, ...]]:
    """The best way to every symbol that is reached: with the fewest links that are not certain, then the shortest."""
    found: dict[_Node, tuple[Edge, ...]] = {}
    front: list[tuple[int, int, _Node, tuple[Edge, ...]]] = [(0, 0, each, ()) for each in sorted(starts)]
    heapq.heapify(front)
    while front:
        doubts, length, node, way = heapq.heappop(front)
        if node in found:
            continue
        found[node] = way
        for edge in following.get(node, ()):
            if edge.loose and length >= _LOOSE_BY:
                continue
            after = (edge.to_path, edge.to_symbol)
            if after not in found:
                heapq.heappush(front, (doubts + (not edge.certain), length + 1, after, (*way, edge)))
    return found


def _outside(way: tuple[Edge, ...], paths: Collection[str]) -> tuple[Edge, ...]:
    """The way without what runs inside the file that it starts from; empty when it never leaves named files."""
    if all(edge.to_path in paths for edge in way):
        return ()
    start = next(number for number, edge in enumerate(way) if edge.to_path != way[0].path)
    return way[start:]
