"""Code that is declared migrated, or host code that runs a sandbox file, and reaches a sink through local code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from linter.checks.context import Context, uncalled
from linter.checks.reach import Link, Reach
from linter.checks.sinks import Sink
from linter.facts import Span
from linter.findings import Certainty, Evidence, Step
from linter.tables import row
from linter.zones import Zone

NAME = "sdk-reach"


class Params(NamedTuple):
    """This check takes no parameters."""


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each call (or import) that leaves such code, and each sink that it leads to."""
    if not context.zones.has_borders:
        # Still host code may call a test, whose sinks nobody else looks at.
        if context.reading.tests_in_use():
            links = Reach(context, ending={Zone.TESTS}).links()
            yield from (_evidence(context, each) for each in _leaving(context, links))
        return
    reach = Reach(context)
    seen: set[tuple[str, int, str]] = set()
    for sink in reach.sinks():
        if sink.origin != sink.path and sink.path in context.audited and _is_migrated(context, sink):
            key = (sink.path, sink.site.symbol, f"{sink.sink} from {sink.origin}")
            if key not in seen:
                seen.add(key)
                yield _handed_in(context, sink)
    yield from (_evidence(context, each) for each in _leaving(context, reach.links()))


def _leaving(context: Context, links: Iterable[Link]) -> Iterator[Link]:
    """The links that leave such code: the surest one of each place and sink.

    What only may lead to a sink, inside of a call that surely leads there, is no finding of its own.
    """
    best: dict[tuple[str, int, str], Link] = {}
    for link in links:
        if link.path in context.audited and _leaves(context, link):
            key = (link.path, link.span.start, link.sink.sink)
            if key not in best or link.rank < best[key].rank:
                best[key] = link
    sure: dict[tuple[str, str], list[Span]] = {}
    for link in best.values():
        if not link.rank:
            sure.setdefault((link.path, link.sink.sink), []).append(link.span)
    for link in best.values():
        around = sure.get((link.path, link.sink.sink), ()) if link.rank else ()
        if not any(each.start <= link.span.start < each.end for each in around):
            yield link


def _is_migrated(context: Context, sink: Sink) -> bool:
    host = context.zones.of(sink.path) is Zone.HOST
    return host and context.zones.is_migrated(sink.path, context.symbol_name(sink.path, sink.site.symbol))


def _handed_in(context: Context, sink: Sink) -> Evidence:
    """Migrated code that calls an SDK which another file imported: no import stands here that could be flagged."""
    message = f"{sink.text} runs in the host; the SDK comes in by {sink.origin}"
    return Evidence(
        place=context.place(sink.path, sink.site.span),
        symbol=context.symbol_name(sink.path, sink.site.symbol),
        framing="sdk-handed-in",
        sink=f"{sink.sink} from {sink.origin}",
        vendor=sink.vendor,
        message=message,
        chain=(context.step(sink.path, sink.site.span, sink.site.symbol, sink.text, _certainty(sink.reasons)),),
        reasons=sink.reasons,
        inert=sink.inert,
        snippet=context.positions.text(sink.path, sink.site.span),
    )


def _leaves(context: Context, link: Link) -> bool:
    """Whether a link crosses a border: out of migrated code, or from host code into a sandbox or test file."""
    if context.zones.of(link.path) is not Zone.HOST:
        return False
    migrated = context.zones.is_migrated(link.path, context.symbol_name(link.path, link.symbol))
    target = context.zones.of(link.target_path)
    if migrated:
        inside = context.zones.is_migrated(link.target_path, context.symbol_name(link.target_path, link.target_symbol))
        return not inside
    return target in (Zone.SANDBOX, Zone.TESTS)


def _evidence(context: Context, link: Link) -> Evidence:
    sink = link.sink
    where = context.place(sink.path, sink.site.span)
    zone = context.zones.of(link.target_path)
    message = f"this leads to {sink.text} in {where.path}:{where.line}, which runs in the host"
    if zone is Zone.SANDBOX:
        message += f"; {link.target_path} is a sandbox file, but the host imports and calls it in its own process"
    elif zone is Zone.TESTS:
        message += f"; {link.target_path} is a test file, but host code calls it"
    steps = tuple(_step(context, each) for each in link.chain())
    last = context.step(sink.path, sink.site.span, sink.site.symbol, sink.text, _certainty(sink.reasons))
    return Evidence(
        place=context.place(link.path, link.span),
        symbol=context.symbol_name(link.path, link.symbol),
        framing="sdk-in-callee",
        sink=f"{sink.sink} in {sink.path}",
        vendor=sink.vendor,
        message=message,
        chain=(*steps, last),
        reasons=tuple(dict.fromkeys((*_dead(context, link), *link.all_reasons(), *sink.reasons))),
        inert=sink.inert,
        snippet=context.positions.text(link.path, link.span),
    )


def _dead(context: Context, link: Link) -> tuple[str, ...]:
    """Why the code that the chain begins in may never run."""
    facts = context.project.facts(link.path)
    unused = uncalled(facts, link.symbol) if facts is not None else ""
    return (f"nothing calls {unused}, which is not exported",) if unused else ()


def _step(context: Context, link: Link) -> Step:
    return context.step(link.path, link.span, link.symbol, link.text, _certainty(link.reasons))


def _certainty(reasons: tuple[str, ...]) -> Certainty:
    return Certainty.AMBIGUOUS if reasons else Certainty.CERTAIN
