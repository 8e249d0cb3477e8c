"""Writes closed sets into Python with libcst. Runs in a process that may die: libcst crashes on deep nesting.

Everything here is told by the file itself; what other files say comes in with the `Order`s.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from typing import NamedTuple

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, ParentNodeProvider

from linter.fixing import layout
from linter.fixing.model import No
from linter.fixing.python_fields import Changing, Field, Style
from linter.fixing.python_imports import Imports
from linter.fixing.python_orders import Order


class Rewriting(NamedTuple):
    """The new text, and for each order None when it was carried out, or why it was not."""

    text: str
    refused: Sequence[str | None]


def worked(data: bytes, orders: Sequence[Order]) -> bytes:
    """What `rewrite` gives, as JSON: "text" and "refused", or "no" with the reason."""
    try:
        found = rewrite(data.decode("utf-8"), orders)
    except No as no:
        return json.dumps({"no": str(no)}).encode()
    return json.dumps({"text": found.text, "refused": list(found.refused)}).encode()


def rewrite(text: str, orders: Sequence[Order]) -> Rewriting:
    """Carries orders out, as far as they can be.

    Raises:
        No: the file as a whole cannot be rewritten.
    """
    module = _parsed(text)
    if module.code != text:
        raise No("libcst does not keep this file as it is")
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    parents = wrapper.resolve(ParentNodeProvider)
    by_span: dict[tuple[int, int], cst.CSTNode] = {}
    names: set[str] = set()
    for node, span in spans.items():
        if isinstance(node, cst.Name):
            names.add(node.value)
        if isinstance(node, cst.Name | cst.Attribute):
            by_span.setdefault((span.start, span.start + span.length), node)
    style = _style(text)
    imports = Imports(module, frozenset(names), {id(each): spans[each].start for each in module.body if each in spans})
    changes: dict[int, cst.CSTNode] = {}
    refused: list[str | None] = []
    for order in orders:
        tried = imports.copy()
        try:
            made = Field(order, by_span, parents, tried, style, text).changes()
            if made.keys() & changes.keys():
                raise No("another fix changes the same place")
        except No as no:
            refused.append(str(no))
            continue
        imports = tried
        changes |= made
        refused.append(None)
    if not changes:
        return Rewriting(text, refused)
    changed = module.visit(Changing(changes))
    assert isinstance(changed, cst.Module)
    result = imports.added(changed, style.width).code
    _require_sound(text, result)
    return Rewriting(result, refused)


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError:
        raise No("libcst cannot read its syntax") from None


def _require_sound(before: str, after: str) -> None:
    """Raises No unless the new text is read by whatever reads the old one."""
    _parsed(after)
    try:
        ast.parse(before)
    except (SyntaxError, ValueError):
        return  # newer than this interpreter, which then has no say
    try:
        ast.parse(after)
    except (SyntaxError, ValueError):
        raise No("the file would no longer parse") from None


_STRINGS = re.compile(r"""(?<![\w"'])[rbfuRBFU]{0,2}("(?!"")|'(?!''))""")


def _style(text: str) -> Style:
    found = [match[1] for match in _STRINGS.finditer(text)]
    quote = "'" if found.count("'") > found.count('"') else '"'
    return Style(quote, max(layout.width_of(text.encode("utf-8", "surrogatepass")), 88))
