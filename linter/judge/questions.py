"""One ambiguous finding as a question: what is sent, and what a true answer to it has to name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linter.findings import Certainty, Evidence, Finding, Step
from linter.formats.sanitise import clipped, flowing, without_hidden
from linter.judge.addressing import asks_something
from linter.judge.answers import SCHEMA, SCHEMA_NAME
from linter.judge.prompts import PROMPT_VERSION, prompt, system
from linter.judge.redaction import redacted
from linter.judge.slices import Names, Shelf, sliced
from linter.providers.model import Ask
from linter.rule import Rule

MAX_OUTPUT_TOKENS: Final = 2_000
"""An answer takes 150; the rest is for models that think and count that."""

_LONGEST_EDGE: Final = 240
_MOST_EDGES: Final = 40

_ONE_ROAD: Final = frozenset({"sdk-reach", "false-claim"})
"""Checks whose chain is one road with the sink at its end. Those of the others are a place and what is done there,
each of which is a sink of its own."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one finding.

    Args:
        fingerprint: of the finding.
        rule, path: of the finding; budgets are shared over them.
        ask: what is sent, apart from who is asked.
        asked: a digest of all that is asked: the key of its verdicts, together with the judge's.
        lines: the code that is shown, the n-th line with number n.
        places: the paths and line numbers that these lines have in their files.
        edges: the ids of the chain's steps, with the number of their line (0: not shown).
        sinks: those of them that exercise the capability.
        breaking: the ids of boundary edges, and of steps that the analyser is not sure of.
        addressed: whether something in the code speaks to whoever reviews it.
        hidden, redacted: how many hidden characters and secrets were taken out.
    """

    fingerprint: str
    rule: str
    path: str
    ask: Ask
    asked: str
    lines: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    edges: Mapping[str, int]
    sinks: frozenset[str]
    breaking: frozenset[str]
    addressed: bool
    hidden: int
    redacted: int


def question_of(finding: Finding, rule: Rule, shelf: Shelf, *, neutral: bool = False) -> Question | None:
    """The question about a finding; None when a file of it is no code, or cannot be read any more.

    Args:
        finding: an ambiguous one.
        rule: its rule.
        shelf: the files of the state that the finding was made from.
        neutral: ask with strings that say nothing, and without names that ask something of the reader.
    """
    evidence = finding.evidence
    steps = evidence.chain[:_MOST_EDGES] or (_own_step(evidence),)
    names = Names(neutral)
    code = sliced([evidence.place, *(each.place for each in steps)], shelf, names)
    if code is None:
        return None
    told = _Told(names)
    edges = {f"E{number}": code.number_of(each.place) for number, each in enumerate(steps, 1)}
    boundary = {f"B{number}": each for number, each in enumerate(evidence.reasons, 1)}
    lines = [
        *(
            f"{name} {_at(edges[name])}: {_mark(step)}{told(step.text)}"
            for name, step in zip(edges, steps, strict=True)
        ),
        *(f"{name}: {told(reason)}" for name, reason in boundary.items()),
    ]
    found = f"{_at(code.number_of(evidence.place))}: {told(evidence.message)}"
    ask = Ask(system(rule), prompt(found, code.text, "\n".join(lines)), SCHEMA, SCHEMA_NAME, MAX_OUTPUT_TOKENS)
    return Question(
        fingerprint=finding.fingerprint,
        rule=rule.id,
        path=evidence.place.path,
        ask=ask,
        asked=_digest(ask),
        lines=tuple(each.text for each in code.lines),
        places=tuple((each.path, each.number) for each in code.lines),
        edges=edges,
        sinks=_sinks(rule, list(edges)),
        breaking=frozenset(boundary) | {name for name, step in zip(edges, steps, strict=True) if _is_open(step)},
        addressed=code.addressed or told.asks,
        hidden=code.hidden,
        redacted=code.redacted + told.redacted,
    )


class _Told:
    """Makes texts of the analyser, in which names and strings of the code may stand, fit to be sent."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.asks = False
        self.redacted = 0

    def __call__(self, text: str) -> str:
        plain = clipped(flowing(without_hidden(text)[0]), _LONGEST_EDGE)
        safe = redacted(plain)
        self.redacted += safe.taken
        if asks_something(safe.text):
            self.asks = True
        return self._names.prose(safe.text)


def _own_step(evidence: Evidence) -> Step:
    return Step(evidence.place, evidence.symbol, evidence.message, Certainty.AMBIGUOUS)


def _sinks(rule: Rule, edges: Sequence[str]) -> frozenset[str]:
    return frozenset(edges[-1:] if rule.check in _ONE_ROAD else edges[1:] or edges)


def _is_open(step: Step) -> bool:
    return step.certainty is Certainty.AMBIGUOUS


def _mark(step: Step) -> str:
    return "(not certain) " if _is_open(step) else ""


def _at(number: int) -> str:
    return f"line {number}" if number else "not shown"


def _digest(ask: Ask) -> str:
    """Everything that is asked. The rule is part of the system text."""
    said = [PROMPT_VERSION, ask.system, ask.prompt, ask.schema, ask.schema_name]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
