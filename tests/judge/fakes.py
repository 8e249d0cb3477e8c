"""Judges without a network: what they answer is a function of what they are asked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from linter.providers.model import Ask, Failure, Outcome, Reply, Usage

Answering: TypeAlias = Callable[[Ask], str | Failure]

_LINE = re.compile(r"^(\d+)\| (.*)$", re.MULTILINE)
_EDGE = re.compile(r"^([EB]\d+)(?: line (\d+))?", re.MULTILINE)
USD_A_TOKEN = 1e-6


@dataclass
class FakeModel:
    """Answers by a function, and remembers what it was asked. A character is a token, and costs a millionth."""

    answering: Answering
    name: str = "fake"
    model: str = "fake-1"
    kind: str = "test/fake"
    lineage: frozenset[str] = frozenset({"mistral"})
    priced: bool = True
    asked: list[Ask] = field(default_factory=list)

    def ask(self, ask: Ask, seconds: float) -> Outcome:
        self.asked.append(ask)
        answer = self.answering(ask)
        if isinstance(answer, Failure):
            return answer
        usage = Usage(len(ask.system) + len(ask.prompt), 0, len(answer))
        return Reply(answer, self.model, usage, f"request-{len(self.asked)}")

    def at_most(self, ask: Ask) -> Usage:
        return Usage(len(ask.system) + len(ask.prompt), 0, ask.max_output_tokens)

    def cost(self, usage: Usage) -> float | None:
        return (usage.input_tokens + usage.output_tokens) * USD_A_TOKEN if self.priced else None

    @property
    def sent(self) -> str:
        """All that was ever sent to it."""
        return "\n".join(f"{each.system}\n{each.prompt}" for each in self.asked)


def lines_of(ask: Ask) -> dict[int, str]:
    """The numbered lines that a question shows."""
    return {int(number): text for number, text in _LINE.findall(ask.prompt)}


def edges_of(ask: Ask) -> Mapping[str, int]:
    """The edges that a question names, with their lines."""
    return {name: int(line or 0) for name, line in _EDGE.findall(ask.prompt.partition("\nEDGES\n")[2])}


def answer(verdict: str, **changes: Any) -> str:
    """An answer as JSON."""
    fields = {"verdict": verdict, "line": 0, "quote": "", "witness": [], "reason": f"it is {verdict}", **changes}
    return json.dumps(fields)


def proven(ask: Ask, verdict: str) -> str:
    """An answer whose quote and witness hold, whether it is true or not."""
    edges = edges_of(ask)
    steps = [name for name in edges if name.startswith("E")]
    line = next((edges[name] for name in reversed(steps) if edges[name]), 1)
    shown = lines_of(ask)
    number = next(n for n in (line, *shown) if sum(map(str.isalnum, shown[n])) >= 6)
    witness = steps if verdict == "violation" else ["B1"]
    return answer(verdict, line=number, quote=shown[number], witness=witness)


def always(verdict: str) -> Answering:
    """Says the same to everything, with proof."""
    return lambda ask: proven(ask, verdict)


def is_clean(ask: Ask) -> bool:
    """Whether a question, a canary or one of the tests', is about code that runs no model."""
    code = ask.prompt.partition("\nCODE\n")[2]
    return not re.search(r"prompt|responses\.create|chat/completions|, messages", code)


def honest(ask: Ask) -> str:
    """Tells apart what the canaries tell apart."""
    return proven(ask, "compliant" if is_clean(ask) else "violation")
