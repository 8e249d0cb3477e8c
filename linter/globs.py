"""Globs over paths: one meaning for every place of the configuration that takes them.

A glob names paths relative to the root, with forward slashes, and always starts at the root: `*.ts` means the
files of the root folder, `**/*.ts` those at any depth. A leading `./` or `/` changes nothing. Case matters.

    **          as a whole segment: any number of folders, also none; `src/**` is everything below `src`
    *  ?        any characters, one character; neither crosses a `/`, both match a leading dot
    [a-z] [!a]  one character (not) of a set; a segment's brackets also stand for themselves, so that the
                file-system routes of web frameworks (`app/[id]/page.tsx`) mean what they say
    {a,b}       either; may hold slashes and nest; braces without a comma stand for themselves
    src/x       the file, or everything below the folder; every glob may name a folder if its last segment
                has no `*` or `?`
    src/x/      only what is below the folder

Not taken: `!` (negation), `..`, backslashes.

Matching time grows with path length times pattern length, whatever the pattern: alternatives are expanded and
each wildcard but the last of its run is an atomic group, so that the regular expressions never search back
through combinations. (Between two wildcards of one kind the earliest match is as good as any later one.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise, product
from math import prod

MAX_LENGTH = 500
"""Characters of one glob: far more than people write, little enough to bound the matching time."""

MAX_ALTERNATIVES = 256
"""Globs that the braces and brackets of one glob may expand to."""

MAX_TOTAL = 200_000
"""Characters of the regular expressions of one list of globs: some two thousand globs naming single files."""

FORM = r"^(?!!)(?!(.*/)?\.\.(/|$))[^\\\u0000-\u001f\u007f]+$"
"""What every glob looks like, as a regular expression that JSON Schema understands."""

_FORM = re.compile(FORM)
_WILDCARDS = re.compile(r"[*?\[]")
_STARS = re.compile(r"[*?]")
_BRACKET = re.compile(r"\[[!^]?\]?[^\]/]*\]")
_SEPARATORS = re.compile(r"/+")


class GlobError(ValueError):
    """A glob that has no meaning; the text says why and reads on from the glob's name."""


class Matcher:
    """Some globs, compiled together."""

    __slots__ = ("_known", "_needed", "_regex", "patterns")

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(patterns)
        expressions = check_globs(self.patterns)
        self._regex = re.compile("|".join(expressions), re.DOTALL) if expressions else None
        self._known: dict[str, bool] = {}
        needed = {_literal(each) for pattern in self.patterns for each in _expanded(pattern)}
        # Of which a path must have one; that is told ten times as fast as by the expression.
        self._needed = () if "" in needed else tuple(sorted(needed))

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def matches(self, path: str) -> bool:
        """Whether one of the globs names `path`; answers are kept."""
        if self._regex is None or (self._needed and not any(each in path for each in self._needed)):
            return False
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._regex.fullmatch(path) is not None
        return known

    def first(self, path: str) -> str | None:
        """The first glob that names `path`, as it was written; None when there is none."""
        if not self.matches(path):
            return None
        return next(pattern for pattern in self.patterns if _regex(pattern).fullmatch(path))


def compile_globs(patterns: Iterable[str]) -> Matcher:
    """The globs as one matcher. Raises GlobError for the first that has no meaning."""
    return Matcher(tuple(patterns))


def check_globs(patterns: Iterable[str]) -> tuple[str, ...]:
    """The regular expressions of the globs. Raises GlobError for the first that has no meaning."""
    expressions = tuple(dict.fromkeys(each for pattern in patterns for each in _expressions(pattern)))
    if sum(map(len, expressions)) > MAX_TOTAL:
        raise GlobError("is too long a list of globs; name folders instead of files")
    return expressions


def is_wild(pattern: str) -> bool:
    """Whether the text has characters that mean something only in a glob."""
    return _WILDCARDS.search(pattern) is not None or _expanded(pattern) != [pattern]


@lru_cache(maxsize=512)
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile("|".join(_expressions(pattern)), re.DOTALL)


@lru_cache(maxsize=4096)
def _expressions(pattern: str) -> tuple[str, ...]:
    """Regular expressions, without alternatives of their own, which together match what the glob names."""
    if len(pattern) > MAX_LENGTH:
        raise GlobError(f"is longer than {MAX_LENGTH} characters")
    if not _FORM.fullmatch(pattern):
        raise GlobError(_complaint(pattern))
    results: list[str] = []
    for each in _expanded(pattern):
        results += _rooted(each)
        if len(results) > MAX_ALTERNATIVES:
            raise GlobError(f"has more than {MAX_ALTERNATIVES} alternatives")
    return tuple(results)


def _complaint(pattern: str) -> str:
    if not pattern:
        return 'is empty; "**" means every file'
    if pattern.startswith("!"):
        return 'starts with "!", and globs cannot take anything back; name what is meant'
    if "\\" in pattern:
        return 'holds a backslash; paths have forward slashes, and "[*]" is a literal "*"'
    if ".." in pattern:
        return 'leaves the root by ".."; paths are relative to the root'
    return "holds a control character"


def _expanded(pattern: str) -> list[str]:
    """The glob without braces: one for each choice of alternatives."""
    results = [""]
    position = 0
    while position < len(pattern):
        options, position = _piece(pattern, position)
        if len(results) * len(options) > MAX_ALTERNATIVES:
            raise GlobError(f"has more than {MAX_ALTERNATIVES} alternatives")
        results = [done + option for done, option in product(results, options)]
    return results


def _literal(pattern: str) -> str:
    """The longest text that every path has which a glob without braces names; "" where there is none for sure."""
    if "[" in pattern:
        return ""
    runs = (run for segment in _SEPARATORS.split(pattern) if segment != "." for run in _STARS.split(segment))
    return max(runs, key=len, default="")


def _piece(pattern: str, start: int) -> tuple[list[str], int]:
    """The choices for what stands at `start` (a character, a set, a brace group), and where it ends."""
    if pattern[start] == "[" and (bracket := _BRACKET.match(pattern, start)):
        return [bracket.group()], bracket.end()
    if pattern[start] == "{":
        bounds = _alternatives(pattern, start)
        if len(bounds) > 2:
            inner = [pattern[left + 1 : right] for left, right in pairwise(bounds)]
            return [each for option in inner for each in _expanded(option)], bounds[-1] + 1
    return [pattern[start]], start + 1


def _alternatives(pattern: str, start: int) -> list[int]:
    """Positions of the brace at `start`, of its commas and of the brace that closes it; empty without one."""
    depth = 0
    bounds = [start]
    for position in range(start, len(pattern)):
        character = pattern[position]
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return [*bounds, position]
        elif character == "," and depth == 1:
            bounds.append(position)
    return []


def _rooted(pattern: str) -> list[str]:
    """The regular expressions of a glob without braces, ornaments taken off."""
    segments = [each for each in _SEPARATORS.split(pattern) if each not in ("", ".")]
    if ".." in segments:
        raise GlobError(_complaint(".."))
    if not segments or (pattern.endswith("/") and segments[-1] != "**"):
        segments.append("**")
    below = "" if _STARS.search(segments[-1]) else "(?:/.+)?"
    choices = [_segment_choices(each) for each in segments]
    if prod(map(len, choices)) > MAX_ALTERNATIVES:
        raise GlobError(f"has more than {MAX_ALTERNATIVES} alternatives")
    return [_joined(chosen) + below for chosen in product(*choices)]


def _segment_choices(segment: str) -> tuple[str, ...]:
    if segment == "**":
        return ("**",)
    literal = _segment(segment, sets=False)
    return (_segment(segment, sets=True), literal) if _BRACKET.search(segment) else (literal,)


def _segment(segment: str, *, sets: bool) -> str:
    """One segment's regular expression. Runs between `*` are found at their earliest, once and for all."""
    runs = [""]
    position = 0
    while position < len(segment):
        bracket = _BRACKET.match(segment, position) if sets else None
        character = segment[position]
        if bracket:
            runs[-1] += _set(bracket.group()[1:-1])
            position = bracket.end()
            continue
        if character == "*":
            runs.append("")
        else:
            runs[-1] += "[^/]" if character == "?" else re.escape(character)
        position += 1
    first, *rest = [runs[0], *(each for each in runs[1:-1] if each), *runs[1:][-1:]]
    if not rest:
        return first
    return first + "".join(f"(?>[^/]*?{each})" for each in rest[:-1]) + f"[^/]*{rest[-1]}"


def _set(inside: str) -> str:
    """The regular expression of a bracket's inside. A range that runs backwards holds nothing."""
    negated = inside[:1] in ("!", "^")
    members = inside[1:] if negated else inside
    parts = []
    position = 0
    while position < len(members):
        low, high = members[position], members[position + 2 : position + 3]
        if members[position + 1 : position + 2] == "-" and high:
            parts.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else "")
            position += 3
        else:
            parts.append(re.escape(low))
            position += 1
    text = "".join(parts)
    if negated:
        return f"[^/{text}]"
    return f"(?!/)[{text}]" if text else r"(?!)"


def _joined(segments: Sequence[str]) -> str:
    """The segments as one regular expression; what stands between two `**` is found at its earliest."""
    blocks: list[list[str]] = [[]]
    for each in segments:
        if each == "**":
            blocks.append([])
        else:
            blocks[-1].append(each)
    if len(blocks) == 1:
        return "/".join(blocks[0])
    first = "".join(f"{each}/" for each in blocks[0])
    middle = ["".join(f"{each}/" for each in block) for block in blocks[1:-1] if block]
    last = "(?:[^/]+/)*" + "/".join(blocks[-1]) if blocks[-1] else ".+"
    return first + "".join(f"(?>(?:[^/]+/)*?{each})" for each in middle) + last
