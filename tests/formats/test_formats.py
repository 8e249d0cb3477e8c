"""What holds for every format: pure, complete registry, one final newline, nothing hostile gets through."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

import linter.formats
from linter.formats import FORMATS
from linter.report import Report

from .reports import HOSTILE, PLAIN, example, hostile, hostile_reports, report

HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)


def test_the_registry_names_every_module_that_renders() -> None:
    modules = [
        importlib.import_module(f"linter.formats.{each.name}") for each in pkgutil.iter_modules(linter.formats.__path__)
    ]
    rendering = {each for each in modules if hasattr(each, "render")}
    assert {each.module() for each in FORMATS.values()} == rendering
    assert list(FORMATS) == ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("given_report", [example(), report()], ids=["findings", "clean"])
def test_output_is_repeatable_and_ends_in_one_newline(name: str, given_report: Report) -> None:
    first = FORMATS[name].render(given_report, PLAIN)
    assert first == FORMATS[name].render(given_report, PLAIN)
    assert first.endswith("\n")
    assert not first.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_in_which_findings_and_files_were_found_does_not_matter(name: str) -> None:
    one = example()
    other = replace(
        one,
        findings=one.findings[::-1],
        blind=one.blind[::-1],
        rules=one.rules[::-1],
        files=replace(one.files, skipped=one.files.skipped[::-1]),
    )
    assert FORMATS[name].render(one, PLAIN) == FORMATS[name].render(other, PLAIN)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_shown_not_obeyed(name: str, text: str) -> None:
    assert_harmless(name, FORMATS[name].render(hostile(text), PLAIN))


@pytest.mark.parametrize("name", FORMATS)
def test_no_text_at_all_gets_through_as_a_command(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(hostile_reports())
    def check(given_report: Report) -> None:
        assert_harmless(name, FORMATS[name].render(given_report, PLAIN))

    check()


@pytest.mark.parametrize("text", HOSTILE)
def test_colour_lets_through_no_escape_but_our_own(text: str) -> None:
    rendered = FORMATS["text"].render(hostile(text), replace(PLAIN, color=True))
    assert_harmless("text", re.sub(r"\x1b\[(0|1|2|31|33|36)m", "", rendered))


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "junit", "github"])
def test_formats_for_machines_need_no_particular_output_encoding(name: str) -> None:
    rendered = FORMATS[name].render(hostile("plain"), PLAIN)
    assert rendered.isascii()


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "junit"])
def test_non_ascii_text_is_written_in_ascii(name: str) -> None:
    assert FORMATS[name].render(hostile("größe 漢 🙂"), PLAIN).isascii()


@pytest.mark.parametrize("name", ["text", "github", "gitlab", "junit", "sarif", "markdown"])
def test_dismissed_findings_are_not_shown_as_open(name: str) -> None:
    assert "sdk-http" not in FORMATS[name].render(example(), PLAIN)


def assert_harmless(name: str, rendered: str) -> None:
    rendered.encode("utf-8")
    assert rendered.endswith("\n")
    assert not HIDDEN.search(rendered)
    lines = rendered.split("\n")
    if name != "github":
        assert not [line for line in lines if line.strip().startswith("::")]
    if name in ("text", "github", "markdown"):
        assert not re.search(r"##\w*\[", rendered)
