"""What types, schemas and values are, followed through names and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from linter.checks.closed_sets.libraries import Library
from linter.checks.closed_sets.names import Foreign, Found, Names, Whole
from linter.checks.closed_sets.peeling import Peeled, Peeler, is_python
from linter.facts import Span
from linter.shapes import (
    Applied,
    Definition,
    Dot,
    Entry,
    Invoked,
    Lambda,
    Listing,
    OneOf,
    Part,
    PartKind,
    Quote,
    Shape,
    Shapes,
    Sort,
    Table,
    Word,
)

_DEEPEST = 30
"""Steps through names, members and files that a question may take."""

_NOTHING = frozenset({"null", "undefined", "None", "never"})
_STRINGS = frozenset({"string", "str"})
_SAME = frozenset(
    "Promise Readonly Required Partial NonNullable Awaited PromiseLike DeepReadonly Optional Annotated Final ClassVar "
    "NotRequired ReadOnly Mapped Awaitable Coroutine Pick Omit".split()
)
"""Generic types whose value is, or has the fields of, their first argument."""
_LISTS = frozenset(
    "Array ReadonlyArray Set ReadonlySet Iterable AsyncIterable list List set Set frozenset FrozenSet tuple Tuple "
    "Sequence MutableSequence Collection Iterator AsyncIterator Generator deque".split()
)
_TABLES = frozenset("Record Map ReadonlyMap dict Dict Mapping MutableMapping defaultdict OrderedDict".split())
_SAME_LIST = frozenset("filter slice sort toSorted reverse concat sorted reversed list values".split())
_ITEM_OF = frozenset("find at pop shift findLast next".split())
_ENUMS = ("Enum", "TextChoices")


class Typed(NamedTuple):
    """A type, or an expression that makes a schema, in the file where it is written.

    `definition` is that of a class or interface, whose fields may be inherited.
    """

    path: str
    shape: Shape
    schema: bool
    definition: Definition | None = None


class ValueSet(NamedTuple):
    """A closed set of strings: the values in the order written, and where; `definition` is what gives it a name."""

    values: tuple[str, ...]
    path: str
    span: Span
    definition: Definition | None = None


class Types:
    """Answers what types and values are. Bounded, and None for what is not known."""

    def __init__(self, names: Names, peeler: Peeler, shapes: Callable[[str], Shapes]) -> None:
        self._names = names
        self._peeler = peeler
        self._shapes = shapes
        self._depth = 0
        self._records: dict[tuple[str, Span, type, bool], dict[str, Typed]] = {}
        self._lambdas: dict[tuple[str, Span], Typed] = {}

    def hand_to(self, path: str, function: Lambda, typed: Typed) -> None:
        """Says that the first parameter of a function is of a type: `.refine((finding) => …)`."""
        self._lambdas[path, function.span] = typed

    # --- types and schemas ---

    def settled(self, typed: Typed | None) -> Typed | None:
        """The type or schema behind names and wrappers that change nothing."""
        for _ in range(_DEEPEST):
            if typed is None:
                return None
            following = self._behind(typed)
            if following is None:
                return typed
            typed = following
        return None

    def _behind(self, typed: Typed) -> Typed | None:
        """One step further, or None when there is no name or wrapper left."""
        path, shape = typed.path, typed.shape
        if typed.schema:
            return self._behind_schema(path, shape)
        match shape:
            case Word(name, span) if name not in _STRINGS:
                found = self._names.find(path, name, span.start, types=True)
                return _type_of_definition(found)
            case Dot(Word() as base, name) if isinstance(self._whole(path, base), Whole):
                whole = self._whole(path, base)
                found = self._names.exported(whole.path, name, types=True) if whole is not None else None
                return _type_of_definition(found)
            case Dot(base, name):
                return self.member(Typed(path, base, schema=False), name)
            case OneOf(options):
                some = [each for each in options if not _is_nothing(each)]
                return Typed(path, some[0], schema=False) if len(some) == 1 and len(options) > 1 else None
            case Quote(value) if is_python(path) and value.isidentifier() and typed.definition is None:
                return None
            case Applied(base, args) if args:
                return self._behind_generic(path, shape, base, args)
            case _:
                return None

    def _behind_generic(self, path: str, shape: Applied, base: Shape, args: tuple[Shape, ...]) -> Typed | None:
        function = self._peeler.function(path, base)
        if function is not None and function[1].rpartition(".")[2] in function[0].types:
            inner = args[0]
            named = inner.base if isinstance(inner, Part) and inner.kind is PartKind.TYPE else inner
            return Typed(path, named, schema=True)
        name = last_name(base)
        if name in _SAME:
            return Typed(path, args[-1] if name in ("Coroutine",) else args[0], schema=False)
        if name == "Union":
            return self._behind(Typed(path, OneOf(args, shape.span), schema=False))
        return None

    def _behind_schema(self, path: str, shape: Shape) -> Typed | None:
        match shape:
            case Word(name, span):
                found = self._names.find(path, name, span.start, types=False)
                if isinstance(found, Found) and found.definition.value is not None:
                    return Typed(found.path, found.definition.value, True, found.definition)
                return None
            case Dot(Dot(base, "shape" | "entries" | "fields"), name):
                return self.member(Typed(path, base, schema=True), name)
            case Dot(Word() as base, name):
                whole = self._whole(path, base)
                exported = self._names.exported(whole.path, name, types=False) if whole is not None else None
                if isinstance(exported, Found) and exported.definition.value is not None:
                    return Typed(exported.path, exported.definition.value, True, exported.definition)
                return None
            case Invoked():
                peeled = self._peeler.peel(path, shape)
                library = peeled.library
                if library is not None and not peeled.links and peeled.maker in library.wraps and peeled.args:
                    return Typed(path, _given(peeled.args[0]), schema=True)
                if peeled.links and self._changes_nothing(peeled):
                    return Typed(path, peeled.links[-1].before, schema=True)
                return self._made_by(path, shape)
            case _:
                return None

    def _made_by(self, path: str, shape: Invoked) -> Typed | None:
        """The set behind a call of one: `roleEnum("role")`, with `const roleEnum = pgEnum("role", […])`."""
        if not isinstance(shape.callee, Word):
            return None
        found = self._found(path, shape.callee)
        value = found.definition.value if found is not None else None
        if found is None or not isinstance(value, Invoked):
            return None
        peeled = self._peeler.peel(found.path, value)
        closed = peeled.library is not None and peeled.maker in peeled.library.closed
        return Typed(found.path, value, True, found.definition) if closed else None

    def _changes_nothing(self, peeled: Peeled) -> bool:
        """Whether the last method of a chain leaves fields, items and text as they are."""
        return peeled.links[-1].name not in ("array", "extend", "safeExtend", "merge", "and", "or", "enum", "shape")

    def _whole(self, path: str, word: Word) -> Whole | None:
        found = self._names.find(path, word.name, word.span.start, types=False)
        return found if isinstance(found, Whole) else None

    def fields(self, typed: Typed | None) -> Mapping[str, Typed]:
        """The fields of a record by name; empty for what is none."""
        if self._depth > _DEEPEST or typed is None:
            return {}
        key = (typed.path, typed.shape.span, type(typed.shape), typed.schema)
        if key not in self._records:
            # Records may hold themselves.
            self._records[key] = {}
            self._depth += 1
            try:
                settled = self.settled(typed)
                self._records[key] = dict(self._fields(settled)) if settled is not None else {}
            finally:
                self._depth -= 1
        return self._records[key]

    def _fields(self, typed: Typed) -> Iterator[tuple[str, Typed]]:
        path, shape = typed.path, typed.shape
        if typed.schema and not isinstance(shape, Table):
            yield from self._schema_fields(path, shape)
            return
        match shape:
            case Table(entries, rest):
                if typed.definition is not None:
                    for base in typed.definition.bases:
                        yield from self.fields(Typed(path, base, schema=False)).items()
                for each in rest:
                    inner = each.base if isinstance(each, Dot) and each.name in ("shape", "entries") else each
                    yield from self.fields(Typed(path, inner, typed.schema)).items()
                for entry in entries:
                    found = _type_of_entry(path, entry, typed.schema)
                    if found is not None:
                        yield entry.name, found
            case Applied(Word("&"), args):
                for each in args:
                    yield from self.fields(Typed(path, each, schema=False)).items()
            case Applied(base):
                yield from self.fields(Typed(path, base, schema=False)).items()
            case _:
                return

    def _schema_fields(self, path: str, shape: Shape) -> Iterator[tuple[str, Typed]]:
        peeled = self._peeler.peel(path, shape)
        if peeled.base is not None and peeled.links:
            yield from self.fields(Typed(path, peeled.base, schema=True)).items()
        if peeled.library is not None and peeled.maker in (*peeled.library.records, *peeled.library.derives):
            for each in peeled.args:
                yield from self._given_fields(path, each)
        for link in peeled.links:
            if link.name in ("extend", "safeExtend", "merge", "and", "augment", "shape", "concat"):
                for each in link.args:
                    yield from self._given_fields(path, each)

    def _given_fields(self, path: str, shape: Shape) -> Iterator[tuple[str, Typed]]:
        """Fields of a table, a schema, or `Schema.shape`, given as an argument."""
        inner = shape.base if isinstance(shape, Dot) and shape.name in ("shape", "entries", "fields") else shape
        yield from self.fields(Typed(path, inner, schema=True)).items()

    def member(self, typed: Typed | None, name: str) -> Typed | None:
        """A field of a record."""
        return self.fields(typed).get(name)

    def item(self, typed: Typed | None) -> Typed | None:
        """What a list holds."""
        settled = self.settled(typed)
        if settled is None:
            return None
        path, shape = settled.path, settled.shape
        if settled.schema:
            peeled = self._peeler.peel(path, shape)
            if peeled.links and peeled.links[-1].name == "array":
                return Typed(path, peeled.links[-1].before, schema=True)
            if peeled.library is not None and peeled.maker in peeled.library.lists and peeled.args:
                return Typed(path, peeled.args[0], schema=True)
            return None
        if isinstance(shape, Applied) and last_name(shape.base) in _LISTS and shape.args:
            return Typed(path, shape.args[0], schema=False)
        return None

    def sides(self, typed: Typed) -> tuple[Typed, ...]:
        """The keys and the values of a table, in this order; nothing for other types."""
        settled = self.settled(typed)
        if settled is None:
            return ()
        path, shape = settled.path, settled.shape
        if settled.schema:
            peeled = self._peeler.peel(path, shape)
            is_table = peeled.library is not None and peeled.maker in peeled.library.tables
            args = peeled.args if is_table else ()
        else:
            is_table = isinstance(shape, Applied) and last_name(shape.base) in _TABLES
            args = shape.args if is_table and isinstance(shape, Applied) else ()
        return tuple(Typed(path, each, settled.schema) for each in args) if len(args) == 2 else ()

    def text(self, typed: Typed | None) -> tuple[str, Span] | None:
        """The file and place of the expression by which a field is a bare string; None where it is none."""
        settled = self.settled(typed)
        if settled is None:
            return None
        path, shape = settled.path, settled.shape
        if not settled.schema:
            is_text = isinstance(shape, Word) and shape.name in _STRINGS
            return (path, shape.span) if is_text else None
        peeled = self._peeler.peel(path, shape)
        if peeled.library is not None and peeled.maker in peeled.library.text:
            return path, peeled.head
        return None

    # --- closed sets ---

    def values(self, typed: Typed | None) -> ValueSet | None:
        """The closed set of strings that a type or schema is; None for everything else."""
        if self._depth > _DEEPEST or typed is None:
            return None
        self._depth += 1
        try:
            return self._values(typed)
        finally:
            self._depth -= 1

    def _values(self, typed: Typed) -> ValueSet | None:
        definition = typed.definition
        if isinstance(typed.shape, OneOf) and not typed.schema:
            return self._union(typed)
        following = self._behind(typed)
        if following is not None:
            found = self.values(following)
            if found is None or found.definition is not None or following.definition is None:
                return found
            return found._replace(definition=following.definition)
        path, shape = typed.path, typed.shape
        if typed.schema and isinstance(shape, Invoked):
            return self._schema_values(path, shape)
        match shape:
            case Quote(value, span) if not typed.schema:
                return ValueSet((value,), path, span)
            case Table() if definition is not None and is_enum(definition):
                return _values_of_enum(path, shape, definition)
            case Applied(base, args, span) if last_name(base) == "Literal":
                return self._literals(path, args, span)
            case Applied(base, args, span) if last_name(base) == "Union":
                return self._union(Typed(path, OneOf(args, span), schema=False))
            case Part(kind, base):
                return self._part(path, kind, base)
            case _:
                return None

    def _union(self, typed: Typed) -> ValueSet | None:
        assert isinstance(typed.shape, OneOf)
        found: dict[str, None] = {}
        last: ValueSet | None = None
        count = 0
        for each in typed.shape.options:
            if _is_nothing(each):
                continue
            last = self.values(Typed(typed.path, each, schema=False))
            if last is None:
                return None
            found.update(dict.fromkeys(last.values))
            count += 1
        if count == 1 and last is not None:
            return last
        return ValueSet(tuple(found), typed.path, typed.shape.span) if found else None

    def _literals(self, path: str, args: tuple[Shape, ...], span: Span) -> ValueSet | None:
        found = []
        for each in args:
            if isinstance(each, Quote):
                found.append(each.value)
            elif isinstance(each, Dot):
                value = self.constant(path, each)
                if value is None:
                    return None
                found.append(value)
            elif not _is_nothing(each):
                return None
        return ValueSet(tuple(dict.fromkeys(found)), path, span) if found else None

    def _part(self, path: str, kind: PartKind, base: Shape) -> ValueSet | None:
        """`(typeof X)[number]`, `keyof typeof X`, `(typeof X)[keyof typeof X]`."""
        if isinstance(base, Part) and base.kind is PartKind.TYPE:
            if kind is PartKind.KEYS:
                return self.keys(path, base.base)
            if kind is PartKind.ITEMS:
                return self.listed(path, base.base)
        if kind is PartKind.ITEMS:
            return self.values(self.item(Typed(path, base, schema=False)))
        return None

    def _schema_values(self, path: str, shape: Invoked) -> ValueSet | None:
        peeled = self._peeler.peel(path, shape)
        library = peeled.library
        if library is None or not peeled.args:
            return None
        options = [
            entry.value
            for each in peeled.args
            if isinstance(each, Table)
            for entry in each.entries
            if entry.name == "enum"
        ]
        if options and options[0] is not None:
            # A column of a database: `text("plan", { enum: ["free", "pro"] })`.
            return self.listed(path, options[0])
        if peeled.maker in library.closed:
            given = next((each for each in peeled.args if isinstance(each, Listing)), peeled.args[0])
            if isinstance(given, Quote):
                values = tuple(each.value for each in peeled.args if isinstance(each, Quote))
                return ValueSet(values, path, peeled.head)
            found = self.listed(path, given)
            return found._replace(path=path, span=peeled.head, definition=None) if found is not None else None
        if peeled.maker in library.unions and isinstance(peeled.args[0], Listing):
            sets = [self.values(Typed(path, each, schema=True)) for each in peeled.args[0].items]
            if sets and all(each is not None for each in sets):
                together = dict.fromkeys(value for each in sets if each is not None for value in each.values)
                return ValueSet(tuple(together), path, peeled.head)
        return None

    # --- values that list a set ---

    def listed(self, path: str, shape: Shape) -> ValueSet | None:
        """The strings that a value lists: an array, set or table of constants, an enum, and what is made of them."""
        if self._depth > _DEEPEST:
            return None
        self._depth += 1
        try:
            return self._listed(path, shape)
        finally:
            self._depth -= 1

    def _listed(self, path: str, shape: Shape) -> ValueSet | None:
        match shape:
            case Listing(items, span):
                return self._items(path, items, span)
            case Table(entries, (), span) if entries:
                values = [each.value.value if isinstance(each.value, Quote) else None for each in entries]
                known = [each for each in values if each is not None]
                return ValueSet(tuple(dict.fromkeys(known)), path, span) if len(known) == len(values) else None
            case Word() | Dot(Word()) if (found := self._found(path, shape)) is not None:
                return self._listed_by_name(found)
            case Dot(base, "options" | "enum" | "Enum" | "values"):
                return self.values(Typed(path, base, schema=True))
            case Invoked(Dot(Word("Object"), "values"), (given,)):
                return self._listed(path, given)
            case Invoked(Dot(Word("Object"), "keys"), (given,)):
                return self.keys(path, given)
            case Invoked(Word("Set" | "set" | "frozenset" | "list" | "tuple"), (given,)):
                return self._listed(path, given)
            case Invoked(Dot(base, "keys" | "values"), ()):
                return self.keys(path, base)
            case Invoked(Word("get_args") | Dot(_, "get_args"), (given,)):
                return self.values(Typed(path, given, schema=False))
            case Invoked():
                return self._schema_values(path, shape)
            case _:
                return None

    def _listed_by_name(self, found: Found) -> ValueSet | None:
        definition = found.definition
        if is_enum(definition) and isinstance(definition.value, Table):
            return _values_of_enum(found.path, definition.value, definition)
        if definition.sort is not Sort.VALUE or definition.value is None or not definition.constant:
            return None
        listed = self.listed(found.path, definition.value)
        return listed._replace(definition=definition) if listed is not None and listed.definition is None else listed

    def _items(self, path: str, items: tuple[Shape, ...], span: Span) -> ValueSet | None:
        found: dict[str, None] = {}
        for each in items:
            match each:
                case Quote(value):
                    found[value] = None
                case Applied(Word("..."), (inner,)):
                    spread = self.listed(path, inner)
                    if spread is None:
                        return None
                    found.update(dict.fromkeys(spread.values))
                case Dot():
                    constant = self.constant(path, each)
                    if constant is None:
                        return None
                    found[constant] = None
                case _:
                    if not _is_nothing(each):
                        return None
        return ValueSet(tuple(found), path, span) if found else None

    def keys(self, path: str, shape: Shape) -> ValueSet | None:
        """The keys of a table."""
        if isinstance(shape, Word):
            found = self._names.find(path, shape.name, shape.span.start, types=False)
            if not isinstance(found, Found) or found.definition.value is None or not found.definition.constant:
                return None
            inner = self.keys(found.path, found.definition.value)
            return inner._replace(definition=found.definition) if inner is not None else None
        if not isinstance(shape, Table) or shape.rest or not shape.entries:
            return None
        names = []
        for each in shape.entries:
            name = each.name
            if name.startswith("["):
                dotted = name[1:-1].split(".")
                value = self._member_value(path, dotted, each.span)
                if value is None:
                    return None
                name = value
            names.append(name)
        return ValueSet(tuple(dict.fromkeys(names)), path, shape.span)

    def _member_value(self, path: str, dotted: list[str], span: Span) -> str | None:
        shape: Shape = Word(dotted[0], span)
        for each in dotted[1:]:
            shape = Dot(shape, each, span)
        return self.constant(path, shape)

    def enum_of(self, path: str, shape: Shape) -> ValueSet | None:
        """The enum that a member is of: `Severity.High`, `Severity.HIGH.value`."""
        if isinstance(shape, Dot) and shape.name == "value" and isinstance(shape.base, Dot):
            shape = shape.base
        if not isinstance(shape, Dot):
            return None
        found = self._found(path, shape.base)
        if not isinstance(found, Found) or not isinstance(found.definition.value, Table):
            return None
        definition, table = found.definition, found.definition.value
        if is_enum(definition):
            return _values_of_enum(found.path, table, definition)
        if definition.sort is Sort.VALUE and definition.constant and table.constant:
            listed = self.listed(found.path, table)
            return listed._replace(definition=definition) if listed is not None else None
        return None

    def _found(self, path: str, shape: Shape) -> Found | None:
        """The definition that a name, or a name of an imported module, means."""
        named: Found | Foreign | Whole | None = None
        if isinstance(shape, Word):
            named = self._names.find(path, shape.name, shape.span.start, types=False)
        elif isinstance(shape, Dot) and isinstance(shape.base, Word):
            whole = self._whole(path, shape.base)
            named = self._names.exported(whole.path, shape.name, types=False) if whole is not None else None
        return named if isinstance(named, Found) else None

    def constant(self, path: str, shape: Shape) -> str | None:
        """The string that an expression is: a literal, a constant, a member of an enum."""
        match shape:
            case Quote(value):
                return value
            case Dot(Dot() as base, "value"):
                return self.constant(path, base)
            case Dot(base, member):
                found = self._found(path, base)
                table = found.definition.value if isinstance(found, Found) else None
                entries = table.entries if isinstance(table, Table) else ()
                given = next((each.value for each in entries if each.name == member), None)
                return given.value if isinstance(given, Quote) else None
            case Word():
                found = self._found(path, shape)
                if found is not None and found.definition.constant:
                    constant = found.definition.value
                    return constant.value if isinstance(constant, Quote) else None
                return None
            case _:
                return None

    # --- values ---

    def of_value(self, path: str, shape: Shape) -> Typed | None:
        """The type (or schema) of a value."""
        if self._depth > _DEEPEST:
            return None
        self._depth += 1
        try:
            return self._of_value(path, shape)
        finally:
            self._depth -= 1

    def _of_value(self, path: str, shape: Shape) -> Typed | None:
        match shape:
            case Word("self" | "this" | "cls", span):
                return self._class_around(path, span.start)
            case Word(name, span):
                return self._of_name(path, name, span)
            case Dot(base, name):
                outer = self.of_value(path, base)
                found = self.member(outer, name)
                return outer if found is None and name in ("data", "output", "value") and self._reads(base) else found
            case Part(PartKind.ITEMS, base):
                return self.item(self.of_value(path, base))
            case Applied(base):
                return self.item(self.of_value(path, base))
            case OneOf(options):
                return next((each for each in (self.of_value(path, one) for one in options) if each is not None), None)
            case Invoked():
                return self._of_call(path, shape)
            case _:
                return None

    def _reads(self, shape: Shape) -> bool:
        """Whether a value is the result of a call that reads one by a schema, as far as its look goes."""
        return isinstance(shape, Word | Invoked)

    def _of_name(self, path: str, name: str, span: Span) -> Typed | None:
        found = self._names.find(path, name, span.start, types=False)
        if not isinstance(found, Found):
            return None
        definition = found.definition
        if definition.type is not None and definition.sort is not Sort.FUNCTION:
            return Typed(found.path, definition.type, schema=False)
        handed = self._lambdas.get((found.path, definition.scope)) if definition.sort is Sort.PARAM else None
        if handed is not None and definition.position == 0:
            return handed
        if definition.value is not None and definition.sort in (Sort.VALUE, Sort.PARAM):
            return self.of_value(found.path, definition.value)
        return None

    def _class_around(self, path: str, at: int) -> Typed | None:
        around = [
            each
            for each in self._shapes(path).definitions
            if each.sort is Sort.CLASS
            and isinstance(each.value, Table)
            and each.value.span.start <= at < each.value.span.end
        ]
        inner = max(around, key=lambda each: each.span, default=None)
        return Typed(path, inner.value, False, inner) if inner is not None and inner.value is not None else None

    def _of_call(self, path: str, shape: Invoked) -> Typed | None:
        callee = shape.callee
        function = self._peeler.function(path, callee)
        if function is not None:
            library, name = function
            return Typed(path, shape.args[0], schema=True) if name in library.reads and shape.args else None
        match callee:
            case Dot(base, name):
                return self._of_method(path, base, name)
            case Word(name, span) if self._names.is_near(path, name):
                found = self._names.find(path, name, span.start, types=False)
                if isinstance(found, Found) and found.definition.sort is Sort.FUNCTION and found.definition.type:
                    return Typed(found.path, found.definition.type, schema=False)
                if isinstance(found, Found) and found.definition.sort is Sort.CLASS and found.definition.value:
                    return Typed(found.path, found.definition.value, False, found.definition)
                return None
            case _:
                return None

    def _of_method(self, path: str, base: Shape, name: str) -> Typed | None:
        if name in _ITEM_OF:
            return self.item(self.of_value(path, base))
        if name in _SAME_LIST:
            return self.of_value(path, base)
        schema = self.schema(path, base)
        if schema is not None and name in schema[1].reads:
            return schema[0]
        if isinstance(base, Word):
            found = self._names.find(path, base.name, base.span.start, types=False)
            if isinstance(found, Found) and found.definition.sort is Sort.CLASS and found.definition.value is not None:
                return Typed(found.path, found.definition.value, False, found.definition)
        return None

    def schema(self, path: str, shape: Shape) -> tuple[Typed, Library] | None:
        """The schema that an expression makes, with its library; None for other values."""
        typed = Typed(path, shape, schema=True)
        for _ in range(_DEEPEST):
            peeled = self._peeler.peel(typed.path, typed.shape)
            if peeled.library is not None:
                return Typed(path, shape, schema=True), peeled.library
            if not isinstance(peeled.base, Word):
                return None
            found = self._names.find(typed.path, peeled.base.name, peeled.base.span.start, types=False)
            if not isinstance(found, Found) or found.definition.value is None:
                return None
            typed = Typed(found.path, found.definition.value, schema=True)
        return None


def is_enum(definition: Definition) -> bool:
    """Whether a definition is an enum, or a class that is one by its bases."""
    if definition.sort is Sort.ENUM:
        return True
    return definition.sort is Sort.CLASS and any(last_name(each).endswith(_ENUMS) for each in definition.bases)


def last_name(shape: Shape) -> str:
    """The last name of a dotted one; "" for everything else."""
    return shape.name if isinstance(shape, Word | Dot) else ""


def _values_of_enum(path: str, table: Table, definition: Definition) -> ValueSet | None:
    found: list[str] = []
    for each in table.entries:
        match each.value:
            case Quote(value):
                found.append(value)
            case Listing((Quote(value), *_)):
                found.append(value)
            case Invoked(Word("auto") | Dot(_, "auto")) if _is_text_enum(definition):
                found.append(each.name.lower())
            case _ if each.name.startswith("_") or each.value is None:
                continue
            case _:
                return None
    return ValueSet(tuple(dict.fromkeys(found)), path, definition.span, definition) if found else None


def _is_text_enum(definition: Definition) -> bool:
    """Whether members of an enum that get a value by themselves get text; in a plain `Enum` they get numbers."""
    return any(last_name(each).endswith(("StrEnum", "TextChoices")) for each in definition.bases)


def _is_nothing(shape: Shape) -> bool:
    return isinstance(shape, Word) and shape.name in _NOTHING


def _given(shape: Shape) -> Shape:
    """What a function that is called later gives back: `z.lazy(() => Schema)`."""
    return shape.body if isinstance(shape, Lambda) and shape.body is not None else shape


def _type_of_definition(found: Found | Foreign | Whole | None) -> Typed | None:
    if not isinstance(found, Found) or found.definition.value is None:
        return None
    return Typed(found.path, found.definition.value, False, found.definition)


def _type_of_entry(path: str, entry: Entry, schema: bool) -> Typed | None:
    if schema:
        return Typed(path, entry.value, schema=True) if entry.value is not None else None
    if entry.type is not None:
        return Typed(path, entry.type, schema=False)
    return None
