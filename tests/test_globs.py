from __future__ import annotations

import re
import time
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linter.globs import MAX_LENGTH, GlobError, compile_globs, is_wild


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("**/*.test.ts", "a.test.ts"),
        ("**/*.test.ts", "src/deep/a.test.ts"),
        ("src/harness/**", "src/harness/run.ts"),
        ("src/harness/**", "src/harness/a/b/run.ts"),
        ("src/harness", "src/harness/a/run.ts"),
        ("src/harness", "src/harness"),
        ("src/harness/", "src/harness/run.ts"),
        ("./src/harness", "src/harness/run.ts"),
        ("/src//harness/", "src/harness/run.ts"),
        ("**/tests", "a/tests/b/c.py"),
        ("src/*", "src/a.ts"),
        ("src/**/a.ts", "src/a.ts"),
        ("src/**/a.ts", "src/x/y/a.ts"),
        ("**/x/**/y/**", "a/x/y/z"),
        ("**", "a"),
        (".", "a/b"),
        ("*", ".env.ts"),
        ("src/**/**/a", "src/a"),
        ("a**b", "a-b"),
        ("a?c.ts", "abc.ts"),
        ("[a-c]x", "bx"),
        ("[!a-c]x", "dx"),
        ("[]x]", "]"),
        ("[+-9]", "5"),
        ("app/[id]/page.tsx", "app/[id]/page.tsx"),
        ("app/[id]/page.tsx", "app/i/page.tsx"),
        ("app/[[...slug]]", "app/[[...slug]]/page.tsx"),
        ("app/[user-id]/x", "app/[user-id]/x"),
        ("app/(group)/@modal/x", "app/(group)/@modal/x"),
        ("src/{a,b/{c,d}}.ts", "src/a.ts"),
        ("src/{a,b/{c,d}}.ts", "src/b/d.ts"),
        ("x{,.test}.ts", "x.ts"),
        ("{{cookiecutter.name}}/x", "{{cookiecutter.name}}/x"),
        ("a{b}", "a{b}"),
        ("a.[", "a.["),
        ("naïve/*.py", "naïve/ü.py"),
    ],
)
def test_globs_that_name_a_path(glob: str, path: str) -> None:
    assert compile_globs([glob]).matches(path)


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*.ts", "src/a.ts"),
        ("src/harness", "packages/src/harness/run.ts"),
        ("src/harness", "src/harness2/run.ts"),
        ("src/harness/", "src/harness"),
        ("src/**", "src"),
        ("src/*", "src/a/b.ts"),
        ("**/*.test.ts", "a.test.tsx"),
        ("**/*.TEST.ts", "a.test.ts"),
        ("a?c", "a/c"),
        ("a*c", "a/c"),
        ("[!a]", "/"),
        ("[+-9]", "/"),
        ("x[z-a]", "xz"),
        ("a.ts", "abts"),
        ("**/x/**/y", "a/y/x"),
        ("a\u00e9", "ae\u0301"),
    ],
)
def test_globs_that_do_not_name_a_path(glob: str, path: str) -> None:
    assert not compile_globs([glob]).matches(path)


@pytest.mark.parametrize(
    ("glob", "words"),
    [
        ("", "is empty"),
        ("!src/**", 'starts with "!"'),
        ("src\\a", "backslash"),
        ("../x", "leaves the root"),
        ("a/../b", "leaves the root"),
        ("a/{..,b}/c", "leaves the root"),
        ("a\n", "control character"),
        ("a" * (MAX_LENGTH + 1), "longer than"),
        ("{a,b}" * 9, "alternatives"),
        ("{" + "a," * 300 + "}", "longer than"),
    ],
)
def test_a_glob_without_meaning_says_why(glob: str, words: str) -> None:
    with pytest.raises(GlobError, match=re.escape(words)):
        compile_globs([glob])


def test_too_many_globs_are_refused() -> None:
    with pytest.raises(GlobError, match="name folders"):
        compile_globs(f"src/some/folder/with/a/long/name/{number:06}.ts" for number in range(5000))


def test_first_names_the_glob_as_it_was_written() -> None:
    matcher = compile_globs(["docs/", "./src/{a,b}", "src/**"])
    assert matcher.first("src/b/x.ts") == "./src/{a,b}"
    assert matcher.first("src/c.ts") == "src/**"
    assert matcher.first("lib/c.ts") is None


def test_no_globs_match_nothing() -> None:
    matcher = compile_globs([])
    assert not matcher
    assert not matcher.matches("a")
    assert matcher.first("a") is None


def test_alternatives_of_one_list_do_not_run_into_each_other() -> None:
    matcher = compile_globs(["a", "b*"])
    assert not matcher.matches("ab")
    assert not matcher.matches("xa")


@pytest.mark.parametrize(("text", "wild"), [("a/b.ts", False), ("{x}", False), ("{x,y}", True), ("a*", True)])
def test_is_wild(text: str, wild: bool) -> None:
    assert is_wild(text) is wild


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("*a" * 200 + "b", "a" * 4000),
        ("**/" + "*a*" * 100 + "/b", "/".join(["a" * 100] * 40)),
        ("**/a/" * 90 + "b", "a/" * 2000 + "c"),
        ("**/*a/" * 70 + "b", "aa/" * 1300 + "c"),
        ("{a,a}" * 8 + "b", "a" * 4000),
        ("{*,**/*}" * 8 + "b", "a/" * 2000 + "a"),
        ("[a-a]*" * 80 + "b", "a" * 4000),
        ("?" * 250 + "*" * 240 + "b", "a" * 4000),
        ("{" * 490, "{" * 4000),
        ("{a,{a,{a,{a,{a,{a,{a,b}}}}}}}" * 2 + "*c", "a" * 4000),
    ],
)
def test_no_glob_takes_long(glob: str, path: str) -> None:
    matcher = compile_globs([glob])
    start = time.perf_counter()
    matcher.matches(path)
    assert time.perf_counter() - start < 0.1


def by_definition(glob: str, path: str) -> bool:
    """What a glob of `*`, `?` and `**` names, written down without regard to time."""

    @cache
    def text(pattern: str, name: str) -> bool:
        if not pattern:
            return not name
        if pattern[0] == "*":
            return text(pattern[1:], name) or (bool(name) and text(pattern, name[1:]))
        return bool(name) and pattern[0] in ("?", name[0]) and text(pattern[1:], name[1:])

    @cache
    def segments(patterns: tuple[str, ...], names: tuple[str, ...]) -> bool:
        if not patterns:
            return not names
        if patterns == ("**",):
            return bool(names)
        if patterns[0] == "**":
            return segments(patterns[1:], names) or (bool(names) and segments(patterns, names[1:]))
        return bool(names) and text(patterns[0], names[0]) and segments(patterns[1:], names[1:])

    written, names = tuple(glob.split("/")), tuple(path.split("/"))
    if not set(written[-1]) & set("*?"):
        return segments(written, names) or segments((*written, "**"), names)
    return segments(written, names)


pieces = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=5))


@given(
    st.lists(pieces, min_size=1, max_size=5).map("/".join),
    st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=6).map("/".join),
)
@settings(max_examples=300)
@example("*a*b*", "aba")
@example("**/a/*b", "x/a/y/a/zb")
@example("**/*a*/b/**/a", "aa/b/ba/b/a/a")
def test_the_regular_expressions_agree_with_the_definition(glob: str, path: str) -> None:
    assert compile_globs([glob]).matches(path) is by_definition(glob, path)


@given(st.text(max_size=30))
def test_any_text_is_a_glob_or_refused(glob: str) -> None:
    try:
        matcher = compile_globs([glob])
    except GlobError:
        return
    matcher.matches("src/a.ts")


@given(st.lists(st.text("ab[]{}.-", min_size=1, max_size=8).filter(lambda x: x not in {".", ".."}), min_size=1))
def test_a_path_without_wildcards_and_commas_names_itself(names: list[str]) -> None:
    path = "/".join(names[:6])
    assert compile_globs([path]).matches(path)
