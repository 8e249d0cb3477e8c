"""What the bytes of a file show of fields and closed sets, told without parsing.

A sign may be wrong in one direction only: a file that is read for nothing costs time, one that is not read hides
findings. Words are compared, not meanings: that something of the name of a field is compared, listed or typed.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from linter.checks.closed_sets.libraries import Library


class Uses(NamedTuple):
    """What a file asks of values, and the names of what it reads them by."""

    asked: frozenset[str]
    reads: frozenset[str]


class _Look(NamedTuple):
    """A pattern that begins with a few characters, and what finds the name in what stands before it.

    Patterns that begin with the name itself would be tried at every word of a file, which takes ten times as long.
    """

    mark: re.Pattern[bytes]
    name: Callable[[bytes], bytes | None] | None = None

    def names(self, data: bytes) -> Iterator[bytes]:
        """The names at the places that the pattern matches; its own group where it has one."""
        if self.name is None:
            yield from self.mark.findall(data)
            return
        for match in self.mark.finditer(data):
            found = self.name(data[max(0, match.start() - _LOOK_BACK) : match.start()])
            if found is not None:
                yield found


_LOOK_BACK = 80
_NAME = re.compile(rb"[A-Za-z_$][\w$]*")
_WORD_BYTES = (string.ascii_letters + string.digits + "_$").encode()


def _last(before: bytes) -> bytes | None:
    """The name at the end, with quotes and brackets behind it. A pattern would be tried at every byte before."""
    ended = before.rstrip().rstrip(b"\"'!?)]")
    return ended[len(ended.rstrip(_WORD_BYTES)) :] or None


def _searched(pattern: bytes) -> Callable[[bytes], bytes | None]:
    """Finds the group of a pattern."""
    search = re.compile(pattern).search

    def found(before: bytes) -> bytes | None:
        match = search(before)
        return match[1] if match is not None else None

    return found


_FIELD = _searched(rb"""([\w$]+)["']?\s*[:=]\s*(?:/\*[^*]*\*/\s*)?(?:[\w$.]+\(\s*(?:\(\)\s*=>\s*)?)*(?:[\w$]+\.)*\Z""")


_AFTER_COLON = re.compile(rb""": ?['"`][^'"`\n]{1,40}['"`](?:, ?['"`][^'"`\n]{1,40}['"`])*,? or ['"`]""")


class _Looks(NamedTuple):
    fields: _Look
    asked: tuple[_Look, ...]
    typed: _Look
    sets: tuple[_Look, ...]
    imported: _Look
    reads: _Look
    speaks: tuple[re.Pattern[bytes], ...]
    joins: re.Pattern[bytes]


def _script(texts: bytes, reads: bytes) -> _Looks:
    return _Looks(
        fields=_Look(re.compile(rb"(?:%s)\(" % texts), _FIELD),
        asked=(
            _Look(re.compile(rb"""[=!]==?\s*["'`A-Z]"""), _last),
            _Look(re.compile(rb"""["'`]\s*[=!]==?\s*[\w$.?!]*?([\w$]+)\b(?![.(])""")),
            _Look(re.compile(rb"""switch\s*\([^)]*?([\w$]+)[!)\s]*\)\s*\{""")),
            _Look(re.compile(rb"""(?:includes|has|indexOf)\(\s*[\w$.?!]*?([\w$]+)\s*(?:!|as\b[^)]*)?\)""")),
            _Look(re.compile(rb"""\[(?:[\w$]+[.?!]+)*([\w$]+)\s*(?:!|as\b[^\]]*)?\]""")),
            _Look(re.compile(rb""" in [\w$]"""), _last),
        ),
        typed=_Look(
            re.compile(
                rb""":\s*(?:readonly\s+)?(?:["'][^"'\n]*["']\s*\||[|(]|[A-Z]|keyof|typeof"""
                rb"""|[\w$.]+(?:num|literal|nion|picklist)\w*\()"""
            ),
            _last,
        ),
        sets=tuple(
            _Look(re.compile(each + rb"""\s+([\w$]+)"""))
            for each in (rb"type", rb"enum", rb"interface", rb"class", rb"const", rb"let")
        ),
        imported=_Look(re.compile(rb"""import\s+(?:type\s+)?([^"';]*?)\s+from""")),
        reads=_Look(re.compile(rb"\.(?:%s)\(" % reads), _last),
        speaks=(
            _AFTER_COLON,
            re.compile(rb"refine"),
            re.compile(rb"regex\("),
            re.compile(rb"check\("),
            re.compile(rb"(?:default|catch|prefault)\(\s*[A-Z]"),
            re.compile(rb"//\s*[\"'`]?\w+[\"'`]?\s*(?:,|/)\s*[\"'`]?\w"),
        ),
        joins=re.compile(rb"[uU]nion\(|\.or\(|variant\(|xor\("),
    )


def _python(reads: bytes) -> _Looks:
    return _Looks(
        fields=_Look(re.compile(rb"str\b"), _searched(rb"""(\w+)(?:\s*:|\()[^=\n#:]*\Z""")),
        asked=(
            _Look(re.compile(rb"""[=!]=\s*["'A-Za-z_]"""), _last),
            _Look(re.compile(rb""" (?:not\s+)?in\s*["'({\[A-Za-z_]"""), _last),
            _Look(re.compile(rb"""["']\s*[=!]=\s*[\w.]*?(\w+)\b(?![.(])""")),
            _Look(re.compile(rb"""match\s+[\w.]*?(\w+)\s*:""")),
            _Look(re.compile(rb"""\[(?:\w+\.)*(\w+)\]""")),
            _Look(re.compile(rb"""get\(\s*[\w.]*?(\w+)\s*[,)]""")),
        ),
        typed=_Look(re.compile(rb""":\s*["']?[\w.\[]*?(?:Literal\b|[A-Z]\w*)"""), _last),
        sets=(
            _Look(re.compile(rb"""class (\w+)""")),
            _Look(re.compile(rb"""type (\w+)""")),
            _Look(
                re.compile(rb"""=\s*(?:[\w.]*Literal|[({\[]|frozenset|set\(|tuple\(|list\()"""),
                _searched(rb"(\w+)[^\n=]*\Z"),
            ),
        ),
        imported=_Look(re.compile(rb"""import\s+(\([^)]*\)|[^\n#]*)""")),
        reads=_Look(re.compile(rb"\.(?:%s)\(" % reads), _last),
        speaks=(
            _AFTER_COLON,
            re.compile(rb"alidator"),
            re.compile(rb"pattern\s*="),
            re.compile(rb"regex\s*="),
            re.compile(rb"Constraints"),
            re.compile(rb"enum\""),
            re.compile(rb"= ?[\w.]+\.[A-Z_]{2,}"),
            re.compile(rb"default\w*\s*=\s*[A-Z]"),
            re.compile(rb"#\s*[\"'`]?\w+[\"'`]?\s*(?:,|/)\s*[\"'`]?\w"),
        ),
        joins=re.compile(rb"Union\[|discriminator|\| ?[A-Z]"),
    )


class Signs:
    """The names that stand in places of some kind in a file, each kind looked for when it is first asked for."""

    def __init__(self, data: bytes, looks: _Looks, lists: Callable[[bytes], bool]) -> None:
        self._data = data
        self._looks = looks
        self._lists = lists

    @cached_property
    def fields(self) -> frozenset[str]:
        """Fields that take any text."""
        return _texts(self._looks.fields.names(self._data))

    @cached_property
    def asked(self) -> frozenset[str]:
        """What is compared, looked up or switched over."""
        return _texts(name for each in self._looks.asked for name in each.names(self._data))

    @cached_property
    def typed(self) -> frozenset[str]:
        """Fields and parameters with a literal, or a type with a name."""
        return _texts(self._looks.typed.names(self._data))

    @cached_property
    def imported(self) -> frozenset[str]:
        """What imports bring in."""
        words = (name for each in self._looks.imported.names(self._data) for name in _NAME.findall(each))
        return _texts(words) - _KEYWORDS

    @cached_property
    def sets(self) -> frozenset[str]:
        """Types, enums and constants that may be closed sets, and all records."""
        return _texts(name for each in self._looks.sets for name in each.names(self._data)) - self.imported

    @cached_property
    def speaks(self) -> bool:
        """Whether a check or text of a field may list its values."""
        data = self._data
        return any(each.search(data) for each in self._looks.speaks) or self._lists(data) or _pipes(data)

    @cached_property
    def joins(self) -> bool:
        """Whether records stand in unions."""
        return self._looks.joins.search(self._data) is not None


_KEYWORDS = frozenset({"type", "as", "import", "from", "typeof"})


class Scanner:
    """Finds the signs of files."""

    def __init__(self, libraries: Iterable[Library], leads: Iterable[str]) -> None:
        known = list(libraries)
        texts = _either(name.rpartition(".")[2] for each in known for name in each.text)
        reads = _either(name for each in known for name in each.reads)
        self._script = _script(texts, reads)
        self._python = _python(reads)
        both = [spelled for each in leads for spelled in (each, each.capitalize())]
        self._leads = re.compile(_either(both))
        self._listed = re.compile(
            rb"""[^.\n"'`|]{0,30}["'`][^"'`\n]{1,60}["'`]\s*(?:\([^()\n]*\)\s*)?(?:,|\||/|or\b)\s*(?:or\s*)?["'`\\]"""
            rb"""|(?<=of|er)(?: the following)?(?: values)?[ :=(-]*[\w-]+\s*(?:\([^()\n]*\)\s*)?(?:,|\||/|or\b)"""
            rb"""|[ \w]{0,24}[:(]\s*[\w-]+\s*(?:\([^()\n]*\)\s*)?(?:,|\||/|or\b)[^\n{}()]*[.)"'`]"""
        )

    def scan(self, data: bytes, *, is_python: bool) -> Signs:
        """The signs of one file."""
        return Signs(data, self._python if is_python else self._script, self._lists)

    def uses(self, data: bytes, *, is_python: bool) -> Uses:
        """What one file asks of values that may come from another."""
        looks = self._python if is_python else self._script
        return Uses(
            asked=_texts(name for each in looks.asked for name in each.names(data)),
            reads=_texts(looks.reads.names(data)),
        )

    def _lists(self, data: bytes) -> bool:
        """Whether some text says "one of a, b"."""
        found = (each for each in self._leads.finditer(data) if not data[each.start() - 1 : each.start()].isalnum())
        return any(self._listed.match(data, each.end()) for each in found)


_PIPE = re.compile(rb"\|(?!\|)\s*[\w\"'`]")
_TOLD = re.compile(rb"//|\*|#|[\"'`]")


def _pipes(data: bytes) -> bool:
    """Whether a comment or string has alternatives: `"low" | "high"`, low|high."""
    for match in _PIPE.finditer(data):
        before = data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()]
        is_type = before.rstrip().endswith((b'"', b"'", b"`"))
        comment = b"//" in before or before.lstrip().startswith((b"*", b"/*", b"#")) or b"# " in before
        if comment or (not is_type and _TOLD.search(before) is not None):
            return True
    return False


def _texts(found: Iterable[bytes]) -> frozenset[str]:
    return frozenset(each.decode("utf-8", "replace") for each in set(found))


def _either(words: Iterable[str]) -> bytes:
    return b"|".join(re.escape(each).encode() for each in sorted(set(words), key=lambda each: (-len(each), each)))
