from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.findings import Blind, Excerpt
from linter.formats import text
from linter.formats.frame import code_frame

from .reports import PLAIN, certain, example, place, report

EXPECTED = """\
src/lazy.ts: 1 finding

src/lazy.ts:12:20: sdk-dynamic (dynamic-import) error, ambiguous, undecided
  Loads a module whose name is not known.

  11 | export async function load(name: string) {
  12 |     const sdk = await import(name);
     |                       ^^^^^^^^^^^^
  13 | }

  why: `name` comes from the caller.
  chain:
    1. src/entry.ts:4 run: load(name)
    2. src/lazy.ts:12 load: import(name) (ambiguous)

src/outline.ts: 1 finding

src/outline.ts:3:20: sdk-direct (static-import) error, certain
  Imports "openai" and calls it in the host.

  2 |
  3 | import OpenAI from "openai";
    |                    ^^^^^^^^
  4 |

  chain:
    1. src/outline.ts:9 outline: client.chat.completions.create(...)
  mend: Call the harness instead.

2 findings: 1 certain, 1 ambiguous (1 undecided).
  sdk-direct   1
  sdk-dynamic  1
Not shown: 1 suppressed, 1 dismissed by a judge.
120 files scanned, 1 partial, 7 skipped; 2 blind spots.
  partial: syntax error (1): src/odd.py
  skipped: larger than 1 MB (7): dist/a.js, dist/b.js, dist/c.js, dist/d.js, dist/e.js and 2 more
  blind: src/lazy.ts:12: the module's name is not known
  blind: tsconfig.json: loop
"""


def test_findings_come_with_frame_reasons_chain_and_mend() -> None:
    assert text.render(example(), PLAIN) == EXPECTED


def test_a_clean_run_says_what_it_read() -> None:
    assert text.render(report(), PLAIN) == "No findings.\n120 files scanned.\n"


def test_colour_adds_nothing_but_sgr_sequences() -> None:
    colored = text.render(example(), replace(PLAIN, color=True))
    assert "\x1b[31merror\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9]+m", "", colored) == EXPECTED


def test_blind_spots_beyond_ten_are_counted() -> None:
    blind = tuple(Blind(f"f{number:02}.py", 1, "why") for number in range(13))
    lines = text.render(report(blind=blind), PLAIN).splitlines()
    assert [line for line in lines if "blind: f" in line] == [f"  blind: f{n:02}.py:1: why" for n in range(10)]
    assert lines[-1] == "  blind: 3 more (--format json lists all)"


def test_prose_is_wrapped_under_its_label() -> None:
    finding = replace(certain(), mend="word " * 20, excerpt=None)
    lines = text.render(report(finding), replace(PLAIN, width=50)).splitlines()
    assert "  mend: word word word word word word word word" in lines
    assert "        word word word word word word word word" in lines


@pytest.mark.parametrize("width", [1, 40, 60, 200])
def test_wrapping_never_puts_a_command_first_on_a_line(width: int) -> None:
    message = " ".join(["::error::x"] * 40)
    finding = replace(certain(), mend=message, evidence=replace(certain().evidence, message=message))
    rendered = text.render(report(finding), replace(PLAIN, width=width))
    assert not [line for line in rendered.splitlines() if line.strip().startswith("::")]


def frame(line: str, column: int, end_column: int, width: int = 60) -> list[str]:
    span = place("x.ts", 7, column, end_column)
    return [str(each) for each in code_frame(Excerpt(7, (line,)), span, width)]


def test_carets_follow_wide_characters_tabs_and_escapes() -> None:
    assert frame('\t漢字("x")', 4, 9) == [
        '7 |     漢字("x")',
        "  |         ^^^^^",
    ]
    assert frame("e\u0301 = \x1b(y)", 6, 10) == [
        "7 | e\u0301 = \\x1b(y)",
        "  |     ^^^^^^^",
    ]


def test_a_long_line_is_cut_to_the_span() -> None:
    assert frame("a" * 500 + "BAD" + "c" * 500, 501, 504, width=40) == [
        "7 | ...aaaaaaaaaaBADccccccccccccccccc...",
        "  |              ^^^",
    ]


def test_an_empty_span_still_has_a_caret() -> None:
    assert frame("ab", 3, 3) == ["7 | ab", "  |   ^"]


def test_a_span_over_several_lines_is_marked_on_each() -> None:
    excerpt = Excerpt(9, ("call(", "    one,", "", ") + 1"))
    shown = [str(each) for each in code_frame(excerpt, place("x.py", 9, 1, 2, end_line=12), 60)]
    assert shown == [
        " 9 | call(",
        "   | ^^^^^",
        "10 |     one,",
        "   |     ^^^^",
        "11 |",
        "12 | ) + 1",
        "   | ^",
    ]


def test_a_tall_frame_is_abridged() -> None:
    excerpt = Excerpt(1, tuple(f"line {number}" for number in range(1, 31)))
    shown = [str(each) for each in code_frame(excerpt, place("x.py", 1, 1, 2), 60)]
    assert shown[-5:] == [" 8 | line 8", ".. | ...", "28 | line 28", "29 | line 29", "30 | line 30"]


@given(
    st.text(st.characters(codec=None), max_size=200),
    st.integers(1, 220),
    st.integers(1, 220),
    st.integers(1, 120),
)
def test_frames_never_exceed_the_width_and_always_mark_the_span(
    line: str, column: int, end_column: int, width: int
) -> None:
    code, carets = frame(line, column, end_column, width)
    assert carets.count("^") >= 1
    for each in (code, carets):
        columns = sum(
            0 if unicodedata.category(c) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(c) in "WF")
            for c in each
        )
        assert columns <= max(width, 30)
