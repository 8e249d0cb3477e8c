"""References to other files' definitions in a script, and the imports that they need."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from linter.findings import Existing
from linter.fixing.model import Edit, Surroundings
from linter.fixing.script_syntax import Imported, Script
from linter.fixing.specifiers import script_specifier
from linter.resolution import Local

_VALUES = ("enum", "array", "object")
"""What exists at run time; unions are types only."""
_UNUSABLE = rb"(?:\bconst\s+enum|\bdeclare\s+(?:const\s+)?enum|\bdeclare\s+const)\s+%s\b"
_STARS = re.compile(rb"export\s*\*\s*from\s*[\"']([^\"']+)")
_NAMED = rb"export\s*\{[^}]{0,4000}\b%s\b\s*[,}][^}]{0,4000}\}?\s*from\s*[\"']([^\"']+)"
_BARRELS = 4
"""Files that a definition may be handed on through."""
_BESIDE = re.compile(rb"[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/[ \t]*)?(?=\r?\n|\Z)")


class Additions:
    """Names that a script shall import besides those it does, as few statements as possible."""

    def __init__(self, script: Script, around: Surroundings) -> None:
        self._script = script
        self._around = around
        self._merged: dict[int, tuple[Node, list[str]]] = {}
        self._fresh: dict[str, list[str]] = {}
        self._unmarked: dict[int, Edit] = {}

    def copy(self) -> Additions:
        """The same additions, to which more can be added without changing these."""
        other = Additions(self._script, self._around)
        other._merged = {key: (node, list(names)) for key, (node, names) in self._merged.items()}
        other._fresh = {key: list(names) for key, names in self._fresh.items()}
        other._unmarked = dict(self._unmarked)
        return other

    def definition(self, existing: Existing, at: int) -> str | None:
        """The text by which code at an offset refers to a definition; None where it cannot, or must not."""
        if existing.kind not in _VALUES or not existing.name.isidentifier() or existing.name == "default":
            return None
        script = self._script
        if existing.path == script.path:
            return existing.name if self._stands_before(existing.name, at) else None
        data = self._around.contents(existing.path)
        if data is None or existing.path.endswith((".d.ts", ".d.mts", ".d.cts")) or not script.imports:
            return None
        if re.search(_UNUSABLE % re.escape(existing.name.encode()), data):
            return None
        return self._imported(existing)

    def from_module(self, specifier: str, name: str, local: str) -> str | None:
        """The local name of something else of a module that the script imports already, or shall."""
        for each in self._script.imports:
            if each.specifier == specifier:
                found = self._known(each, name)
                if found is not None:
                    return found
        listed = name if name == local else f"{name} as {local}"
        if self._is_asked_for(listed):
            return local
        if self._mentions(local):
            return None
        return local if self._merge(lambda each: each == specifier, listed) else None

    def edits(self) -> list[Edit]:
        """What adds all of them."""
        script, layout = self._script, self._script.layout
        edits = list(self._unmarked.values())
        for node, names in self._merged.values():
            edits.append(_listed(script, node, names))
        if self._fresh:
            end = ";" if layout.semicolons else ""
            statements = [
                f"import {{ {', '.join(names)} }} from {layout.quote}{specifier}{layout.quote}{end}"
                for specifier, names in sorted(self._fresh.items())
            ]
            position = _after_imports(script)
            edits.append(Edit(position, position, "".join(layout.newline + each for each in statements)))
        return edits

    # --- finding the way ---

    def _imported(self, existing: Existing) -> str | None:
        name = existing.name
        same = [each for each in self._script.imports if self._means(each.specifier, existing.path)]
        # Files that hand the definition on, of those that are loaded already: no import comes in that was not there.
        barrels = {
            each.specifier
            for each in self._script.imports
            if not all(local in each.types for _, local in each.names) and self._hands_on(each.specifier, existing)
        }
        for each in (*same, *(each for each in self._script.imports if each.specifier in barrels)):
            found = self._known(each, name)
            if found is not None:
                return found
        marked = next((each for each in same if (name, name) in each.names and name in each.types), None)
        if marked is not None:
            return name if self._unmark(marked, name) else None
        if self._is_asked_for(name):
            return name
        if self._mentions(name):
            return None
        if self._merge(lambda each: each in barrels or self._means(each, existing.path), name):
            return name
        specifiers = [each.specifier for each in self._script.imports]
        specifier = script_specifier(self._script.path, existing.path, specifiers, self._around)
        if specifier is None or not specifier.isprintable() or self._script.layout.quote in specifier:
            return None
        self._fresh.setdefault(specifier, []).append(name)
        return name

    def _means(self, specifier: str, path: str) -> bool:
        return self._around.resolver.script(specifier, self._script.path) == Local(path)

    def _hands_on(self, specifier: str, existing: Existing) -> bool:
        """Whether what a specifier means is a file that exports the definition from where it stands."""
        path, wanted = self._script.path, re.escape(existing.name.encode())
        for _ in range(_BARRELS):
            found = self._around.resolver.script(specifier, path)
            data = self._around.contents(found.path) if isinstance(found, Local) else None
            if not isinstance(found, Local) or data is None:
                return False
            path = found.path
            named = re.search(_NAMED % wanted, data)
            stars = [each.decode("utf-8", "replace") for each in _STARS.findall(data)]
            ways = [named[1].decode("utf-8", "replace")] if named is not None else stars
            if any(self._around.resolver.script(each, path) == Local(existing.path) for each in ways):
                return True
            if named is None:
                return False
            specifier = ways[0]
        return False

    def _known(self, imported: Imported, name: str) -> str | None:
        """How a name of an import that is there can be used as a value."""
        for each, local in imported.names:
            if each == name and local not in imported.types:
                return local
            if each == "*" and local not in imported.types and name.isidentifier():
                return f"{local}.{name}"
        return None

    def _is_asked_for(self, listed: str) -> bool:
        asked = [names for _, names in self._merged.values()] + list(self._fresh.values())
        return any(listed in names for names in asked)

    def _mentions(self, name: str) -> bool:
        """Whether the file has the name for anything at all: another meaning must not be taken away."""
        return re.search(rb"(?<![\w$])%s(?![\w$])" % re.escape(name.encode()), self._script.data) is not None

    def _merge(self, fits: Callable[[str], bool], listed: str) -> bool:
        """Adds a name to an import statement that takes some and that `fits` likes."""
        for each in self._script.imports:
            clause = next((child for child in each.node.named_children if child.type == "import_clause"), None)
            if clause is None or any(child.type == "type" for child in each.node.children) or not fits(each.specifier):
                continue
            if any(child.type == "namespace_import" for child in clause.named_children):
                continue
            _, names = self._merged.setdefault(each.node.id, (clause, []))
            names.append(listed)
            return True
        return False

    def _unmark(self, imported: Imported, name: str) -> bool:
        """Makes a type-only import of the name one of its value, too."""
        node = imported.node
        word = next((each for each in node.children if each.type == "type"), None)
        if word is None:
            for each in _specifiers(node):
                if self._script.text(each.child_by_field_name("name") or each) == name:
                    word = next((child for child in each.children if child.type == "type"), None)
        elif len(imported.names) != 1:
            return False
        if word is None or word.next_sibling is None:
            return False
        self._unmarked[word.start_byte] = Edit(word.start_byte, word.next_sibling.start_byte, "")
        return True

    def _stands_before(self, name: str, at: int) -> bool:
        """Whether a value of this name is defined at the top of the script, above an offset."""
        for statement in self._script.root.named_children:
            node = statement.child_by_field_name("declaration") or statement
            if statement.end_byte > at or any(each.type == "const" for each in node.children if node.type == _ENUM):
                continue
            declared = node.named_children if node.type in ("lexical_declaration", "variable_declaration") else [node]
            for each in declared:
                named = each.child_by_field_name("name")
                if named is not None and self._script.text(named) == name and each.type in _DEFINING:
                    return True
        return False


_ENUM = "enum_declaration"
_DEFINING = ("variable_declarator", _ENUM)


def _specifiers(node: Node) -> list[Node]:
    return [
        each
        for clause in node.named_children
        if clause.type == "import_clause"
        for child in clause.named_children
        if child.type == "named_imports"
        for each in child.named_children
        if each.type == "import_specifier"
    ]


def _listed(script: Script, clause: Node, names: list[str]) -> Edit:
    """Adds names to an import clause: to its list, or as a list behind its default."""
    listing = next((each for each in clause.named_children if each.type == "named_imports"), None)
    if listing is None:
        return Edit(clause.end_byte, clause.end_byte, f", {{ {', '.join(names)} }}")
    found = [each for each in listing.named_children if each.type == "import_specifier"]
    if not found:
        return Edit(listing.start_byte, listing.end_byte, f"{{ {', '.join(names)} }}")
    last = found[-1]
    between = " "
    if last.start_point.row != listing.start_point.row:
        start = script.data.rfind(b"\n", 0, last.start_byte) + 1
        lead = script.data[start : last.start_byte]
        between = script.layout.newline + lead.decode() if not lead.strip() else " "
    return Edit(last.end_byte, last.end_byte, "".join(f",{between}{each}" for each in names))


def _after_imports(script: Script) -> int:
    """Behind the last import statement, and the comment beside it."""
    end = script.imports[-1].node.end_byte
    beside = _BESIDE.match(script.data, end)
    return beside.end() if beside is not None else end
