"""Finds out, with the cheapest question there is, whether a judge can be asked and what holds its replies to a schema.

The schema allows one answer that nobody would guess. Where it is not said in the prompt, a reply that has it shows
that the endpoint applied the schema; status 200 does not show that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pydantic_core import from_json

from linter.providers.judge import Judge
from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.profile import Structured
from linter.providers.structure import answer_in, with_schema

_WORD, _VALUE = "sign", "amber-17"
_ASK = Ask(
    system="You answer with one JSON object.",
    prompt="Which sign is it?",
    schema={
        "type": "object",
        "properties": {_WORD: {"type": "string", "enum": [_VALUE]}},
        "required": [_WORD],
        "additionalProperties": False,
    },
    schema_name="sign",
    max_output_tokens=2000,
)
"""Few tokens go out; the limit is for models that think before they answer."""

_SAYS_NOTHING = frozenset({"timeout", "dropped", "garbled", "rate-limit", "overloaded"})
"""Failures that have nothing to do with how the question was asked."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What the questions to one judge brought to light.

    Args:
        mode: the strongest means of structured output that was honoured; None when none was.
        last: what the last question ended in.
        seconds: how long that one took.
        requests: how many were sent, for all questions.
        usage: the tokens of all of them.
    """

    mode: Structured | None
    last: Outcome
    seconds: float
    requests: int
    usage: Usage


def probe(judge: Judge, now: Callable[[], float]) -> Probe:
    """Asks with each mode of the judge's API, the strongest first, until one is honoured. `now` is a clock."""
    requests, usage = 0, Usage()
    for mode in judge.caller.provider.MODES:
        began = now()
        last = _asked(judge, mode)
        seconds = now() - began
        requests += last.attempts
        usage += last.usage
        honoured = isinstance(last, Reply) and _is_honoured(last.text)
        if honoured or _is_final(last):
            break
    return Probe(mode if honoured else None, last, seconds, requests, usage)


def _asked(judge: Judge, mode: Structured) -> Outcome:
    caller = replace(judge.caller, profile=replace(judge.profile, structured=mode))
    carries = mode in (Structured.JSON_SCHEMA, Structured.FORCED_TOOL)
    ask = _ASK if carries else with_schema(_ASK)
    return caller.ask(ask, judge.output_tokens(ask), judge.profile.timeout)


def _is_final(outcome: Outcome) -> bool:
    return isinstance(outcome, Failure) and (outcome.cause is Cause.GIVE_UP or outcome.reason in _SAYS_NOTHING)


def _is_honoured(text: str) -> bool:
    try:
        found: object = from_json(answer_in(text))
    except ValueError:
        return False
    return found == {_WORD: _VALUE}
