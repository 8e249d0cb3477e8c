"""Writes closed sets into TypeScript and JavaScript, by edits of bytes that leave everything else as it is."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from linter.findings import Fix
from linter.fixing.libraries import LIBRARIES, ZOD_PACKAGE, Library, Values, library_of, zod
from linter.fixing.model import Declined, Edit, No, Rewritten, Surroundings, Wanted, applied, overlapping
from linter.fixing.script_call import Call, written, written_out
from linter.fixing.script_chain import Test, chain_edits
from linter.fixing.script_imports import Additions
from linter.fixing.script_syntax import Script, error_count, read_script

_BARE = ("call_expression", "member_expression")


def rewrite(path: str, data: bytes, wanted: Sequence[Wanted], around: Surroundings) -> Rewritten:
    """A file with its fixes carried out, as far as they can be."""
    script = read_script(path, data)
    additions = Additions(script, around)
    edits: list[Edit] = []
    declined: list[Declined] = []
    for each in wanted:
        tried = additions.copy()
        try:
            made = _Writing(script, tried, around).edits(each)
            if overlapping(made, edits):
                raise No("another fix changes the same place")
        except No as no:
            declined.append(Declined(path, each.line, each.rule, str(no)))
            continue
        additions = tried
        edits += made
    fixed = len(wanted) - len(declined)
    if not fixed:
        return Rewritten(data, 0, tuple(declined))
    result = applied(data, [*edits, *additions.edits()])
    if error_count(read_script(path, result).root) > error_count(script.root):
        return Rewritten(data, 0, tuple(Declined(path, each.line, each.rule, _BROKEN) for each in wanted))
    return Rewritten(result, fixed, tuple(declined))


_BROKEN = "the file would no longer parse"
_NO_CALL = "it is no plain call of a schema library"
_COERCES = "it turns other values into text first (coerce)"


class _Writing:
    """Writes one fix."""

    def __init__(self, script: Script, additions: Additions, around: Surroundings) -> None:
        self._script = script
        self._additions = additions
        self._around = around

    def edits(self, wanted: Wanted) -> list[Edit]:
        """What carries the fix out, imports aside. Raises No."""
        script, fix = self._script, wanted.fix
        if not fix.values:
            raise No("the set has no values")
        call = _call_at(script, fix)
        if call.base is not None and script.text(call.base).rpartition(".")[2] == "coerce":
            raise No(_COERCES)
        library = self._library(call.callee, wanted.vendor)
        if script.text(call.last) != library.bare:
            raise No(f"{script.text(call.callee)} is not the library's {library.bare}")
        name = self._reference(fix, library)
        test = Test(fix.values, fix.existing.name if fix.existing is not None and name else "", self._around.unsafe)
        going = chain_edits(script, call.node, library, test)
        return self._closed(fix, call, library, name, going) + going + self._keyed(call.node, library)

    def _keyed(self, node: Node, library: Library) -> list[Edit]:
        """What keeps keys of a record from being required, all of them, because they are a closed set now."""
        args = node.parent
        while args is not None and args.type in ("member_expression", "call_expression"):
            node, args = args, args.parent
        call = args.parent if args is not None and args.type == "arguments" else None
        if args is None or call is None or args.named_child_count < 2 or args.named_children[0] != node:
            return []
        callee = call.child_by_field_name("function")
        last = callee.child_by_field_name("property") if callee is not None else None
        word = library.keyed.get(self._script.text(last)) if last is not None else None
        return [Edit(last.start_byte, last.end_byte, word)] if last is not None and word is not None else []

    def _library(self, callee: Node, vendor: str) -> Library:
        """The library that a callee's first name is imported from, else the one that the finding names."""
        script = self._script
        first = callee
        while first.type == "member_expression":
            inner = first.child_by_field_name("object")
            assert inner is not None
            first = inner
        for each in script.imports:
            if any(local == script.text(first) for _, local in each.names):
                library = library_of(each.specifier)
                if library is not None:
                    return library
                if each.specifier == ZOD_PACKAGE:
                    return self._zod()
        found = self._zod() if vendor == ZOD_PACKAGE else LIBRARIES.get(vendor)
        if found is None:
            raise No("nothing is known of how this library writes a closed set")
        return found

    def _zod(self) -> Library:
        return zod(self._around.resolver.wanted_version(ZOD_PACKAGE, self._script.path))

    # --- the set ---

    def _closed(self, fix: Fix, call: Call, library: Library, name: str | None, going: Sequence[Edit]) -> list[Edit]:
        """The set in the place of the bare call: the values, or a definition by its `name`."""
        more = self._further(call.args)
        if library.closed.lower() == "union" and len(fix.values) < 2:
            raise No("a union of one")
        if library.items and call.base is None:
            raise No("the library is not imported under one name")
        kind = fix.existing.kind if fix.existing is not None and name is not None else ""
        method = library.of_object if kind in ("enum", "object") and library.of_object else library.closed
        given = self._given(name, kind, library)
        word = "" if library.appended else self._word(call.callee, method, library)
        if given is not None:
            further = f", {more}" if more and not library.appended else ""
            return written(call, library, word, f"({given}{further})")
        return written_out(self._script, call, library, word, fix.values, more, going)

    def _further(self, args: Node | None) -> str:
        """What the bare call was given besides (messages), which the closed one takes too."""
        script = self._script
        given = [each for each in args.named_children if each.type != "comment"] if args is not None else []
        if args is not None and len(given) < args.named_child_count:
            raise No("a comment stands among its arguments")
        text = ", ".join(script.text(each) for each in given)
        if "coerce" in text:
            raise No(_COERCES)
        return text

    def _reference(self, fix: Fix, library: Library) -> str | None:
        existing = fix.existing
        if existing is None:
            return None
        if existing.kind == "array" and not library.of_array:
            return None
        if existing.kind in ("enum", "object") and not library.of_object and not library.appended:
            return None
        return self._additions.definition(existing, fix.start)

    def _given(self, name: str | None, kind: str, library: Library) -> str | None:
        """What is handed over where a definition is referred to."""
        if name is None:
            return None
        if kind in ("enum", "object") and not library.of_object:
            name = f"Object.values({name})"
        if library.values is Values.SPREAD and not (kind in ("enum", "object") and library.of_object):
            return f"...{name}"
        return name

    def _word(self, callee: Node, method: str, library: Library) -> str:
        """What takes the place of the bare name: a member, or a name that has to be imported."""
        if callee.type == "member_expression":
            return method
        script = self._script
        bare = script.text(callee)
        specifier = next((each.specifier for each in script.imports if (library.bare, bare) in each.names), None)
        local = library.renamed.get(method, method)
        word = self._additions.from_module(specifier, method, local) if specifier is not None else None
        if word is None:
            raise No(f"{method} cannot be imported beside {bare}: the name is taken, or nothing imports {bare}")
        return word


def parses(path: str, data: bytes) -> bytes:
    """Parses a file and gives nothing, or does not return: to be tried in a process that may die."""
    read_script(path, data)
    return b""


def _call_at(script: Script, fix: Fix) -> Call:
    """The expression that a fix is about. Raises No."""
    node = script.root.descendant_for_byte_range(fix.start, fix.end)
    while node is not None and (node.start_byte, node.end_byte) == (fix.start, fix.end) and node.type not in _BARE:
        node = node.parent
    if node is None or (node.start_byte, node.end_byte) != (fix.start, fix.end):
        raise No(_NO_CALL)
    callee = node.child_by_field_name("function") if node.type == "call_expression" else node
    if callee is None or callee.type not in ("member_expression", "identifier"):
        raise No(_NO_CALL)
    last = callee.child_by_field_name("property") if callee.type == "member_expression" else callee
    if last is None:
        raise No(_NO_CALL)
    return Call(node, callee, callee.child_by_field_name("object"), last, node.child_by_field_name("arguments"))
