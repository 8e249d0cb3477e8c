"""Names from an audited repository in a text that an agent will read.

A path, a symbol or a value may hold words that were put there to be obeyed. They cannot be kept from being words; but
they cannot be sentences: what is not part of a name is written as an escape, spaces first of all, nothing can end the
code span that a name stands in, and long names are cut.
"""

from __future__ import annotations

import re

_KEPT = re.compile(r"[^A-Za-z0-9_./@+$\[\](){}~=%:#*,?-]")
_LONGEST = 160
_VALUE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/+-]{0,39}\Z")


def code(name: str) -> str:
    """A name as a code span."""
    return f"`{harmless(name)}`"


def harmless(name: str) -> str:
    """A name with everything escaped that is not part of names, cut to what a reader needs."""
    shown = _KEPT.sub(lambda found: _escaped(found.group()), name)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."


def is_plain(value: str) -> bool:
    """Whether a value of a closed set is a word that may be shown."""
    return _VALUE.match(value) is not None


def _escaped(char: str) -> str:
    number = ord(char)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that was not UTF-8, see PEP 383
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
