"""The fields of schemas that take any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from linter.checks.closed_sets.libraries import Library
from linter.checks.closed_sets.names import Found, Names
from linter.checks.closed_sets.peeling import Peeled, Peeler, is_python
from linter.checks.closed_sets.types import Typed, Types, last_name
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
    Quote,
    Shape,
    Shapes,
    Sort,
    Table,
    Word,
)

_DEEPEST = 40
"""Levels of schemas in schemas."""


class Note(NamedTuple):
    """Text that describes a field."""

    text: str
    span: Span


class Asked(NamedTuple):
    """A condition of the schema itself: a function, a regular expression, or the values that will do."""

    shape: Shape
    span: Span


class Record(NamedTuple):
    """A record that a schema describes. `entity` is the name it goes by, "" where it has none.

    `outer` is the field that it is the value (or an item) of, and `around` the record of that field; `open` says that
    it takes unknown fields as well.
    """

    path: str
    span: Span
    entity: str
    outer: str
    typed: Typed
    open: bool
    around: Record | None = None

    def outwards(self) -> Iterator[Record]:
        """The record, and those that it is in."""
        record: Record | None = self
        while record is not None:
            yield record
            record = record.around


class Field(NamedTuple):
    """A field that takes any text.

    `span` is that of the expression that says so, `key` that of the field's name. `free` says that its schema shows
    the text to be free, `required` that it must not be empty. `kept` says that what is chained behind (or stands
    around) goes with a closed set, too.
    """

    path: str
    name: str
    key: Span
    span: Span
    record: Record
    library: Library
    notes: tuple[Note, ...]
    asked: tuple[Asked, ...]
    default: Shape | None
    free: bool
    required: bool
    kept: bool
    many: bool


class _Around(NamedTuple):
    """What is known of a place before its expression is read."""

    record: Record | None
    name: str
    key: Span
    notes: tuple[Note, ...] = ()
    asked: tuple[Asked, ...] = ()
    default: Shape | None = None
    free: bool = False
    required: bool = False
    kept: bool = True
    many: bool = False


class FieldReader:
    """Finds the fields of a file that take any text."""

    def __init__(self, names: Names, peeler: Peeler, types: Types, shapes: Callable[[str], Shapes]) -> None:
        self._names = names
        self._peeler = peeler
        self._types = types
        self._shapes = shapes
        self.count = 0
        """Fields seen so far, of whatever type."""
        self.unions: dict[tuple[str, Span], tuple[Typed, ...]] = {}
        """The alternatives of the union that a record is one of, by the place of the record."""

    def fields(self, path: str) -> list[Field]:
        """The fields of a file, in order; each once."""
        found: dict[Span, Field] = {}
        reading = self._of_classes(path) if is_python(path) else self._of_calls(path)
        for each in reading:
            found.setdefault(each.span, each)
        return [found[span] for span in sorted(found)]

    # --- schemas made by calls ---

    def _of_calls(self, path: str) -> Iterator[Field]:
        shapes = self._shapes(path)
        starts: list[tuple[Span, str, Shape]] = [(each.span, "", each) for each in shapes.loose]
        starts += [
            (each.value.span, each.name, each.value)
            for each in shapes.definitions
            if each.sort is Sort.VALUE and isinstance(each.value, Invoked | Table)
        ]
        for _, name, shape in sorted(starts, key=lambda each: (each[0].start, -each[0].end)):
            yield from self._walk(path, shape, _Around(None, name, shape.span), 0)

    def _walk(self, path: str, shape: Shape, around: _Around, depth: int) -> Iterator[Field]:
        """The fields in an expression."""
        if depth > _DEEPEST:
            return
        match shape:
            case Invoked():
                peeled = self._peeler.peel(path, shape)
                yield from self._peeled(path, shape, peeled, around, depth + 1)
            case Table() if depth == 0 and self._holds_schemas(path, shape):
                # A table of fields that is put into schemas elsewhere.
                record = Record(path, shape.span, around.name, "", Typed(path, shape, schema=True), False)
                yield from self._table(path, shape, record, depth + 1)
            case Lambda(_, body) if body is not None:
                yield from self._walk(path, body, around, depth + 1)
            case Listing(items):
                for each in items:
                    yield from self._walk(path, each, around, depth + 1)
            case OneOf(options):
                for each in options:
                    yield from self._walk(path, each, around, depth + 1)
            case _:
                return

    def _holds_schemas(self, path: str, table: Table) -> bool:
        return any(self._types.text(Typed(path, each.value, schema=True)) for each in table.entries if each.value)

    def _peeled(self, path: str, shape: Invoked, peeled: Peeled, around: _Around, depth: int) -> Iterator[Field]:
        around = self._chained(path, around, peeled)
        library = peeled.library
        alternatives = [each for link in peeled.links if link.name == "or" for each in (link.before, *link.args)]
        if alternatives:
            self._know_each_other(tuple(Typed(path, each, schema=True) for each in alternatives))
        if library is None:
            yield from self._derived(path, shape, peeled, around, depth)
            return
        if peeled.maker in library.text:
            yield from self._text(path, peeled, library, around)
        elif peeled.maker in library.records or peeled.maker in library.derives:
            yield from self._record(path, shape, peeled, around, depth)
        elif peeled.maker in library.closed:
            return
        elif peeled.maker in library.tagged or peeled.maker in library.unions:
            yield from self._alternatives(path, peeled, around, depth)
        elif peeled.maker in library.tables:
            yield from self._entries(path, peeled, around, depth)
        else:
            many = around.many or peeled.maker in library.lists
            for each in peeled.args:
                yield from self._walk(path, each, around._replace(many=many), depth)
        yield from self._links(path, peeled, around, depth)

    def _entries(self, path: str, peeled: Peeled, around: _Around, depth: int) -> Iterator[Field]:
        """`z.record(key, value)`: what text its keys and values are, the name of the field does not say."""
        for number, each in enumerate(peeled.args):
            is_key = number == 0 and len(peeled.args) > 1
            name = _key_name(around.name) if is_key else _value_name(around.name)
            yield from self._walk(path, each, around._replace(name=name, many=True, notes=()), depth)

    def _alternatives(self, path: str, peeled: Peeled, around: _Around, depth: int) -> Iterator[Field]:
        """A union: text among its alternatives is free beside a closed set, and records know each other."""
        listings = [each for each in peeled.args if isinstance(each, Listing)]
        options = listings[0].items if listings else peeled.args
        siblings = tuple(Typed(path, each, schema=True) for each in options)
        self._know_each_other(siblings)
        texts = [each for each in siblings if self._types.text(each) is not None]
        for each in options:
            is_text = self._types.text(Typed(path, each, schema=True)) is not None
            free = around.free or (is_text and len(siblings) > len(texts))
            yield from self._walk(path, each, around._replace(free=free, kept=False), depth)

    def _know_each_other(self, siblings: tuple[Typed, ...]) -> None:
        for each in siblings:
            settled = self._types.settled(each)
            if settled is not None:
                head = self._peeler.peel(settled.path, settled.shape).head if settled.schema else settled.shape.span
                self.unions.setdefault((settled.path, head), siblings)

    def _derived(self, path: str, shape: Invoked, peeled: Peeled, around: _Around, depth: int) -> Iterator[Field]:
        """`Base.extend({…})`, or a call of something else whose arguments may hold schemas."""
        base = peeled.base
        if base is not None and peeled.links and self._types.schema(path, base) is not None:
            yield from self._links(path, peeled, self._with_record(path, shape, around), depth)
            return
        if isinstance(base, Invoked):
            for each in base.args:
                yield from self._walk(path, each, around._replace(record=None, name=""), depth)

    def _links(self, path: str, peeled: Peeled, around: _Around, depth: int) -> Iterator[Field]:
        for link in peeled.links:
            for each in link.args:
                if isinstance(each, Table) and around.record is not None:
                    if link.name in ("extend", "safeExtend", "augment", "shape", "catchall"):
                        yield from self._table(path, each, around.record, depth)
                elif isinstance(each, Invoked) and link.name not in _BEHIND:
                    yield from self._walk(path, each, around, depth)

    def _record(self, path: str, shape: Invoked, peeled: Peeled, around: _Around, depth: int) -> Iterator[Field]:
        inside = self._with_record(path, shape, around)
        assert inside.record is not None
        for each in peeled.args:
            if isinstance(each, Table):
                yield from self._table(path, each, inside.record, depth)
            else:
                yield from self._walk(path, each, around, depth)
        for link in peeled.links:
            for each in link.args:
                if isinstance(each, Table) and link.name in ("extend", "safeExtend", "augment", "shape"):
                    yield from self._table(path, each, inside.record, depth)

    def _with_record(self, path: str, shape: Invoked, around: _Around) -> _Around:
        """The place inside of a record: it goes by the name of the variable or field that it is the value of."""
        peeled = self._peeler.peel(path, shape)
        names = {each.name for each in peeled.links}
        outer = around.name if around.record is not None else ""
        record = Record(
            path,
            peeled.head,
            around.name if around.record is None else "",
            outer,
            Typed(path, shape, schema=True),
            bool(names & _OPEN) or peeled.maker in _OPEN_MAKERS,
            around.record,
        )
        self._hand_over(path, shape, record)
        return around._replace(record=record)

    def _hand_over(self, path: str, shape: Invoked, record: Record) -> None:
        """Functions that are asked about a whole record get it as their first parameter."""
        for link in self._peeler.peel(path, shape).links:
            for each in link.args:
                if isinstance(each, Lambda):
                    self._types.hand_to(path, each, record.typed)

    def _table(self, path: str, table: Table, record: Record, depth: int) -> Iterator[Field]:
        for entry in table.entries:
            self.count += 1
            if entry.value is not None:
                notes = (Note(entry.note.value, entry.note.span),) if entry.note is not None else ()
                yield from self._walk(path, entry.value, _Around(record, entry.name, entry.span, notes), depth)

    def _text(self, path: str, peeled: Peeled, library: Library, around: _Around) -> Iterator[Field]:
        if not around.name:
            return
        record = around.record or Record(
            path, peeled.head, "", "", Typed(path, Word("", peeled.head), schema=True), False
        )
        yield _field(path, peeled.head, record, around, library)

    def _chained(self, path: str, around: _Around, peeled: Peeled) -> _Around:
        """What the methods behind a schema, and the arguments of a function around it, say of the text."""
        said = [(each.name, each.args, each.span) for each in peeled.links]
        library = peeled.library
        if library is None:
            return around
        if peeled.maker in library.wraps and len(peeled.args) > 1:
            said.append((peeled.maker, peeled.args[1:], peeled.head))
            for each in peeled.args[1:]:
                made = self._peeler.function(path, each.callee) if isinstance(each, Invoked) else None
                if isinstance(each, Invoked) and made is not None:
                    said.append((made[1], each.args, each.span))
        for name, args, span in said:
            around = told(around, library, name, args, span)
            if name == "pipe" and any(self._types.values(Typed(path, each, schema=True)) for each in args):
                around = around._replace(free=True)
        return around

    # --- classes ---

    def _of_classes(self, path: str) -> Iterator[Field]:
        for each in self._shapes(path).definitions:
            if each.value is not None and each.sort is not Sort.PARAM:
                self._know_classes(path, each.value, 0)
        for each in self._shapes(path).definitions:
            if each.sort is Sort.CLASS and isinstance(each.value, Table):
                library = self.library_of_class(path, each)
                if library is not None:
                    yield from self._class_fields(path, each, each.value, library)

    def _know_classes(self, path: str, shape: Shape, depth: int) -> None:
        """Classes that stand in one union know each other."""
        match shape:
            case OneOf(options) | Applied(Word("Union") | Dot(_, "Union"), options):
                classes = tuple(Typed(path, each, schema=False) for each in options if isinstance(each, Word | Dot))
                if len(classes) > 1:
                    self._know_each_other(classes)
            case Applied(_, args) if depth < _DEEPEST:
                for each in args:
                    self._know_classes(path, each, depth + 1)
            case Table(entries) if not depth:
                for entry in entries:
                    if entry.type is not None:
                        self._know_classes(path, entry.type, depth + 1)
            case _:
                return

    def library_of_class(self, path: str, definition: Definition, steps: int = 0) -> Library | None:
        """The library by which a class describes a record: by a decorator, or by a base, also of a local class."""
        for mark in definition.marks:
            shape = mark.callee if isinstance(mark, Invoked) else mark
            made = self._peeler.function(path, shape)
            if made is not None and made[1] in made[0].marks:
                return made[0]
        for base in definition.bases:
            shape = base.base if isinstance(base, Applied) else base
            made = self._peeler.function(path, shape)
            if made is not None and made[1] in made[0].bases:
                return made[0]
            if isinstance(shape, Word) and steps < 10:
                found = self._names.find(path, shape.name, shape.span.start, types=True)
                if isinstance(found, Found) and found.definition.sort is Sort.CLASS and found.definition != definition:
                    library = self.library_of_class(found.path, found.definition, steps + 1)
                    if library is not None:
                        return library
        return None

    def _class_fields(self, path: str, definition: Definition, table: Table, library: Library) -> Iterator[Field]:
        typed = Typed(path, table, False, definition)
        record = Record(path, table.span, definition.name, "", typed, False)
        for base in definition.bases:
            if isinstance(base, Applied) and last_name(base.base) == "RootModel" and base.args:
                yield from self._annotated(
                    path, base.args[0], _Around(record, definition.name, definition.span), library
                )
        for entry in table.entries:
            if entry.type is None or entry.name.startswith("__"):
                continue
            self.count += 1
            notes = (Note(entry.note.value, entry.note.span),) if entry.note is not None else ()
            around = _Around(record, entry.name, entry.span, notes)
            around = self._with_value(path, entry, around, library)
            yield from self._annotated(path, entry.type, around, library)

    def _with_value(self, path: str, entry: Entry, around: _Around, library: Library) -> _Around:
        """What stands behind the `=` of a field: its default, or a call that describes it."""
        value = entry.value
        if not isinstance(value, Invoked):
            return around._replace(default=value) if value is not None else around
        made = self._peeler.function(path, value.callee)
        if made is None or made[1] not in made[0].fields:
            return around
        return self._described(value, around, library)

    def _described(self, call: Invoked, around: _Around, library: Library) -> _Around:
        """The arguments of `Field(…)`: one by position is the default."""
        if call.args and not isinstance(call.args[0], Invoked):
            around = around._replace(default=call.args[0])
        for name, value in call.keywords:
            around = told(around, library, name, (value,), value.span)
        return around

    def _annotated(self, path: str, shape: Shape, around: _Around, library: Library) -> Iterator[Field]:
        match shape:
            case Word("str"):
                yield from self._plain(path, shape.span, around, library)
            case Word(name) if not name[:1].isupper():
                return
            case Word(name, span):
                found = self._names.find(path, name, span.start, types=True)
                alias = found.definition.value if isinstance(found, Found) and found.path == path else None
                if isinstance(alias, Applied) and last_name(alias.base) == "Annotated":
                    yield from self._annotated(path, alias, around, library)
            case OneOf(options):
                texts = [each for each in options if isinstance(each, Word) and each.name == "str"]
                others = [each for each in options if not (isinstance(each, Word) and each.name in ("str", "None"))]
                inner = around._replace(free=around.free or bool(texts and others), kept=around.kept and not others)
                for each in options:
                    yield from self._annotated(path, each, inner, library)
            case Applied(base, args) if last_name(base) == "Annotated" and args:
                for each in args[1:]:
                    if isinstance(each, Invoked):
                        around = self._annotated_by(path, each, around, library)
                yield from self._annotated(path, args[0], around, library)
            case Applied(base, args) if last_name(base) == "Union":
                yield from self._annotated(path, OneOf(args, shape.span), around, library)
            case Applied(base, args) if last_name(base) in _WRAPPING:
                yield from self._annotated(path, args[0], around, library)
            case Applied(base, args) if last_name(base) in _LISTING:
                for each in args:
                    yield from self._annotated(path, each, around._replace(many=True), library)
            case Applied(base, args) if last_name(base) in _MAPPING and len(args) == 2:
                key = around._replace(many=True, name=_key_name(around.name), notes=())
                yield from self._annotated(path, args[0], key, library)
                yield from self._annotated(path, args[1], key._replace(name=_value_name(around.name)), library)
            case _:
                return

    def _annotated_by(self, path: str, call: Invoked, around: _Around, library: Library) -> _Around:
        made = self._peeler.function(path, call.callee)
        if made is None:
            return around
        if made[1] in made[0].fields:
            return self._described(call, around, library)
        around = told(around, made[0], made[1], call.args, call.span)
        for name, value in call.keywords:
            around = told(around, made[0], name, (value,), value.span)
        return around

    def _plain(self, path: str, span: Span, around: _Around, library: Library) -> Iterator[Field]:
        if around.record is None or not around.name:
            return
        yield _field(path, span, around.record, around, library)


_BEHIND = frozenset({"refine", "superRefine", "transform", "pipe"})
"""Methods whose arguments are about what was read already."""
_OPEN = frozenset({"passthrough", "loose", "catchall"})
_OPEN_MAKERS = frozenset({"looseObject", "objectWithRest"})
_WRAPPING = frozenset("Optional Final ClassVar Required NotRequired ReadOnly Mapped".split())
_LISTING = frozenset("list List set Set frozenset FrozenSet tuple Tuple Sequence Iterable Collection deque".split())
_MAPPING = frozenset("dict Dict Mapping MutableMapping defaultdict OrderedDict".split())


def _field(path: str, span: Span, record: Record, around: _Around, library: Library) -> Field:
    return Field(
        path,
        around.name,
        around.key,
        span,
        record,
        library,
        around.notes,
        around.asked,
        around.default,
        around.free,
        around.required,
        around.kept,
        around.many,
    )


_BY = re.compile(r".*(?:By|_by_|Per|_per_)([A-Za-z]\w*)")


def _key_name(name: str) -> str:
    """What the keys of a table are called, by its name where that says it: `countsBySeverity` has severities."""
    match = _BY.fullmatch(name)
    return match[1] if match is not None else f"{name} key" if name else ""


def _value_name(name: str) -> str:
    """What the values of a table are called."""
    return f"{name} value" if name else ""


def told(around: _Around, library: Library, name: str, args: Sequence[Shape], span: Span) -> _Around:
    """What one method, function or keyword adds to what is known of a field."""
    first = args[0] if args else None
    if name in library.notes:
        texts = (Note(each.value, each.span) for each in args if isinstance(each, Quote))
        around = around._replace(notes=(*around.notes, *texts))
        tables = [each for each in args if isinstance(each, Table)]
        for entry in (entry for each in tables for entry in each.entries if entry.value is not None):
            # `.meta({ description: "…" })`, `json_schema_extra={"enum": […]}`
            if entry.name in (*library.notes, *library.sets) and entry.value is not None:
                around = told(around, library, entry.name, (entry.value,), entry.value.span)
        return around
    if name in library.defaults:
        return around._replace(default=_value_of(first))
    if name in library.asks and first is not None:
        return around._replace(asked=(*around.asked, Asked(first, span)), kept=False)
    if (name in library.patterns or name in library.sets) and first is not None:
        return around._replace(asked=(*around.asked, Asked(first, span)))
    if name in library.free:
        return around._replace(free=True)
    if name in library.required:
        some = first is None or (isinstance(first, Word) and first.name == "1") or isinstance(first, Quote)
        return around._replace(required=some or around.required, free=around.free or not some)
    if name == "array":
        return around._replace(many=True)
    return around if name in library.wraps or name in library.reads else around._replace(kept=False)


def _value_of(shape: Shape | None) -> Shape | None:
    return shape.body if isinstance(shape, Lambda) else shape
