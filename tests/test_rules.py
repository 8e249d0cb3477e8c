"""The examples of the bundled rules: what is marked is found, and nothing else."""

from __future__ import annotations

import pytest

from linter import rulebook
from linter.checks import CHECKS
from linter.rule_tests import Case, cases, run_case

_BOOK = rulebook.load(rulebook.bundled_files(), CHECKS)


@pytest.mark.parametrize("case", cases(_BOOK.rules.values()), ids=lambda case: case.name)
def test_examples(case: Case) -> None:
    assert list(run_case(case, _BOOK).lines()) == [f"{case.name}: {case.example.why}"]


@pytest.mark.parametrize("rule", sorted(_BOOK.rules.keys() - {"scope-narrowed"}))  # about papers: no code shows it
def test_every_rule_has_examples_of_both_kinds(rule: str) -> None:
    assert _BOOK.rules[rule].flagged
    assert _BOOK.rules[rule].clean
