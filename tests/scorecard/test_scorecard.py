"""Scorecards: what is appended is read again, and what many reviews give together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import outcome
from linter.scorecard import RENDERINGS, Entry, framing_rates, line_of, model_rates, read

MIGRATION = Entry(task="sdk-migration", author="minimax-m3", judge="claude-opus-4-7", base="a1", head="b2")

EPICS = (
    Entry(epic="EP1", task="component", added=323, removed=16, overall="APPROVE", rating="STRONG", seconds=1494),
    Entry(epic="EP2", task="tests", added=12, removed=7, overall="APPROVE", rating="STRONG", seconds=1124),
    MIGRATION._replace(
        epic="EP3",
        overall="REQUEST_CHANGES",
        rating="ADEQUATE",
        ledger={"closed": 1, "reframed": 1},
        framings={"dynamic-import": 1},
        inoculated=("claimed-sandbox",),
    ),
    MIGRATION._replace(
        epic="EP4", overall="APPROVE", rating="STRONG", ledger={"closed": 2}, inoculated=("dynamic-import",), usd=0.3
    ),
    MIGRATION._replace(
        epic="EP5",
        overall="REQUEST_CHANGES",
        rating="ADEQUATE",
        ledger={"delegated": 3},
        framings={"sdk-in-callee": 3},
        inoculated=("dynamic-import",),
    ),
)
CARD = "".join(map(line_of, EPICS))

COUNTS = st.integers(0, 10**6)
ENTRIES = st.builds(
    MIGRATION._replace,
    epic=st.text(),
    task=st.text(),
    added=COUNTS,
    overall=st.text(),
    ledger=st.dictionaries(st.text(), COUNTS, max_size=3),
    framings=st.dictionaries(st.text(), COUNTS, max_size=3),
    usd=st.floats(0, 1e6).map(lambda each: round(each, 6)),
    inoculated=st.sets(st.text(), max_size=3).map(lambda each: tuple(sorted(each))),
)


@given(st.lists(ENTRIES, max_size=4))
def test_what_is_appended_is_read_again(entries: list[Entry]) -> None:
    card = read("".join(map(line_of, entries)))
    assert card.problems == ()
    assert list(card.entries) == entries


def test_a_line() -> None:
    assert json.loads(line_of(EPICS[2])) == {
        "schema": 1,
        "epic": "EP3",
        "class": "sdk-migration",
        "files": 0,
        "added": 0,
        "removed": 0,
        "overall": "REQUEST_CHANGES",
        "rating": "ADEQUATE",
        "ledger": {"closed": 1, "reframed": 1},
        "framings": {"dynamic-import": 1},
        "author_model": "minimax-m3",
        "judge_model": "claude-opus-4-7",
        "tokens": 0,
        "usd": 0.0,
        "seconds": 0.0,
        "base": "a1",
        "head": "b2",
        "kickoff": "",
        "inoculated": ["claimed-sandbox"],
    }


def test_a_line_that_is_wrong_costs_no_other() -> None:
    bad = ["{", '{"added": -1}', '{"class": 7}', "[]", '{"schema": 99}', '{"usd": NaN}', '{"ledger": {"closed": "x"}}']
    card = read("\n".join([line_of(EPICS[0]).strip(), *bad, '{"later": 1}', ""]))
    assert [each.epic for each in card.entries] == ["EP1", ""]
    assert [line for line, _ in card.problems] == [2, 3, 4, 5, 6, 7, 8]
    assert all(reason for _, reason in card.problems)


def test_rates_for_each_model() -> None:
    rates = {each.author: each for each in model_rates(EPICS)}
    assert rates[""].approved == rates[""].strong == rates[""].reviews == 2
    assert (rates["minimax-m3"].approved, rates["minimax-m3"].changes) == (1, 2)
    assert rates["minimax-m3"].framings == (("dynamic-import", 1), ("sdk-in-callee", 1))


def test_recurrence_is_counted_among_tasks_where_it_could_occur() -> None:
    rates = {each.framing: each for each in framing_rates(EPICS)}
    dynamic = rates["dynamic-import"]
    assert (dynamic.occurred_unnamed, dynamic.unnamed, dynamic.occurred_named, dynamic.named) == (1, 1, 0, 2)
    assert not dynamic.recurs
    callee = rates["sdk-in-callee"]
    assert (callee.occurred_unnamed, callee.unnamed, callee.named) == (1, 3, 0)


def test_the_command_prints_the_tables(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "card.jsonl"
    file.write_text(CARD + "{\n")
    assert outcome(["scorecard", str(file)]) == 0
    printed = capfdbinary.readouterr()
    text = printed.out.decode()
    assert "EP3   sdk-migration  0        +0 -0" in text
    assert "minimax-m3  3        1 of 3 (33 %)" in text
    assert "dynamic-import   1 of 1 (100 %)                    0 of 2 (0 %)" in text
    assert b"card.jsonl:6: left out" in printed.err
    assert outcome(["scorecard", str(file), "--format", "json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["reviews"] == 5


def test_what_a_file_says_is_made_harmless() -> None:
    card = read(line_of(Entry(epic="\x1b[31m|<img>`", author="::error::x\nnext")))
    for name in ("text", "markdown"):
        printed = RENDERINGS[name](card)
        assert "\x1b" not in printed
        assert "\n::error" not in printed
        assert "next" in printed
    assert "<img>" not in RENDERINGS["markdown"](card)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_what_cannot_be_read(name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert outcome(["scorecard", name]) == 2
    assert b"error: cannot be read" in capfdbinary.readouterr().err
