"""The parts of a URL, as far as they are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.checks.addresses import Address, parse


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://api.openai.com/v1/x?y#z", Address("api.openai.com", "", "/v1/x")),
        ("http://localhost:11434/api/chat", Address("localhost", "11434", "/api/chat")),
        ("https://user:word@host.example/a", Address("host.example", "", "/a")),
        ("wss://api.openai.com", Address("api.openai.com", "", "")),
        ("//api.openai.com/v1", Address("api.openai.com", "", "/v1")),
        ("\0/v1/chat", Address("", "", "\0/v1/chat")),
        ("https://\0.openai.azure.com/x", Address("\0.openai.azure.com", "", "/x")),
        ("\0://api.openai.com/v1", Address("api.openai.com", "", "/v1")),
        ("/api/chat/completions", Address("", "", "/api/chat/completions")),
        ("", Address("", "", "")),
    ],
)
def test_parts_of_a_url(text: str, address: Address) -> None:
    """Unknown parts, the NUL characters, stay where they are."""
    assert parse(text) == address


def test_only_a_path_is_relative() -> None:
    """A request to one's own server is none to an unknown host."""
    assert parse("/v1/chat/completions").relative
    assert not parse("\0/v1/chat/completions").relative
    assert not parse("https://a.example/v1").relative


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it raise."""
    parse(text)
