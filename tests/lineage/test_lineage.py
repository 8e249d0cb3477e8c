"""Which families names tell of, and what follows for judge and author."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.lineage import FAMILIES, Kinship, lineage_of, relation

GOLDEN = Path(__file__).with_name("models.txt")


def _golden() -> list[tuple[str, frozenset[str]]]:
    lines = [line for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    pairs = (line.split("  ", 1) for line in lines)
    return [(name, frozenset(families.split()) - {"-"}) for name, families in pairs]


NAMES = _golden()


@pytest.mark.parametrize(("name", "families"), NAMES)
def test_names(name: str, families: frozenset[str]) -> None:
    assert lineage_of(name) == families


def test_the_golden_file_is_large_and_of_known_families() -> None:
    assert len({name for name, _ in NAMES}) == len(NAMES) >= 150
    assert {family for _, families in NAMES for family in families} <= {*FAMILIES}


@pytest.mark.parametrize("name", [name for name, _ in NAMES if ":" not in name])
def test_case_prefixes_and_suffixes_change_nothing(name: str) -> None:
    expected = lineage_of(name)
    others = [name.upper(), *(f"{name}:{suffix}" for suffix in ("q4_0", "free", "latest"))]
    others += [f"{prefix}/{name}" for prefix in ("openrouter/x", "ollama", "hf.co/somebody", "llama.cpp")]
    assert {each: lineage_of(each) for each in others if lineage_of(each) != expected} == {}


@given(st.text(max_size=1000))
def test_any_text_has_a_lineage_of_known_families(name: str) -> None:
    assert lineage_of(name) <= {*FAMILIES}


@pytest.mark.parametrize(
    ("author", "judge", "kind"),
    [
        ("claude-opus-5-5", "claude-haiku-5-5", Kinship.SAME),
        ("claude-opus-5-5", "gpt-6-luna", Kinship.DIFFERENT),
        ("claude-opus-5-5", "MiniMax-M3", Kinship.SOFT),
        ("kimi-k2.6", "claude-haiku-5-5", Kinship.SOFT),
        ("gpt-6-sol", "MiniMax-M3", Kinship.DIFFERENT),
        ("deepseek-r1-distill-qwen-32b", "qwen3-32b", Kinship.SAME),
        ("nobody-knows", "gpt-6-luna", Kinship.UNKNOWN),
        ("gpt-6-sol", "my-deployment", Kinship.UNKNOWN),
        ("composer-2", "kimi-k2.6", Kinship.SAME),
    ],
)
def test_author_and_judge(author: str, judge: str, kind: Kinship) -> None:
    found = relation(lineage_of(author), lineage_of(judge))
    assert found.kind is kind
    assert found.why


def test_several_authors_of_whom_one_is_unknown() -> None:
    assert relation({"openai"}, {"openai"}, whole=False).kind is Kinship.SAME
    assert relation({"openai"}, {"google"}, whole=False).kind is Kinship.UNKNOWN


def test_soft_links_can_be_left_out() -> None:
    assert relation({"anthropic"}, {"minimax"}, soft=False).kind is Kinship.DIFFERENT


_SETS = st.frozensets(st.sampled_from(FAMILIES), max_size=3)


@given(author=_SETS, judge=_SETS, more=_SETS)
def test_a_judge_that_shares_a_family_is_never_a_stranger(
    author: frozenset[str], judge: frozenset[str], more: frozenset[str]
) -> None:
    """And more that is known about an author never makes a relative a stranger."""
    kind = relation(author, judge).kind
    assert (kind is Kinship.SAME) == bool(author & judge)
    if kind is Kinship.SAME:
        assert relation(author | more, judge).kind is Kinship.SAME
    if kind in (Kinship.DIFFERENT, Kinship.SOFT):
        assert author
        assert judge
