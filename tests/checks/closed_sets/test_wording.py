"""Closed sets in text."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.checks.closed_sets.wording import Said, alternation, listed_for, phrases, values_in, words_in

_PHRASES = phrases(["one of", "either", "allowed values", "may be", "values"], ["e.g", "such as", "etc", "vary"])

_WORD = st.text(string.ascii_lowercase, min_size=2, max_size=8).filter(lambda word: word not in ("or", "and"))
_SET = st.lists(_WORD, min_size=2, max_size=6, unique=True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("One of: low, medium, high", ("low", "medium", "high")),
        ("How it is wrapped, either 'paper' or 'foil'.", ("paper", "foil")),
        ("/** `fragile` | `plain` */", ("fragile", "plain")),
        ("# one of low (the default), high", ("low", "high")),
        ("Allowed values are: `a-b`, `c-d`", ("a-b", "c-d")),
    ],
)
def test_text_that_names_all_values(text: str, values: tuple[str, ...]) -> None:
    assert values_in(text, _PHRASES) == Said(values, closes=True)


@pytest.mark.parametrize(
    "text",
    [
        "The color, e.g. one of red, green",
        "One of the first things that people read",
        "Values may be respellings or IPA\n phonetics",
        "one of red, green, ...",
        "gpt supports 'low' | 'high', values vary by model",
        "string | number",
        "The name of the user",
    ],
)
def test_text_that_does_not(text: str) -> None:
    assert values_in(text, _PHRASES) is None


def test_a_bare_list_says_nothing_of_others() -> None:
    assert values_in("# pending, running, done", _PHRASES) == Said(("pending", "running", "done"), closes=False)


@given(_SET)
def test_what_is_listed_is_found(values: list[str]) -> None:
    """However values are written down, they are found, in their order."""
    expected = Said(tuple(values), closes=True)
    assert values_in(f"one of {', '.join(repr(each) for each in values)}", _PHRASES) == expected
    assert values_in(" | ".join(f'"{each}"' for each in values), _PHRASES) == expected


@given(_SET)
def test_an_alternation_allows_its_branches_and_nothing_else(values: list[str]) -> None:
    pattern = f"^({'|'.join(values)})$"
    assert alternation(pattern) == tuple(values)
    assert all(re.search(pattern, each) for each in values)


@pytest.mark.parametrize("pattern", [r"^[a-z]+$", "a|b", "^(a.b|c)$", "^a|b$", r"^(\d|x)$", "^()$", ""])
def test_other_patterns_are_no_alternation(pattern: str) -> None:
    assert alternation(pattern) is None


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    values_in(text, _PHRASES)
    alternation(text)
    listed_for(text, "status", _PHRASES)
    words_in(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('{"verdict": "approve" | "reject"}', ("approve", "reject")),
        ('{"verdict": "approve|reject"}', ("approve", "reject")),
        ("- verdict: one of approve, reject", ("approve", "reject")),
        ("- verdict (one of: 'approve', 'reject')", ("approve", "reject")),
    ],
)
def test_prompts_list_values_of_a_field(text: str, values: tuple[str, ...]) -> None:
    assert listed_for(text, "verdict", _PHRASES) == Said(values, closes=True)
    assert listed_for(text, "mood", _PHRASES) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SEVERITY_LEVELS", ("severity", "level")),
        ("FindingSeverity", ("finding", "severity")),
        ("categories", ("category",)),
        ("statuses", ("status",)),
        ("address", ("address",)),
        ("HTTPMethod2", ("http", "method", "2")),
    ],
)
def test_words_of_a_name(name: str, words: tuple[str, ...]) -> None:
    assert words_in(name) == words
