"""Makes the graph of a project from what was read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.capability import Capability
from linter.checks import Context
from linter.checks.reach import Link, Reach
from linter.checks.sinks import Sink, sinks
from linter.config.entries import covers
from linter.edges import Edge, imports
from linter.facts import FileFacts
from linter.findings import Certainty
from linter.graph.model import Chain, Graph, ImportLine, SinkLine
from linter.languages import PYTHON, language_of
from linter.resolution import External, Local, Namespace
from linter.resolution.packages import package_name

_RUNTIME = frozenset(
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain "
    "events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl "
    "stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib".split()
)
"""Modules of Node.js that may be named without "node:": `module.builtinModules` of version 22."""


def graph_of(context: Context, files: Iterable[tuple[str, FileFacts]], capabilities: Iterable[Capability]) -> Graph:
    """The imports of these files, and the sinks of these capabilities outside of gates."""
    imports = {each for path, facts in files for each in _imports(context, path, facts)}
    found = {_sink_line(context, each) for one in capabilities for each in sinks(context.restricting(one))}
    return Graph(tuple(sorted(imports)), tuple(sorted(found)))


def chains_from(context: Context, capabilities: Iterable[Capability], path: str, symbol: str) -> tuple[Chain, ...]:
    """The chains that lead from a file (or from a symbol of it and what is inside) to sinks.

    One for each place where such code is left, and each file with sinks of one kind that it leads to: the
    shortest certain one, else the shortest.
    """
    found: dict[tuple[object, ...], Chain] = {}
    for capability in capabilities:
        for key, chain in _chains(context.restricting(capability), path, symbol):
            known = found.get(key)
            if known is None or (known.reasons and not chain.reasons):
                found[key] = chain
    return tuple(sorted(found.values(), key=_order))


def _imports(context: Context, path: str, facts: FileFacts) -> Iterator[ImportLine]:
    edges = imports(context.project, context.values, path, facts)
    for each in edges:
        line = context.place(path, each.span).line
        resolved = _resolved(each)
        why = "" if resolved else getattr(each.meaning, "reason", "")
        yield ImportLine(path, line, each.specifier, each.kind, resolved, why)


def _resolved(edge: Edge) -> str:
    match edge.meaning:
        case Local(path):
            return path
        case Namespace(path):
            return f"{path}/"
        case External(module):
            return _package(edge.path, module)
        case _:
            return ""


def _package(path: str, module: str) -> str:
    language = language_of(path)
    if language is not None and language.NAME == PYTHON:
        return f"python:{module}"
    if ":" in module:
        return module
    name, _ = package_name(module)
    return f"node:{module}" if name in _RUNTIME else f"npm:{name}"


def _sink_line(context: Context, sink: Sink) -> SinkLine:
    line = context.place(sink.path, sink.site.span).line
    symbol = context.symbol_name(sink.path, sink.site.symbol)
    return SinkLine(sink.path, line, sink.sink, symbol, sink.vendor, _certainty(sink.reasons))


def _certainty(reasons: tuple[str, ...]) -> Certainty:
    return Certainty.AMBIGUOUS if reasons else Certainty.CERTAIN


def _chains(context: Context, path: str, symbol: str) -> Iterator[tuple[tuple[object, ...], Chain]]:
    def inside(where: str, number: int) -> bool:
        return where == path and (not symbol or covers(symbol, context.symbol_name(where, number), "."))

    reach = Reach(context, past_migrated=True)
    for sink in reach.sinks():
        if inside(sink.path, sink.site.symbol):
            yield (sink.site.span, sink.sink), _chain(context, (), sink)
    for link in reach.links():
        if inside(link.path, link.symbol) and not inside(link.target_path, link.target_symbol):
            yield (link.span, link.sink.sink, link.sink.path), _chain(context, tuple(link.chain()), link.sink)


def _chain(context: Context, links: tuple[Link, ...], sink: Sink) -> Chain:
    steps = [context.step(each.path, each.span, each.symbol, each.text, _certainty(each.reasons)) for each in links]
    last = context.step(sink.path, sink.site.span, sink.site.symbol, sink.text, _certainty(sink.reasons))
    reasons = (*(reason for each in links for reason in each.reasons), *sink.reasons)
    return Chain(_sink_line(context, sink), (*steps, last), tuple(dict.fromkeys(reasons)))


def _order(chain: Chain) -> tuple[object, ...]:
    return (chain.steps[0].place, chain.sink, len(chain.steps))
