"""The graph, or chains of it, as text of several kinds. Names from the repository are made harmless in each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from linter.facts import ImportKind
from linter.findings import Step
from linter.formats.sanitise import visible
from linter.graph.model import Chain, Graph, ImportLine, SinkLine

_Edge: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a whole graph is written, and how chains are."""

    graph: Callable[[Graph], str]
    chains: Callable[[Sequence[Chain]], str]


# --- JSON lines ----------------------------------------------------------------------------------------


def _graph_as_json(graph: Graph) -> str:
    return _lines(json.dumps(each) for each in (*map(_import, graph.imports), *map(_sink, graph.sinks)))


def _import(line: ImportLine) -> dict[str, Any]:
    found = {
        "path": line.path,
        "line": line.line,
        "specifier": line.specifier,
        "kind": line.kind,
        "resolved": line.resolved or None,
    }
    return found if line.resolved else {**found, "why": line.why}


def _sink(line: SinkLine) -> dict[str, Any]:
    return {
        "sink": line.sink,
        "path": line.path,
        "line": line.line,
        "symbol": line.symbol,
        "vendor": line.vendor,
        "certainty": line.certainty.value,
    }


def _chains_as_json(chains: Sequence[Chain]) -> str:
    return _lines(
        json.dumps(
            {
                **_sink(each.sink),
                "certainty": each.certainty.value,
                "reasons": each.reasons,
                "chain": [_step(step) for step in each.steps],
            }
        )
        for each in chains
    )


def _step(step: Step) -> dict[str, Any]:
    return {
        "path": step.place.path,
        "line": step.place.line,
        "symbol": step.symbol,
        "text": step.text,
        "certainty": step.certainty.value,
    }


# --- text ----------------------------------------------------------------------------------------------


def _graph_as_text(graph: Graph) -> str:
    imports = (
        f'{each.path}:{each.line} {each.kind} "{each.specifier}" -> {each.resolved or f"? ({each.why})"}'
        for each in graph.imports
    )
    sinks = (
        f"{each.path}:{each.line} sink {each.sink}{f' in {each.symbol}' if each.symbol else ''}, {each.certainty}"
        for each in graph.sinks
    )
    return _lines(map(visible, (*imports, *sinks)))


def _chains_as_text(chains: Sequence[Chain]) -> str:
    if not chains:
        return "nothing leads from there to a sink\n"
    return "\n".join(_lines(map(visible, _described(each))) for each in chains)


def _described(chain: Chain) -> Iterator[str]:
    yield f"{chain.sink.sink} in {chain.sink.path}:{chain.sink.line}, {chain.certainty}"
    for number, step in enumerate(chain.steps, 1):
        symbol = f" {step.symbol}" if step.symbol else ""
        yield f"  {number}. {step.place.path}:{step.place.line}{symbol}: {step.text}"
    for reason in chain.reasons:
        yield f"  not certain: {reason}"


# --- drawings ------------------------------------------------------------------------------------------


def _leading(graph: Graph) -> tuple[list[_Edge], set[str]]:
    """The imports between files that lead to sinks, and each such file to its sinks; the second are the sinks."""
    importers: dict[str, set[str]] = {}
    for each in graph.imports:
        if each.kind != ImportKind.TYPE:
            importers.setdefault(each.resolved, set()).add(each.path)
    found = {each.path for each in graph.sinks}
    pending = list(found)
    while pending:
        more = importers.get(pending.pop(), set()) - found
        found |= more
        pending.extend(more)
    files = {(path, target) for target in found for path in importers.get(target, ()) if path != target}
    return [*sorted(files), *sorted({(each.path, each.sink) for each in graph.sinks})], {e.sink for e in graph.sinks}


def _stepping(chains: Sequence[Chain]) -> tuple[list[_Edge], set[str]]:
    """Each step to the next, by path and symbol; the last ones to their sinks."""
    edges: dict[_Edge, None] = {}
    for each in chains:
        names = [f"{s.place.path}#{s.symbol}" if s.symbol else s.place.path for s in each.steps]
        for one, two in zip(names, [*names[1:], each.sink.sink], strict=True):
            if one != two:
                edges[one, two] = None
    return list(edges), {each.sink.sink for each in chains}


def _mermaid(edges: Iterable[_Edge], sinks: set[str]) -> str:
    """A flowchart of mermaid.js.org; sinks are drawn as cylinders."""
    lines = ["flowchart LR"]
    names: dict[str, str] = {}
    for one, two in edges:
        for each in (one, two):
            if each not in names:
                names[each] = f"n{len(names)}"
                left, right = ("[(", ")]") if each in sinks else ("[", "]")
                lines.append(f'  {names[each]}{left}"{_for_mermaid(each)}"{right}')
        lines.append(f"  {names[one]} --> {names[two]}")
    return _lines(lines)


def _for_mermaid(text: str) -> str:
    """Mermaid reads `#35;` as the character of that number, and gives a meaning to the other ones here."""
    return "".join(f"#{ord(char)};" if char in '#"<>&`\\' else char for char in visible(text))


def _dot(edges: Iterable[_Edge], sinks: set[str]) -> str:
    """A digraph of graphviz.org; sinks are drawn as cylinders."""
    lines = ["digraph sidestep {", "  rankdir=LR;", "  node [shape=box];"]
    lines.extend(f"  {_for_dot(each)} [shape=cylinder];" for each in sorted(sinks))
    lines.extend(f"  {_for_dot(one)} -> {_for_dot(two)};" for one, two in edges)
    return _lines([*lines, "}"])


def _for_dot(text: str) -> str:
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{each}\n" for each in lines)


RENDERINGS: Mapping[str, Rendering] = {
    "jsonl": Rendering(_graph_as_json, _chains_as_json),
    "text": Rendering(_graph_as_text, _chains_as_text),
    "mermaid": Rendering(lambda graph: _mermaid(*_leading(graph)), lambda chains: _mermaid(*_stepping(chains))),
    "dot": Rendering(lambda graph: _dot(*_leading(graph)), lambda chains: _dot(*_stepping(chains))),
}
"""By the names that `--format` takes. Drawings of a whole graph show only what leads to sinks."""
