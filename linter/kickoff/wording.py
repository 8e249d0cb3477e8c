"""Drafts that a model words, where the operator names one.

It is told what we know of a framing in our own words, and nothing of the audited repository. What it answers is a
draft all the same: it has the same parts as every text, it may not be long, and it may not name the cheap ways out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linter.kickoff.harmless import harmless
from linter.providers.model import Ask, Asking, Failure
from linter.texts import LONGEST_SHORT, PARTS, Inoculation

SECONDS: Final = 120.0
"""How long one draft may take, all attempts together."""

_LONGEST_PART: Final = 700
_MOST_TOKENS: Final = 2_000
_FORBIDDEN = re.compile(
    r"https?://|<[a-z!/]|\+\+\+|[`]{3}|ignore\[|(?:eslint|biome|oxlint|noqa|sidestep)[-: ]*(?:disable|ignore)|# ?noqa",
    re.IGNORECASE,
)
"""What a text may not hold: addresses, markup, front matter, and the ways to silence a check."""

_SYSTEM: Final = """\
You word warnings for coding agents. An agent is given a task under an architecture rule; the warning names one way of
going around the rule, so that the agent sees it when it is about to take it.

Be specific and plain. Say what the agent would be doing ("If you find yourself ..."), that this is the failure, and
that it should name it and stop. Never mention how a check could be silenced or deceived, and add no example that
could be copied. No markup, no code blocks, no addresses.

Answer with one JSON object:
short: one or two sentences, at most 45 words, that begin with "If you find yourself".
shortcut: what the way is. looks_right: why it looks right to whoever takes it. is_not: why it is not.
instead: what to do. cannot: what to write if that cannot be done (a handoff note)."""

_FIELDS: Final = ("shortcut", "looks_right", "is_not", "instead", "cannot")
_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("short", *_FIELDS)},
    "required": ["short", *_FIELDS],
    "additionalProperties": False,
}

_Part: TypeAlias = Annotated[str, Field(min_length=10, max_length=_LONGEST_PART)]


class _Words(BaseModel):
    """A reply in the right shape."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)

    short: Annotated[str, Field(min_length=20, max_length=400)]
    shortcut: _Part
    looks_right: _Part
    is_not: _Part
    instead: _Part
    cannot: _Part

    def parts(self) -> tuple[str, ...]:
        """The parts of the long form, in the order of `PARTS`."""
        return self.shortcut, self.looks_right, self.is_not, self.instead, self.cannot


class Worded(NamedTuple):
    """A draft in a model's words; `why` says why it is still the template, and is empty otherwise."""

    text: Inoculation
    by: str = ""
    why: str = ""


def worded(template: Inoculation, asking: Asking) -> Worded:
    """The template in the words of a model, or as it was, with the reason."""
    ask = Ask(_SYSTEM, _question(template), _SCHEMA, "warning", _MOST_TOKENS)
    outcome = asking(ask, SECONDS)
    if isinstance(outcome, Failure):
        return Worded(template, why=f"{outcome.reason}: {outcome.detail}")
    try:
        words = _Words.model_validate_json(outcome.text)
    except ValidationError:
        return Worded(template, why="the answer does not fit the schema")
    said = (words.short, *words.parts())
    if len(words.short.split()) > LONGEST_SHORT:
        return Worded(template, why=f"the short form has more than {LONGEST_SHORT} words")
    if any(_FORBIDDEN.search(each) or not each.replace("\n", " ").isprintable() for each in said):
        return Worded(template, why="the answer holds markup, an address or a way to silence a check")
    long = "\n\n".join(f"**{name}.** {_flowing(part)}" for name, part in zip(PARTS, words.parts(), strict=True))
    return Worded(template._replace(short=_flowing(words.short), long=f"{long}\n"), by=harmless(outcome.model))


def _question(template: Inoculation) -> str:
    return f"The way round is called {template.id}. What is known of it:\n\n{template.short}\n\n{template.long}"


def _flowing(text: str) -> str:
    return " ".join(text.split())
