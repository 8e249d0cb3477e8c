"""What judges can change in a report, and what they cannot."""

from __future__ import annotations

import json
from importlib import resources

from jsonschema import Draft202012Validator

from linter.findings import Ruling
from linter.formats import FORMATS, Options
from linter.report import exit_code

from .fakes import FakeModel, always, honest
from .projects import CERTAIN, FLAGGED, MODELS, audited

PROJECT = {"src/models.ts": MODELS, "src/ask.ts": FLAGGED, "src/certain.ts": CERTAIN}


def test_a_judge_decides_what_is_ambiguous() -> None:
    """One finding is confirmed, one dismissed, and the certain one stays as it was."""
    project = audited(PROJECT)
    report = project.judged(FakeModel(honest))
    by_path = {each.place.path: each for each in report.findings}
    assert by_path["src/models.ts"].ruling is Ruling.DISMISSED
    assert by_path["src/ask.ts"].ruling is Ruling.CONFIRMED
    assert by_path["src/ask.ts"].by == "fake-1"
    assert by_path["src/certain.ts"] in project.report.findings
    assert exit_code(report) == 1


def test_a_judge_that_misses_a_canary_clears_nothing() -> None:
    """It would clear everything, and its dismissals are void."""
    report = audited(PROJECT).judged(FakeModel(always("compliant")))
    assert [each.ruling for each in report.findings if each.by == "fake-1"] == [Ruling.UNDECIDED] * 2
    assert report.judging is not None
    assert report.judging.seats[0].trust == "untrusted"
    assert report.judging.causes == (("untrusted", 2),)


def test_a_judged_report_is_told_in_json() -> None:
    """Every verdict with its receipts, and what became of all of them; as the schema says."""
    report = audited(PROJECT).judged(FakeModel(honest))
    document = json.loads(FORMATS["json"].render(report, Options(color=False, width=80, version="0")))
    schema = json.loads(resources.files("linter.formats").joinpath("report.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    assert document["judging"]["escalated"] == 2
    dismissed = next(each for each in document["findings"] if each["ruling"] == "dismissed")
    assert dismissed["verdicts"][0] == {
        "judge": "fake",
        "model": "fake-1",
        "author": "",
        "kinship": "unknown",
        "answer": "compliant",
        "cause": "",
        "reason": "it is compliant",
        "path": "src/models.ts",
        "line": 2,
        "quote": "  const found = await fetch(`https://aihubmix.com/${kind}`);",
        "witness": ["B1"],
        "origin": "asked",
    }
