"""Agreement, against published examples; coverage and confusion, against counted ones."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.errors import ConfigError
from linter.judge.memory import Kept
from linter.judge.statistics import Asked, alpha, read_labels, statistics

from .fakes import answer


def test_alpha_of_the_published_examples() -> None:
    """Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): examples A (two observers, binary) and C
    (four observers, nominal, values missing)."""
    binary = zip("0100000010", "1110010000", strict=True)
    assert alpha(binary) == pytest.approx(0.095, abs=0.0005)
    rows = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=4)))
def test_alpha_is_one_at_most_and_does_not_depend_on_order(units: list[list[str]]) -> None:
    found = alpha(units)
    assert found is None or found <= 1
    again = alpha([each[::-1] for each in reversed(units)])
    assert again == (None if found is None else pytest.approx(found))


def test_nothing_to_compare_has_no_alpha() -> None:
    assert alpha([]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a", "a"], ["b", "b"]]) == 1


def test_without_nltk_all_else_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    found = statistics([])
    assert (found.alpha, found.computed) == (None, False)


def test_what_is_counted() -> None:
    """Coverage counts what decides; labels may cut fingerprints short; second views are questions of their own."""

    def asked(finding: str, question: str, model: str, verdict: str) -> Asked:
        text = answer(verdict) if verdict else "no JSON"
        return Asked(finding, question, Kept(model, text, usd=0.5))

    found = statistics(
        [
            asked("aaaaaa11", "q1", "one", "violation"),
            asked("bbbbbb22", "q2", "one", "compliant"),
            asked("cccccc33", "q3", "one", "uncertain"),
            asked("dddddd44", "q4", "one", ""),
            asked("aaaaaa11", "q1", "two", "violation"),
            asked("bbbbbb22", "q2", "two", "violation"),
        ],
        read_labels(
            "l",
            b'{"fingerprint": "aaaaaa", "label": "violation"}\n\n{"fingerprint": "bbbbbb22", "label": "compliant"}\n',
        ),
    )
    one, two = found.rows
    assert one.verdicts == {"violation": 1, "compliant": 1, "uncertain": 1, "unusable": 1}
    assert (one.coverage, one.usd, two.coverage) == (0.5, 2.0, 1.0)
    assert one.confusion == {("compliant", "compliant"): 1, ("violation", "violation"): 1}
    assert two.confusion == {("compliant", "violation"): 1, ("violation", "violation"): 1}
    assert found.shared == 2
    assert found.alpha == pytest.approx(0.0)


def test_a_line_that_is_no_label_is_named() -> None:
    with pytest.raises(ConfigError) as caught:
        read_labels("labels.jsonl", b'{"fingerprint": "aaaaaa", "label": "violation"}\n{"label": "maybe"}\n')
    assert caught.value.where == "labels.jsonl:2"
