"""The languages that are read: one module (or package) each, chosen by file suffix."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from linter.facts import FileFacts
from linter.languages import javascript, python

if TYPE_CHECKING:
    from linter.languages.outline import Outline


class Language(Protocol):
    """What a language module offers."""

    # what its facts say in `FileFacts.language`
    NAME: str
    # the file name suffixes that it reads
    SUFFIXES: tuple[str, ...]

    # imports what reading takes: before the first file does it, and before processes are forked
    def load(self) -> None: ...

    # the facts of a file's bytes; must not raise for any input
    def extract(self, suffix: str, data: bytes, *, comments: bool, accesses: bool = False) -> FileFacts: ...

    # comments, texts and bodies, of bytes that `extract` has read before
    def outline(self, suffix: str, data: bytes) -> Outline: ...

    # its types, schemas and tests of values (`linter.shapes`), in facts that hold nothing else
    def extract_shapes(
        self, suffix: str, data: bytes, words: Collection[str], spots: Sequence[int] | None = None
    ) -> FileFacts: ...


_FRAMES = 20_000
sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))
# The readers follow a tree down to their own limit of levels, which takes more frames than Python's default of
# 1,000. Frames of Python code live on the heap, so this risks no stack.

LANGUAGES: Mapping[str, Language] = {each.NAME: each for each in (javascript, python)}

JAVASCRIPT = javascript.NAME
PYTHON = python.NAME

BY_SUFFIX: Mapping[str, Language] = {
    suffix: language for language in LANGUAGES.values() for suffix in language.SUFFIXES
}
"""The language of each file name suffix."""


def language_of(path: str) -> Language | None:
    """The language of a file by its name, or None when it is not read."""
    # As `PurePosixPath(path).suffix` has it, which takes ten times as long; every run asks for every file.
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return BY_SUFFIX.get(name[dot:]) if dot > 0 else None
