"""Takes secrets out of what a judge is shown: by known forms, by what a value is assigned to, and by its looks.

What looks like a secret and is none is taken out too. A judge needs to know what runs where, and hardly ever what a
string of random characters holds.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

_BLOCK = re.compile(
    r"-----BEGIN[ A-Z0-9_-]{0,40}PRIVATE KEY[ A-Z0-9_-]{0,20}-----[\s\S]{0,20000}?(?:-----END[ A-Z0-9_-]{0,60}-----|\Z)"
    r"|PuTTY-User-Key-File-\d[\s\S]{0,20000}?(?:Private-MAC:[^\n]{0,100}|\Z)"
)
_ASSIGNED = re.compile(
    r"(?i)(?P<name>[\w$.-]{0,60}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key"
    r"|private[_-]?key|signing[_-]?key|encryption[_-]?key|account[_-]?key|credential|bearer|salt|pin_?code"
    r"|(?<![a-z])auth(?![a-z])|(?<![a-z])key(?![a-z]))[\w$-]{0,40})"
    r"""["'`\]]{0,2}\s{0,4}(?::\s{0,4}[\w |]{1,30})?(?:=>|[:=(,]|\?\?|\|\||==|!=|\bor\b){1,3}=?\s{0,60}[bruf]{0,2}"""
    r"""(?P<quote>["'`])(?P<secret>(?:\\.|(?!(?P=quote))[^\\\n]){4,2000})(?P=quote)"""
)
"""A literal given to something with a secret's name: assigned, passed, compared, or taken by default."""

_PLAIN_WORD = re.compile(r"[a-z]+(?:[-_./: ][a-z]+)*|[A-Z]+(?:_[A-Z]+)*|[A-Za-z]+(?:[A-Z][a-z]+)*")
_REFERENCE = re.compile(r"\$\{[^}]{0,200}\}|\{\{[^}]{0,200}\}\}|<[\w -]{1,60}>|process\.env\b")
_ALWAYS = re.compile(r"(?i)passw|passphrase|pwd")
"""Names whose values are secret whatever they look like: people choose words for passwords."""

_DENSE = re.compile(r"[A-Za-z0-9+/_=-]{24,4000}")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{32,4000}")
_DENSE_BITS = 3.6
"""Bits for each character. English words joined by underscores have 3 to 3.6, random letters and digits of that
length 4 and more."""

_ADDRESS = re.compile(r"(?:(?:https?|wss?)://|\.{0,2}/)[^\s?#@]*")
"""A judge needs to know where a request goes. Credentials inside are looked for apart."""

_SHORTEST = 6
"""Characters from which on a value is taken for a secret where its name says so. `4096` tokens are none."""


class Redacted(NamedTuple):
    """A text without secrets, and how many were taken out."""

    text: str
    taken: int


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads(files("linter.judge").joinpath("secrets.toml").read_text(encoding="utf-8"))
    return tuple((each["id"], re.compile(each["regex"])) for each in data["patterns"])


def without_key_blocks(text: str) -> Redacted:
    """A file's text without private keys that stand over several lines. The number of lines stays the same."""
    count = 0

    def blank(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return "[redacted:private-key]" + "\n" * match[0].count("\n")

    return Redacted(_BLOCK.sub(blank, text), count)


def redacted(text: str) -> Redacted:
    """A text without what is, or looks like, a secret. Each is replaced by its kind in square brackets."""
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            group = "secret" if "secret" in pattern.groupindex and match["secret"] is not None else 0
            spans.append((*match.span(group), kind))
    spans += _by_name(text)
    spans += _by_looks(text)
    return _without(text, spans)


def _by_name(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ASSIGNED.finditer(text):
        value = _REFERENCE.sub("", match["secret"])
        if len(value) < 4:
            continue
        named = _ALWAYS.search(match["name"]) is not None and " " not in value
        other = len(value) < _SHORTEST or " " in value or _PLAIN_WORD.fullmatch(value) or _ADDRESS.fullmatch(value)
        if named or not other:
            yield (*match.span("secret"), "secret")


def _by_looks(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _HEXADECIMAL.finditer(text):
        yield (*match.span(), "hexadecimal")
    for match in _DENSE.finditer(text):
        if _is_dense(match[0]):
            yield (*match.span(), "random")


def _is_dense(value: str) -> bool:
    """Whether a run of characters is of several kinds, and mixed as words and paths are not."""
    kinds = sum(any(test(each) for each in value) for test in (str.isdigit, str.isupper, str.islower))
    return kinds == 3 and _turns(value) * 4 >= len(value) and _bits(value) >= _DENSE_BITS


def _turns(value: str) -> int:
    """How often neighbours are of different kinds: in random text half of the time or more, in names seldom."""
    kinds = ["d" if each.isdigit() else "u" if each.isupper() else "l" if each.islower() else "-" for each in value]
    return sum(one != other for one, other in pairwise(kinds))


def _bits(value: str) -> float:
    """Shannon's entropy of the characters, in bits for each."""
    total = len(value)
    return -sum(number / total * math.log2(number / total) for number in Counter(value).values())


def _without(text: str, spans: list[tuple[int, int, str]]) -> Redacted:
    parts: list[str] = []
    end = count = 0
    for start, stop, kind in sorted(spans):
        if stop <= end:
            continue
        if start >= end:
            parts += [text[end:start], f"[redacted:{kind}]"]
            count += 1
        end = stop
    return Redacted("".join([*parts, text[end:]]), count)
