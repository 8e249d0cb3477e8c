"""Which files have a word in their text, told from their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

_BREAKS = bytes(each if each >= 128 or chr(each).isalnum() or each in b"_$" else 32 for each in range(256))
"""Turns everything that no identifier has into a space."""

_WORD = re.compile(r"[\w$]+\Z")


class Words:
    """An index of words, built file by file as it is asked for.

    Args:
        content: the bytes of a file; empty for one that cannot be read.
    """

    def __init__(self, content: Callable[[str], bytes]) -> None:
        self._content = content
        self._files: dict[bytes, set[str]] = {}
        self._indexed: set[str] = set()

    def among(self, paths: Collection[str], word: str) -> set[str]:
        """Those of the files that have `word`; what is no single word may stand anywhere in them."""
        if not _WORD.match(word):
            text = word.encode()
            return {each for each in paths if text in self._content(each)}
        for path in paths:
            if path not in self._indexed:
                self._index(path)
        return self._files.get(word.encode(), set()).intersection(paths)

    def _index(self, path: str) -> None:
        self._indexed.add(path)
        for word in set(self._content(path).translate(_BREAKS).split()):
            self._files.setdefault(word, set()).add(path)
