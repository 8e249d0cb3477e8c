"""Writes closed sets into Python with libcst. Runs in a process that may die: libcst crashes on deep nesting.

Everything here is told by the file itself; what other files say comes in with the `Order`s.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, ParentNodeProvider

from linter.fixing import layout
from linter.fixing.model import No
from linter.fixing.python_imports import Imports
from linter.fixing.python_orders import Order

_BARE = ("str", "builtins.str")
_TRANSPARENT = ("Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly")
"""Generic types whose argument is the field's own value."""
_NEVER_COERCED = ("TypedDict", "NamedTuple", "Protocol")
"""Bases of classes that take values as they come, so that an Enum would be a lie about text."""
_TESTS = ("min_length", "max_length", "pattern", "regex")
_CHANGES = ("strip_whitespace", "to_lower", "to_upper", "curtail_length", "str_strip_whitespace")
_INDENT = "    "


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
            made = _Field(order, by_span, parents, tried, style, text).changes()
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
    changed = module.visit(_Changing(changes))
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


class _Style(NamedTuple):
    quote: str
    width: int


_STRINGS = re.compile(r"""(?<![\w"'])[rbfuRBFU]{0,2}("(?!"")|'(?!''))""")


def _style(text: str) -> _Style:
    found = [match[1] for match in _STRINGS.finditer(text)]
    quote = "'" if found.count("'") > found.count('"') else '"'
    return _Style(quote, max(layout.width_of(text.encode("utf-8", "surrogatepass")), 88))


class _Changing(cst.CSTTransformer):
    """Puts other nodes in the place of some."""

    def __init__(self, changes: Mapping[int, cst.CSTNode]) -> None:
        super().__init__()
        self._changes = changes

    def on_leave(self, original_node: cst.CSTNodeT, updated_node: cst.CSTNodeT) -> cst.CSTNode:  # type: ignore[override]
        return self._changes.get(id(original_node), updated_node)


class _Field:
    """One order, and the field that it is about."""

    def __init__(
        self,
        order: Order,
        by_span: Mapping[tuple[int, int], cst.CSTNode],
        parents: Mapping[cst.CSTNode, cst.CSTNode],
        imports: Imports,
        style: _Style,
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
        if reference is not None and (not reference.is_enum or self._may_be_enum()):
            tried = self._imports.copy()
            name = tried.definition(reference, self._order.start)
            if name is not None:
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
        if isinstance(value, cst.Call):
            made |= self._tested(value, members, name, is_default=True)
        elif value is not None:
            made |= self._default(value, members, name)
        return made

    # --- defaults, and tests of text beside ---

    def _default(self, node: cst.BaseExpression, members: Mapping[str, str], name: str) -> dict[int, cst.CSTNode]:
        value = _constant(node)
        if value is None:
            return {}
        if value not in self._order.values:
            raise No(f"the default {value!r} is none of the values")
        return {id(node): cst.parse_expression(f"{name}.{members[value]}")} if name and members else {}

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

    def _may_be_enum(self) -> bool:
        """Whether the field's class turns text into members, and no default stands in the way."""
        reference = self._order.reference
        assert reference is not None
        owner = self._owner()
        if owner is None or owner.decorators or self._statement is None:
            return False
        if any(_dotted(base.value).rpartition(".")[2] in _NEVER_COERCED for base in owner.bases):
            return False
        default: cst.BaseExpression | None = self._statement.value
        if isinstance(default, cst.Call):
            given = [each for each in default.args if each.keyword is None or each.keyword.value == "default"]
            factory = any(each.keyword is not None and each.keyword.value == "default_factory" for each in default.args)
            default = given[0].value if given else None
            if factory:
                return False
        if default is None or isinstance(default, cst.Ellipsis) or _dotted(default) == "None":
            return True
        return self._direct and _constant(default) in reference.members

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
    result = node.visit(_Changing(changes))
    assert isinstance(result, cst.Arg)
    return result


def _calls(element: cst.SubscriptElement) -> Sequence[cst.Call]:
    index = element.slice
    return [index.value] if isinstance(index, cst.Index) and isinstance(index.value, cst.Call) else []


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
