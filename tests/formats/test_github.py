from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from linter.findings import Finding, Severity
from linter.formats import github

from .reports import HOSTILE, PLAIN, certain, example, hostile, place, report, undecided

COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>.*?)::(?P<message>.*)")


def test_annotations_carry_place_reasons_and_chain() -> None:
    assert github.render(example(), PLAIN).splitlines() == [
        (
            "::notice file=src/lazy.ts,line=12,endLine=12,col=20,endColumn=32,"
            "title=sdk-dynamic (dynamic-import)%2C ambiguous%2C undecided"
            "::Loads a module whose name is not known.%0Awhy: `name` comes from the caller."
            "%0A1. src/entry.ts:4 run: load(name)%0A2. src/lazy.ts:12 load: import(name) (ambiguous)"
        ),
        (
            "::error file=src/outline.ts,line=3,endLine=3,col=20,endColumn=28,"
            "title=sdk-direct (static-import)%2C certain"
            '::Imports "openai" and calls it in the host.'
            "%0A1. src/outline.ts:9 outline: client.chat.completions.create(...)"
            "%0Amend: Call the harness instead."
        ),
        (
            "::notice title=sidestep::2 findings: 1 certain, 1 ambiguous (1 undecided)."
            "%0ANot shown: 1 suppressed, 1 dismissed by a judge."
            "%0A120 files scanned, 1 partial, 7 skipped; 2 blind spots."
        ),
    ]


def test_a_span_over_several_lines_has_no_columns() -> None:
    evidence = replace(certain().evidence, place=place("a.ts", 3, 9, 2, end_line=5))
    line = github.render(report(replace(certain(), evidence=evidence)), PLAIN).splitlines()[0]
    assert line.startswith("::error file=a.ts,line=3,endLine=5,title=")


def test_what_github_would_drop_is_named_in_the_closing_notice() -> None:
    findings = [*many(certain(), 12), *many(replace(certain(), severity=Severity.WARNING), 70)]
    findings += many(undecided(), 12)
    lines = github.render(report(*findings), PLAIN).splitlines()
    assert Counter(line.split(" ")[0] for line in lines) == {"::error": 10, "::warning": 10, "::notice": 10}
    closing = lines[-1].split("%0A")
    assert closing[2] == "65 of them are not annotated, because GitHub limits annotations:"
    assert closing[3] == "f00010.py:1 sdk-direct (static-import)"
    assert len(closing) == 3 + 50 + 1
    assert closing[-1] == "and 15 more (--format sarif or json lists all)"


def test_percent_signs_cannot_smuggle_in_a_line_break() -> None:
    line = github.render(report(replace(certain(), rule="a:b,c", mend="%0A::error::x")), PLAIN).splitlines()[0]
    assert "title=a%3Ab%2Cc (static-import)%2C certain::" in line
    assert line.endswith("%0Amend: %250A::error::x")


@pytest.mark.parametrize("text", HOSTILE)
def test_properties_and_messages_are_escaped(text: str) -> None:
    for line in github.render(hostile(text), PLAIN).splitlines():
        command = COMMAND.fullmatch(line)
        assert command
        keys = [each.partition("=")[0] for each in command["properties"].split(",")]
        assert keys in (["file", "line", "endLine", "col", "endColumn", "title"], ["title"])
        assert not re.search("%(?!25|0A|0D|3A|2C)", line)


def many(finding: Finding, number: int) -> list[Finding]:
    offset = {"error": 0, "warning": 100}[finding.severity] + (200 if finding.evidence.reasons else 0)
    return [
        replace(finding, evidence=replace(finding.evidence, place=place(f"f{offset + each:05}.py", 1)))
        for each in range(number)
    ]
