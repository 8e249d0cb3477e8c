"""The imports at the top of a Python module, and what rewritten types need besides."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

import libcst as cst

from linter.fixing.model import No
from linter.fixing.python_orders import Reference

_TYPING = ((0, "typing"), (0, "typing_extensions"))
_LITERAL = "Literal"
_Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
_Source = tuple[int, str]
"""What an import takes from: the number of leading dots, and the module's name."""


class Imports:
    """What a module imports when it runs, and names that shall be added.

    Only statements at its top level count: those under `if TYPE_CHECKING` bind nothing at run time.

    Args:
        module: the module.
        names: every name in it.
        offsets: where its statements begin, by identity.
    """

    def __init__(self, module: cst.Module, names: frozenset[str], offsets: Mapping[int, int]) -> None:
        self._module = module
        self._names = names
        self._offsets = offsets
        self._wanted: dict[_Source, list[str]] = {}

    def copy(self) -> Imports:
        """The same, to which more can be added without changing this."""
        other = Imports(self._module, self._names, self._offsets)
        other._wanted = {source: list(names) for source, names in self._wanted.items()}
        return other

    def take(self, other: Imports) -> None:
        """Takes over what was added to a copy."""
        self._wanted = other._wanted

    def literal(self) -> str:
        """How `typing.Literal` is written in this module. Raises No."""
        for source in _TYPING:
            known = self._known(source, _LITERAL)
            if known is not None:
                return known
        froms = any(source == _TYPING[0] for source, _ in _from_imports(self._module.body))
        for name, local in _plain_imports(self._module.body):
            if name == "typing" and not froms:
                return f"{local}.{_LITERAL}"
        return self._from(_TYPING[0], _LITERAL) or _taken()

    def definition(self, reference: Reference, at: int) -> str | None:
        """How code at an offset refers to a definition; None where it cannot."""
        if reference.level < 0:
            return reference.name if self._stands_before(reference.name, at) else None
        source = (reference.level, reference.module)
        return self._known(source, reference.name) or self._from(source, reference.name)

    def constants(self) -> Mapping[str, str]:
        """The strings that names at the module's top level stand for, of those that are assigned once."""
        found: dict[str, list[str | None]] = {}
        for statement in self._module.body:
            for each in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
                value = each.value if isinstance(each, cst.Assign | cst.AnnAssign) else None
                text = value.evaluated_value if isinstance(value, cst.SimpleString) else None
                for name in _targets(each):
                    found.setdefault(name, []).append(text if isinstance(text, str) else None)
        once = {name: values[0] for name, values in found.items() if len(values) == 1}
        return {name: value for name, value in once.items() if value is not None}

    def added(self, module: cst.Module, width: int) -> cst.Module:
        """A module with what was asked for: in statements that import from there, or in new ones."""
        body = list(module.body)
        for source, names in sorted(self._wanted.items()):
            for name in names:
                if not _merged(body, source, name, width):
                    _insert(body, source, name)
        return module.with_changes(body=body)

    def _known(self, source: _Source, name: str) -> str | None:
        for found, statement in _from_imports(self._module.body):
            if found == source and not isinstance(statement.names, cst.ImportStar):
                for each in statement.names:
                    if each.evaluated_name == name:
                        return each.evaluated_alias or name
        return name if name in self._wanted.get(source, ()) else None

    def _from(self, source: _Source, name: str) -> str | None:
        if name in self._names or any(name in names for names in self._wanted.values()):
            return None
        self._wanted.setdefault(source, []).append(name)
        return name

    def _stands_before(self, name: str, at: int) -> bool:
        for statement in self._module.body:
            start = self._offsets.get(id(statement))
            if start is None or start >= at:
                continue
            if isinstance(statement, cst.ClassDef) and statement.name.value == name:
                return True
            if isinstance(statement, cst.SimpleStatementLine) and name in _assigned(statement):
                return True
        return False


def _taken() -> str:
    raise No(f"the name {_LITERAL} is taken by something else")


def _assigned(statement: cst.SimpleStatementLine) -> set[str]:
    return {name for each in statement.body for name in _targets(each)}


def _targets(statement: cst.BaseSmallStatement) -> list[str]:
    targets: Sequence[cst.CSTNode] = ()
    if isinstance(statement, cst.Assign):
        targets = [each.target for each in statement.targets]
    elif isinstance(statement, cst.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, cst.TypeAlias):
        targets = [statement.name]
    return [each.value for each in targets if isinstance(each, cst.Name)]


def _from_imports(body: Sequence[cst.CSTNode]) -> list[tuple[_Source, cst.ImportFrom]]:
    return [
        (_source(each), each)
        for statement in body
        if isinstance(statement, cst.SimpleStatementLine)
        for each in statement.body
        if isinstance(each, cst.ImportFrom)
    ]


def _source(statement: cst.ImportFrom) -> _Source:
    return len(statement.relative), _name(statement.module) if statement.module is not None else ""


def _plain_imports(body: Sequence[cst.CSTNode]) -> list[tuple[str, str]]:
    """What `import x` statements import, with the local names."""
    return [
        (each.evaluated_name, each.evaluated_alias or each.evaluated_name)
        for statement in body
        if isinstance(statement, cst.SimpleStatementLine)
        for one in statement.body
        if isinstance(one, cst.Import)
        for each in one.names
    ]


def _name(node: cst.Name | cst.Attribute | cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_name(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


# --- into a statement that is there --------------------------------------------------------------------


def _merged(body: list[_Statement], source: _Source, name: str, width: int) -> bool:
    """Adds a name to a statement that imports from the same module, if there is one with room."""
    for index, statement in enumerate(body):
        if not isinstance(statement, cst.SimpleStatementLine):
            continue
        for number, each in enumerate(statement.body):
            if (
                not isinstance(each, cst.ImportFrom)
                or _source(each) != source
                or isinstance(each.names, cst.ImportStar)
            ):
                continue
            changed = each.with_changes(names=_with_name(each.names, name))
            if each.lpar is None and len(cst.Module([]).code_for_node(changed)) > width:
                changed = _wrapped(changed)
            inner = [*statement.body[:number], changed, *statement.body[number + 1 :]]
            body[index] = statement.with_changes(body=inner)
            return True
    return False


def _with_name(names: Sequence[cst.ImportAlias], name: str) -> list[cst.ImportAlias]:
    """The names with one more: where the alphabet has it if they follow that, else at the end."""
    known = [each.evaluated_name for each in names]
    key = next((each for each in _ORDERS if known == sorted(known, key=each)), None)
    later = (at for at, each in enumerate(known) if key is not None and key(each) > key(name))
    place = next(later, len(known))
    found = list(names)
    between = _between(found)
    if place == len(found):
        last = found[-1]
        found[-1] = last.with_changes(comma=between)
        return [*found, cst.ImportAlias(cst.Name(name), comma=last.comma)]
    return [*found[:place], cst.ImportAlias(cst.Name(name), comma=between), *found[place:]]


def _kind(name: str) -> tuple[int, str]:
    """isort's order: constants, classes, then the rest."""
    if name.isupper() and len(name) > 1:
        return 0, name
    return (1, name) if name[:1].isupper() else (2, name)


_ORDERS: Sequence[Callable[[str], tuple[int, str]]] = (_kind, lambda name: (0, name), lambda name: (0, name.lower()))


def _between(names: Sequence[cst.ImportAlias]) -> cst.Comma:
    """The comma between two names: with a line break if the names stand on lines of their own."""
    for each in names[:-1]:
        if isinstance(each.comma, cst.Comma):
            after = each.comma.whitespace_after
            if isinstance(after, cst.ParenthesizedWhitespace):
                first = cst.TrailingWhitespace(newline=after.first_line.newline)
                return cst.Comma(whitespace_after=cst.ParenthesizedWhitespace(first, (), after.indent, after.last_line))
            return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))


def _wrapped(statement: cst.ImportFrom) -> cst.ImportFrom:
    """The names in parentheses, each on a line of its own."""

    def line(indent: str) -> cst.ParenthesizedWhitespace:
        return cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(indent))

    assert not isinstance(statement.names, cst.ImportStar)
    last = len(statement.names) - 1
    names = [
        each.with_changes(comma=cst.Comma(whitespace_after=line("" if number == last else "    ")))
        for number, each in enumerate(statement.names)
    ]
    return statement.with_changes(lpar=cst.LeftParen(line("    ")), rpar=cst.RightParen(), names=names)


# --- as a statement of its own -------------------------------------------------------------------------


def _insert(body: list[_Statement], source: _Source, name: str) -> None:
    """Adds an import statement where its kind stands: the standard library's first, the project's own last."""
    level, module = source
    made = cst.parse_statement(f"from {'.' * level}{module} import {name}")
    leading = _leading(body)
    defined = (at for at, each in enumerate(body) if isinstance(each, cst.ClassDef | cst.FunctionDef))
    block = [each for each in range(leading, next(defined, len(body))) if _is_import(body[each])]
    standard = not level and module.partition(".")[0] in sys.stdlib_module_names
    if not block:
        body.insert(leading, _spaced(made, body, leading))
        return
    if not standard:
        body.insert(block[-1] + 1, made)
        return
    before = [each for each in block if _sorts_before(body[each], module)]
    if before:
        body.insert(before[-1] + 1, made)
        return
    # First of all, with what stood above the statement that was (comments, blank lines) left above.
    first = body[block[0]]
    assert isinstance(first, cst.SimpleStatementLine)
    below = [cst.EmptyLine(indent=False)] if not _is_standard(first) else []
    assert isinstance(made, cst.SimpleStatementLine)
    body[block[0]] = first.with_changes(leading_lines=below)
    body.insert(block[0], made.with_changes(leading_lines=first.leading_lines))


def _is_import(statement: cst.CSTNode) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and all(
        isinstance(each, cst.Import | cst.ImportFrom) for each in statement.body
    )


def _leading(body: Sequence[cst.CSTNode]) -> int:
    """How many statements must stay first: the docstring, and `from __future__` imports."""
    count = 0
    for number, statement in enumerate(body):
        if not isinstance(statement, cst.SimpleStatementLine):
            break
        first = statement.body[0] if statement.body else None
        is_docstring = (
            not number
            and isinstance(first, cst.Expr)
            and isinstance(first.value, cst.SimpleString | cst.ConcatenatedString)
        )
        is_future = isinstance(first, cst.ImportFrom) and _source(first) == (0, "__future__")
        if not is_docstring and not is_future:
            break
        count = number + 1
    return count


def _sorts_before(statement: cst.CSTNode, module: str) -> bool:
    """Whether an import of the standard library stands before `from module import`, as isort has it."""
    if not _is_standard(statement) or not isinstance(statement, cst.SimpleStatementLine):
        return False
    first = statement.body[0]
    return isinstance(first, cst.Import) or (isinstance(first, cst.ImportFrom) and _source(first)[1] < module)


def _is_standard(statement: cst.CSTNode) -> bool:
    first = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and statement.body else None
    if isinstance(first, cst.ImportFrom):
        level, module = _source(first)
        return not level and module.partition(".")[0] in sys.stdlib_module_names
    if isinstance(first, cst.Import):
        return first.names[0].evaluated_name.partition(".")[0] in sys.stdlib_module_names
    return False


def _spaced(
    made: _Statement,
    body: Sequence[_Statement],
    place: int,
) -> _Statement:
    """The first import of a module: with a blank line above where something stands there."""
    return made.with_changes(leading_lines=[cst.EmptyLine(indent=False)]) if place and body else made
