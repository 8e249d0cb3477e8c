from __future__ import annotations

import time
import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linter.config.toml_lines import key_lines, overlong_key

TEXT = '''# a comment = 1
sdk = ["a", # "x"
  "b",
]
title = """
zones = 1
"""
date = 2026-11-22T10:00:00.5Z
inline = { one = 1.5, "two.2" = [ { deep = true } ], three.four = 'x' }

[zones]
gates = []
"quoted \\"key\\"" . 'other key' = 1

  [ rules . "sdk-direct" ]
severity = "off" # [not.a.table]

[[steps]]
a = 1
[[steps]]
a = 2
[steps.inner]
b = 3
[[steps.more]]
c = 4
'''


def test_every_key_has_its_line() -> None:
    lines = key_lines(TEXT)
    assert {
        ("sdk",): 2,
        ("sdk", 1): 3,
        ("title",): 5,
        ("date",): 8,
        ("inline", "two.2", 0, "deep"): 9,
        ("inline", "three", "four"): 9,
        ("zones",): 11,
        ("zones", "gates"): 12,
        ("zones", 'quoted "key"', "other key"): 13,
        ("rules", "sdk-direct"): 15,
        ("rules", "sdk-direct", "severity"): 16,
        ("steps", 0, "a"): 19,
        ("steps", 1, "a"): 21,
        ("steps", 1, "inner", "b"): 23,
        ("steps", 1, "more", 0, "c"): 25,
    }.items() <= lines.items()
    assert ("title", "zones") not in lines
    assert ("not",) not in lines


def test_windows_line_ends_count_once() -> None:
    assert key_lines("a = 1\r\n\r\nb = '''\r\n'''\r\nc = 1\r\n")[("c",)] == 5


def test_strings_that_end_in_quotes() -> None:
    assert key_lines('a = """x"""""\nb = \'\'\'y\'\'\'\'\'\nc = ""\nd = 1')[("d",)] == 4
    assert ("e", 1) in key_lines('e = ["""x"""", "y"]')


def test_a_key_of_thousands_of_parts_is_found_before_it_costs_anything() -> None:
    assert overlong_key("a = 1\n" + "b." * 5000 + "b = 1") == 2
    assert overlong_key('x = {a = """\n""", ' + "b . " * 5000 + 'b = 1, c = ""}') == 2
    assert overlong_key('"\\"".' + "b." * 5000 + '"\\"" = 1') == 1
    assert overlong_key("[" + "b." * 5000 + "b]") == 1


def test_dots_in_strings_and_comments_are_no_keys() -> None:
    assert overlong_key('a = "' + "b." * 500 + '"\n# ' + "b." * 500) is None


def test_time_grows_with_the_text_only() -> None:
    start = time.perf_counter()
    for text in ('"' * 200_000, "'" * 200_000, '"""' + "\\" * 200_000, "a" * 200_000, "[" * 200_000):
        overlong_key(text)
    assert time.perf_counter() - start < 5


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return {path}.union(*(leaves(each, (*path, key)) for key, each in value.items()))
    if isinstance(value, list):
        return {path}.union(*(leaves(each, (*path, number)) for number, each in enumerate(value)))
    return {path}


keys = st.sampled_from(["a", "b-1", "c_", '"d.e"', "'f g'", '"\\u00e4"', '""'])
dotted = st.lists(keys, min_size=1, max_size=3).map(".".join)
scalars = st.sampled_from(
    ["1", "1.5", "true", '"x # ="', "'y]'", '"""\n[z]\n"""', "1979-05-27 07:32:00", "-inf", "[]", "{}"]
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda each: "[\n" + ", # ,\n ".join(each) + "]"),
        st.lists(st.tuples(dotted, inner), max_size=2).map(
            lambda each: "{" + ", ".join(f"{key} = {value}" for key, value in each) + "}"
        ),
    ),
    max_leaves=5,
)
statements = st.one_of(
    st.tuples(dotted, values).map(lambda each: f"{each[0]} = {each[1]}"),
    dotted.map(lambda each: f"[{each}]"),
    dotted.map(lambda each: f"[[ {each} ]] # x"),
)


@given(st.lists(statements, max_size=6).map("\n".join))
def test_the_keys_are_those_that_the_parser_finds(text: str) -> None:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(key_lines(text)) == leaves(content) - {()}
