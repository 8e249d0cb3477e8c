"""How a reply is held to its schema beyond what an API promises: said in the prompt, and dug out of the text.

A response with status 200 does not mean that the schema was applied: servers ignore what they do not know. So the
schema is always repeated in words, and the text may come with thinking and fences around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linter.providers.model import Ask

_THINKING = re.compile(r"\s*<(think|thinking|thought|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_UNOPENED = re.compile(r".*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
"""Chat templates that open the block themselves leave only its end in the reply."""
_FENCE = re.compile(r"```[\w+-]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)


def with_schema(ask: Ask) -> Ask:
    """The same question, with its schema in words at the end of what the model is told about itself.

    There, it is the same for many questions, and so may be read from a provider's cache.
    """
    schema = json.dumps(ask.schema, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    told = f"Answer with one JSON object that fits this JSON Schema, and with nothing else:\n{schema}"
    return replace(ask, system=f"{ask.system.rstrip()}\n\n{told}")


def bare(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema without what some API refuses or ignores: bounds, lengths, patterns, ornaments.

    What is taken off still stands in the prompt, and replies are held to it by whoever asked.
    """
    return {name: _bare(name, value) for name, value in _single(schema).items() if name in _KNOWN}


_KNOWN = frozenset("type enum properties required additionalProperties items anyOf description $defs $ref".split())
_NAMED = ("properties", "$defs")


def _single(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**schema, "enum": [schema["const"]]} if "const" in schema else schema


def _bare(name: str, value: Any) -> Any:
    if name in _NAMED:
        return {each: bare(part) for each, part in value.items()}
    if name == "anyOf":
        return [bare(each) for each in value]
    return bare(value) if name == "items" else value


def answer_in(text: str) -> str:
    """A reply without thinking before it and without the fence around it; what is left is not checked."""
    text = text.lstrip("\ufeff")
    while (thinking := _THINKING.match(text)) is not None:
        text = text[thinking.end() :]
    # A JSON object may hold such words in its strings: then it begins before them.
    if not text.lstrip().startswith("{") and (unopened := _UNOPENED.match(text)) is not None:
        text = text[unopened.end() :]
    text = text.strip()
    fences = _FENCE.findall(text)
    # Two fences are two answers, and choosing between them is nobody's right.
    return fences[0].strip() if len(fences) == 1 and not text.startswith("{") else text
