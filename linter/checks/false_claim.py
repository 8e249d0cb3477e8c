"""Comments that claim of code that it runs elsewhere or runs no model, where the project shows it doing so here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from linter.checks.ahead import ReachFrom
from linter.checks.claims import Claim, Claims, Params, params_of
from linter.checks.context import COUNTS_TOKENS, Context, uncalled
from linter.checks.reach import Link, Node, Reach
from linter.checks.sinks import Sink
from linter.facts import Call, FileFacts
from linter.findings import Certainty, Evidence, Step
from linter.rulebook import Rule
from linter.values import LocalClass, LocalFunction, LocalModule, Thing
from linter.zones import Zone

if TYPE_CHECKING:
    from linter.checks.subjects import Subject, Subjects

NAME = "false-claim"

_PYTHON = ".py"

_WORDS = re.compile(r"[A-Za-z0-9]+")


def parameters(table: Mapping[str, Any]) -> Params:
    return params_of(table)


def claims_in_bytes(rules: Iterable[Rule]) -> Callable[[str, bytes], bool] | None:
    """Says of a file, by its path and bytes, whether a rule may find a claim in it; None where no rule looks."""
    readers = [Claims(parameters(each.params)) for each in rules if each.check == NAME]
    if not readers:
        return None
    return lambda path, data: any(each.may_be_in(data, is_script=not path.endswith(_PYTHON)) for each in readers)


class _Said(NamedTuple):
    """A claim, and the code that it is about."""

    path: str
    claim: Claim
    subject: Subject
    offset: int
    """Where the comment begins in the file's bytes."""
    comment: str


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each sentence that claims what the project contradicts."""
    assert isinstance(params, Params)
    said = list(_all_said(context, Claims(params)))
    if said:
        roads = _Roads(context, said)
        done: set[tuple[str, int]] = set()
        for each in said:
            key = (each.path, each.offset + each.claim.start)
            road = roads.contradicting(each) if key not in done else None
            if road is not None:
                done.add(key)
                yield _evidence(context, each, road)


def _all_said(context: Context, reader: Claims) -> Iterator[_Said]:
    for path, facts in context.hosts():
        if facts.comments:
            yield from _said_in(path, facts, context.positions.text(path, facts.symbols[0].span).encode(), reader)


def _said_in(path: str, facts: FileFacts, source: bytes, reader: Claims) -> Iterator[_Said]:
    # Imported for the first file whose comments were read: it has many patterns to compile.
    from linter.checks.subjects import Subjects, described

    subjects: Subjects | None = None
    for comment in described(facts, source):
        text = source[comment.span.start : comment.span.end].decode("utf-8", "replace")
        for claim in reader.of(text, documents=comment.inner or text.startswith("/**")):
            subjects = subjects or Subjects(facts, source)
            subject = subjects.whole_file() if claim.of_file else subjects.of(comment)
            if subject is not None and claim.names <= subjects.names():
                yield _Said(path, claim, subject, comment.span.start, text)


# --- roads to sinks ------------------------------------------------------------------------------------


class _Road(NamedTuple):
    """A way from a place to a sink: by links, or none when the sink is there."""

    links: tuple[Link, ...]
    sink: Sink
    reasons: tuple[str, ...]

    @property
    def start(self) -> int:
        return self.links[0].span.start if self.links else self.sink.site.span.start


class _Roads:
    """The roads from files that claim something."""

    def __init__(self, context: Context, said: Sequence[_Said]) -> None:
        ending = [each for each in Reach(context, past_migrated=True).sinks() if _runs_a_model(each)]
        acting = {(each.path, each.site.symbol): each for each in reversed(ending)}
        self._roads: dict[str, list[_Road]] = {each.path: [] for each in said}
        for sink in ending:
            if sink.path in self._roads:
                self._roads[sink.path].append(_Road((), sink, sink.reasons))
        starts = {node for each in said if not each.claim.direct for node in _nodes(context, each)}
        for link in ReachFrom(context, starts, ending).links() if starts else ():
            sink = acting.get((link.sink.path, link.sink.site.symbol), link.sink)
            if link.path in self._roads and not self._is_import(context, link):
                reasons = tuple(dict.fromkeys((*link.all_reasons(), *sink.reasons)))
                self._roads[link.path].append(_Road(tuple(link.chain()), sink, reasons))
        self._context = context.restarted()

    def _is_import(self, context: Context, link: Link) -> bool:
        """What another file does when it is imported is not what a comment here is about."""
        facts = context.project.facts(link.path)
        return facts is not None and any(each.span == link.span for each in facts.imports)

    def contradicting(self, said: _Said) -> _Road | None:
        """The shortest road, a certain one if there is one, that shows a claim to be false."""
        found = [
            road._replace(reasons=self._reasons(said, road))
            for road in self._roads[said.path]
            if said.subject.span.start <= road.start < said.subject.span.end and self._is_about(said, road)
        ]
        if said.subject.is_statement and any(self._passes_gate(said.path, each) for each in said.subject.sites):
            return None
        return min(found, key=lambda road: (bool(road.reasons), len(road.links), road.start), default=None)

    def _reasons(self, said: _Said, road: _Road) -> tuple[str, ...]:
        facts = self._context.project.facts(said.path)
        symbol = road.links[0].symbol if road.links else road.sink.site.symbol
        unused = uncalled(facts, symbol) if facts is not None else ""
        dead = (f"nothing calls {unused}, which is not exported",) if unused else ()
        doubt = (said.claim.pattern.doubt,) if said.claim.pattern.doubt else ()
        return tuple(dict.fromkeys((*dead, *road.reasons, *doubt)))

    def _is_about(self, said: _Said, road: _Road) -> bool:
        claim, sink = said.claim, road.sink
        if claim.direct and road.links:
            return False
        if claim.pattern.sinks and not sink.sink.startswith(claim.pattern.sinks):
            return False
        if claim.vendor and claim.vendor not in _words(f"{sink.sink} {sink.vendor}"):
            return False
        return claim.names <= self._names(said, road)

    def _names(self, said: _Said, road: _Road) -> set[str]:
        """What the code that a claim stands at, and what it calls, go by."""
        name = self._context.symbol_name
        along = [name(said.path, said.subject.symbol)]
        along += [name(each.target_path, each.target_symbol) for each in road.links[:1]]
        return {part.lower() for each in along for part in each.split(".")}

    def _passes_gate(self, path: str, call: Call) -> bool:
        return any(self._is_gate(each) for each in self._context.values.of(path, call.callee))

    def _is_gate(self, value: object) -> bool:
        zones = self._context.zones
        if isinstance(value, LocalFunction | LocalClass | LocalModule):
            return zones.of(value.path) is Zone.GATE
        return isinstance(value, Thing) and (
            zones.is_gate_module(value.module, "/") or zones.is_gate_module(value.module, ".")
        )


def _nodes(context: Context, said: _Said) -> Iterator[Node]:
    """The symbols that a claim is about: its own, and those inside."""
    facts = context.project.facts(said.path)
    yield said.path, said.subject.symbol
    for number, each in enumerate(facts.symbols if facts is not None else ()):
        if said.subject.span.start <= each.span.start < said.subject.span.end:
            yield said.path, number


def _runs_a_model(sink: Sink) -> bool:
    """Whether a sink does more than make a client or count tokens: only then is a claim about running false."""
    return sink.acts and COUNTS_TOKENS.search(sink.text) is None


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(text.lower()))


# --- evidence ------------------------------------------------------------------------------------------


def _evidence(context: Context, said: _Said, road: _Road) -> Evidence:
    sink = road.sink
    claim = said.claim
    where = context.place(sink.path, sink.site.span)
    text = said.comment
    start = said.offset + len(text[: claim.start].encode())
    span = said.subject.span._replace(start=start, end=start + len(text[claim.start : claim.end].encode()))
    name = context.symbol_name(said.path, said.subject.symbol)
    what = "this statement" if said.subject.is_statement else name or "this file"
    does = f"leads to {sink.text}" if road.links else f"holds {sink.text}"
    return Evidence(
        place=context.place(said.path, span),
        symbol=name,
        framing=claim.pattern.framing,
        sink=f"{sink.sink} in {sink.path}",
        vendor=sink.vendor,
        message=f'"{claim.text}" is not so: {what} {does} in {where.path}:{where.line}, which runs in the host',
        chain=tuple(_steps(context, said, road, what)),
        reasons=road.reasons,
        snippet=claim.text,
    )


def _steps(context: Context, said: _Said, road: _Road, what: str) -> Iterator[Step]:
    subject = said.subject
    yield context.step(said.path, subject.shown, subject.symbol, f"the comment is about {what}")
    for each in road.links:
        yield context.step(each.path, each.span, each.symbol, each.text, _certainty(each.reasons))
    sink = road.sink
    yield context.step(sink.path, sink.site.span, sink.site.symbol, sink.text, _certainty(sink.reasons))


def _certainty(reasons: Sequence[str]) -> Certainty:
    return Certainty.AMBIGUOUS if reasons else Certainty.CERTAIN
