from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.formats.sanitise import cells, clipped, encodable, flowing, visible

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("src/größe 漢字.ts", "src/größe 漢字.ts"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x85\x9b\x7f", "\\u0085\\u009b\\x7f"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("caf\udce9.py", "caf\\xe9.py"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\uffff", "\\uffff"),
        ("::error::x", "\\x3a:error::x"),
        ("a ::b std::vector", "a \\x3a:b std::vector"),
        ("##[error]x ##vso[task] # #[x]", "#\\x23[error]x #\\x23vso[task] # #[x]"),
        ("app/[id]/page.tsx", "app/[id]/page.tsx"),
    ],
)
def test_hidden_characters_and_commands_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_prose_flows_on_one_line() -> None:
    assert flowing("  two\n   lines\tof prose\n") == "two lines of prose"


def test_data_keeps_everything_but_surrogates() -> None:
    assert encodable("a\x1b\u202e\udcff") == "a\x1b\u202e\\xff"


def test_long_text_is_cut_with_a_mark() -> None:
    assert clipped("abcdefgh", 8) == "abcdefgh"
    assert clipped("abcdefghi", 8) == "abcde..."


@given(ANY_TEXT)
def test_cells_are_one_for_each_character(text: str) -> None:
    assert len(cells(text)) == len(text)
    assert "".join(cells(text)) == visible(text)


@given(ANY_TEXT)
def test_visible_text_is_one_line_of_encodable_printable_characters(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert shown.splitlines() in ([], [shown])
    assert not re.search(r"(?<!\S)::|##\w*\[", shown)
    assert visible(shown) == shown
