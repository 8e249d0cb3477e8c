"""String literals and templates of JavaScript, with their escapes undone."""

from __future__ import annotations

import re

from tree_sitter import Node

from linter.facts import Expr, Join, Text
from linter.languages.javascript.reader import Reader

_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|[\s\S]))", re.ASCII)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}


def unescaped(raw: str) -> str:
    """The value of the text between the quotes of a literal (ECMA-262, 12.9.4)."""
    return _ESCAPE.sub(_escaped, raw) if "\\" in raw else raw


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _SIMPLE.get(match[4], match[4])
    value = int(code, 16)
    return chr(value) if value <= 0x10FFFF and not 0xD800 <= value <= 0xDFFF else "\ufffd"


def read_string(reader: Reader, node: Node) -> Expr:
    return Text(unescaped(reader.text(node)[1:-1]))


def read_template(reader: Reader, node: Node) -> Expr:
    """A template literal: constant text, or text joined with the values put into it."""
    parts: list[Expr] = []
    position = node.start_byte + 1
    for child in node.named_children:
        if child.type != "template_substitution":
            continue
        _add_text(reader, parts, position, child.start_byte)
        parts.extend(reader.read(inner) for inner in child.named_children[:1])
        position = child.end_byte
    _add_text(reader, parts, position, node.end_byte - 1)
    if not parts:
        return Text("")
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0]
    return Join(tuple(parts))


def _add_text(reader: Reader, parts: list[Expr], start: int, end: int) -> None:
    if end > start:
        parts.append(Text(unescaped(reader.data[start:end].decode("utf-8", "replace"))))
