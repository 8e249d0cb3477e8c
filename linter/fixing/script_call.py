"""The call that makes a closed set, in the layout of the file around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tree_sitter import Node

from linter.fixing import layout
from linter.fixing.libraries import Library, Values
from linter.fixing.model import Edit
from linter.fixing.script_chain import open_dots
from linter.fixing.script_syntax import Script


class Call(NamedTuple):
    """An expression that makes a schema of any text.

    Args:
        node: all of it.
        callee: without its arguments.
        base: what stands before the last dot, if there is one.
        last: the last name.
        args: the arguments with their parentheses; None for libraries that need none.
    """

    node: Node
    callee: Node
    base: Node | None
    last: Node
    args: Node | None


def written(call: Call, library: Library, word: str, arguments: str) -> list[Edit]:
    """The edits that put another word and other arguments in the place of a call's, or append a call to it."""
    if library.appended:
        return [Edit(call.node.end_byte, call.node.end_byte, f".{library.appended}{arguments}")]
    start, end = (call.args.start_byte, call.args.end_byte) if call.args is not None else (call.node.end_byte,) * 2
    return [Edit(call.last.start_byte, call.last.end_byte, word), Edit(start, end, arguments)]


def written_out(
    script: Script,
    call: Call,
    library: Library,
    word: str,
    values: Sequence[str],
    more: str,
    going: Sequence[Edit],
) -> list[Edit]:
    """The same with the values written out: on one line, or as formatters break what does not fit there.

    Args:
        script: the file.
        call: what is replaced.
        library: how the set is written.
        word: what makes the set.
        values: the set.
        more: arguments that stay, behind the set.
        going: what is removed behind the call.
    """
    arguments = _Arguments(script, call, library, values, more)
    one_line = arguments.on_one_line()
    edits = written(call, library, word, one_line)
    if _fits(script, call, edits, going):
        return edits
    # Within brackets of the same line, breaking is for a formatter, which begins with the outer ones.
    nested = layout.is_nested(script.data, call.node.start_byte)
    if nested and len(one_line) <= script.layout.width:
        return edits
    indent = layout.line_indent(script.data, call.node.start_byte)
    deeper = indent + script.layout.indent
    dots = open_dots(script, call.node, going)
    if dots and not nested and call.base is not None and not script.breaks(call.node.start_byte, call.node.end_byte):
        broken = [Edit(each, each, script.layout.newline + deeper) for each in (call.base.end_byte, *dots)]
        fits = len(f"{deeper}.{word}{one_line}".expandtabs(4)) <= script.layout.width
        return [*broken, *written(call, library, word, one_line if fits else arguments.on_lines(deeper))]
    return written(call, library, word, arguments.on_lines(indent))


def _fits(script: Script, call: Call, edits: Sequence[Edit], going: Sequence[Edit]) -> bool:
    """Whether the line holds the edits; one that was too long already is not made the reason for more lines."""
    start, end = call.node.start_byte, call.node.end_byte
    before, after = layout.columns(script.data, start, end)
    was = len(script.text(call.node))
    longer = sum(len(each.text) - (each.end - each.start) for each in edits)
    if before + was + after > script.layout.width:
        return before + was + longer <= script.layout.width
    gone = sum(each.end - each.start for each in going if not script.breaks(each.start, each.end))
    return before + was + longer + after - gone <= script.layout.width


class _Arguments:
    """The arguments of the call that makes the set."""

    def __init__(self, script: Script, call: Call, library: Library, values: Sequence[str], more: str) -> None:
        self._layout = script.layout
        space = f"{script.text(call.base)}." if call.base is not None else ""
        items = [layout.quoted(each, script.layout.quote) for each in values]
        if library.items:
            items = [library.items.format(ns=space, value=each) for each in items]
        more = "" if library.appended else more
        if library.values is Values.SPREAD:
            self._items = [*items, more] if more else items
            self._opening, self._closing = "(", ")"
        else:
            self._items = items
            self._opening, self._closing = "([", f"], {more})" if more else "])"

    def on_one_line(self) -> str:
        return f"{self._opening}{', '.join(self._items)}{self._closing}"

    def on_lines(self, indent: str) -> str:
        """Each item on a line of its own; `indent` is that of the line that the arguments begin in."""
        lines = [f"{indent}{self._layout.indent}{each}," for each in self._items]
        if not self._layout.trailing_comma:
            lines[-1] = lines[-1].removesuffix(",")
        return self._layout.newline.join([self._opening, *lines, f"{indent}{self._closing}"])
