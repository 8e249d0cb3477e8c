"""Writes closed sets into Python: what other files say is found out here, the rewriting is done in a process apart."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from linter.extraction import Failed, Limits, Task, extract_all
from linter.extraction.apart import apart
from linter.facts import Expr, FileFacts, Imported, Member, Name, Symbol, SymbolKind, Text
from linter.findings import Existing
from linter.fixing.model import Declined, Rewritten, Surroundings, Wanted
from linter.fixing.python_orders import Order, Reference
from linter.fixing.specifiers import python_module

_LIMITS = Limits(seconds=20.0)
"""libcst reads 0.4 MB/s, and the largest file that is read has 1 MB."""

_ALIAS = rb"(?m)^(?:type[ \t]+)?%s[ \t]*(?::[^=\n]*)?=[ \t]*(?:\w+\.)?Literal\["


def rewrite(path: str, data: bytes, wanted: Sequence[Wanted], around: Surroundings) -> Rewritten:
    """A file with its fixes carried out, as far as they can be."""
    orders = [
        Order(each.start, each.end, each.values, _reference(path, data, each.existing, around), around.unsafe)
        for each in (one.fix for one in wanted)
    ]
    with _own_packages():
        # Before the fork: an import would fail in a process without environment, and be made for every file.
        from linter.fixing import python_rewriting
    found = apart(path, lambda: python_rewriting.worked(data, orders), _LIMITS)
    if isinstance(found, Failed):
        return Rewritten(data, 0, _all(path, wanted, f"libcst gave up on the file: {found.reason}"))
    said = json.loads(found)
    if "no" in said:
        return Rewritten(data, 0, _all(path, wanted, str(said["no"])))
    refused: list[str | None] = said["refused"]
    declined = tuple(
        Declined(path, each.line, each.rule, why) for each, why in zip(wanted, refused, strict=True) if why is not None
    )
    text: str = said["text"]
    return Rewritten(text.encode("utf-8"), len(wanted) - len(declined), declined)


def _all(path: str, wanted: Sequence[Wanted], reason: str) -> tuple[Declined, ...]:
    return tuple(Declined(path, each.line, each.rule, reason) for each in wanted)


@contextmanager
def _own_packages() -> Iterator[None]:
    """Nothing is imported from the folder that Python puts first by itself: it may be the repository under audit."""
    known = list(sys.path)
    sys.path[:] = known if sys.flags.safe_path else known[1:]
    try:
        yield
    finally:
        sys.path[:] = known


def _reference(path: str, data: bytes, existing: Existing | None, around: Surroundings) -> Reference | None:
    """A definition as the file would refer to it; None where it cannot, or where that would not be as good."""
    if existing is None or existing.kind not in ("enum", "literal") or not existing.name.isidentifier():
        return None
    members: Mapping[str, str] = {}
    if existing.kind == "literal":
        text = data if existing.path == path else around.contents(existing.path)
        if text is None or re.search(_ALIAS % re.escape(existing.name.encode()), text) is None:
            return None  # a tuple or list of values, which no type can be made of
    is_text = False
    if existing.kind == "enum":
        found = _enum(existing, data if existing.path == path else around.contents(existing.path))
        if found is None:
            return None
        members, is_text = _members(found), _is_text(found, around.unsafe)
    if existing.path == path:
        source = (-1, "")
    else:
        named = python_module(path, existing.path, existing.name, around, data)
        if named is None:
            return None
        source = named
    return Reference(*source, existing.name, members, existing.kind == "enum", is_text)


def _enum(existing: Existing, data: bytes | None) -> Symbol | None:
    """The class that a definition is."""
    facts = extract_all([Task(existing.path, data, comments=False)], 1)[existing.path] if data is not None else None
    symbols = facts.symbols if isinstance(facts, FileFacts) else ()
    return next((each for each in symbols if each.kind is SymbolKind.CLASS and each.name == existing.name), None)


def _members(found: Symbol) -> Mapping[str, str]:
    """The member of each value of an Enum."""
    given = ((name, value) for name, values in found.members.items() for value in values)
    return {value.value: name for name, value in given if isinstance(value, Text)}


def _is_text(found: Symbol, unsafe: bool) -> bool:
    """Whether members are text: always for StrEnum, and for `str, Enum` but when they are printed."""
    bases = {_last(each) for each in found.bases}
    return "StrEnum" in bases or (unsafe and {"str", "Enum"} <= bases)


def _last(base: Expr) -> str:
    return base.name if isinstance(base, Name | Member | Imported) else ""
