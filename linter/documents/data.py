"""JSON and YAML in documents, as nodes that know their lines.

Only plain data is read: YAML goes through its events, so that no tag makes an object and an alias, which can make
a small text huge, is refused. Both stop at a depth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

_DEEPEST = 60
_MOST_OBJECTS = 2_000
"""Braces at which an object is tried to be read: more make no report, and each try costs time."""


class Node(NamedTuple):
    """A value with the line it begins in. `value` is a dict of nodes, a list of nodes, or a scalar."""

    value: Any
    line: int

    def get(self, *keys: str) -> Node | None:
        """The value of the first of these keys that is there."""
        if isinstance(self.value, dict):
            for key in keys:
                if key in self.value:
                    found: Node = self.value[key]
                    return found
        return None

    def items(self) -> list[Node]:
        """The elements of a list; a scalar counts as a list of one, everything else as none."""
        if isinstance(self.value, list):
            return self.value
        return [self] if isinstance(self.value, str) and self.value.strip() else []

    def strings(self) -> Iterator[Node]:
        """Every string in it, in order."""
        pending = [self]
        while pending:
            node = pending.pop()
            if isinstance(node.value, str):
                yield node
            elif isinstance(node.value, list):
                pending.extend(reversed(node.value))
            elif isinstance(node.value, dict):
                pending.extend(reversed(node.value.values()))


def json_node(text: str, first: int = 1) -> Node | None:
    """The JSON value that a text is; None when it is none. `first` is the line that the text begins in."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _Placed(text, first).node(value, 0)


class _Placed:
    """Gives parsed JSON its lines: strings stand in the text in the order in which they are met."""

    def __init__(self, text: str, first: int) -> None:
        self._text = text
        self._at = 0
        self._line = first

    def node(self, value: Any, depth: int) -> Node | None:
        if depth > _DEEPEST:
            return None
        if isinstance(value, dict):
            line = self._line
            entries = {}
            for key, each in value.items():
                self._go_to(key)
                found = self.node(each, depth + 1)
                if found is not None:
                    entries[key] = found
            return Node(entries, line)
        if isinstance(value, list):
            line = self._line
            return Node([found for each in value if (found := self.node(each, depth + 1)) is not None], line)
        if isinstance(value, str):
            self._go_to(value)
        return Node(value, self._line)

    def _go_to(self, text: str) -> None:
        for written in (json.dumps(text, ensure_ascii=False), json.dumps(text)):
            at = self._text.find(written, self._at)
            if at >= 0:
                self._line += self._text.count("\n", self._at, at)
                self._at = at
                return


def objects_in(text: str, first: int = 1) -> list[Node]:
    """The outermost JSON objects in a text of anything, in order."""
    decoder = json.JSONDecoder()
    found: list[Node] = []
    at = tries = 0
    while (at := text.find("{", at)) >= 0 and tries < _MOST_OBJECTS:
        tries += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        node = _Placed(text[at:end], first + text.count("\n", 0, at)).node(value, 0)
        if node is not None and node.value:
            found.append(node)
        at = end
    return found


def yaml_node(text: str) -> Node | None:
    """The YAML mapping or list that a text is; None when it is neither, has aliases or tags, or is too deep."""
    import yaml

    try:
        events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found = _from_events(iter(events))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return found if found is not None and isinstance(found.value, (dict, list)) else None


def _from_events(events: Iterator[Any]) -> Node | None:
    """The first document's value. Raises ValueError for what is not plain data."""
    import yaml

    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _node(event, events, 0)
    return None


def _node(event: Any, events: Iterator[Any], depth: int) -> Node:
    import yaml

    line = event.start_mark.line + 1
    if depth > _DEEPEST or isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
        raise ValueError("not plain data")
    if isinstance(event, yaml.ScalarEvent):
        return Node(event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        elements = []
        while not isinstance(each := next(events), yaml.SequenceEndEvent):
            elements.append(_node(each, events, depth + 1))
        return Node(elements, line)
    entries: dict[str, Node] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        name = _node(key, events, depth + 1)
        entries[str(name.value)] = _node(next(events), events, depth + 1)
    return Node(entries, line)
