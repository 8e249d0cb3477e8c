"""String literals of Python, with their escapes undone, and f-strings."""

from __future__ import annotations

import re
import unicodedata

from tree_sitter import Node

from linter.facts import Expr, Join, Text
from linter.languages.python.reader import Reader

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|N\{([^}]+)\}|([0-7]{1,3})|(\r\n|[\s\S]))"
)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "\n": "", "\r\n": ""}
_KEPT = frozenset("\\'\"")


def unescaped(raw: str) -> str:
    """The value of the text between the quotes of a literal (Python reference, 2.4.1)."""
    return _ESCAPE.sub(_escaped, raw) if "\\" in raw else raw


def _escaped(match: re.Match[str]) -> str:
    hexadecimal = match[1] or match[2] or match[3]
    if hexadecimal or match[5]:
        value = int(hexadecimal, 16) if hexadecimal else int(match[5], 8)
        return chr(value) if value <= 0x10FFFF and not 0xD800 <= value <= 0xDFFF else "\ufffd"
    if match[4]:
        try:
            return unicodedata.lookup(match[4])
        except KeyError:
            return match[0]
    character = match[6]
    return _SIMPLE.get(character, character if character in _KEPT else match[0])


def read_string(reader: Reader, node: Node) -> Expr:
    """A literal, or text joined with the values put into it."""
    parts: list[Expr] = []
    raw = False
    for child in node.children:
        match child.type:
            case "string_start":
                raw = "r" in reader.text(child).lower()
            case "string_content":
                text = reader.text(child)
                parts.append(Text(text if raw else unescaped(text)))
            case "interpolation":
                inner = child.child_by_field_name("expression")
                parts.append(reader.read_optional(inner))
            case _:
                pass
    return _joined(parts)


def read_adjacent(reader: Reader, node: Node) -> Expr:
    """Literals that stand side by side."""
    return _joined([reader.read(child) for child in node.named_children if child.type != "comment"])


def is_docstring(node: Node) -> bool:
    """Whether a node is the string that a module, class or function begins with (PEP 257)."""
    statement = node.parent
    if node.type != "string" or statement is None or statement.type != "expression_statement":
        return False
    block = statement.parent
    owner = block.parent if block is not None and block.type == "block" else block
    if block is None or owner is None or owner.type not in ("module", "class_definition", "function_definition"):
        return False
    return next((each for each in block.named_children if each.type != "comment"), None) == statement


def _joined(parts: list[Expr]) -> Expr:
    if all(isinstance(each, Text) for each in parts):
        return Text("".join(each.value for each in parts if isinstance(each, Text)))
    return parts[0] if len(parts) == 1 else Join(tuple(parts))
