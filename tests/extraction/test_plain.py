"""Which files this process may read itself."""

from __future__ import annotations

import pytest

from linter.extraction.plain import is_plain

CODE = b"".join(
    b"export function name%d(first: string, other = %d): string {\n  return first + call%d(other)\n}\n"
    % (n, n * 7, n % 13)
    for n in range(150)
)


@pytest.mark.parametrize(
    "data",
    [b"", b"(" * 8_000, CODE],
    ids=["empty", "small", "code"],
)
def test_ordinary_and_small_files_are_plain(data: bytes) -> None:
    assert is_plain(data)


@pytest.mark.parametrize(
    "data",
    [
        b"(" * 20_000 + b")" * 20_000,
        b"f(a, " * 5_000,
        b"a<" * 20_000,
        b"\\\n" * 10_000,
        b"if (a) b; else " * 2_000,
        CODE * 5,
    ],
    ids=["parentheses", "calls", "less-than", "line joins", "else if", "large"],
)
def test_nested_chained_and_large_files_are_not(data: bytes) -> None:
    assert not is_plain(data)
