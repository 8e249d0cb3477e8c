"""Canaries are questions like others, and their answers are known."""

from __future__ import annotations

import pytest

from linter.judge.canaries import KINDS, canaries, mixed

RULES = ("sdk-http", "sdk-direct", "sdk-dynamic", "sdk-cli")


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", ["00000000", "00000001", "9f2c0a17", "ffffffff"])
def test_every_canary_is_an_ambiguous_finding_of_its_rule(rule: str, seed: str) -> None:
    """Whatever words are chosen, the checks find the one thing in it that they are to find."""
    made = canaries({rule}, seed)
    assert [each.question.rule for each in made] == [rule] * 3
    assert [each.expected for each in made] == ["violation", "compliant", "violation"]
    assert all(each.question.sinks and each.question.breaking for each in made)
    assert made[2].question.addressed
    assert "approved by the security team" in made[2].question.ask.prompt


def test_a_rule_without_canaries_is_tested_with_those_of_another() -> None:
    """`sdk-reach` has none."""
    assert len(canaries({"sdk-reach"}, "12345678")) == len(KINDS)


def test_canaries_differ_between_runs_and_not_between_repetitions() -> None:
    """Their words depend on what the run asks."""
    one, again, other = (canaries({"sdk-http"}, seed)[0].question.asked for seed in ("ab" * 8, "ab" * 8, "cd" * 8))
    assert one == again != other


@pytest.mark.parametrize("count", [0, 1, 5, 500])
def test_canaries_come_early(count: int) -> None:
    """A run that is cut short knows about its judge."""
    assert all(0 <= at <= min(count, 8) for at in mixed(count, "ab" * 16))
