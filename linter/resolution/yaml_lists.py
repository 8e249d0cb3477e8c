"""The small part of YAML that pnpm-workspace.yaml is written in.

Read are block mappings of any depth, block lists and one-line flow lists of scalars, quoted and plain
scalars, and comments. Not read are anchors, tags, flow mappings, several documents and scalars over several
lines: such a line is passed over.
"""

from __future__ import annotations

import re

_QUOTED = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')"""
_ENTRY = re.compile(rf"({_QUOTED}|@?[^\s#:'\"\[{{&*!|>%@`-][^#:]*):(?:\s(.*))?$")
_QUOTE = re.compile(_QUOTED)

Block = dict[str, "str | list[str] | Block"]


def parse(text: str) -> Block:
    """The mapping that the text writes down; what cannot be read is left out."""
    root: Block = {}
    stack: list[tuple[int, Block]] = [(-1, root)]
    last: tuple[int, Block, str] | None = None
    for line in text.splitlines():
        body = line.strip()
        if not body or body.startswith(("#", "---")):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if body.startswith("- ") and last is not None and indent >= last[0]:
            _append(last[1], last[2], _scalar(body[2:]))
            continue
        entry = _ENTRY.match(body)
        if entry is None:
            continue
        if last is not None and indent > last[0] and last[1].get(last[2]) == "":
            inner: Block = {}
            last[1][last[2]] = inner
            stack.append((last[0], inner))
        while stack[-1][0] >= indent:
            stack.pop()
        owner, key = stack[-1][1], _scalar(entry[1])
        owner[key] = _value(entry[4] or "")
        last = (indent, owner, key)
    return root


def _append(owner: Block, key: str, item: str) -> None:
    items = owner.get(key)
    if isinstance(items, list):
        items.append(item)
    elif items == "":
        owner[key] = [item]


def _value(text: str) -> str | list[str]:
    text = text.strip()
    if text.startswith("["):
        inner = text[1:].partition("]")[0]
        return [_scalar(item) for item in inner.split(",") if item.strip()]
    return "" if text.startswith("#") else _scalar(text)


def _scalar(text: str) -> str:
    text = text.strip()
    match = _QUOTE.match(text)
    if match is None:
        return text.partition(" #")[0].rstrip()
    if match[1] is not None:
        return match[1].replace('\\"', '"').replace("\\\\", "\\")
    return match[2].replace("''", "'")
