"""A file of TypeScript or JavaScript as fixing sees it: its syntax tree, its imports, how it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from tree_sitter import Node

from linter.fixing.layout import Layout, indent_of, newline_of, width_of
from linter.languages.javascript.reading import parse
from linter.languages.syntax import walk

_LISTS = ("array", "object", "arguments", "named_imports")


class Imported(NamedTuple):
    """An import statement at the top of a file.

    `names` pairs what is imported with its local name (also "default" and "*"); `types` are those of them that are
    there for types only.
    """

    node: Node
    specifier: str
    names: tuple[tuple[str, str], ...]
    types: frozenset[str]


class Script(NamedTuple):
    """A file: its bytes, tree and imports, and how it is written."""

    path: str
    data: bytes
    root: Node
    imports: tuple[Imported, ...]
    layout: Layout

    def text(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def breaks(self, start: int, end: int) -> bool:
        """Whether a line ends between two offsets."""
        return b"\n" in self.data[start:end]


def read_script(path: str, data: bytes) -> Script:
    """Parses a file."""
    root = parse(PurePosixPath(path).suffix, data)
    imports = tuple(
        each for node in root.named_children if node.type == "import_statement" for each in _imported(node, data)
    )
    return Script(path, data, root, imports, _layout(root, data, imports))


def error_count(root: Node) -> int:
    """How many places of a tree the grammar could not read."""
    return sum(node.is_error or node.is_missing for node in walk(root)) if root.has_error else 0


def _imported(node: Node, data: bytes) -> Iterator[Imported]:
    source = node.child_by_field_name("source")
    if source is None:
        return
    specifier = data[source.start_byte + 1 : source.end_byte - 1].decode("utf-8", "replace")
    clause = next((each for each in node.named_children if each.type == "import_clause"), None)
    names: list[tuple[str, str]] = []
    types: set[str] = set()
    whole = _is_type(node)
    for child in clause.named_children if clause is not None else ():
        for imported, local, is_type in _names(child, data):
            names.append((imported, local))
            if whole or is_type:
                types.add(local)
    yield Imported(node, specifier, tuple(names), frozenset(types))


def _names(child: Node, data: bytes) -> Iterator[tuple[str, str, bool]]:
    def text(node: Node) -> str:
        return data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    if child.type == "identifier":
        yield "default", text(child), False
    elif child.type == "namespace_import":
        yield "*", text(child.named_children[-1]), False
    elif child.type == "named_imports":
        for each in child.named_children:
            name = each.child_by_field_name("name")
            if each.type == "import_specifier" and name is not None:
                alias = each.child_by_field_name("alias")
                yield text(name), text(alias or name), _is_type(each)


def _is_type(node: Node) -> bool:
    return any(each.type in ("type", "typeof") for each in node.children)


def _layout(root: Node, data: bytes, imports: tuple[Imported, ...]) -> Layout:
    quotes: Counter[str] = Counter()
    commas: Counter[bool] = Counter()
    for node in walk(root):
        if node.type == "string":
            if node.parent is None or node.parent.type != "jsx_attribute":
                quotes[chr(data[node.start_byte])] += 1
        elif node.type in _LISTS and node.child_count > 2 and node.start_point.row != node.end_point.row:
            last, closing = node.children[-2], node.children[-1]
            # With the bracket on a line of its own only; `foo({` … `})` says nothing.
            if last.end_point.row != closing.start_point.row and last.type != "comment":
                commas[last.type == ","] += 1
    bare = sum(not data[: each.node.end_byte].endswith(b";") for each in imports)
    return Layout(
        quote="'" if quotes["'"] > quotes['"'] else '"',
        newline=newline_of(data),
        indent=indent_of(data, "  "),
        width=width_of(data),
        trailing_comma=commas[True] >= commas[False],
        semicolons=2 * bare <= len(imports),
    )
