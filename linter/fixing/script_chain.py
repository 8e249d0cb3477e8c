"""What is chained behind a schema that takes any text, and whether it can stay when that takes a closed set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tree_sitter import Node

from linter.fixing.libraries import TREATMENTS, Library, Treatment
from linter.fixing.model import Edit, No
from linter.fixing.script_syntax import Script
from linter.languages.javascript.strings import unescaped

_CHANGES_TEXT = re.compile(r"\.(?:toLowerCase|toUpperCase|toLocale\w+Case|trim\w*|normalize)\s*\(")
_HOLDING_ACTIONS = ("check", "pipe", "with")
"""Methods and functions whose arguments are themselves what is done to the text."""
_CLOSED_PATTERN = re.compile(r"\^?\(?(?:\?:)?((?:[\w :/.-]|\\[-./])+(?:\|(?:[\w :/.-]|\\[-./])+)*)\)?\$?")


class Test(NamedTuple):
    """What a chain is tested for.

    Args:
        values: the set.
        owner: the enum or object that is referred to for it, so that its members are values; "" for none.
        unsafe: whether a default need not be seen to be one of the values.
    """

    values: Sequence[str]
    owner: str
    unsafe: bool


def chain_edits(script: Script, bare: Node, library: Library, test: Test) -> list[Edit]:
    """What has to go from behind `bare` so that the rest can stay.

    Raises:
        No: something there would not do with one of the values only.
    """
    edits: list[Edit] = []
    for link in _links(bare):
        name = script.text(link.name)
        if not _stays(script, name, link.args, test):
            edits.append(Edit(_start_of(link.before), link.call.end_byte, ""))
    edits += _piped(script, bare, library, test)
    return edits


def open_dots(script: Script, bare: Node, going: Sequence[Edit]) -> list[int]:
    """Where the methods behind `bare` that stay begin, of those that begin in the line in which the last one ends."""
    gone = {each.end for each in going}
    staying = [each for each in _links(bare) if each.call.end_byte not in gone]
    return [each.before.end_byte for each in staying if not script.breaks(each.before.end_byte, each.name.start_byte)]


class _Link:
    """One method call of a chain: `before` is what it is called on."""

    def __init__(self, call: Node, before: Node, name: Node, args: Node) -> None:
        self.call, self.before, self.name, self.args = call, before, name, args


def _links(node: Node) -> Iterator[_Link]:
    while True:
        member = node.parent
        call = member.parent if member is not None else None
        if member is None or call is None or member.type != "member_expression" or call.type != "call_expression":
            return
        name, args = member.child_by_field_name("property"), call.child_by_field_name("arguments")
        if member.child_by_field_name("object") != node or call.child_by_field_name("function") != member:
            return
        if name is None or args is None or args.type != "arguments":
            return
        yield _Link(call, node, name, args)
        node = call


def _piped(script: Script, bare: Node, library: Library, test: Test) -> list[Edit]:
    """The same for libraries that chain by a function: `pipe(string(), minLength(1))`."""
    args = bare.parent
    call = args.parent if args is not None else None
    if not library.piping or args is None or call is None or args.type != "arguments":
        return []
    callee = call.child_by_field_name("function")
    if callee is None or script.text(callee).rpartition(".")[2] != library.piping:
        return []
    edits = []
    given = [each for each in args.named_children if each.type != "comment"]
    for before, each in pairwise(given):
        action = _action(script, each)
        if action is not None and not _stays(script, action[0], action[1], test):
            edits.append(Edit(before.end_byte, each.end_byte, ""))
    return edits if given and given[0] == bare else []


def _action(script: Script, node: Node) -> tuple[str, Node] | None:
    callee, args = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if node.type != "call_expression" or callee is None or args is None:
        return None
    return script.text(callee).rpartition(".")[2], args


def _stays(script: Script, name: str, args: Node, test: Test) -> bool:
    """Whether a method stays; False where it is dropped. Raises No."""
    given = [each for each in args.named_children if each.type != "comment"]
    if name in _HOLDING_ACTIONS:
        actions = [_action(script, each) for each in given]
        if all(each is None or _stays(script, each[0], each[1], test) for each in actions):
            return True
        if all(each is not None and not _stays(script, each[0], each[1], test) for each in actions):
            return False
        raise No(f".{name}() holds tests of text beside others")
    treatment = TREATMENTS.get(name)
    if treatment is Treatment.REFUSE:
        raise No(f".{name}() changes the text or asks for a format, which a closed set does not")
    if treatment is Treatment.DROP:
        _require_passed(script, name, given, test.values)
        return False
    if treatment is Treatment.DEFAULT and given:
        _require_value(script, name, given[0], test)
    if _CHANGES_TEXT.search(script.text(args)):
        raise No(f"the function in .{name}() changes the text, so more than the values is accepted now")
    return True


def _require_value(script: Script, name: str, node: Node, test: Test) -> None:
    if node.type == "string":
        if unescaped(script.text(node)[1:-1]) not in test.values:
            raise No(f"{script.text(node)} in .{name}() is none of the values")
        return
    owner = node.child_by_field_name("object") if node.type == "member_expression" else None
    is_member = owner is not None and test.owner and script.text(owner) == test.owner
    if not is_member and node.type not in ("undefined", "null") and not test.unsafe:
        raise No(f"what .{name}() gives is not written there, and may be none of the values (--unsafe-fixes)")


def _require_passed(script: Script, name: str, given: Sequence[Node], values: Sequence[str]) -> None:
    """Raises No unless every value passes a test of text, so that it says nothing any more."""
    first = given[0] if given else None
    if name in ("nonempty", "nonEmpty"):
        passed = all(values)
    elif first is None:
        passed = False
    elif first.type == "number":
        passed = _fits(name, script.text(first), values)
    elif first.type == "string":
        passed = _has(name, unescaped(script.text(first)[1:-1]), values)
    elif first.type == "regex" and name in ("regex", "matches", "pattern"):
        passed = _is_alternation(script, first, values)
    else:
        passed = False
    if not passed:
        raise No(f".{name}() may not let every value pass")


def _fits(name: str, written: str, values: Sequence[str]) -> bool:
    if not written.isdigit():
        return False
    # JavaScript counts UTF-16 units.
    sizes = [len(each.encode("utf-16-le")) // 2 for each in values]
    limit = int(written)
    if name in ("min", "minLength"):
        return min(sizes) >= limit
    if name in ("max", "maxLength"):
        return max(sizes) <= limit
    return name == "length" and all(each == limit for each in sizes)


def _has(name: str, part: str, values: Sequence[str]) -> bool:
    tests = {
        "startsWith": lambda each: each.startswith(part),
        "endsWith": lambda each: each.endswith(part),
        "includes": lambda each: part in each,
    }
    return name in tests and all(map(tests[name], values))


def _is_alternation(script: Script, node: Node, values: Sequence[str]) -> bool:
    """Whether a regular expression plainly lists words, and every value is among them."""
    pattern, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
    match = _CLOSED_PATTERN.fullmatch(script.text(pattern)) if pattern is not None and flags is None else None
    if match is None:
        return False
    words = {each.replace("\\", "") for each in match[1].split("|")}
    return words >= set(values)


def _start_of(before: Node) -> int:
    """Where a method call begins that goes: behind what it is called on, or behind comments there."""
    end = before.end_byte
    following = before.next_sibling
    while following is not None and following.type == "comment":
        end = following.end_byte
        following = following.next_sibling
    return end
