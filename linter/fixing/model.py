"""What fixing takes and gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from linter.findings import Fix
from linter.resolution import Resolution
from linter.resolution.exports import IMPORT, Conditions


class Edit(NamedTuple):
    """The bytes from `start` to `end` of a file, and the text that takes their place."""

    start: int
    end: int
    text: str


class Wanted(NamedTuple):
    """A fix to carry out: that of a finding of `rule` at a line.

    `vendor` is the library that the finding names, where it names one.
    """

    rule: str
    line: int
    vendor: str
    fix: Fix


class Declined(NamedTuple):
    """A fix that is not carried out, and why, in words that end a sentence: "the default is none of the values"."""

    path: str
    line: int
    rule: str
    reason: str


class Rewritten(NamedTuple):
    """A file with its fixes carried out: its new bytes, how many fixes that were, and those that were not."""

    data: bytes
    fixed: int
    declined: tuple[Declined, ...] = ()


class No(Exception):
    """A fix cannot be carried out; the argument is the reason."""


class Resolving(Protocol):
    """Tells which file an import means (see `linter.resolution.ModuleResolver`)."""

    def script(self, specifier: str, importer: str, *, conditions: Conditions = IMPORT) -> Resolution: ...

    def python(self, module: str, importer: str, level: int = 0, name: str | None = None) -> Resolution: ...

    def wanted_version(self, package: str, importer: str) -> str: ...


class Surroundings(NamedTuple):
    """What a file's fixes may look at beside the file.

    Args:
        contents: reads another file of the tree, as UTF-8 text in bytes.
        resolver: finds the file that a specifier means.
        paths: every file of the tree.
        unsafe: whether the operator also wants what may change how a program behaves.
    """

    contents: Contents
    resolver: Resolving
    paths: Collection[str]
    unsafe: bool = False


class Contents(Protocol):
    """Reads a file of the tree."""

    def __call__(self, path: str) -> bytes | None: ...


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all edits made. Edits at one place are made in the order given.

    Raises:
        No: two of them touch the same bytes.
    """
    ordered = sorted(enumerate(edits), key=lambda each: (each[1].start, each[1].end, each[0]))
    pieces: list[bytes] = []
    position = 0
    for _, (start, end, text) in ordered:
        if start < position:
            raise No("another fix changes the same place")
        pieces += [data[position:start], text.encode("utf-8", "surrogatepass")]
        position = end
    return b"".join([*pieces, data[position:]])


def overlapping(edits: Sequence[Edit], others: Iterable[Edit]) -> bool:
    """Whether an edit touches what another one replaces."""
    return any(
        one.start < other.end and other.start < one.end
        for one in edits
        for other in others
        if one.start < one.end or other.start < other.end
    )
