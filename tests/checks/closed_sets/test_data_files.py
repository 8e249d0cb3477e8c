"""Closed sets in Prisma, GraphQL, SQL and JSON Schema."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.checks.closed_sets.data_files import SUFFIXES, records_in


def _sets(path: str, text: str) -> dict[str, tuple[str, ...]]:
    return {
        f"{record.name}.{field}": listed.values
        for record in records_in(path, text.encode())
        for field, listed in record.fields.items()
        if listed is not None
    }


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("a.prisma", "enum Role { \n A // x\n B\n}\nmodel User {\n id Int\n role Role?\n}", {"User.role": ("A", "B")}),
        ("a.graphql", "enum S { \n A\n B\n}\ninput T {\n s: [S!]\n n: Int\n}", {"T.s": ("A", "B")}),
        ("a.sql", "create table t (id int, s text check (s in ('a', 'b''c')))", {"t.s": ("a", "b'c")}),
        ("a.sql", "CREATE TABLE `t` (`s` ENUM('a','b') NOT NULL, n int)", {"t.s": ("a", "b")}),
        ("a.sql", "CREATE TYPE k AS ENUM ('x', 'y'); CREATE TABLE p.t (k k, z int)", {"t.k": ("x", "y")}),
        ("a.sql", "CREATE TABLE t (s text, CONSTRAINT c CHECK (s IN ('a','b')))", {"t.s": ("a", "b")}),
        ("a.schema.json", '{"$defs": {"U": {"properties": {"r": {"enum": ["a", "b"]}}}}}', {"U.r": ("a", "b")}),
        ("a.schema.json", '{"title": "U", "properties": {"r": {"enum": ["a", 1]}}}', {}),
        ("a.schema.json", "[1", {}),
    ],
)
def test_sets_of_fields(path: str, text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert _sets(path, text) == found


def test_places_count_bytes() -> None:
    text = "-- größe\nCREATE TABLE t (s text CHECK (s IN ('a','b')))"
    (record,) = records_in("a.sql", text.encode())
    listed = record.fields["s"]
    assert listed is not None
    assert text.encode()[listed.span.start : listed.span.end] == b"'a','b'"


@given(st.sampled_from(SUFFIXES), st.binary())
def test_no_file_is_too_strange(suffix: str, data: bytes) -> None:
    list(records_in(f"x{suffix}", data))
