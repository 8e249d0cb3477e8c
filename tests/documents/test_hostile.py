"""Texts that nobody should write, and somebody will."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.documents import LARGEST, Unreadable, compare, read_kickoff, read_plan, read_report, text_of

_PIECES = [
    "# Scope\n",
    "## Files in scope (touch ONLY these)\n",
    "## Out of scope\n",
    "- `src/a.ts`: ONLY `x`\n",
    "  wrapped `b.ts` (new)\n",
    "**Scope:** `c.ts`\n",
    "```\n",
    "~~~sh\n",
    "> quote\n",
    "<!-- ",
    " -->\n",
    "| a | b |\n|---|---|\n",
    "1. **bold** `d.ts`\n",
    "    code\n",
    "\r\n",
    "\r",
    "\t- x\n",
    "\ue000\ue001",
    "\u202e`e.ts`\n",
    "<!-- sidestep:begin v1 -->\n",
    "<!-- sidestep:end -->\n",
]
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=20)), max_size=25).map("".join)


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    kickoff = read_kickoff(text)
    lines = text.count("\n") + text.count("\r") + 1
    told = [each.line for each in (*kickoff.scope, *kickoff.denied)] + [each.line for each in kickoff.headings]
    assert all(1 <= each <= lines for each in told)
    compare(kickoff, read_plan(text), ["src/a.ts"], read_report(text).notes)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_say_why_not(data: bytes) -> None:
    found = text_of(data)
    assert isinstance(found, str) or found.reason


def test_what_is_no_text() -> None:
    assert text_of(b"\xff\xfea\0") == Unreadable("is UTF-16; save it as UTF-8")
    assert text_of(b"a\xc3") == Unreadable("is not UTF-8 at byte 1")
    assert text_of(b"a\0") == Unreadable("is binary: it holds a NUL byte")
    assert text_of(b"a" * (LARGEST + 1)) == Unreadable("is larger than 1,024 KiB")
    assert text_of(b"\xef\xbb\xbfa") == "a"


_SIZE = LARGEST // 8
_SECONDS = 10.0
"""What an eighth of the largest document may take on a busy machine; most take a twentieth of it."""


@pytest.mark.parametrize(
    "unit",
    [
        "# Scope\n- `a.ts`\n",
        "- " * 50 + "x\n",
        "> " * 50 + "x\n",
        "`" * 200 + "\n",
        "*_" * 100 + "\n",
        "[" * 200 + "\n",
        "a.b/c.d " * 30,
        "do not touch any",
        "**x:** y\n",
        "| a " * 50 + "\n",
        "{",
        '{"a":',
        "<!--",
        "not any other ",
    ],
)
def test_much_of_anything_is_read_in_time(unit: str) -> None:
    text = (unit * (_SIZE // len(unit)))[:_SIZE]
    start = time.process_time()
    read_kickoff(text)
    read_plan(text)
    read_report(text)
    assert time.process_time() - start < _SECONDS
