"""TypeScript and JavaScript: bytes to facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from linter.facts import FileFacts

if TYPE_CHECKING:
    from linter.languages.outline import Outline

NAME = "javascript"

SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


def load() -> None:
    """Imports the grammar and what reads its trees, which takes longer than reading a file or two."""
    from linter.languages.javascript import reading as reading


def extract(suffix: str, data: bytes, *, comments: bool, accesses: bool = False) -> FileFacts:
    """The facts of one file (see `linter.languages.javascript.reading`)."""
    from linter.languages.javascript import reading

    return reading.extract(suffix, data, comments=comments, accesses=accesses)


def outline(suffix: str, data: bytes) -> Outline:
    """What of a file is no code, and what holds together (see `linter.languages.outline`)."""
    from linter.languages.javascript import outlining

    return outlining.outline(suffix, data)


def extract_shapes(suffix: str, data: bytes, words: Collection[str], spots: Sequence[int] | None = None) -> FileFacts:
    """The shapes of one file (see `linter.languages.javascript.shapes`)."""
    from linter.languages.javascript.shapes.reading import read_shapes

    return read_shapes(suffix, data, words, spots)
