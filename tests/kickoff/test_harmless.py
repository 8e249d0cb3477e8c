"""Names of an audited repository in a text that an agent reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linter.kickoff.harmless import code, harmless, is_plain
from linter.kickoff.inventory import Reached
from linter.kickoff.surroundings import Call, Edge
from linter.kickoff.writing import command_of, described

_ANY = st.text(st.characters(), max_size=200)
"""Any text at all, lone surrogates included: names that are not UTF-8 have them."""


@given(_ANY)
def test_a_name_is_one_word_in_one_code_span(name: str) -> None:
    shown = code(name)
    assert shown.isascii()
    assert shown.count("`") == 2
    assert not set(harmless(name)) & set(" <>&|!\"'`;\n\r\t\x1b")
    assert len(shown) <= 162


@given(_ANY, _ANY, _ANY, st.integers(1, 10**6))
def test_a_row_of_the_inventory_is_one_line_of_our_words(path: str, symbol: str, text: str, line: int) -> None:
    call = Call(path, line, symbol, f"npm:{text}", "any", text, True)
    row = described(Reached(call, (Edge(path, symbol, line, text, symbol, True, False),)))
    assert "\n" not in row
    assert row.isascii()
    assert row.count("`") % 2 == 0
    outside = "".join(row.split("`")[::2])
    assert set(outside.split()) <= {"in", ":", ",", "reached", "from", "through"}


@given(_ANY)
def test_only_plain_words_of_a_closed_set_are_shown(value: str) -> None:
    if is_plain(value):
        assert value.isascii()
        assert harmless(value) == value


@given(_ANY)
def test_a_command_has_nothing_that_a_shell_would_run(name: str) -> None:
    command = command_of(name, "BASE")
    assert command.isascii()
    assert "\n" not in command
    assert "`" not in command
    quoted = command.partition("--kickoff ")[2]
    unquoted = "".join(part for number, part in enumerate(quoted.split("'")) if not number % 2)
    assert not set(unquoted) & set(";&|$()<>*?[]{}~#! \\")
