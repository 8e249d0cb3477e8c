"""A few files, and fixes for what is marked in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from linter.findings import Existing, Fix
from linter.fixing import Surroundings, Wanted, rewrite
from linter.resolution import ModuleResolver

MARK = "«", "»"
"""What stands around an expression that is to be replaced."""


class Files:
    """A tree in memory."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def has(self, path: str) -> bool:
        return path in self._files

    def read(self, path: str) -> bytes | None:
        text = self._files.get(path)
        return None if text is None else text.encode()

    def paths(self) -> Iterable[str]:
        return sorted(self._files)


class Fixed(NamedTuple):
    """The text of the file afterwards, and why fixes were declined."""

    text: str
    declined: list[str]


def fixed(
    marked: str,
    *values: str,
    path: str = "src/a.ts",
    existing: Existing | None = None,
    files: Mapping[str, str] | None = None,
    vendor: str = "",
    unsafe: bool = False,
    sets: Sequence[Sequence[str]] = (),
) -> Fixed:
    """What becomes of a file whose marked expressions are to take these values, or each one set of `sets`."""
    plain, spans = unmarked(marked)
    given = list(sets) or [values] * len(spans)
    wanted = [
        Wanted("enum-string", number, vendor, Fix(start, end, tuple(each), existing))
        for number, ((start, end), each) in enumerate(zip(spans, given, strict=True), 1)
    ]
    tree = Files({**(files or {}), path: plain})
    around = Surroundings(tree.read, ModuleResolver(tree), tuple(tree.paths()), unsafe)
    done = rewrite(path, plain.encode(), wanted, around)
    assert done.fixed + len(done.declined) == len(wanted)
    return Fixed(done.data.decode(), [each.reason for each in done.declined])


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the bytes that they stood around."""
    opening, closing = MARK
    spans, text, start = [], "", 0
    for piece in marked.replace(opening, f"\0{opening}\0").replace(closing, f"\0{closing}\0").split("\0"):
        if piece == opening:
            start = len(text.encode())
        elif piece == closing:
            spans.append((start, len(text.encode())))
        else:
            text += piece
    return text, spans
