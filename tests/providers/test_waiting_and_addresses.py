"""How long a server asks to wait, and where a key may go."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.providers.addresses import check_address, is_loopback
from linter.providers.calling import retry_after

NOW = 1_764_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "12"}, 0.25),
        ({"retry-after": "Mon, 24 Nov 2025 16:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 24 Nov 2025 15:00:00 GMT"}, 0.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1e9"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Mon, 99 Nov 2025"}, None),
        ({"retry-after": "9" * 400}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@given(st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms"]), st.text(max_size=40)))
def test_any_header_asks_for_a_time_or_for_none(headers: dict[str, str]) -> None:
    seconds = retry_after(headers, NOW)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/v1",
        "https://127.0.0.1:8443",
        "http://127.0.0.1:8080/v1/",
        "http://127.1.2.3",
        "http://[::1]:1234/v1",
        "http://localhost:11434/v1",
        "http://LOCALHOST",
    ],
)
def test_addresses_that_may_be_asked(url: str) -> None:
    assert check_address(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://0.0.0.0:80",
        "http://169.254.169.254/latest",
        "http://2130706433",
        "http://127.0.0.1@example.com",
        "https://user:password@example.com",
        "https://example.com\\@127.0.0.1",
        "http://127.0.0.1#@example.com",
        "http://127.0.0.1?x=example.com",
        "https://exämple.com",
        "https://example.com/a b",
        "https://example.com/\n",
        "https://",
        "http://[::1",
        "https://example.com:99999",
        "ftp://127.0.0.1",
        "//127.0.0.1",
        "127.0.0.1",
        "",
    ],
)
def test_addresses_that_may_not(url: str) -> None:
    with pytest.raises(ValueError, match=r"must|is no URL"):
        check_address(url)


_PARTS = st.sampled_from(r"http:// https:// 127.0.0.1 localhost [::1] evil.com @ : 80 / \ # ? . % ;".split())


@given(st.lists(_PARTS, max_size=8).map("".join))
def test_what_is_accepted_means_the_same_to_the_client(url: str) -> None:
    try:
        accepted = httpx.URL(check_address(url))
    except (ValueError, httpx.InvalidURL):
        return
    assert accepted.scheme == "https" or is_loopback(accepted.host)
    assert accepted.userinfo == b""
