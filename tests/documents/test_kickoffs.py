"""Kickoffs in all dialects, each beside the scope that a careful reader would give it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from linter.documents import Access, Kickoff, Named, Unreadable, read_kickoff, text_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "kickoffs"
FILES = sorted(FOLDER.glob("*.md"))


def _kickoff(path: Path) -> Kickoff:
    text = text_of(path.read_bytes())
    assert not isinstance(text, Unreadable)
    return read_kickoff(text)


def _expected(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))


def _said(kickoff: Kickoff) -> dict[str, Any]:
    """The kickoff in the words of the expectations."""
    written = kickoff.written()
    return {
        "title": kickoff.title,
        "title-line": kickoff.title_line,
        "allow": [each.text for each in written if each.kind is not Named.PHRASE],
        "read": [each.text for each in kickoff.scope if each.access is Access.READ],
        "phrases": [each.text for each in written if each.kind is Named.PHRASE],
        "deny": [each.text for each in kickoff.denied],
        "exclusive": kickoff.exclusive,
        "new": [each.text for each in kickoff.scope if each.new],
        "only": {each.text: list(each.only) for each in kickoff.scope if each.only},
        "lines": {each.text: list(each.lines) for each in kickoff.scope if each.lines},
        "commands": [each.text for each in kickoff.commands],
        "done": len(kickoff.done_when),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_kickoff_is_read_as_a_careful_reader_would(path: Path) -> None:
    kickoff, expected = _kickoff(path), _expected(path)
    said = _said(kickoff)
    always: dict[str, Any] = {key: [] for key in ("read", "deny", "new", "phrases")} | {"only": {}, "lines": {}}
    wanted = always | {key: value for key, value in expected.items() if key in said}
    assert {key: said[key] for key in wanted} == wanted
    heads = expected.get("deliverables", [])
    assert [each.text[: len(head)] for each, head in zip(kickoff.deliverables, heads, strict=True)] == heads
    assert set(expected.get("symbols", ())) <= {each.name for each in kickoff.symbols}


def test_every_expectation_has_its_kickoff() -> None:
    assert {each.stem for each in FOLDER.glob("*.toml")} == {each.stem for each in FILES}
    assert len(FILES) >= 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_are_those_of_the_file(path: Path) -> None:
    """Every path stands in the line that is told for it."""
    kickoff = _kickoff(path)
    lines = path.read_text("utf-8").replace("\r\n", "\n").split("\n")
    for each in (*kickoff.scope, *kickoff.denied, *kickoff.mentions):
        if each.is_path:
            assert each.text in lines[each.line - 1].replace("\\", "/"), each


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_line_ends_and_a_byte_order_mark_change_nothing(path: Path) -> None:
    plain = path.read_bytes().replace(b"\r\n", b"\n")
    known = read_kickoff(plain.decode())
    for data in (plain.replace(b"\n", b"\r\n"), plain.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + plain):
        text = text_of(data)
        assert not isinstance(text, Unreadable)
        assert read_kickoff(text) == known
