"""The texts that ship, and what is said of files that are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate
from linter.documents import read_kickoff
from linter.errors import TextError
from linter.texts import PARTS, Library, TextFile, bundled_texts, folder_texts, load, named_in

LIBRARY: Library = load(bundled_texts())
BOOK = generate.bundled()

FURTHER = {
    "vendor-swap",
    "relocated-to-package",
    "other-language",
    "gate-lookalike",
    "same-process-sandbox",
    "flag-fallback",
    "catch-fallback",
    "stub-with-callers",
    "type-only-cover",
    "weakened-enum",
    "production-for-tests",
    "skipped-test",
}
"""Framings that a review tells, or that no rule tells apart from others."""

WANTED = re.compile(r"handoff note|hand-off|in the code and in|\bsay\b|\bwrite\b|\breport\b", re.IGNORECASE)
CHEAP = re.compile(r"sidestep: ignore\[|--exit-zero|--no-baseline|exclude =|zones\.", re.IGNORECASE)
ATTACKS = re.compile(r"ignore (?:all|previous)|system prompt|jailbreak|disregard|bypass security", re.IGNORECASE)


def test_every_framing_of_every_rule_has_its_text_and_no_text_is_of_none() -> None:
    framings = {each.id: rule.id for rule in BOOK.rules.values() for each in rule.framings}
    assert set(framings) - set(LIBRARY) == set()
    assert set(LIBRARY) - set(framings) - FURTHER - AWAITED == set()
    for framing, rule in framings.items():
        assert rule in LIBRARY[framing].rules


AWAITED = {
    "bare-string-for-closed-set",
    "string-for-existing-enum",
    "string-by-name",
    "scope-narrowed",
    "forbidden-path",
} - {each.id for rule in BOOK.rules.values() for each in rule.framings}
"""Framings of rules that are written at the same time as this."""


@pytest.mark.parametrize("framing", sorted(LIBRARY))
def test_a_text_is_concrete_and_short(framing: str) -> None:
    text = LIBRARY[framing]
    assert len(text.short.split()) <= 45
    assert text.short.endswith(".")
    assert len(text.long.split()) <= 220
    assert tuple(re.findall(r"^\*\*(.+?)\.\*\*", text.long, re.MULTILINE)) == PARTS
    assert WANTED.search(text.long.rpartition("**If it cannot be done.**")[2])
    for each in (text.short, text.long):
        assert not CHEAP.search(each)
        assert not ATTACKS.search(each)
    assert text.short.isascii()


@pytest.mark.parametrize("framing", sorted(LIBRARY))
def test_a_kickoff_with_the_short_form_names_the_framing(framing: str) -> None:
    assert framing in named_in([LIBRARY[framing].short], LIBRARY)


def test_what_the_guardrails_of_the_story_name() -> None:
    said = (
        "if you find yourself preserving SDK callsites in callees, OR routing them through a dynamic import, OR "
        "claiming a callee runs in a sandbox when it actually runs in-host: that's a half-migration, name it and stop."
    )
    assert {"sdk-in-callee", "dynamic-import", "claimed-sandbox"} <= set(named_in([said], LIBRARY))


def test_to_speak_of_a_thing_is_not_to_name_it() -> None:
    kickoff = read_kickoff("# T\n\nAgent loops run in the sandbox. We load the plug-in by a dynamic import.\n")
    assert named_in([each.text for each in kickoff.prose], LIBRARY) == ()


# --- files that are wrong ------------------------------------------------------------------------------

GOOD = """\
+++
id = "own-way"
rules = ["sdk-direct"]
tasks = ["sdk-migration"]
short = "If you find yourself doing X, that is the failure: name it and stop."
+++

**The shortcut.** X.

**Why it looks right.** It is short.

**Why it is not.** It is X.

**Instead.** Y.

**If it cannot be done.** Write a handoff note.
"""


def _load(text: str, name: str = "mine/own-way.md") -> Library:
    return load([TextFile(name, text.encode())])


def test_a_text_of_ones_own() -> None:
    assert _load(GOOD)["own-way"].short.startswith("If you find yourself")
    assert _load(GOOD.replace("\n", "\r\n"))["own-way"].rules == ("sdk-direct",)


def test_a_later_folder_overrides() -> None:
    own = GOOD.replace("own-way", "dynamic-import")
    library = load(bundled_texts(), [TextFile("mine/dynamic-import.md", own.encode())])
    assert library["dynamic-import"].source == "mine/dynamic-import.md"
    assert len(library) == len(LIBRARY)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("+++\n", "---\n"), "mine/own-way.md:1", "front matter"),
        (('id = "own-way"', 'id = "Own Way"'), "mine/own-way.md:2: id", "pattern"),
        (('id = "own-way"', 'id = "other"'), "mine/own-way.md:2: id", "has to be called other.md"),
        (("tasks = [", "task = ["), "mine/own-way.md", "required"),
        (("+++\n\n", "[when]\nreach = ['x']\n+++\n\n"), "mine/own-way.md:7: when.reach.0", "Input should be"),
        (("+++\n\n", "[when]\nmood = ['x']\n+++\n\n"), "mine/own-way.md:7: when.mood", "unknown key"),
        (("+++\n\n", "[when]\npaths = ['../x']\n+++\n\n"), "mine/own-way.md:7: when.paths", "glob"),
        (("+++\n\n", "weight = 0\n+++\n\n"), "mine/own-way.md:6: weight", "greater than or equal to 1"),
        (("doing X", "doing " + "X " * 60), "mine/own-way.md:5: short", "45 are the most"),
        (("**Instead.**", "**Rather.**"), "mine/own-way.md:7", '"**Instead.**"'),
        (("rules = [", "rules = "), "mine/own-way.md", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change: tuple[str, str], where: str, what: str) -> None:
    with pytest.raises(TextError) as caught:
        _load(GOOD.replace(*change, 1))
    assert caught.value.where is not None
    assert caught.value.where.startswith(where)
    assert what in caught.value.message


@pytest.mark.parametrize(
    "data", [b"\xff", b"", b"+++", b"+++\n+++\n", b"+++\n" + b"a." * 5000 + b"=1\n+++\n", b"x" * 70_000]
)
def test_any_bytes_are_a_text_or_an_error(data: bytes) -> None:
    with pytest.raises(TextError):
        load([TextFile("mine/x.md", data)])


def test_a_folder_without_texts(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(TextError, match="no texts"):
            folder_texts(folder)
    (tmp_path / "README.md").write_text("about")
    (tmp_path / "own-way.md").write_text(GOOD)
    assert list(load(folder_texts(tmp_path))) == ["own-way"]
    with pytest.raises(TextError, match="twice"):
        load([*folder_texts(tmp_path), *folder_texts(tmp_path)])
