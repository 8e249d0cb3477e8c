"""The code that a question is about: what stands around each step of a chain, as numbered lines.

Lines are numbered anew, from 1 over all files. So the text, and with it the key of a verdict, stays the same when
code moves down in its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from linter.findings import Place
from linter.formats.sanitise import visible
from linter.judge.addressing import asks_something
from linter.judge.cleaning import Cleaned, cleaned
from linter.judge.redaction import redacted
from linter.languages import language_of

_TALLEST = 60
"""Lines of one function, or statement of the top level, that are shown whole."""

_MARGINS = (25, 8, 2)
"""Lines around a place where the function is taller; the first margin with which all fits."""

_MOST_LINES = 220
_WIDEST = 300
"""Lines of a slice, and characters of a line."""

_SCANNED = 4_000
"""Characters of a line that are searched for secrets, so that none is cut where the line is."""

_MOST_TOLD = 30
"""Lines of statements outside of the functions shown."""

_NAME = re.compile(r"[^\W\d][\w$]*")
_CHAIN = re.compile(r"[^\W\d][\w$]*(?:\??\.[^\W\d][\w$]*)*")
"""A name, and names joined by dots, which may say something together."""

_CUT = "…"


class Line(NamedTuple):
    """A line of a slice, and where it comes from."""

    path: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Numbered lines of code: the n-th of `lines` is shown with the number n.

    `text` is what the judge reads. `addressed` says that a comment or a text of these lines spoke to a reviewer;
    `hidden` and `redacted` count what was taken out; `cut` that not all fitted.
    """

    lines: tuple[Line, ...]
    text: str
    addressed: bool
    hidden: int
    redacted: int
    cut: bool

    def number_of(self, place: Place) -> int:
        """The number with which a place's first line is shown; 0 when it is not."""
        where = (place.path, place.line)
        return next((number for number, each in enumerate(self.lines, 1) if each[:2] == where), 0)


@dataclass(slots=True)
class Shelf:
    """The files of one state of a repository, each cleaned once. `bytes_of` gives None for what cannot be read."""

    bytes_of: Callable[[str], bytes | None]
    _known: dict[tuple[str, bool], Cleaned | None] = field(default_factory=dict)

    def cleaned(self, path: str, *, neutral: bool) -> Cleaned | None:
        """The file as a judge may see it; None when it cannot be read, or is no code."""
        key = (path, neutral)
        if key not in self._known:
            data = self.bytes_of(path) if language_of(path) is not None else None
            self._known[key] = None if data is None else cleaned(path, data, neutral=neutral)
        return self._known[key]


@dataclass(slots=True)
class Names:
    """Names and paths that ask something of a reader, and what is shown instead where texts are neutral."""

    neutral: bool
    _given: dict[str, str] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        """The text, with such names replaced if they shall be."""
        return _CHAIN.sub(self._instead, text) if self.neutral else text

    def prose(self, text: str) -> str:
        """A sentence of the analyser in which strings of the code may stand, the same way."""
        if not self.neutral:
            return text
        words = ["text" if asks_something(each) else each for each in text.split(" ")]
        plain = self.plain(" ".join(words))
        return "(left out)" if asks_something(plain) else plain

    def path(self, path: str) -> str:
        """A path, the same way; it is replaced as a whole."""
        if not self.neutral or not asks_something(path):
            return path
        suffix = path[path.rindex(".") :] if "." in path.rpartition("/")[2] else ""
        return self._given.setdefault(path, f"file{len(self._given) + 1}{suffix}")

    def _instead(self, match: re.Match[str]) -> str:
        name = match[0]
        return self._given.setdefault(name, f"name{len(self._given) + 1}") if asks_something(name) else name


def sliced(places: Sequence[Place], shelf: Shelf, names: Names) -> Slice | None:
    """The slice around these places; None when a file cannot be read any more."""
    files: dict[str, Cleaned] = {}
    for place in places:
        found = shelf.cleaned(place.path, neutral=names.neutral)
        if found is None:
            return None
        files[place.path] = found
    chosen, cut = _chosen(places, files)
    raw = [Line(path, number, files[path].lines[number - 1]) for path, numbers in chosen.items() for number in numbers]
    safe = redacted("\n".join(each.text[:_SCANNED] for each in raw))
    lines = tuple(
        each._replace(text=_narrow(names.plain(text))) for each, text in zip(raw, safe.text.split("\n"), strict=True)
    )
    original = [line for line in raw if line.number in files[line.path].addressed]
    return Slice(
        lines=lines,
        text=_rendered(lines, files, names),
        addressed=bool(original) or any(_asks(line.text) for line in raw) or any(map(asks_something, files)),
        hidden=sum(each.hidden for each in files.values()),
        redacted=safe.taken + sum(each.redacted for each in files.values()),
        cut=cut,
    )


def _asks(text: str) -> bool:
    return any(asks_something(match[0]) for match in _CHAIN.finditer(text))


def _chosen(places: Sequence[Place], files: Mapping[str, Cleaned]) -> tuple[dict[str, list[int]], bool]:
    """The line numbers shown of each file, in the order of the places; and whether some had to be left out."""
    for margin in _MARGINS:
        chosen = {path: _numbers(path, places, file, margin) for path, file in files.items()}
        if sum(map(len, chosen.values())) <= _MOST_LINES:
            return chosen, False
    left = _MOST_LINES
    for path, numbers in chosen.items():
        chosen[path] = numbers[:left]
        left -= len(chosen[path])
    return {path: numbers for path, numbers in chosen.items() if numbers}, True


def _numbers(path: str, places: Sequence[Place], file: Cleaned, margin: int) -> list[int]:
    wanted: set[int] = set()
    for place in places:
        if place.path == path:
            wanted.update(_around(place, file, margin))
    numbers = sorted(filter(file.shows, wanted))
    return sorted({*numbers, *_told_above(file, numbers)})


def _told_above(file: Cleaned, numbers: Sequence[int]) -> list[int]:
    """The short statements of the top level that bring in or define a name which these lines use."""
    used = {name for number in numbers for name in _NAME.findall(file.lines[number - 1])}
    found: list[int] = []
    for first, last, names in file.telling:
        if first not in numbers and not used.isdisjoint(names):
            found += filter(file.shows, range(first, last + 1))
    return found[:_MOST_TOLD]


def _around(place: Place, file: Cleaned, margin: int) -> set[int]:
    """The largest body around a place that is not too tall; of a taller one its head and what is near."""
    around = [each for each in file.bodies if each[0] <= place.line <= each[1]]
    tallest = _TALLEST if margin == _MARGINS[0] else 2 * margin
    fitting = [each for each in around if each[1] - each[0] < tallest]
    if fitting:
        first, last = max(fitting, key=lambda each: each[1] - each[0])
        return set(range(first, last + 1))
    heads = {each[0] for each in around}
    last = min(place.end_line, place.line + margin)
    near = set(range(place.line - margin, last + margin + 1))
    smallest = min(around, key=lambda each: each[1] - each[0], default=None)
    if smallest is not None:
        near = {each for each in near if smallest[0] <= each <= smallest[1]}
    return heads | near


def _narrow(text: str) -> str:
    return text if len(text) <= _WIDEST else text[:_WIDEST] + _CUT


def _rendered(lines: Sequence[Line], files: Mapping[str, Cleaned], names: Names) -> str:
    shown: list[str] = []
    before = Line("", 0, "")
    for number, line in enumerate(lines, start=1):
        if line.path != before.path:
            shown.append(f"== {redacted(visible(names.path(line.path))).text}")
        elif any(files[line.path].shows(each) for each in range(before.number + 1, line.number)):
            shown.append("   ...")
        shown.append(f"{number}| {line.text}")
        before = line
    return "\n".join(shown)
