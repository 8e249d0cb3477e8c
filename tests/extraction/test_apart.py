"""Work in a process that may die."""

from __future__ import annotations

import os
import time

import pytest

from linter.extraction import Failed, Limits
from linter.extraction.apart import apart
from linter.extraction.model import TOO_DEEP

LIMITS = Limits(seconds=1.0, memory=200_000_000)


def _crash() -> bytes:
    os.abort()


def _hang() -> bytes:
    time.sleep(60)
    return b""


def _bloat() -> bytes:
    return bytes(10_000_000_000)


def _dive() -> bytes:
    return _dive() + b""


def test_what_the_work_gives_comes_back_whole() -> None:
    assert apart("a", lambda: b"x" * 3_000_000, LIMITS) == b"x" * 3_000_000
    assert apart("a", lambda: b"", LIMITS) == b""


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (_crash, "a crash (signal 6)"),
        (_hang, LIMITS.too_long),
        (_bloat, LIMITS.too_large),
        (_dive, TOO_DEEP),
        (lambda: 1 // 0 and b"", "a crash (exit code 70)"),
    ],
)
def test_its_end_is_told_by_a_reason(work: object, reason: str) -> None:
    assert callable(work)
    assert apart("a.py", work, LIMITS) == Failed("a.py", reason)


def test_it_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert apart("a", lambda: repr(dict(os.environ)).encode(), LIMITS) == b"{}"
