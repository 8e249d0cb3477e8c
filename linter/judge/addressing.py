"""Finds text in code that speaks to whoever reviews it, and makes text say nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN = re.compile(r"[\s_\-./\\'\u2019\"*#~=+]+")
_SPOKEN = re.compile(r"[^\W\d_]+")
_SENTENCE = 3
"""Words from which on a string is taken for a sentence."""

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{4}")
"""Scripts whose words are not, or hardly, parted by spaces."""

_LONGEST = 20_000
"""Characters of one text that are looked at. A sentence further on is a sentence still, and is taken out as one."""


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(files("linter.judge").joinpath("addressing.toml").read_text(encoding="utf-8"))
    readers, requests = ("|".join(f"(?:{each})" for each in data[key]) for key in ("readers", "requests"))
    return re.compile(readers), re.compile(requests)


def is_sentence(text: str) -> bool:
    """Whether a text is made of words, as prose is."""
    words = len(_SPOKEN.findall(text[:_LONGEST]))
    return (words >= _SENTENCE and " " in text.strip()) or _UNSPACED.search(text) is not None


def asks_something(text: str) -> bool:
    """Whether a text, a name or a path asks for a verdict, or to leave rules aside."""
    return _words()[1].search(_plain(text)) is not None


def addresses_reader(text: str) -> bool:
    """Whether a comment or a sentence speaks to a reviewer, a linter or a model, or asks something of them."""
    plain = _plain(text)
    return any(each.search(plain) for each in _words())


def says_nothing(text: str) -> bool:
    """Whether a string may stay where texts are made neutral: a name, a path, an address; no sentence."""
    return not is_sentence(text) and not asks_something(text)


def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", _CAMEL.sub(" ", text[:_LONGEST])).lower()
