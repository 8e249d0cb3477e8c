"""One field of a Python class, and what has to change for its text to become one of a set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import libcst as cst

from linter.fixing import layout
from linter.fixing.model import No
from linter.fixing.python_imports import Imports
from linter.fixing.python_orders import Order, Reference

_BARE = ("str", "builtins.str")
_TRANSPARENT = ("Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly")
"""Generic types whose argument is the field's own value."""
_NEVER_COERCED = ("TypedDict", "NamedTuple", "Protocol")
"""Bases of classes that take values as they come, so that an Enum would be a lie about text."""
_TESTS = ("min_length", "max_length", "pattern", "regex")
_CHANGES = ("strip_whitespace", "to_lower", "to_upper", "curtail_length", "str_strip_whitespace")
_DESCRIBING = frozenset("ib attrib attr PrivateAttr Body Query Path Header Cookie Form File Option Argument".split())
"""Functions beside `Field` and `field` that describe a field: of attrs, FastAPI, typer."""
_INDENT = "    "


class Style(NamedTuple):
    """How the file is written: the quotation mark that most strings have, and the columns that lines keep to."""

    quote: str
    width: int


class Changing(cst.CSTTransformer):
    """Puts other nodes in the place of some."""

    def __init__(self, changes: Mapping[int, cst.CSTNode]) -> None:
        super().__init__()
        self._changes = changes

    def on_leave(self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT) -> cst.CSTNode:  # type: ignore[override]
        return self._changes.get(id(original_node), updated_node)


class Field:
    """One order, and the field that it is about. Raises No where that is no plain `str`."""

    def __init__(
        self,
        order: Order,
        by_span: Mapping[tuple[int, int], cst.CSTNode],
        parents: Mapping[cst.CSTNode, cst.CSTNode],
        imports: Imports,
        style: Style,
        text: str,
    ) -> None:
        self._order = order
        self._parents = parents
        self._imports = imports
        self._style = style
        self._text = text
        found = by_span.get((order.start, order.end))
        if found is None or _dotted(found) not in _BARE:
            raise No("it is no plain `str`")
        self._bare = found
        self._notes: list[cst.Call] = []
        self._direct = True
        self._is_column = False
        self._statement = self._climb()
        owner = self._owner()
        if owner is not None and any(each.keyword and each.keyword.value == "table" for each in owner.keywords):
            self._is_column = True

    def _climb(self) -> cst.AnnAssign | None:
        """The annotated assignment around the type, what stands in `Annotated` on the way collected."""
        node: cst.CSTNode = self._bare
        while True:
            parent = self._parents.get(node)
            if parent is None or isinstance(parent, cst.BaseCompoundStatement | cst.Call):
                return None
            if isinstance(parent, cst.AnnAssign):
                return parent
            if isinstance(parent, cst.Subscript) and node is not parent.value:
                name = _dotted(parent.value).rpartition(".")[2]
                self._is_column = self._is_column or name == "Mapped"
                if name == "Annotated":
                    self._notes += [each for one in parent.slice[1:] for each in _calls(one)]
                elif name not in _TRANSPARENT:
                    self._direct = False
            node = parent

    def changes(self) -> dict[int, cst.CSTNode]:
        """The nodes to put in the place of others, by identity. Raises No."""
        reference = self._order.reference
        if not self._order.values:
            raise No("the set has no values")
        if self._is_column:
            raise No("it is a column of a database, whose type would change")
        if reference is not None:
            tried = self._imports.copy()
            name = tried.definition(reference, self._order.start)
            if name is not None and (not reference.is_enum or self._may_be_enum(reference, name)):
                made = self._with(cst.parse_expression(name), reference.members if reference.is_enum else {}, name)
                self._imports.take(tried)
                return made
        literal = self._imports.literal()
        return self._with(self._literal(literal), {}, "")

    def _with(self, type_: cst.BaseExpression, members: Mapping[str, str], name: str) -> dict[int, cst.CSTNode]:
        made: dict[int, cst.CSTNode] = {id(self._bare): type_}
        for each in self._notes if self._direct else ():
            made |= self._tested(each, members, name, is_default=False)
        value = self._statement.value if self._statement is not None and self._direct else None
        if isinstance(value, cst.Call) and _describes(value):
            made |= self._tested(value, members, name, is_default=True)
        elif value is not None:
            made |= self._default(value, members, name)
        return made

    # --- defaults, and tests of text beside ---

    def _default(self, node: cst.BaseExpression, members: Mapping[str, str], name: str) -> dict[int, cst.CSTNode]:
        if isinstance(node, cst.Ellipsis) or _dotted(node) == "None" or self._is_member(node, members, name):
            return {}
        value = _constant(node)
        if value is None and isinstance(node, cst.Name):
            value = self._imports.constants().get(node.value)
        if value is None and not self._order.unsafe:
            raise No("what the default is is not written there, and may be none of the values (--unsafe-fixes)")
        if value is not None and value not in self._order.values:
            raise No(f"the default {value!r} is none of the values")
        if value is None or not members:
            return {}
        return {id(node): cst.parse_expression(f"{name}.{members[value]}")}

    @staticmethod
    def _is_member(node: cst.BaseExpression, members: Mapping[str, str], name: str) -> bool:
        """Whether an expression is a member of the enum that is known as `name`."""
        owner, _, member = _dotted(node).rpartition(".")
        return bool(members) and owner == name and member in members.values()

    def _tested(
        self, call: cst.Call, members: Mapping[str, str], name: str, *, is_default: bool
    ) -> dict[int, cst.CSTNode]:
        """What becomes of `Field(…)` and the like."""
        made: dict[int, cst.CSTNode] = {}
        kept: list[cst.Arg] = []
        for position, arg in enumerate(call.args):
            keyword = arg.keyword.value if arg.keyword is not None else ""
            if keyword in _CHANGES and _dotted(arg.value) != "False":
                raise No(f"{keyword} changes the text, so more than the values is accepted now")
            if keyword in _TESTS and _dotted(arg.value) != "None":
                self._require_passed(keyword, arg.value)
                continue
            if is_default and keyword == "default_factory" and not self._order.unsafe:
                raise No("its default is made by a function, and may be none of the values (--unsafe-fixes)")
            if is_default and (keyword == "default" or (not keyword and not position and not arg.star)):
                made |= self._default(arg.value, members, name)
            kept.append(arg)
        if len(kept) == len(call.args):
            return made
        if kept:
            kept[-1] = kept[-1].with_changes(comma=call.args[-1].comma)
        if made:
            # One change for a node: what stands inside of it goes along.
            kept = [_replaced(each, made) for each in kept]
        return {id(call): call.with_changes(args=kept)}

    def _require_passed(self, keyword: str, node: cst.BaseExpression) -> None:
        """Raises No unless every value passes a test of text, so that it says nothing any more."""
        values = self._order.values
        passed = False
        if isinstance(node, cst.Integer) and keyword in ("min_length", "max_length"):
            limit = node.evaluated_value
            passed = all(len(each) >= limit if keyword == "min_length" else len(each) <= limit for each in values)
        pattern = _constant(node)
        if pattern is not None and keyword in ("pattern", "regex"):
            # It may take forever; this process may be ended.
            try:
                passed = all(re.search(pattern, each) for each in values)
            except (re.error, OverflowError):
                passed = False
        if not passed:
            raise No(f"{keyword} may not let every value pass")

    # --- the type ---

    def _may_be_enum(self, reference: Reference, name: str) -> bool:
        """Whether the field may have members of an enum, known as `name`, instead of text.

        So it is where its default is one. Else its class must turn text into members, which must be as good as text,
        and no default may stand in the way.
        """
        default = self._default_value()
        if default is not None and self._direct and self._is_member(default, reference.members, name):
            return True
        owner = self._owner()
        if owner is None or owner.decorators or not reference.is_text:
            return False
        if any(_dotted(base.value).rpartition(".")[2] in _NEVER_COERCED for base in owner.bases):
            return False
        if default is None or isinstance(default, cst.Ellipsis) or _dotted(default) == "None":
            return not self._has_factory()
        return self._direct and _constant(default) in reference.members

    def _default_value(self) -> cst.BaseExpression | None:
        """What stands behind the `=` of the field, or is handed to `Field` as its default."""
        value = self._statement.value if self._statement is not None else None
        if not isinstance(value, cst.Call) or not _describes(value):
            return value
        given = (each.value for each in value.args if each.keyword is None or each.keyword.value == "default")
        return next(given, None)

    def _has_factory(self) -> bool:
        value = self._statement.value if self._statement is not None else None
        args = value.args if isinstance(value, cst.Call) else ()
        return any(each.keyword is not None and each.keyword.value == "default_factory" for each in args)

    def _owner(self) -> cst.ClassDef | None:
        node: cst.CSTNode | None = self._statement
        while node is not None and not isinstance(node, cst.ClassDef | cst.FunctionDef):
            node = self._parents.get(node)
        return node if isinstance(node, cst.ClassDef) else None

    def _literal(self, name: str) -> cst.BaseExpression:
        """`Literal[...]`, on one line if it fits there."""
        items = [layout.quoted(each, self._style.quote) for each in self._order.values]
        one_line = f"{name}[{', '.join(items)}]"
        data = self._text.encode("utf-8", "surrogatepass")
        before, after = layout.columns(data, self._order.start, self._order.end)
        length = self._order.end - self._order.start
        behind = after if before + length + after <= self._style.width else 0
        expression = cst.parse_expression(one_line)
        if before + len(one_line) + behind <= self._style.width or not isinstance(expression, cst.Subscript):
            return expression
        return _spread(expression)


def _spread(expression: cst.Subscript) -> cst.Subscript:
    """The arguments of a generic type, each on a line of its own."""

    def line(indent: str) -> cst.ParenthesizedWhitespace:
        return cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(indent))

    last = len(expression.slice) - 1
    items = [
        each.with_changes(comma=cst.Comma(whitespace_after=line("" if number == last else _INDENT)))
        for number, each in enumerate(expression.slice)
    ]
    return expression.with_changes(lbracket=cst.LeftSquareBracket(whitespace_after=line(_INDENT)), slice=items)


def _replaced(node: cst.Arg, changes: Mapping[int, cst.CSTNode]) -> cst.Arg:
    result = node.visit(Changing(changes))
    assert isinstance(result, cst.Arg)
    return result


def _calls(element: cst.SubscriptElement) -> Sequence[cst.Call]:
    index = element.slice
    return [index.value] if isinstance(index, cst.Index) and isinstance(index.value, cst.Call) else []


def _describes(call: cst.Call) -> bool:
    """Whether a call behind `=` says something of the field (`Field(…)`), rather than being its default."""
    name = _dotted(call.func).rpartition(".")[2]
    return name in _DESCRIBING or name.lower().endswith("field")


def _constant(node: cst.CSTNode) -> str | None:
    """The value of a plain string."""
    if isinstance(node, cst.SimpleString | cst.ConcatenatedString):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


def _dotted(node: cst.CSTNode) -> str:
    """`a.b` as it is written; "" for anything else."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(parts)]) if isinstance(node, cst.Name) else ""
