"""Bytes of any encoding become UTF-8 or a reason, in one place."""

from __future__ import annotations

import codecs
import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.sources import Limits, Loaded, Skipped, decode


def loaded(path: str, raw: bytes, limits: Limits | None = None) -> Loaded:
    outcome = decode(path, raw, limits)
    assert isinstance(outcome, Loaded), outcome
    return outcome


def reason(path: str, raw: bytes, limits: Limits | None = None) -> str:
    outcome = decode(path, raw, limits)
    assert isinstance(outcome, Skipped), outcome
    return outcome.reason


def test_plain_bytes_pass_unchanged() -> None:
    assert loaded("a.ts", b"let a\r\nlet b\n") == Loaded("a.ts", b"let a\r\nlet b\n", True)


def test_characters_beyond_ascii_are_told() -> None:
    outcome = loaded("a.ts", "let smile = '\U0001f642'\n".encode())
    assert (outcome.is_ascii, outcome.text) == (False, "let smile = '\U0001f642'\n")


@pytest.mark.parametrize(
    "raw",
    [
        codecs.BOM_UTF8 + "é\n".encode(),
        codecs.BOM_UTF16_LE + "é\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "é\n".encode("utf-16-be"),
    ],
)
def test_a_byte_order_mark_is_understood_and_removed(raw: bytes) -> None:
    assert loaded("a.ts", raw).data == "é\n".encode()


def test_a_cr_that_no_lf_follows_ends_a_line() -> None:
    assert loaded("a.ts", b"one\rtwo\r\nthree\r").data == b"one\ntwo\r\nthree\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a\0b", "binary (NUL bytes)"),
        (codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "binary (NUL bytes)"),
        (codecs.BOM_UTF32_LE + "ab".encode("utf-32-le"), "binary (NUL bytes)"),
        (b"abc\xff", "not valid UTF-8 at byte 4"),
        (codecs.BOM_UTF8 + b"abc\xff", "not valid UTF-8 at byte 7"),
        (b"\xed\xa0\x80", "not valid UTF-8 at byte 1"),
        (b"\xc0\xaf", "not valid UTF-8 at byte 1"),
        (codecs.BOM_UTF16_LE + b"a", "not valid UTF-16 at byte 3"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "not valid UTF-16 at byte 3"),
    ],
)
def test_what_is_no_text_is_skipped_with_a_reason(raw: bytes, expected: str) -> None:
    assert reason("a.ts", raw) == expected


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("latin-1", "latin-1"),
        ("ISO-8859-1", "latin-1"),
        ("iso-8859-15", "iso-8859-15"),
        ("cp1252", "cp1252"),
        ("utf8", "utf-8"),
        ("utf-8-unix", "utf-8"),
    ],
)
def test_a_python_file_may_declare_a_harmless_encoding(name: str, codec: str) -> None:
    text = f"#!/usr/bin/python\n# -*- coding: {name} -*-\nname = 'é'\n"
    assert loaded("a.py", text.encode(codec)).data == text.encode()


def test_ascii_is_declared_and_held_to() -> None:
    assert reason("a.py", "# coding: ascii\né".encode()) == "not valid ASCII at byte 17"


@pytest.mark.parametrize("name", ["utf-7", "rot13", "punycode", "no-such-codec", "utf-16", "unicode_escape"])
def test_a_declaration_that_could_hide_code_is_refused_even_for_ascii(name: str) -> None:
    assert reason("a.py", f"# coding: {name}\nimport openai\n".encode()).startswith(
        "declares an encoding that is not supported: "
    )


def test_only_python_files_declare_encodings() -> None:
    assert loaded("a.ts", b"# coding: utf-7\n").is_ascii


def test_a_declaration_after_code_or_on_line_three_is_none() -> None:
    assert loaded("a.py", b"x = 1\n# coding: utf-7\n").is_ascii
    assert loaded("a.py", b"#\n#\n# coding: utf-7\n").is_ascii


@given(
    st.lists(
        st.sampled_from(
            [
                "# coding: latin-1",
                "#coding=utf-7",
                "  # vim: fileencoding=cp1252",
                "",
                "# x",
                "\f# x",
                "x = 1",
            ]
        ),
        max_size=4,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_declarations_are_found_where_python_finds_them(lines: list[str], end: str) -> None:
    raw = end.join(lines).encode("ascii")
    codec = codecs.lookup(tokenize.detect_encoding(io.BytesIO(raw).readline)[0]).name
    outcome = decode("a.py", raw + "é".encode(codec))
    if codec == "utf-7":
        assert isinstance(outcome, Skipped)
    else:
        assert isinstance(outcome, Loaded)
        assert outcome.text.endswith("é")


def test_a_long_line_is_reported_wherever_it_stands() -> None:
    limits = Limits(max_line=10)
    expected = "a line longer than 10 bytes (generated or minified)"
    for raw in (b"a" * 11, b"a\n" * 9 + b"b" * 11 + b"\nc", b"\n" * 30 + b"b" * 11):
        assert reason("a.ts", raw, limits) == expected
    assert loaded("a.ts", (b"a" * 10 + b"\n") * 5, limits).is_ascii
    assert loaded("package.json", b"a" * 11).is_ascii


@given(st.lists(st.integers(0, 12), max_size=12))
def test_the_line_limit_holds_for_every_arrangement_of_lines(lengths: list[int]) -> None:
    raw = b"\n".join(b"a" * length for length in lengths)
    too_long = any(length > 7 for length in lengths)
    assert isinstance(decode("a.ts", raw, Limits(max_line=7)), Skipped) == too_long


@given(st.binary(max_size=60), st.sampled_from(["a.py", "a.ts"]))
def test_no_bytes_crash_and_what_is_loaded_is_clean(raw: bytes, path: str) -> None:
    outcome = decode(path, raw, Limits())
    if isinstance(outcome, Loaded):
        assert outcome.text.encode() == outcome.data
        assert outcome.is_ascii == outcome.data.isascii()
        assert b"\0" not in outcome.data
        assert outcome.data.count(b"\r") == outcome.data.count(b"\r\n")
