"""What is read without pydantic is what pydantic makes of it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from linter.config.plain import plain
from linter.config.validation import checked

_RIGHT = ("src/**", "@acme/harness", "acme.harness", "./team-rules/", "openai", "@anthropic-ai/", "src/a.ts#A.run")
_WRONG = ("../out", "", "a\\b", "{a", "#", "@acme/**", "!src/**", "x" * 2000, "**/" * 60, "src/a.ts#", 7, None)
_ENTRIES = st.sampled_from((*_RIGHT, *_WRONG))
_VALUES = st.lists(_ENTRIES, max_size=4) | st.sampled_from(["src/**", 1, True, {}])
_SEVERITIES = st.sampled_from(["off", "info", "warning", "error", "fatal", False, 3, ["off"]])
_RULES = st.dictionaries(
    st.sampled_from(["sdk-direct", "mine"]),
    st.dictionaries(st.sampled_from(["severity", "enabled"]), _SEVERITIES, max_size=2) | st.just("off"),
    max_size=2,
)
_ZONES = st.dictionaries(
    st.sampled_from(["gates", "sandbox", "host", "migrated", "tests", "gate"]), _VALUES, max_size=3
)
_LISTS = st.dictionaries(
    st.sampled_from(["sdk", "extend-sdk", "extend_sdk", "exclude", "rule-folders", "judge"]), _VALUES, max_size=3
)


def _checked(table: Any) -> dict[str, Any] | None:
    try:
        return checked(table)
    except ValidationError:
        return None


@given(st.one_of(_LISTS, _ZONES.map(lambda zones: {"zones": zones}), _RULES.map(lambda rules: {"rules": rules})))
def test_what_is_plain_is_what_was_checked(table: dict[str, Any]) -> None:
    assert plain(table) == _checked(table)
