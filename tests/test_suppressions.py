from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.findings import Evidence, Finding, Place, Ruling, Severity
from linter.suppressions import MARKER, CommentText, Suppressions, apply, parse

RULES = ("sdk-direct", "sdk-http", "suppressed")
TODAY = date(2026, 11, 22)


def parsed(text: str, *, line: int = 3, own_line: bool = False, next_code_line: int = 9) -> Suppressions:
    end_line = line + text.count("\n")
    comment = CommentText(text, line, 20, end_line, own_line, next_code_line)
    return parse([comment], "a.ts", RULES, today=TODAY)


def finding(line: int, rule: str = "sdk-direct", path: str = "a.ts", end_line: int | None = None) -> Finding:
    place = Place(path, line, 1, end_line or line, 9)
    evidence = Evidence(place, "run", "direct", "npm:openai", "openai", "imports openai")
    return Finding(rule, Severity.ERROR, evidence, Ruling.CONFIRMED, "static", "", "")


def silenced(suppressions: Suppressions, *findings: Finding) -> list[bool]:
    closed = apply(findings, [suppressions])[1]
    return [each in closed for each in findings]


@pytest.mark.parametrize(
    "text",
    [
        "// sidestep: ignore[sdk-direct] -- health check",
        "//sidestep:ignore[sdk-direct]--health check",
        "# sidestep: ignore[sdk-direct] -- health check",
        "/* sidestep: ignore[sdk-direct] -- health check */",
        "{/* sidestep: ignore[sdk-direct] -- health check */}",
        "/** sidestep: ignore[sdk-direct] -- health check */",
        "sidestep: ignore[sdk-direct] -- health check",
        "# noqa: F401  # sidestep: ignore[sdk-direct] -- health check",
        "// eslint-disable-line x -- y // sidestep: ignore[sdk-direct] -- health check",
        "# sidestep: ignore[sdk-direct] -- health check  # noqa: F401",
        "# sidestep: ignore[ sdk-direct , ] \u2014 health check",
        "/*\n * More about it.\n * sidestep: ignore[sdk-direct] -- health check\n */",
    ],
)
def test_every_form_of_comment_holds_on_its_line(text: str) -> None:
    result = parsed(text)
    assert result.problems == ()
    assert [each.rule for each in result.entries] == ["sdk-direct"]
    assert result.entries[0].reason == "health check"
    assert MARKER.decode() in text
    assert silenced(result, finding(3), finding(4, "sdk-http")) == [True, False]


def test_several_rules_in_one_comment() -> None:
    result = parsed("// sidestep: ignore[sdk-direct, sdk-http, sdk-direct] -- health check")
    assert [each.rule for each in result.entries] == ["sdk-direct", "sdk-http"]
    assert silenced(result, finding(3), finding(3, "sdk-http"), finding(3, "enum-string")) == [
        True,
        True,
        False,
    ]


def test_behind_code_it_holds_for_what_begins_or_ends_there() -> None:
    result = parsed("// sidestep: ignore[sdk-direct] -- health check", line=5)
    found = silenced(result, finding(5), finding(3, end_line=5), finding(4, end_line=6), finding(6), finding(9))
    assert found == [True, True, False, False, False]


def test_on_its_own_line_it_holds_for_what_begins_on_the_next_line_of_code() -> None:
    result = parsed("// sidestep: ignore[sdk-direct] -- health check", own_line=True, next_code_line=7)
    found = silenced(result, finding(7, end_line=11), finding(3), finding(8), finding(2, end_line=7))
    assert found == [True, False, False, False]


def test_it_holds_in_its_own_file_only() -> None:
    result = parsed("// sidestep: ignore[sdk-direct] -- health check")
    assert silenced(result, finding(3, path="b.ts")) == [False]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("// sidestep: ignore[sdk-direct]", "no-reason", "must say why"),
        ("// sidestep: ignore[sdk-direct] --", "no-reason", "must say why"),
        ("// sidestep: ignore[sdk-direct] -- ok", "no-reason", "must say why"),
        ("// sidestep: ignore[sdk-direct] -- 1234 !!! ---", "no-reason", "must say why"),
        ("// sidestep: ignore[sdk-direct] because I say so", "no-reason", "must say why"),
        ("// sidestep: ignore[sdk-direct] -- (until 2027-01-31)", "no-reason", "must say why"),
        ("/* sidestep: ignore[sdk-direct] -- */", "no-reason", "must say why"),
        ("// sidestep: ignore[sdk-direct] -- # sidestep noise", "no-reason", "must say why"),
        ("// sidestep: ignore -- health check", "blanket", "must name the rules"),
        ("// sidestep: ignore[] -- health check", "blanket", "must name the rules"),
        ("// sidestep: ignore[*] -- health check", "blanket", "must name the rules"),
        ("// sidestep: ignore[all] -- health check", "blanket", "must name the rules"),
        ("// sidestep: ignore[sdk-dirct] -- health check", "unknown-rule", 'did you mean "sdk-direct"?'),
        ("// sidestep: ignore[zzz] -- health check", "unknown-rule", 'no rule is called "zzz"'),
        ("// sidestep: ignore[suppressed] -- health check", "not-allowed", "cannot be silenced"),
        ("// sidestep: ignore-file[sdk-direct] -- health check", "malformed", "ignore-file"),
        ("// sidestep: disable[sdk-direct] -- health check", "malformed", "disable"),
        ("// sidestep: noqa", "malformed", "noqa"),
        ("// sidestep: ignore[sdk-direct] -- needed (until soon)", "malformed", "names no date"),
        ("// sidestep: ignore[sdk-direct] -- needed until 2026-02-30", "malformed", "names no date"),
        ("// sidestep: ignore[sdk-direct] -- needed (until 2026-11-21)", "expired", "until 2026-11-21"),
    ],
)
def test_what_does_not_hold_is_a_problem_and_silences_nothing(text: str, kind: str, words: str) -> None:
    result = parsed(text)
    assert result.entries == ()
    (problem,) = result.problems
    assert (problem.path, problem.line, problem.column, problem.kind) == ("a.ts", 3, 20, kind)
    assert words in problem.message


@pytest.mark.parametrize(
    "written",
    ["(until 2026-11-22)", "until 2026-12-31", "(until: 2027-01-31)", "until=2027-01-31", "until he is back"],
)
def test_a_suppression_holds_through_its_last_day(written: str) -> None:
    result = parsed(f"// sidestep: ignore[sdk-direct] -- old worker {written}")
    assert result.problems == ()
    assert len(result.entries) == 1


def test_the_last_day_is_kept() -> None:
    (entry,) = parsed("# sidestep: ignore[sdk-direct] -- old worker (until 2027-01-31)").entries
    assert entry.until == date(2027, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "// sidestep finds what went around",
        "# sidestep: finds what went around",
        "// write `# sidestep: ignore[sdk-direct] -- why` to silence it",
        "// notsidestep: ignore[sdk-direct] -- health check",
        "// see sidestep: ignore[sdk-direct] -- health check",
        "",
    ],
)
def test_prose_is_no_suppression(text: str) -> None:
    assert parsed(text) == Suppressions()


def test_one_wrong_rule_does_not_undo_the_others() -> None:
    result = parsed("// sidestep: ignore[sdk-direct, nope] -- health check")
    assert [each.rule for each in result.entries] == ["sdk-direct"]
    assert [each.kind for each in result.problems] == ["unknown-rule"]


def test_a_line_of_a_longer_comment_is_named() -> None:
    (problem,) = parsed("/*\n * sidestep: ignore[sdk-direct]\n */").problems
    assert (problem.line, problem.column) == (4, 1)


def test_unused_ones_are_told_only_for_rules_that_ran_completely() -> None:
    result = parsed("// sidestep: ignore[sdk-direct, sdk-http] -- health check")
    assert apply([finding(3)], [result])[2] == ()
    open_, closed, problems = apply([finding(3)], [result], complete_for=("sdk-direct", "sdk-http"))
    assert (len(open_), len(closed)) == (0, 1)
    assert [(each.kind, each.line) for each in problems] == [("unused", 3)]
    assert '"sdk-http" finds nothing here' in problems[0].message
    assert apply([finding(3)], [result], complete_for=("sdk-direct",))[2] == ()


def test_two_comments_for_one_finding_are_both_used() -> None:
    above = parsed("# sidestep: ignore[sdk-direct] -- health check", own_line=True, next_code_line=3, line=2)
    beside = parsed("# sidestep: ignore[sdk-direct] -- health check")
    assert apply([finding(3)], [above, beside], complete_for=RULES)[2] == ()


def test_problems_come_sorted_by_place() -> None:
    late = parsed("# sidestep: ignore", line=9)
    early = parsed("# sidestep: ignore", line=2)
    assert [each.line for each in apply([], [late, early])[2]] == [2, 9]


def test_the_rule_that_reports_suppressions_stays() -> None:
    result = parsed("# sidestep: ignore[suppressed, sdk-direct] -- health check")
    assert silenced(result, finding(3, "suppressed")) == [False]


@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(RULES)), max_size=8))
def test_every_finding_is_open_or_silenced(places: list[tuple[int, str]]) -> None:
    findings = [finding(line, rule) for line, rule in places]
    result = parsed("// sidestep: ignore[sdk-direct] -- health check")
    open_, closed, _ = apply(findings, [result])
    assert sorted([*open_, *closed], key=str) == sorted(findings, key=str)


@given(st.text(max_size=40))
def test_any_text_behind_the_marker_is_read_without_error(text: str) -> None:
    parsed(f"// sidestep: ignore[sdk-direct] -- {text}")
    parsed(f"// sidestep: {text}")


@pytest.mark.parametrize(
    "text",
    [
        "# " * 100_000 + "sidestep:",
        " " * 200_000 + "sidestep: ignore[sdk-direct] -- " + " " * 200_000,
        "\n".join(["# sidestep: ignore[sdk-direct] -- " + "(until " * 2_500] * 10),
        "# sidestep: ignore[" * 10_000,
        "// sidestep: ignore[sdk-direct] -- " + " // x" * 40_000,
        "/" * 200_000 + "sidestep: ignore",
    ],
)
def test_no_comment_takes_long(text: str) -> None:
    start = time.perf_counter()
    parsed(text)
    assert time.perf_counter() - start < 1
