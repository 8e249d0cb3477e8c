from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from junitparser import Failure, JUnitXml, Skipped, TestSuite

from linter.findings import Severity
from linter.formats import junit
from linter.report import Report

from .reports import HOSTILE, PLAIN, certain, example, hostile, hostile_reports, report


def parsed(given_report: Report) -> dict[str, TestSuite]:
    document = JUnitXml.fromstring(junit.render(given_report, PLAIN).encode("utf-8"))
    return {suite.name: suite for suite in document}


def test_confirmed_findings_fail_and_undecided_ones_are_skipped() -> None:
    suites = parsed(example())
    failed, skipped = next(iter(suites["sdk-direct"])), next(iter(suites["sdk-dynamic"]))
    assert failed.name == "src/outline.ts:3:20 sdk-direct (static-import)"
    assert [type(each) for each in failed.result] == [Failure]
    assert failed.result[0].message == 'Imports "openai" and calls it in the host.'
    assert failed.result[0].type == "error, certain"
    assert "1. src/outline.ts:9 outline" in failed.result[0].text
    assert [type(each) for each in skipped.result] == [Skipped]


def test_info_findings_do_not_fail() -> None:
    suites = parsed(report(replace(certain(), severity=Severity.INFO)))
    assert (suites["sdk-direct"].failures, suites["sdk-direct"].skipped) == (0, 1)


def test_counts_agree_with_the_cases() -> None:
    document = JUnitXml.fromstring(junit.render(example(), PLAIN).encode("utf-8"))
    assert (document.tests, document.failures, document.skipped) == (5, 1, 4)


def test_a_clean_run_has_one_passed_case_for_each_rule() -> None:
    suites = parsed(report())
    assert {name: [case.is_passed for case in suite] for name, suite in suites.items()} == {
        "sdk-direct": [True],
        "sdk-dynamic": [True],
    }


def test_what_was_not_seen_is_told_in_skipped_cases() -> None:
    assert [(case.name, case.result[0].text) for case in parsed(example())["coverage"]] == [
        ("files read in part", "syntax error (1): src/odd.py"),
        (
            "files not read",
            "larger than 1 MB (7): dist/a.js, dist/b.js, dist/c.js, dist/d.js, dist/e.js and 2 more",
        ),
        ("blind spots", "src/lazy.ts:12: the module's name is not known\ntsconfig.json: loop"),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_keeps_the_structure(text: str) -> None:
    assert [len(suite) for suite in parsed(hostile(text)).values()] == [2, 3]


@settings(max_examples=50, deadline=None)
@given(hostile_reports())
def test_any_text_gives_xml_that_another_parser_reads(given_report: Report) -> None:
    assert [len(suite) for suite in parsed(given_report).values()] == [2, 3]
