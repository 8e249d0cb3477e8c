"""What a file plainly defines and hands on, told from its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from linter.languages import PYTHON, language_of

_PYTHON_DEFINITION = re.compile(rb"(?m)^(?:async )?(?:def|class) (\w+)")
_SCRIPT_DEFINITION = re.compile(rb"function\s*\*?\s+([\w$]+)")
_SCRIPT_CLASS = re.compile(rb"class\s+([\w$]+)")
_SCRIPT_ARROW = re.compile(rb"const\s+([\w$]+)\s*=\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>")
_REEXPORT = re.compile(rb"""export\s*(?:\*|\{[^}]*\})[^;\n]*from\s*["']""")
_NAMED = re.compile(rb"""export\s*\{([^}]*)\}\s*from\s*["']([^"'\n]+)["']""")
_STAR = re.compile(rb"""export\s*\*\s*from\s*["']([^"'\n]+)["']""")
_COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.DOTALL)
_ALIAS = re.compile(r"([\w$]+)(?:\s+as\s+([\w$]+))?")


_MAKES_TEXT = tuple(re.compile(start + rb"""(?:\s*(?:`|f["'])|[^\n;]*["']\s*\+)""") for start in (rb"return", rb"=>"))
_QUOTED_NAME = re.compile(rb"""[:=,\[]\s*["'](@?[a-z][\w-]*(?:[./][\w-]+)*)["']""")


def makes_text(data: bytes) -> bool:
    """Whether a file has a function that plainly gives a text put together."""
    return any(each.search(data) for each in _MAKES_TEXT)


def quoted_names(path: str, data: bytes) -> Iterator[str]:
    """The strings of a file that are written like the name of a module.

    Scripts have many that only name a vendor: of these, only names with a scope count.
    """
    is_python = is_python_file(path)
    if not is_python and b'"@' not in data and b"'@" not in data:
        return iter(())
    found = {each.decode("ascii", "replace") for each in _QUOTED_NAME.findall(data)}
    return (each for each in found if is_python or each.startswith("@"))


def is_python_file(path: str) -> bool:
    """Whether a path is that of a Python file."""
    language = language_of(path)
    return language is not None and language.NAME == PYTHON


def hands_on(path: str, data: bytes) -> bool:
    """Whether a file exports what others define."""
    return path.endswith("__init__.py") if is_python_file(path) else _REEXPORT.search(data) is not None


class Definitions(NamedTuple):
    """What a file plainly says of names.

    `own` are functions and classes that it defines, and `offered` those of them that are exported where they are
    defined. `handed` are names that it re-exports: the specifier of the file they come from, and their name there.
    `stars` are the specifiers of what it re-exports wholesale.
    """

    own: frozenset[str]
    offered: frozenset[str]
    handed: dict[str, tuple[str, str]]
    stars: tuple[str, ...]


def definitions_of(path: str, data: bytes) -> Definitions:
    """Scans one file. What Python packages hand on is not told: a name there may be a module as well."""
    if is_python_file(path):
        own = frozenset(map(_text, _PYTHON_DEFINITION.findall(data)))
        return Definitions(own, own, {}, ())
    found = [each for pattern in (_SCRIPT_DEFINITION, _SCRIPT_CLASS, _SCRIPT_ARROW) for each in pattern.finditer(data)]
    return Definitions(
        own=frozenset(_text(each[1]) for each in found),
        offered=frozenset(_text(each[1]) for each in found if _is_exported(data, each.start())),
        handed=dict(_handed_on(data)),
        stars=tuple(map(_text, _STAR.findall(data))),
    )


def _is_exported(data: bytes, at: int) -> bool:
    """Whether what is defined at a place is exported there."""
    return data[data.rfind(b"\n", 0, at) + 1 : at].startswith(b"export ")


def _handed_on(data: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    for names, specifier in _NAMED.findall(data):
        for each in _text(_COMMENT.sub(b"", names)).split(","):
            match = _ALIAS.fullmatch(each.strip())
            if match is not None:
                yield match[2] or match[1], (_text(specifier), match[1])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
