"""Facts as bytes: nothing is lost, and no bytes run code or pass for facts."""

from __future__ import annotations

import os
import pickle
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.extraction import Task, codec
from linter.extraction.reading import extract_task
from linter.facts import FileFacts, Role, SiteFlag, Span

SCRIPT = b"""
import { A as B } from "./a"; import type { T } from "t"; export * from "./star"
@mark() export class K extends B implements T { private x = new B(1, ...[2]); get y() { return this.x } }
export const f = async (p: T, { q = `a${1}` } = {}) => flag ? (await import("m")).z[p] : q ?? super.w
if (process.env.USE_NEW) { tag`x`; f.prop = { a: 1, ...f } } /* comment */ f instanceof B <
"""
PROGRAM = b"""
from a.b import c as d, *
@d
class K(d.X):
    y: "K" = 3
    def m(self, *args, key=None): return super().m(*args, **{"a": self.y})[0] or f"{key}!"
"""
FACTS = [
    extract_task(Task("a.tsx", SCRIPT, comments=True)),
    extract_task(Task("a.py", PROGRAM, comments=True)),
]


def forged(body: bytes) -> bytes:
    """Bytes with a header that fits."""
    header = struct.Struct("<4sII")
    magic, layout, _ = header.unpack_from(codec.dumps([]))
    return header.pack(magic, layout, zlib.crc32(body)) + body


def types_in(value: object) -> object:
    """A value's types all the way down: named tuples equal plain ones, and members their values."""
    if isinstance(value, tuple):
        return type(value), [types_in(each) for each in value]
    if isinstance(value, dict):
        return [(types_in(key), types_in(each)) for key, each in value.items()]
    return type(value)


@pytest.mark.parametrize("facts", [[], FACTS[:1], FACTS, FACTS * 2], ids=len)
def test_what_is_written_is_read_again(facts: list[FileFacts]) -> None:
    found = codec.loads(codec.dumps(facts))
    assert found == facts
    assert [types_in(each) for each in found] == [types_in(each) for each in facts]


def _every_flags() -> list[SiteFlag]:
    return [SiteFlag(bits) for bits in range(sum(SiteFlag) + 1)]


def test_members_of_enumerations_stay_themselves() -> None:
    (found,) = codec.loads(codec.dumps(FACTS[:1]))
    assert {SiteFlag.NEW, SiteFlag.TAGGED} <= {each.flags for each in found.sites}
    every = FACTS[0]._replace(sites=tuple(FACTS[0].sites[0]._replace(flags=each) for each in _every_flags()))
    assert codec.loads(codec.dumps([every])) == [every]
    assert all(any(each.role is role for role in Role) for each in found.references)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="facts"):
        codec.loads(data)


@given(st.data())
def test_damaged_bytes_are_refused(data: st.DataObject) -> None:
    whole = codec.dumps(FACTS)
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]
    for each in (damaged, whole[:place]):
        with pytest.raises(ValueError, match="facts"):
            codec.loads(each)


@given(st.binary(max_size=200))
def test_forged_bytes_give_facts_or_are_refused(body: bytes) -> None:
    try:
        found = codec.loads(forged(body))
    except ValueError:
        return
    assert all(isinstance(each, FileFacts) for each in found)


class _Runs:
    def __init__(self, marker: Path) -> None:
        self._command = f"touch {marker}"

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, (self._command,)


def test_bytes_run_no_code(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    with pytest.raises(ValueError, match="facts"):
        codec.loads(forged(pickle.dumps([_Runs(marker)])))
    assert not marker.exists()


def test_bytes_change_no_type() -> None:
    # GLOBAL Span, then BUILD with a state that sets an attribute of it.
    body = b"\x80\x05clinter.facts\nSpan\n(N}X\x05\x00\x00\x00startX\x01\x00\x00\x00xstb."
    with pytest.raises(ValueError, match="facts"):
        codec.loads(forged(body))
    assert Span(1, 2).start == 1


@pytest.mark.parametrize("name", ["Path", "builtins", "annotations", "StrEnum", "UNKNOWN", "Expr", "NamedTuple"])
def test_only_the_types_of_facts_are_named(name: str) -> None:
    with pytest.raises(ValueError, match="facts"):
        codec.loads(forged(f"\x80\x05clinter.facts\n{name}\n.".encode("latin-1")))
