"""Closed sets in files that describe data in languages of their own: Prisma, GraphQL, SQL, JSON Schema.

They are read by patterns, and only as far as records, their fields and sets of strings go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from linter.facts import Span

SUFFIXES = (".prisma", ".graphql", ".gql", ".sql", ".schema.json")


class Listed(NamedTuple):
    """The values of a field, and where they stand."""

    values: tuple[str, ...]
    span: Span


class DataRecord(NamedTuple):
    """A record of a data file: all its fields by name, with their values where these are a closed set."""

    path: str
    name: str
    fields: Mapping[str, Listed | None]


def records_in(path: str, data: bytes) -> Iterator[DataRecord]:
    """The records that a file describes."""
    text = data.decode("utf-8", "replace")
    if path.endswith(".json"):
        found = _json_records(text)
    elif path.endswith(".sql"):
        found = _tables(_plain(text, r"--[^\n]*|/\*.*?\*/"))
    else:
        found = _blocks(_plain(text, r"//[^\n]*" if path.endswith(".prisma") else r"#[^\n]*"))
    ascii_only = text.isascii()
    for name, fields in found:
        placed = {
            field: None if each is None else each._replace(span=_in_bytes(text, each.span, ascii_only=ascii_only))
            for field, each in fields.items()
        }
        yield DataRecord(path, name, placed)


def _in_bytes(text: str, span: Span, *, ascii_only: bool) -> Span:
    if ascii_only:
        return span
    return Span(len(text[: span.start].encode()), len(text[: span.end].encode()))


def _plain(text: str, comments: str) -> str:
    """The text with blanks where comments stand."""
    return re.sub(comments, lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)


_Fields = dict[str, Listed | None]

# --- Prisma and GraphQL --------------------------------------------------------------------------------

_BLOCK = re.compile(r"\b(enum|model|type|input|interface)\s+(\w+)[^{\n]*\{([^{}]*)\}")
_MEMBER = re.compile(r"(?m)^\s*([A-Za-z_]\w*)\b[^\n]*$")
_FIELD = re.compile(r"(?m)^\s*(\w+)\s*(?:\([^)]*\))?\s*:?\s*\[?\s*(\w+)")


def _blocks(text: str) -> Iterator[tuple[str, _Fields]]:
    blocks = list(_BLOCK.finditer(text))
    enums = {
        each[2]: Listed(
            tuple(match[1] for match in _MEMBER.finditer(_lines(each[3]))), Span(each.start(2), each.end(2))
        )
        for each in blocks
        if each[1] == "enum"
    }
    for each in blocks:
        if each[1] != "enum":
            yield each[2], {field: enums.get(kind) for field, kind in _FIELD.findall(_lines(each[3]))}


def _lines(body: str) -> str:
    """What stands in braces, with a line for each member: in GraphQL several may stand on one."""
    if "\n" in body.strip():
        return body
    return re.sub(r"\s+(?=\w+\s*:)" if ":" in body else r"[\s,]+", "\n", body.strip())


# --- SQL -----------------------------------------------------------------------------------------------

_TYPE = re.compile(r"CREATE\s+TYPE\s+\"?(?:\w+\"?\.\"?)?(\w+)\"?\s+AS\s+ENUM\s*\(([^)]*)\)", re.IGNORECASE)
_TABLE = re.compile(
    r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[\"`]?(?:\w+[\"`]?\.[\"`]?)?(\w+)[\"`]?\s*\(", re.IGNORECASE
)
_COLUMN = re.compile(r"\s*[\"`]?(\w+)[\"`]?\s+[\"`]?(\w+)")
_CHECK = re.compile(
    r"[\"`]?(\w+)[\"`]?\s*(?:::\w+\s*)?(?:IN\s*\(|=\s*ANY\s*\(\s*ARRAY\s*\[)([^)\]]*)[)\]]", re.IGNORECASE
)
_ENUM = re.compile(r"\bENUM\s*\(([^)]*)\)", re.IGNORECASE)
_STRING = re.compile(r"'((?:[^']|'')*)'")
_NO_COLUMNS = frozenset({"constraint", "primary", "foreign", "unique", "check", "index", "key", "exclude", "like"})


def _tables(text: str) -> Iterator[tuple[str, _Fields]]:
    types = {each[1].lower(): _strings(each[2], each.start(2)) for each in _TYPE.finditer(text)}
    for table in _TABLE.finditer(text):
        start = table.end()
        end = _closing(text, start)
        fields: _Fields = {}
        for offset, part in _parts(text[start:end], start):
            column = _COLUMN.match(part)
            if column is not None and column[1].lower() not in _NO_COLUMNS:
                enum = _ENUM.search(part)
                fields[column[1]] = _strings(enum[1], offset + enum.start(1)) if enum else types.get(column[2].lower())
            for check in _CHECK.finditer(part):
                if "CHECK" in part.upper():
                    fields[check[1]] = _strings(check[2], offset + check.start(2))
        yield table[1], fields


def _strings(text: str, at: int) -> Listed | None:
    values = tuple(each.replace("''", "'") for each in _STRING.findall(text))
    return Listed(values, Span(at, at + len(text))) if len(values) > 1 else None


def _closing(text: str, start: int) -> int:
    """Where the parenthesis ends that was opened before `start`."""
    depth = 1
    for match in re.compile(r"[()]").finditer(text, start):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.start()
    return len(text)


def _parts(text: str, at: int) -> Iterator[tuple[int, str]]:
    """The text between commas that stand in no parentheses, with its offset."""
    depth = begin = 0
    for match in re.compile(r"[(),]").finditer(text):
        if match[0] == "," and not depth:
            yield at + begin, text[begin : match.start()]
            begin = match.end()
        elif match[0] != ",":
            depth += 1 if match[0] == "(" else -1
    yield at + begin, text[begin:]


# --- JSON Schema ---------------------------------------------------------------------------------------


def _json_records(text: str) -> Iterator[tuple[str, _Fields]]:
    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(root, dict):
        return
    named: list[tuple[str, object]] = [(str(root.get("title", "")), root)]
    for key in ("definitions", "$defs"):
        inner = root.get(key)
        named += [(str(name), each) for name, each in inner.items()] if isinstance(inner, dict) else []
    for name, schema in named:
        properties = schema.get("properties") if isinstance(schema, dict) else None
        if name and isinstance(properties, dict):
            yield name, {str(field): _json_values(text, str(field), each) for field, each in properties.items()}


def _json_values(text: str, field: str, schema: object) -> Listed | None:
    values = schema.get("enum") if isinstance(schema, dict) else None
    if not isinstance(values, list) or len(values) < 2 or not all(isinstance(each, str) for each in values):
        return None
    at = re.search(rf'"{re.escape(field)}"\s*:\s*\{{[^{{}}]*"enum"', text)
    start = at.start() if at is not None else 0
    return Listed(tuple(values), Span(start, start + len(field) + 2))
