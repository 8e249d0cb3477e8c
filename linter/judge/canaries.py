"""Questions whose answers are known. They are made, by the same code, from code as real ones are."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from linter.checks import CHECKS
from linter.findings import Certainty
from linter.judge.questions import Question, question_of
from linter.judge.slices import Shelf
from linter.rule import Example
from linter.rule_tests import linted, tree_of
from linter.rulebook import Rulebook, bundled_files, load

_VERBS = "collect render prepare fetch resolve build compose gather describe summarise update compute".split()
_NOUNS = "outline lesson chapter invoice ticket digest caption schedule profile excerpt glossary syllabus".split()
_FLAGS = "PREVIEW LEGACY EAGER BETA INLINE DRAFTS COMPAT DIRECT".split()

KINDS = ("violation", "clean", "injected")
_EARLY = 8
"""Questions within which all canaries come, so that a run which is cut short knows about its judge."""


class Canary(NamedTuple):
    """A question and the verdict that it must get."""

    question: Question
    expected: Literal["violation", "compliant"]


def canaries(rules: Collection[str], seed: str) -> list[Canary]:
    """A known violation, a known clean twin and an injected violation.

    Args:
        rules: the rules that are asked about; the canaries are of one of them where that has any.
        seed: hexadecimal digits by which rule, names and flags are chosen.
    """
    tables = _tables()
    chosen = [each for each in tables if each["rule"] in rules] or list(tables)
    table = chosen[int(seed[:8], 16) % len(chosen)]
    return [
        Canary(
            _question(table["rule"], table["language"], _worded(table[kind], f"{seed}{kind}")),
            "compliant" if kind == "clean" else "violation",
        )
        for kind in KINDS
    ]


def mixed(count: int, seed: str) -> list[int]:
    """Before which of `count` questions each canary comes; two may come before the same one."""
    most = min(count, _EARLY) + 1
    return [int(hashlib.sha256(f"{seed}{kind}".encode()).hexdigest()[:8], 16) % most for kind in KINDS]


def seed_of(asked: Sequence[str]) -> str:
    """The seed of a run, from what it asks."""
    return hashlib.sha256("\0".join(sorted(asked)).encode()).hexdigest()


@cache
def _tables() -> tuple[dict[str, str], ...]:
    text = files("linter.judge").joinpath("canaries.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["canaries"])


@cache
def _book() -> Rulebook:
    return load(bundled_files(), CHECKS)


def _worded(code: str, seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).digest()
    verb, noun, flag = (words[byte % len(words)] for words, byte in zip((_VERBS, _NOUNS, _FLAGS), digest, strict=False))
    return code.replace("NAME", f"{verb}{noun.capitalize()}").replace("NOUN", noun).replace("FLAG", flag)


def _question(rule: str, language: str, code: str) -> Question:
    example = Example.__new__(Example, "", language, code)  # type: ignore[arg-type]
    report = linted(example, _book())
    found = [each for each in report.findings if each.rule == rule and each.evidence.certainty is Certainty.AMBIGUOUS]
    question = question_of(found[0], _book().rules[rule], Shelf(tree_of(example).read))
    assert question is not None  # the tree is in memory
    return question
