"""Text from the repository as pieces of Markdown.

It must not become HTML, a link, an image, a mention, an issue reference or a table cell of its own. Plain words
stay words; everything else stands in code spans and fenced blocks, which GitHub and GitLab leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from linter.formats.sanitise import clipped, flowing, visible

_TEXT_LIMIT: Final = 600

_WORD: Final = re.compile(r"[\"'(]?[^\W\d_]+(?:['-][^\W\d_]+)*[\"')]*[.,;:?]?")
_QUOTED: Final = re.compile(r"`(?P<inner>[^`]*[^`\s][^`]*)`(?P<after>[.,;:]?)")
_TOKEN: Final = re.compile(r"(?<!\S)`[^`]+`[.,;:]?(?!\S)|[^ ]+")
_HEX: Final = re.compile(r"[0-9a-f]{7,}", re.IGNORECASE)
"""Words that GitHub would take for a commit."""


def inline(text: str) -> str:
    """`text` as inline Markdown: plain words as they are, the rest in code spans, whatever it holds.

    What `text` itself puts between backticks is one code span.
    """
    parts: list[str] = []
    raw: list[str] = []
    for token in _TOKEN.findall(clipped(flowing(text), _TEXT_LIMIT)):
        shown = _shown(token)
        if shown is None:
            raw.append(token)
        else:
            parts += [*_raw_span(raw), shown]
            raw = []
    return " ".join([*parts, *_raw_span(raw)])


def _shown(token: str) -> str | None:
    """The Markdown of a token that needs no neighbours: a plain word, or text between backticks."""
    if _WORD.fullmatch(token) and not _HEX.search(token):
        return token
    quoted = _QUOTED.fullmatch(token)
    return code(quoted["inner"]) + quoted["after"] if quoted else None


def _raw_span(tokens: list[str]) -> list[str]:
    return [code(" ".join(tokens))] if tokens else []


def code(text: str) -> str:
    """`text` as a code span that may stand in a table."""
    shown = clipped(visible(text), _TEXT_LIMIT).replace("|", "\\x7c")
    if not shown.strip():
        return ""
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def fenced(lines: list[str]) -> str:
    """Lines as a block of code, whatever they hold."""
    text = "\n".join(lines)
    fence = "`" * max(_longest_run(text) + 1, 3)
    return f"{fence}text\n{text}\n{fence}"


def fitting(blocks: Iterable[str], budget: int) -> tuple[list[str], int]:
    """The leading blocks that fit in `budget` characters, and how many were left out."""
    every = list(blocks)
    kept: list[str] = []
    for block in every:
        budget -= len(block) + 2
        if budget < 0:
            break
        kept.append(block)
    return kept, len(every) - len(kept)


def _longest_run(text: str) -> int:
    """Length of the longest run of backticks."""
    return max((len(run) for run in re.findall("`+", text)), default=0)
