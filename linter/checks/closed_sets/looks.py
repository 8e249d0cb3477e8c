"""Patterns by which the bytes of a file show fields and closed sets, for scripts and for Python.

Patterns that begin with a name would be tried at every word of a file, which takes ten times as long. So they begin
with what stands behind the name, and the name is looked for in what stands before.
"""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Look(NamedTuple):
    """A pattern, and what finds the name in the bytes before it; without that, the name is its own group.

    `weight` is how much a match says: one value, or several (see `signs.ENOUGH`). One of the bytes `after` stands
    before the pattern, where there are such.
    """

    mark: re.Pattern[bytes]
    name: Callable[[bytes], bytes | None] | None = None
    weight: int = 2
    after: bytes = b""

    def names(self, data: bytes) -> Iterable[bytes]:
        """The names at the places that the pattern matches."""
        if self.name is None and not self.after:
            return self.mark.findall(data)
        return [name for name, _ in self.places(data)]

    def pairs(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The names before the pattern, each with the group of the pattern."""
        assert self.name is not None
        for match in self.mark.finditer(data):
            found = self.name(data[max(0, match.start() - _LOOK_BACK) : match.start()])
            if found is not None:
                yield found, match[1]

    def places(self, data: bytes, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[bytes, int]]:
        """The names, each with where the pattern matches."""
        for match in self.mark.finditer(data, start, end):
            if self.after and data[match.start() - 1] not in self.after:
                continue
            if self.name is None:
                yield match[1], match.start()
                continue
            found = self.name(data[max(0, match.start() - _LOOK_BACK) : match.start()])
            if found is not None:
                yield found, match.start()


_LOOK_BACK = 80
_WORD_BYTES = (string.ascii_letters + string.digits + "_$").encode()


def last_word(before: bytes) -> bytes | None:
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


class Looks(NamedTuple):
    """What is looked for in the files of a language.

    Args:
        fields: finds the fields that take any text, each with where it stands.
        asked: what is compared, looked up or switched over.
        copies: members that variables are given.
        taken: the inside of a pattern by which an object is taken apart, where members get other names.
        typed: the types of fields and parameters, behind their names.
        sets: definitions that may be closed sets.
        hosts: what a call or a literal is given to, behind the name.
        defined: these, and records.
        imported: names and module of an import, in this order or the other one (`module_first`).
        reads: what is called to read a value.
        speaks: checks and texts that may list values.
        gives: defaults that are constant text.
        joins: unions of records.
        hands_on: names (or all) and module of what a file gives on, in the order of `imported`.
        tops: definitions at the top of a file.
        checks: what a file has whose functions check text.
        casts: where values are said to be of a type.
        brings_all: an import that does not say which names it brings in.
    """

    fields: Callable[[bytes], Iterator[tuple[bytes, int]]]
    asked: tuple[Look, ...]
    copies: Look
    taken: re.Pattern[bytes] | None
    typed: Look
    sets: tuple[Look, ...]
    defined: tuple[Look, ...]
    hosts: tuple[Look, ...]
    imported: re.Pattern[bytes]
    module_first: bool
    reads: Look
    speaks: tuple[re.Pattern[bytes], ...]
    gives: tuple[re.Pattern[bytes], ...]
    joins: tuple[re.Pattern[bytes], ...]
    hands_on: re.Pattern[bytes]
    tops: re.Pattern[bytes]
    brings_all: tuple[re.Pattern[bytes], ...]
    checks: tuple[re.Pattern[bytes], ...]
    casts: tuple[re.Pattern[bytes], ...]


_AFTER_COLON = re.compile(rb""": ?['"`][^'"`\n]{1,40}['"`](?:, ?['"`][^'"`\n]{1,40}['"`])*,? or ['"`]""")
_LISTED_ONLY = rb"""[ \t]*(?:["'`]?[\w-]+["'`]?[ \t]*(?:\([^()\n]*\)[ \t]*)?(?:,|/|\bor\b|\.?$)[ \t]*){2,}$"""
"""The rest of a comment that has a list and nothing else."""
_SCRIPT_FIELD = _searched(
    rb"""([\w$]+)["']?\s*[:=]\s*(?:/\*[^*]*\*/\s*)?(?:[\w$.]+\(\s*(?:\(\)\s*=>\s*)?)*(?:[\w$]+\.)*\Z"""
)


_SCRIPT_TOPS = re.compile(
    rb"\n(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
    rb"(?:const|let|var|type|interface|class|function\*?|enum|namespace)\s+([\w$]+)"
)
_PYTHON_TOPS = re.compile(rb"\n(?:class\s+|(?:async\s+)?def\s+|type\s+)?(\w+)\s*[:=(\[]")


def _typed(kind: bytes) -> Look:
    """Types behind names: a match is the type, and `name` finds the name."""
    return Look(re.compile(kind), last_word)


def _any_of(*patterns: bytes) -> tuple[re.Pattern[bytes], ...]:
    """Patterns that are looked for one by one: each has a beginning of its own, which is found faster."""
    return tuple(re.compile(each) for each in patterns)


def found_in(patterns: Iterable[re.Pattern[bytes]], data: bytes) -> bool:
    """Whether one of some patterns matches somewhere."""
    return any(each.search(data) is not None for each in patterns)


def script_looks(texts: Iterable[str], free: Iterable[str], closed: Iterable[str], reads: Iterable[str]) -> Looks:
    """The patterns for TypeScript and JavaScript.

    Args:
        texts: functions that make a schema of any text.
        free: methods that make it plain that text is free.
        closed: functions that make, or may hold, a schema of a closed set.
        reads: methods that give a value of a schema.
    """
    top = rb"\n(?:export\s+)?(?:default\s+)?(?:declare\s+)?"
    constant = (
        rb"""(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]+)?=\s*"""
        rb"""(?:[\[{]|new\s|Object\b|[\w$.]+\s*[;\n]|(?:[\w$]+\.)+(?:%s)\()""" % either(closed)
    )
    return Looks(
        fields=_script_fields(either(texts), either(free)),
        asked=(
            Look(re.compile(rb"""[=!]==?\s*["'`A-Z]"""), last_word, weight=1),
            Look(re.compile(rb"""["'`]\s*[=!]==?\s*[\w$.?!]*?([\w$]+)\b(?![.(])"""), weight=1),
            Look(re.compile(rb"""switch\s*\([^)]*?([\w$]+)[!)\s]*\)\s*\{""")),
            Look(re.compile(rb"""(?:includes|has|indexOf)\(\s*[\w$.?!]*?([\w$]+)\s*(?:!|as\b[^)]*)?\)""")),
            Look(re.compile(rb"""\[(?:[\w$]+[.?!]+)*([\w$]+)\s*(?:!|as\b[^\]]*)?\]"""), after=_WORD_BYTES + b"."),
            Look(re.compile(rb""" in [\w$.]+\s*(?:[)&|;}\n]|\? )"""), last_word),
        ),
        copies=Look(re.compile(rb"""=\s*[\w$.?!]*\.([\w$]+)!?\s*[;\n]"""), last_word),
        taken=re.compile(rb"t\s*\{([^{}=]*:[^{}=]*)\}\s*="),
        typed=_typed(
            rb""":\s*(?:readonly\s+)?(["'][^"'\n]*["']\s*\||[|(]\s*(?:["'|]|keyof|typeof)|keyof|typeof"""
            rb"""|[A-Z][^;\n]*|(?:[\w$.]+\()*[\w$.]*(?:num|nion|picklist)\w*\("""
            rb"""|[\w$.]*literal\(\s*\[|\w+\([^()\n]*\benum:)"""
        ),
        sets=(
            Look(re.compile(top + rb"type\s+([\w$]+)\s*=\s*(?!\{)(?=[^;{]*[\"'`\[]|keyof|typeof|[\w$.<>]+\s*[;\n])")),
            Look(re.compile(top + rb"""(?:const\s+)?enum\s+([\w$]+)""")),
            Look(re.compile(top + constant)),
        ),
        defined=tuple(
            Look(re.compile(each + rb"""\s+([\w$]+)"""))
            for each in (rb"type", rb"enum", rb"interface", rb"class", rb"const", rb"let")
        ),
        hosts=tuple(Look(re.compile(each + rb"""\s*(?:[\w$.]+\(|\{)"""), last_word) for each in (rb":", rb"=")),
        imported=re.compile(rb"""import\s+(?:type\s+)?([^"';]*?)\s+from\s*["']([^"'\n]+)"""),
        module_first=False,
        reads=Look(re.compile(rb"\.(?:%s)\(" % either(reads)), last_word),
        speaks=(
            _AFTER_COLON,
            re.compile(rb"efine\("),
            re.compile(rb"transform\([^;{}]{0,200}? as [A-Z\"'(]"),
            re.compile(rb"regex\("),
            re.compile(rb"check\("),
            re.compile(rb"ault\(\s*[A-Z]"),
            re.compile(rb"catch\(\s*[A-Z]"),
            re.compile(rb"(?m)//" + _LISTED_ONLY),
        ),
        gives=_any_of(*(each + rb"""\([^()\n]*["'`]""" for each in (rb"ault", rb"catch", rb"fallback"))),
        joins=_any_of(rb"nion\(", rb"\.or\(", rb"variant\(", rb"xor\("),
        casts=_any_of(rb"transform\([^;{}]{0,200}? as [A-Z\"'(]"),
        checks=_any_of(rb"efine\(", rb"check\(", rb"preprocess\(", rb"transform\("),
        brings_all=_any_of(rb"import\s*(?:\*|\(|[\w$]+\s*(?:,|from))", rb"require\("),
        hands_on=re.compile(rb"""export\s*(?:type\s*)?(\*|\{[^}]*\})[^'"\n;]*?from\s*["']([^"'\n]+)"""),
        tops=_SCRIPT_TOPS,
    )


_LINE = re.compile(rb"""\n[ \t]+(\w+)[ \t]*:[ \t]*([^\n]*)""")
_NAMED_TEXT = re.compile(
    rb"""(?:class[ \t]+(\w+)\([^)\n]*\[|\n(\w+)[ \t]*(?::[^=\n]*)?=[ \t]*[\w.]*Annotated\[)[^\n]*\bstr\b"""
)
_TEXT = re.compile(rb"""\bstr\b""")
_LONGEST_TYPE = 400
"""Bytes of an annotation of several lines that are looked at."""


def _python_fields(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Annotated names at the beginning of lines, whose type may have text in it; and types that may be text.

    Parameters of a function that has a line for each are told by the comma behind.
    """
    for match in _LINE.finditer(data):
        kind = match[2].split(b"#", 1)[0].rstrip()
        opened = kind.count(b"[") + kind.count(b"(") - kind.count(b"]") - kind.count(b")")
        if opened > 0:
            kind = data[match.start(2) : match.start(2) + _LONGEST_TYPE]
        elif kind.endswith(b","):
            continue
        if _TEXT.search(kind) is not None:
            yield match[1], match.start(1)
    for match in _NAMED_TEXT.finditer(data):
        yield match[1] or match[2], match.start()


def _script_fields(texts: bytes, free: bytes) -> Callable[[bytes], Iterator[tuple[bytes, int]]]:
    """Finds what is called like a function that makes text, behind its name, unless it is made free text at once."""
    mark = re.compile(rb"(?:%s)\((?!\)\s*\.(?:%s)\()" % (texts, free))

    def found(data: bytes) -> Iterator[tuple[bytes, int]]:
        for match in mark.finditer(data):
            before = data[max(0, match.start() - _LOOK_BACK) : match.start()]
            colon = before.rfind(b":")
            # `name: z.string()`, which most of them are, without a pattern
            plain = colon > 0 and before[-1:] == b"." and before[colon + 1 : -1].strip().isalnum()
            name = last_word(before[:colon]) if plain else _SCRIPT_FIELD(before)
            if name is not None:
                yield name, match.start()

    return found


def python_looks(reads: Iterable[str]) -> Looks:
    """The patterns for Python; `reads` are methods that give a value of a record."""
    enums = Look(re.compile(rb"""class (\w+)\([^)]*(?:Enum|TextChoices)\b"""))
    aliases = Look(re.compile(rb"""type (\w+)"""))
    constants = Look(
        re.compile(rb"""=\s*(?:[\w.]*Literal|[({\[]|frozenset|set\(|tuple\(|list\()"""),
        _searched(rb"(\w+)[^\n=]*\Z"),
    )
    return Looks(
        fields=_python_fields,
        asked=(
            Look(re.compile(rb"""[=!]=\s*["'A-Za-z_]"""), last_word, weight=1),
            Look(re.compile(rb""" (?:not\s+)?in\s*["'({\[A-Za-z_]"""), last_word),
            Look(re.compile(rb"""["']\s*[=!]=\s*[\w.]*?(\w+)\b(?![.(])"""), weight=1),
            Look(re.compile(rb"""match\s+[\w.]*?(\w+)\s*:""")),
            Look(re.compile(rb"""match\s+[^\n:]*?["'](\w+)["'][^\n:]*:""")),
            Look(re.compile(rb"""\[\w[\w.]*\[["'](\w+)["']\]\]""")),
            Look(re.compile(rb"""(?<=[\w\])])\[(?:\w+\.)*(\w+)\]""")),
            Look(re.compile(rb"""get\(\s*[\w.]*?(\w+)\s*[,)]""")),
        ),
        copies=Look(re.compile(rb"""=[ \t]*[\w.]*\.(\w+)[ \t]*\n"""), last_word),
        taken=None,
        typed=_typed(rb""":[ \t]*([^\n=#:]*(?:Literal\b|[A-Z]\w)[^\n=#]*)"""),
        sets=(enums, aliases, constants),
        defined=(Look(re.compile(rb"""class (\w+)""")), aliases, constants),
        hosts=(Look(re.compile(rb"""class (\w+)""")),),
        imported=re.compile(rb"""from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n#]*)"""),
        module_first=True,
        reads=Look(re.compile(rb"\.(?:%s)\(" % either(reads)), last_word),
        speaks=(
            _AFTER_COLON,
            re.compile(rb"alidator"),
            re.compile(rb"pattern\s*="),
            re.compile(rb"regex\s*="),
            re.compile(rb"Constraints"),
            re.compile(rb"enum\""),
            re.compile(rb"= ?[\w.]+\.[A-Z_]{2,}"),
            re.compile(rb"default\w*\s*=\s*[A-Z]"),
            re.compile(rb"(?m)#" + _LISTED_ONLY),
        ),
        gives=_any_of(rb"""str\b[^\n=]*=\s*["']""", rb"""default=["']"""),
        joins=_any_of(rb"Union\[", rb"discriminator", rb"\| ?[A-Z]"),
        casts=(),
        checks=_any_of(rb"alidator", rb"Constraints"),
        brings_all=_any_of(rb"import\s*\*", rb"import_module", rb"\n[ \t]*import "),
        hands_on=re.compile(rb"from\s+([\w.]+)\s+import\s*(\*)"),
        tops=_PYTHON_TOPS,
    )


def either(words: Iterable[str]) -> bytes:
    """A pattern for any of some words, the longest first."""
    return b"|".join(re.escape(each).encode() for each in sorted(set(words), key=lambda each: (-len(each), each)))
