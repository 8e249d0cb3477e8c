"""What the bytes of a file show of fields and closed sets, told without parsing.

A sign may be wrong in one direction only: a file that is read for nothing costs time, one that is not read hides
findings. Words are compared, not meanings: that something of the name of a field is compared, listed or typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from linter.capability import NPM
from linter.checks.closed_sets.leading import Top, tops_in
from linter.checks.closed_sets.libraries import Library
from linter.checks.closed_sets.looks import Looks, found_in, python_looks, script_looks

ENOUGH = 2
"""How much a field has to be asked for, that it may have a set: a comparison shows one value and counts one, and so
does a default; everything else may show several, and counts two."""

_NAME = re.compile(rb"[A-Za-z_$][\w$]*")
_TYPE = re.compile(rb"[A-Z][\w$]*")
_LITERAL = (b'"', b"'", b"|", b"(")
_REFUSES = re.compile(rb"throw\b|raise\b|[nN]ever\b")
_FAR = 600
"""Bytes behind a comparison in which a chain of them may end."""
_KEYWORDS = frozenset({"type", "as", "import", "from", "typeof"})
_ABOVE, _BELOW, _BEFORE = 800, 1500, 100
"""Bytes above and below a field's name in which text or a check may be its own, and before text in which its name
may stand."""


class Signs:
    """The names that stand in places of some kind in a file, each kind looked for when it is first asked for."""

    def __init__(self, data: bytes, looks: Looks, lists: Callable[[bytes], Iterator[int]]) -> None:
        self._data = data
        self._looks = looks
        self._lists = lists

    @cached_property
    def _fields(self) -> list[tuple[bytes, int]]:
        return sorted(self._looks.fields(self._data), key=lambda each: each[1])

    @cached_property
    def fields(self) -> frozenset[str]:
        """Fields that take any text."""
        return _texts(name for name, _ in self._fields)

    @cached_property
    def asked(self) -> Counter[str]:
        """What is compared, looked up or switched over, each name with how much (see `ENOUGH`)."""
        return _asked(self._looks, self._data)

    def refuses_others(self, name: str) -> bool:
        """Whether code that asks for the values of a name seems to refuse all others."""
        word = name.encode()
        places = sorted(at for each, at in self._asked_places if each == word)
        return len(places) > 1 and any(_REFUSES.search(self._data, at, at + _FAR) is not None for at in places)

    @cached_property
    def _asked_places(self) -> list[tuple[bytes, int]]:
        return [each for look in self._looks.asked for each in look.places(self._data)]

    @cached_property
    def gives(self) -> bool:
        """Whether some default is constant text."""
        return found_in(self._looks.gives, self._data)

    @cached_property
    def reads(self) -> frozenset[str]:
        """What values are read by."""
        return _texts(name for name, _ in self._reads)

    @cached_property
    def _reads(self) -> list[tuple[bytes, int]]:
        return list(self._looks.reads.places(self._data))

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether one of some names stands somewhere in the file."""
        return any(each.encode() in self._data for each in names)

    @cached_property
    def typed(self) -> Mapping[str, frozenset[str]]:
        """Fields and parameters with what stands where their types do: names, or "" for a literal or the like."""
        found: dict[str, set[str]] = {}
        for name, kind in self._looks.typed.pairs(self._data):
            words = {each.decode("utf-8", "replace") for each in _TYPE.findall(kind)}
            is_open = (
                not words or "Literal" in words or kind.startswith(_LITERAL) or kind.endswith(b"(") or b"|" in kind
            )
            found.setdefault(name.decode("utf-8", "replace"), set()).update({""} if is_open else words)
        return {name: frozenset(kinds) for name, kinds in found.items()}

    @cached_property
    def imported(self) -> Mapping[str, str]:
        """What imports bring in, each name with the module."""
        found: dict[str, str] = {}
        for first, second in self._looks.imported.findall(self._data):
            names, module = (second, first) if self._looks.module_first else (first, second)
            found.update(dict.fromkeys(_texts(_NAME.findall(names)) - _KEYWORDS, module.decode("utf-8", "replace")))
        return found

    @cached_property
    def sets(self) -> frozenset[str]:
        """Types, enums and constants that may be closed sets."""
        # The patterns look for the beginning of lines, and the first one has none before it.
        return _texts(name for each in self._looks.sets for name in each.names(b"\n" + self._data))

    @cached_property
    def defined(self) -> frozenset[str]:
        """These, and all records."""
        found = _texts(name for each in self._looks.defined for name in each.names(self._data))
        return found.difference(self.imported)

    @cached_property
    def tops(self) -> Sequence[Top]:
        """The definitions at the top of the file."""
        return tops_in(self._data, self._looks.tops)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """What may be a record with a field that takes any text, or a field with such a record."""
        holding = [each for each in self.tops if any(each.start <= at < each.end for at in self._starts)]
        inside = {
            name
            for look in self._looks.hosts
            for each in holding
            for name, _ in look.places(self._data, each.start, each.end)
        }
        return _texts(inside).union(each.name for each in holding if each.name)

    @cached_property
    def brings_all(self) -> bool:
        """Whether an import does not say which names it brings in."""
        return found_in(self._looks.brings_all, self._data)

    def behind(self, name: str) -> Sequence[str]:
        """The modules that a name may come from, which the file imports or hands on."""
        word = name.encode()
        handed = [module for names, module in self._handed_on if names == b"*" or word in names]
        return [*_texts(handed), *((self.imported[name],) if name in self.imported else ())]

    @cached_property
    def _handed_on(self) -> list[tuple[bytes, bytes]]:
        found = self._looks.hands_on.findall(self._data)
        return [(second, first) for first, second in found] if self._looks.module_first else found

    @cached_property
    def speaks(self) -> bool:
        """Whether a check or text of a field may list its values."""
        data = self._data
        places = (match.start() for each in self._looks.speaks for match in each.finditer(data))
        return any(self._is_of_field(at) for each in (places, self._lists(data), _pipes(data)) for at in each)

    def _is_of_field(self, at: int) -> bool:
        """Whether a field stands near a place, or is named just before."""
        number = bisect_left(self._starts, at - _BELOW)
        if number < len(self._starts) and self._starts[number] < at + _ABOVE:
            return True
        before = self._data[max(0, at - _BEFORE) : at]
        return any(each.decode("utf-8", "replace") in self.fields for each in _NAME.findall(before))

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [at for _, at in self._fields]

    def spots(self, names: Collection[str]) -> tuple[int, ...]:
        """The places in functions that may matter: fields, what is read by schemas, and what asks for these names."""
        data = self._data
        found = {at for _, at in self._fields}
        found.update(at for _, at in self._reads)
        wanted = {each.encode() for each in names}
        wanted.update([copy for copy, name in _copies(self._looks, data) if name in wanted])
        anything = found_in(self._looks.checks, data)
        found.update(at for name, at in self._asked_places if anything or name in wanted)
        found.update(match.end() for each in self._looks.casts for match in each.finditer(data))
        return tuple(sorted(found))

    @cached_property
    def joins(self) -> bool:
        """Whether records stand in unions."""
        return found_in(self._looks.joins, self._data)


class Scanner:
    """Finds the signs of files."""

    def __init__(self, libraries: Iterable[Library], leads: Iterable[str]) -> None:
        known = list(libraries)
        scripts = [each for each in known if each.ecosystem == NPM]
        texts = [name.rpartition(".")[2] for each in known for name in each.text]
        plain = {name for each in scripts for name in each.free if "." not in name}
        kept = {name for each in scripts for name in (*each.sets, *each.asks, *each.patterns, *each.wraps)}
        closed = [name for each in scripts for name in (*each.closed, *each.unions, *each.wraps, *each.tables)]
        reads = [name for each in known for name in each.reads]
        self._script = script_looks(texts, plain - kept, closed, reads)
        self._python = python_looks(reads)
        self._leads = tuple(each.encode() for each in leads)
        ends = {each.split(b" ")[-1] for each in self._leads}
        ends.update(each.capitalize() for each in self._leads if b" " not in each)
        self._ends = [re.compile(each) for each in sorted(ends)]
        self._listed = re.compile(
            rb"""[^.\n"'`|]{0,30}["'`][^"'`\n]{1,60}["'`]\s*(?:\([^()\n]*\)\s*)?(?:,|\||/|or\b)\s*(?:or\s*)?["'`\\]"""
            rb"""|(?<=of|er)(?: the following)?(?: values)?[ :=(-]*[\w-]+\s*(?:\([^()\n]*\)\s*)?(?:,|\||/|or\b)"""
            rb"""|[ \w]{0,24}[:(]\s*[\w-]+\s*(?:\([^()\n]*\)\s*)?(?:,|\||/|or\b)[^\n{}()]*[.)"'`]"""
        )

    def scan(self, data: bytes, *, is_python: bool) -> Signs:
        """The signs of one file."""
        return Signs(data, self._python if is_python else self._script, self._lists)

    def _lists(self, data: bytes) -> Iterator[int]:
        """Where some text says "one of a, b"."""
        for pattern in self._ends:
            for each in pattern.finditer(data):
                before = data[max(0, each.end() - _LONGEST_LEAD) : each.end()].lower()
                if before.endswith(self._leads) and self._listed.match(data, each.end()):
                    yield each.start()


_LONGEST_LEAD = 40
_PIPE = re.compile(rb"\|(?!\|)\s*[\w\"'`]")
_QUOTED_KEY = re.compile(rb"""["'`]\w+["'`]\s*:\s*["']""")
"""How prompts write a field, and types seldom do."""
_TOLD = re.compile(rb"//|\*|#|[\"'`]")


def _pipes(data: bytes) -> Iterator[int]:
    """Where a comment or string has alternatives: `"low" | "high"`, low|high."""
    for match in _PIPE.finditer(data):
        if data[match.start() - 1 : match.start()] == b"|":
            continue
        before = data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()]
        is_type = before.rstrip().endswith((b'"', b"'", b"`")) and _QUOTED_KEY.search(before) is None
        comment = b"//" in before or before.lstrip().startswith((b"*", b"/*", b"#")) or b"# " in before
        if comment or (not is_type and _TOLD.search(before) is not None):
            yield match.start()


_RENAMED = re.compile(rb"([\w$]+)\s*:\s*([\w$]+)")


def _copies(looks: Looks, data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Variables, each with the member that it is given."""
    yield from looks.copies.pairs(data)
    for block in looks.taken.findall(data) if looks.taken is not None else ():
        yield from ((copy, name) for name, copy in _RENAMED.findall(block))


def _asked(looks: Looks, data: bytes) -> Counter[str]:
    """How much each name is asked for, also by a variable that is given a member of that name."""
    found: Counter[bytes] = Counter()
    for each in looks.asked:
        for name, count in Counter(each.names(data)).items():
            found[name] += count * each.weight
    for copy, name in set(_copies(looks, data)) if found else ():
        if copy in found and copy != name:
            found[name] += found[copy]
    return Counter({name.decode("utf-8", "replace"): count for name, count in found.items()})


def _texts(found: Iterable[bytes]) -> frozenset[str]:
    return frozenset(each.decode("utf-8", "replace") for each in set(found))
