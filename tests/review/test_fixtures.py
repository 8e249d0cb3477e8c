"""Every change in `fixtures/reviews/` and `fixtures/epics/`: what a review must answer (see the README there)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from linter.report import Report

from .changes import papers_in, reviewed

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CHANGES = sorted(
    f"{kind}/{each.name}" for kind in ("epics", "reviews") for each in (FIXTURES / kind).iterdir() if each.is_dir()
)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_answered_as_its_fixture_says(name: str, tmp_path: Path) -> None:
    folder = FIXTURES / name
    expected = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    report = reviewed(tmp_path, folder / "base", folder / "head", papers=papers_in(folder))
    assert list(_wrong(expected, report)) == []


def _wrong(expected: dict[str, Any], report: Report) -> Sequence[str]:
    review = report.review
    assert review is not None
    wrong: list[str] = []
    if not _holds(expected["overall"], str(review.overall)):
        wrong.append(f"overall is {review.overall}: {review.why}")
    if expected.get("rating", review.rating) != review.rating:
        wrong.append(f"rating is {review.rating}")
    for row in expected.get("ledger", ()):
        verdicts = [str(each.verdict) for each in review.rows if _is_at(row["site"], each.site)]
        if not any(_holds(row["verdict"], each) for each in verdicts):
            wrong.append(f"{row['site']} is {verdicts}, not {row['verdict']}")
    for claim in expected.get("claims", ()):
        truths = [str(each.verdict) for each in review.claims if claim["text"] in each.text]
        if claim["verdict"] not in truths:
            wrong.append(f"{claim['text']!r} is {truths}, not {claim['verdict']}")
    missing = expected.get("scope", {}).get("missing")
    if missing is not None and list(review.scope.missing) != missing:
        wrong.append(f"missing are {review.scope.missing}")
    return wrong


def _is_at(wanted: str, site: str) -> bool:
    path, _, symbol = wanted.partition("#")
    return site.startswith(f"{path}#") if symbol == "*" else site == wanted


def _holds(wanted: str | list[str], actual: str) -> bool:
    """Whether an answer is the wanted one, one of several, or (`!`) any but one."""
    readings = [wanted] if isinstance(wanted, str) else wanted
    return any(actual != each[1:] if each.startswith("!") else actual == each for each in readings)
