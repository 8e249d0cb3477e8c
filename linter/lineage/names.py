"""What a model's name says about where it comes from, whoever serves it and however they write the name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from linter.lineage.families import LEADING, NOT_OPENAI, RUNNERS, WORDS, Word

FAMILIES: Final[tuple[str, ...]] = tuple(sorted({family for word in (*WORDS, *LEADING) for family in word.families}))
"""All families that there is a word for."""

_LONGEST = 300
"""Characters of a name that are looked at; the longest known names have a hundred."""


def lineage_of(model: str) -> frozenset[str]:
    """The families that a model's name tells of; empty when it tells of none, which means unknown and not new.

    Takes names as providers write them: `us.anthropic.claude-haiku-4-5-v1:0` (Bedrock), `publishers/google/models/…`
    and `…@20251001` (Vertex), `vendor/model:free` (OpenRouter), `hf.co/…-GGUF:Q4_K_M` (Ollama), `azure/…`. Prefixes,
    quantisations and dates need not be taken off: they are no words of any family.
    """
    name = re.sub(_runners(), " ", model[:_LONGEST].lower().replace("_", "-"))
    found = {family for word in _said(name) for family in word.families}
    if "openai" in found and _hidden_gpt(name):
        found.discard("openai")
    return frozenset(found)


def _said(name: str) -> Iterable[Word]:
    return (word for pattern, word in _patterns() if pattern.search(name))


def _hidden_gpt(name: str) -> bool:
    """Whether every sign of OpenAI in the name is part of somebody else's word."""
    rest = re.sub(_alternatives(NOT_OPENAI), " ", name)
    return not any("openai" in word.families for word in _said(rest))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Word], ...]:
    inside = ((re.compile(_alternatives([word.pattern])), word) for word in WORDS)
    leading = ((re.compile(rf"(?:^|[/:.\s])(?:{word.pattern})"), word) for word in LEADING)
    return (*inside, *leading)


@cache
def _runners() -> str:
    return _alternatives([each.replace("_", "-") for each in RUNNERS])


def _alternatives(patterns: Iterable[str]) -> str:
    """Any of the words, with no letter before or after it."""
    return rf"(?<![a-z])(?:{'|'.join(patterns)})(?![a-z])"
