"""Text that is made of text: carried out as the languages do it, for any arguments, and never without a bound."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.values import folding
from tests.projects import audit_texts

_NAMES = st.sampled_from(
    "lower upper title trim strip lstrip removeprefix slice substring substr charAt at repeat padStart padEnd replace "
    "replaceAll decode encode split".split()
)
_ARGUMENTS = st.lists(st.one_of(st.text(max_size=8), st.integers(-(10**7), 10**7).map(str)), max_size=4)


@pytest.mark.parametrize(
    ("name", "text", "args", "made"),
    [
        ("slice", "xopenaix", ["1", "-1"], "openai"),
        ("substring", "xopenaix", ["7", "1"], "openai"),
        ("substr", "xopenaix", ["1", "6"], "openai"),
        ("padStart", "ai", ["6", "open"], "openai"),
        ("at", "abc", ["-1"], "c"),
        ("strip", "--openai--", ["-"], "openai"),
        ("decode", "bcranv", ["rot13"], "openai"),
        ("replaceAll", "o-p-e-n", ["-", ""], "open"),
        ("charAt", "a", ["5"], None),
        ("slice", "openai", ["first"], None),
    ],
)
def test_a_method_is_carried_out(name: str, text: str, args: list[str], made: str | None) -> None:
    """What JavaScript and Python give for these; None where that is an error, or not known."""
    assert folding.method(name, text, args) == made


@pytest.mark.parametrize(
    ("name", "args", "made"),
    [
        (("atob",), ["b3BlbmFp"], "openai"),
        (("base64", "b64decode"), ["b3BlbmFp"], "openai"),
        (("Buffer", "from"), ["6f70656e6169", "hex"], "openai"),
        (("String", "fromCharCode"), ["111", "0x70"], "op"),
        (("decodeURIComponent",), ["%40ai-sdk%2Fopenai%C3%A9"], "@ai-sdk/openai\u00e9"),
        (("atob",), ["not base64!"], None),
        (("math", "floor"), ["1"], None),
    ],
)
def test_a_function_is_carried_out(name: tuple[str, ...], args: list[str], made: str | None) -> None:
    """Functions of the libraries that take text apart or decode it."""
    assert folding.function(name, args) == made


@given(_NAMES, st.text(max_size=30), _ARGUMENTS)
def test_any_arguments_can_be_given(name: str, text: str, args: list[str]) -> None:
    """Nothing raises, and no text grows without a bound."""
    made = folding.method(name, text, args)
    assert made is None or len(made) <= 100_000
    folding.pieces(name, text, args)


def test_text_does_not_grow_without_a_bound(tmp_path: Path) -> None:
    """A kilobyte that is put together with itself, ten times ten times ten … is not."""
    names = [f"a{number}" for number in range(12)]
    grown = [f"const {name} = {' + '.join([before] * 10)};" for before, name in pairwise(names)]
    start = f'const a0 = "{"x" * 1000}";'
    uses = [
        f"export const load = () => import({names[-1]});",
        f'export const swapped = () => import({names[-1]}.replaceAll("x", {names[-1]}));',
        f"export const joined = () => import([...{names[-1]}].join({names[-1]}));",
    ]
    report = audit_texts(tmp_path, {"src/load.ts": "\n".join([start, *grown, *uses])})
    assert report.files.scanned == 1
