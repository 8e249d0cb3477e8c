"""Where a state of the repository breaks a rule: its violations, by what they are rather than by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.checks import Context, sdk_cli, sdk_direct, sdk_dynamic, sdk_http, sdk_reach
from linter.checks.sinks import Sink
from linter.facts import Call, Expr, Fallback, Items, Join, Load, Member, Name, Record, Spread, Text
from linter.findings import Finding, Place
from linter.review.units import Unit, Units
from linter.values import HOLE, Const
from linter.zones import Zone

SDK_CHECKS = frozenset({sdk_direct.NAME, sdk_dynamic.NAME})
TRANSPORTS = frozenset({sdk_http.NAME, sdk_cli.NAME})

_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_PARTS = 400
"""Expressions inside of a call that are looked at for texts."""


class Site(NamedTuple):
    """A violation.

    Args:
        check: the kind of the rule's check.
        sink: what is exercised, without its place ("npm:openai").
        text: the call as a reader would write it.
        words: those of the texts that are handed to the call: the prompt.
        reasons: why it is not certain.
        calls: whether a call stands here; a violation may also be an import of which no call is seen.
        silenced: whether a comment of the state itself silences it.
    """

    unit: Unit
    rule: str
    check: str
    framing: str
    sink: str
    vendor: str
    text: str
    place: Place
    words: frozenset[str]
    reasons: tuple[str, ...]
    finding: Finding
    calls: bool
    silenced: bool

    @property
    def name(self) -> str:
        """The site as the ledger names it: `path#symbol`."""
        return f"{self.unit.path}#{self.unit.name}"

    @property
    def counted(self) -> bool:
        """Whether it is a place where the capability is exercised, and no chain to one that is counted itself."""
        return self.check != sdk_reach.NAME

    @property
    def is_transport(self) -> bool:
        """Whether it goes without an SDK: by HTTP or by an agent's program."""
        return self.check in TRANSPORTS


class Found(NamedTuple):
    """A finding with the kind of its rule's check, and whether a comment silences it."""

    finding: Finding
    check: str
    silenced: bool


def sites_of(context: Context, units: Units, sinks: Iterable[Sink], found: Sequence[Found]) -> list[Site]:
    """The violations among these findings: one for each call in the host, and one for a finding without any."""
    sites: list[Site] = []
    attached: set[int] = set()
    makers: dict[int, Sink] = {}
    for sink in sinks:
        if context.zones.of(sink.path) is not Zone.HOST:
            continue
        unit = units.around(sink.path, sink.site.symbol)
        number = _finding_of(context, units, unit, sink, found)
        if number < 0:
            continue
        if not sink.acts:
            makers.setdefault(number, sink)
            continue
        attached.add(number)
        sites.append(_called(context, unit, sink, found[number]))
    for number, each in enumerate(found):
        if number not in attached and each.check in SDK_CHECKS | TRANSPORTS | {sdk_reach.NAME}:
            sites.append(_standing(units, each, makers.get(number)))
    return sorted(sites, key=lambda site: (site.place, site.rule, site.sink))


def _finding_of(context: Context, units: Units, unit: Unit, sink: Sink, found: Sequence[Found]) -> int:
    """The number of the finding that a sink belongs to, or -1: its rule may be off."""
    place = context.place(sink.path, sink.site.span)
    best, best_score = -1, 0
    for number, each in enumerate(found):
        evidence = each.finding.evidence
        score = 0
        if each.check in TRANSPORTS:
            score = 8 if evidence.place == place else 0
        elif each.check in SDK_CHECKS and evidence.place.path == sink.origin and _same_sdk(evidence.sink, sink.sink):
            near = sink.origin == sink.path and units.at_line(sink.path, evidence.place.line) == unit
            score = 1 + 2 * (near and unit.number > 0) + (each.check == sdk_direct.NAME)
        if score > best_score:
            best, best_score = number, score
    return best


def _same_sdk(one: str, other: str) -> bool:
    """Whether two names are of one SDK; one of them may be a scope, or a part of the other."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (long == short or short.endswith("/") or long[len(short)] in "/.")


def _called(context: Context, unit: Unit, sink: Sink, found: Found) -> Site:
    evidence = found.finding.evidence
    reasons = tuple(dict.fromkeys((*sink.reasons, *evidence.reasons)))
    return Site(
        unit=unit,
        rule=found.finding.rule,
        check=found.check,
        framing=evidence.framing,
        sink=evidence.sink,
        vendor=sink.vendor,
        text=sink.text,
        place=context.place(sink.path, sink.site.span),
        words=prompt_words(context, sink.path, sink.site.expr),
        reasons=reasons,
        finding=found.finding,
        calls=True,
        silenced=found.silenced,
    )


def _standing(units: Units, found: Found, maker: Sink | None) -> Site:
    """A violation of which no call is seen: it stands where the finding does, or where a client is made."""
    evidence = found.finding.evidence
    place = evidence.place
    unit = units.at_line(place.path, place.line)
    if maker is not None and not unit.number:
        unit = units.around(maker.path, maker.site.symbol)
    return Site(
        unit=unit,
        rule=found.finding.rule,
        check=found.check,
        framing=evidence.framing,
        sink=evidence.sink,
        vendor=evidence.vendor,
        text=evidence.snippet.split("\n")[0],
        place=place,
        words=frozenset(),
        reasons=evidence.reasons,
        finding=found.finding,
        calls=False,
        silenced=found.silenced,
    )


# --- prompts -------------------------------------------------------------------------------------------


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(each.lower() for each in _WORD.findall(text))


def prompt_words(context: Context, path: str, expr: Call | Load) -> frozenset[str]:
    """The words of all prose that a call is handed, in lower case; names of models and roles are no prose."""
    if isinstance(expr, Load):
        return frozenset()
    found: set[str] = set()
    for text in _texts(context, path, (*expr.args, *(value for _, value in expr.keywords))):
        if " " in text.strip():
            found.update(words_of(text))
    return frozenset(found)


def _texts(context: Context, path: str, given: Iterable[Expr]) -> Iterator[str]:
    pending, seen = list(given), 0
    while pending and seen < _MOST_PARTS:
        seen += 1
        match pending.pop():
            case Text(value):
                yield value
            case Join(parts):
                pending.extend(parts)
            case Record(entries, rest):
                pending.extend((*(value for _, value in entries), *rest))
            case Items(items):
                pending.extend(items)
            case Spread(value):
                pending.append(value)
            case Fallback(value, fallback):
                pending.extend((value, fallback))
            case Call(_, args, keywords, _):
                pending.extend((*args, *(value for _, value in keywords)))
            case (Name() | Member()) as named:
                found = context.values.of(path, named)
                yield from (each.text.replace(HOLE, " ") for each in found if isinstance(each, Const))
            case _:
                pass


_FEWEST_WORDS = 4
_ALIKE = 0.6


def same_prompt(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two calls are handed the same text, but for some words: what other features say too is too short."""
    if min(len(one), len(other)) < _FEWEST_WORDS:
        return False
    return len(one & other) / min(len(one), len(other)) >= _ALIKE and len(one & other) >= _FEWEST_WORDS
