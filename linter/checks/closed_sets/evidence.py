"""Gathers what shows the values of each field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from linter.checks.closed_sets.data_files import DataRecord
from linter.checks.closed_sets.fields import Asked, Field, FieldReader
from linter.checks.closed_sets.names import Found, Names
from linter.checks.closed_sets.peeling import Peeler, is_python
from linter.checks.closed_sets.sources import Source, called, of_set
from linter.checks.closed_sets.types import Typed, Types, ValueSet, last_name
from linter.checks.closed_sets.wording import Phrases, alternation, listed_for, values_in, words_in
from linter.facts import Span
from linter.shapes import (
    Applied,
    Brought,
    Definition,
    Dot,
    Invoked,
    Joined,
    Lambda,
    Listing,
    OneOf,
    Probe,
    ProbeKind,
    Quote,
    Regex,
    Shape,
    Shapes,
    Sort,
    Table,
    Word,
)

Key = tuple[str, Span]
"""The file and place of the expression by which a field is a bare string."""


_Definitions = dict[tuple[str, ...], list[Definition]]
_Imports = dict[tuple[str, ...], list[tuple[str, Brought]]]

_DEEPEST = 6
"""Records inside of records that are compared with those of another type."""


class Vocabulary(NamedTuple):
    """Words of a rule: parts of names that say nothing of what is named, and phrases of text."""

    entity_affixes: frozenset[str]
    set_affixes: frozenset[str]
    open_affixes: frozenset[str]
    calls: frozenset[str]
    """Functions that make schemas, and methods of schemas."""
    phrases: Phrases
    kinds: frozenset[str]
    """Last words of the names of fields that mostly have a closed set."""

    def root(self, name: str) -> tuple[str, ...]:
        """The words of an entity's name without those that say what kind of definition it is."""
        words = words_in(name)
        return tuple(each for each in words if each not in self.entity_affixes and not each.isdigit()) or words[:1]

    def bare_words(self, name: str) -> tuple[str, ...]:
        """The words of a set's name without those that say that it is one."""
        words = words_in(name)
        return tuple(each for each in words if each not in self.set_affixes) or words


class Gatherer:
    """Gathers sources in the files that were read."""

    def __init__(
        self,
        names: Names,
        peeler: Peeler,
        types: Types,
        reader: FieldReader,
        shapes: Callable[[str], Shapes],
        whole: Callable[[str], Shapes],
        vocabulary: Vocabulary,
    ) -> None:
        self._names = names
        self._peeler = peeler
        self._types = types
        self._reader = reader
        self._shapes = shapes
        self._whole = whole
        self._rooted: dict[str, tuple[_Definitions, _Imports]] = {}
        self.vocabulary = vocabulary

    # --- what the field itself says ---

    def own(self, field: Field) -> tuple[list[Source], bool]:
        """The sources in a field's own schema, and whether its schema shows the text to be free."""
        found: list[Source] = []
        free = field.free
        for asked in field.asked:
            values, is_free = self._asked(field, asked)
            free = free or is_free
            if values is not None:
                found.append(of_set(values, "its own check", closes=True))
        for note in field.notes:
            said = values_in(note.text, self.vocabulary.phrases)
            if said is not None:
                doubt = "" if said.closes else "its description lists values, and does not say that they are all"
                found.append(
                    Source(said.values, field.path, note.span, "its description", said.closes, True, None, doubt)
                )
        found.extend(self._default(field))
        if is_python(field.path):
            found.extend(self._validators(field))
        return found, free

    def _asked(self, field: Field, asked: Asked) -> tuple[ValueSet | None, bool]:
        """The values that a check lets pass; and whether it lets anything of some form pass."""
        path, shape = field.path, asked.shape
        match shape:
            case Regex(source, span) | Quote(source, span):
                values = alternation(source)
                return (ValueSet(values, path, span) if values else None), values is None
            case Invoked(callee, (Quote(source, span), *_)) if last_name(callee) in ("RegExp", "compile"):
                values = alternation(source)
                return (ValueSet(values, path, span) if values else None), values is None
            case Invoked(callee, (given, *_)) if self._names_set(path, callee):
                return self._types.listed(path, given), False
            case Lambda(params, _, span):
                return self._tested_inside(path, span, params[:1]) or self._cast_inside(path, span, params[:1]), False
            case Word(name, span):
                found = self._names.find(path, name, span.start, types=False)
                if isinstance(found, Found) and found.definition.sort is Sort.FUNCTION:
                    return self._tested_inside(found.path, found.definition.span, self._first_params(found)), False
                return self._types.listed(path, shape), False
            case _:
                return self._types.listed(path, shape), False

    def _names_set(self, path: str, callee: Shape) -> bool:
        """Whether a function takes the values that will do: `validators.in_([…])`."""
        made = self._peeler.function(path, callee)
        return made is not None and made[1] in made[0].sets

    def _first_params(self, function: Found) -> tuple[str, ...]:
        return tuple(
            each.name
            for each in self._shapes(function.path).definitions
            if each.sort is Sort.PARAM and each.scope == function.definition.span and each.position == 0
        )

    def _tested_inside(self, path: str, inside: Span, params: tuple[str, ...]) -> ValueSet | None:
        """The values that a function compares its parameter with, or looks it up among."""
        values: dict[str, None] = {}
        for each in self._tests(path, inside, params) or self._tests(path, inside, params, whole=True):
            found = self.against(path, each) if not each.denied else None
            if found is None:
                return None
            if each.kind is not ProbeKind.COMPARISON:
                return found
            values.update(dict.fromkeys(found.values))
        return ValueSet(tuple(values), path, inside) if len(values) > 1 else None

    def _cast_inside(self, path: str, inside: Span, params: tuple[str, ...]) -> ValueSet | None:
        """The set that a function says its parameter to be: `.transform((value) => value as Severity)`."""
        for each in self._shapes(path).flows:
            if (
                inside.start <= each.span.start < inside.end
                and isinstance(each.value, Word)
                and each.value.name in params
            ):
                found = self._types.values(Typed(path, each.type, schema=False))
                if found is not None and len(found.values) > 1:
                    return found
        return None

    def _tests(self, path: str, inside: Span, params: tuple[str, ...], *, whole: bool = False) -> list[Probe]:
        """What is asked of the parameters of a function; `whole` looks at functions that were passed over, too."""
        return [
            each
            for each in (self._whole(path) if whole else self._shapes(path)).probes
            if inside.start <= each.span.start < inside.end
            and isinstance(each.subject, Word)
            and each.subject.name in params
        ]

    def _validators(self, field: Field) -> Iterator[Source]:
        """Methods of the class that are decorated as validators of the field."""
        for each in self._shapes(field.path).definitions:
            if each.sort is Sort.FUNCTION and each.owner == field.record.entity and self._validates(field, each):
                params = tuple(
                    param.name
                    for param in self._shapes(field.path).definitions
                    if param.sort is Sort.PARAM and param.scope == each.span and param.position in (0, 1)
                )
                found = self._tested_inside(field.path, each.span, params)
                if found is not None:
                    yield of_set(found, f"the validator {each.name}")

    def _validates(self, field: Field, method: Definition) -> bool:
        for mark in method.marks:
            if isinstance(mark, Invoked):
                made = self._peeler.function(field.path, mark.callee)
                by = {field.name, "root"} if field.name == field.record.entity else {field.name}
                named = any(isinstance(each, Quote) and each.value in by for each in mark.args)
                if made is not None and made[1] in made[0].validators and named:
                    return True
            elif isinstance(mark, Dot) and mark.name == "validator" and last_name(mark.base) == field.name:
                return True
        return False

    def _default(self, field: Field) -> Iterator[Source]:
        """The default: a member of an enum shows the whole set, a literal shows one value."""
        shape = field.default
        if shape is None:
            return
        if isinstance(shape, Dot):
            found = self._types.enum_of(field.path, shape)
            if found is not None:
                yield of_set(found, f"{called(found)}, of which its default is")
        elif isinstance(shape, Quote):
            doubt = "of its values only the default is seen"
            yield Source((shape.value,), field.path, shape.span, "its default", False, True, None, doubt)

    # --- what code asks ---

    def against(self, path: str, probe: Probe) -> ValueSet | None:
        """The values that a place asks for."""
        against = probe.against
        match probe.kind:
            case ProbeKind.COMPARISON:
                value = self._types.constant(path, against)
                return ValueSet((value,), path, probe.span) if value is not None else None
            case ProbeKind.LOOKUP:
                return self._types.keys(path, against)
            case ProbeKind.SWITCH:
                values = [
                    self._types.constant(path, each) for each in (against.items if isinstance(against, Listing) else ())
                ]
                known = [each for each in values if each is not None]
                return (
                    ValueSet(tuple(dict.fromkeys(known)), path, probe.span)
                    if known and len(known) == len(values)
                    else None
                )
            case _:
                return self._types.listed(path, against)

    def asked_in(self, path: str, fields: Mapping[Key, Field], names: frozenset[str]) -> Iterator[tuple[Key, Source]]:
        """What a file asks of fields with one of these names."""
        for probe in self._shapes(path).probes:
            subject = probe.subject
            if not self._may_be_field(path, subject, names):
                continue
            key = self._types.text(self._types.of_value(path, subject))
            if key is None or key not in fields:
                continue
            source = self._asked_source(path, probe, fields[key].name)
            if source is not None:
                yield key, source

    def _may_be_field(self, path: str, subject: Shape, names: frozenset[str]) -> bool:
        """Whether a subject has, or is a variable that is taken from, a field of one of these names."""
        if isinstance(subject, Dot):
            return subject.name in names
        if not isinstance(subject, Word):
            return False
        known = self._names.definitions(path, subject.name)
        sides = (side for each in known for side in (each.type, each.value))
        return any(isinstance(side, Dot) and side.name in names for side in sides)

    def _is_called_for(self, enum: ValueSet, name: str) -> bool:
        """Whether an enum's name goes with a field's: what is called otherwise may have other values as well."""
        words = self.vocabulary.bare_words(enum.definition.name) if enum.definition is not None else ()
        own = words_in(name)
        return words[-len(own) :] == own or own[-len(words) :] == words

    def _asked_source(self, path: str, probe: Probe, field_name: str) -> Source | None:
        found = self.against(path, probe)
        if found is None:
            return None
        if probe.kind is ProbeKind.COMPARISON:
            enum = self._types.enum_of(path, probe.against)
            if enum is not None and self._is_called_for(enum, field_name):
                # Which of its members are asked for is looked at when all sources are known (`_of_enums`).
                what = f"{called(enum)}, with which it is compared"
                return of_set(enum, what, sure=False, doubt="")._replace(asked=found.values)
            doubt = "it is compared with these values, and nothing shows that there are no others"
            return Source(found.values, path, probe.span, "a comparison", False, True, None, doubt)
        if probe.kind is ProbeKind.SWITCH:
            doubt = "" if probe.closed else "the cases of a switch may not be all values"
            return Source(found.values, path, probe.span, "a switch over it", probe.closed, True, None, doubt)
        if probe.kind is ProbeKind.LOOKUP:
            typed = self._keys_of_type(path, probe.against)
            if typed is not None:
                return of_set(typed, f"{called(typed)}, of the keys of a table that it is looked up in")
            doubt = "a table that it is looked up in may not have all values"
            plain = self._is_plain_table(path, probe.against)
            return of_set(found, "a table that it is looked up in", closes=False, sure=plain, doubt=doubt)
        what = f"{called(found)}, among which it is looked for"
        doubt = "" if probe.closed else "it is looked for among these values, and may be another one"
        return of_set(found, what, closes=probe.closed, doubt=doubt)

    def _keys_of_type(self, path: str, against: Shape) -> ValueSet | None:
        """The closed set that a table is declared to have for keys: `Record<Severity, string>`."""
        found = (
            self._names.find(path, against.name, against.span.start, types=False) if isinstance(against, Word) else None
        )
        declared = found.definition.type if isinstance(found, Found) else None
        if not isinstance(found, Found) or not isinstance(declared, Applied) or len(declared.args) != 2:
            return None
        return self._types.values(Typed(found.path, declared.args[0], schema=False))

    def _is_plain_table(self, path: str, against: Shape) -> bool:
        """Whether a table gives text for text: one of functions or objects is a registry, which may grow."""
        if isinstance(against, Word):
            found = self._names.find(path, against.name, against.span.start, types=False)
            against = found.definition.value or against if isinstance(found, Found) else against
        return isinstance(against, Table) and all(
            isinstance(each.value, Quote | Joined | Listing)
            or (isinstance(each.value, Word) and each.value.name.isdigit())
            for each in against.entries
        )

    # --- types ---

    def flows_in(self, path: str, fields: Mapping[Key, Field]) -> Iterator[tuple[Key, Source]]:
        """Types that values of a schema are given in a file: what their fields are there."""
        for value, declared in self._declared(path):
            if not self._may_be_read(path, value):
                continue
            schema = self._types.of_value(path, value) or self._schema_of(path, value)
            if schema is None:
                continue
            theirs = self._unwrapped(declared)
            yield from self._paired(schema, theirs, fields, "which its values are given")

    def _may_be_read(self, path: str, value: Shape, steps: int = 0) -> bool:
        """Whether a value may be a schema, or be read by one, as far as this file's names show."""
        match value:
            case Invoked(callee):
                return last_name(callee) in self.vocabulary.calls
            case Dot(base):
                return self._may_be_read(path, base, steps)
            case Word(name) if steps < _DEEPEST:
                known = [each.value for each in self._names.definitions(path, name) if each.value is not None]
                if any(self._may_be_read(path, each, steps + 1) for each in known):
                    return True
                brought = self._names.imported(path).get(name)
                return (
                    brought is not None
                    and bool(words_in(name))
                    and words_in(name)[-1] in self.vocabulary.entity_affixes
                )
            case _:
                return False

    def _declared(self, path: str) -> Iterator[tuple[Shape, Typed]]:
        shapes = self._shapes(path)
        for each in shapes.flows:
            yield each.value, Typed(path, each.type, schema=False)
        for known in shapes.definitions:
            if known.sort is Sort.VALUE and known.type is not None and isinstance(known.value, Invoked | Word | Dot):
                yield known.value, Typed(path, known.type, schema=False)
        for passing in shapes.passings:
            is_read = passing.position >= 0 and self._may_be_read(path, passing.value)
            declared = self._parameter(path, passing.callee, passing.position) if is_read else None
            if declared is not None:
                yield passing.value, declared

    def _parameter(self, path: str, callee: Shape, position: int) -> Typed | None:
        """The declared type of a parameter of a function."""
        if not isinstance(callee, Word):
            return None
        found = self._names.find(path, callee.name, callee.span.start, types=False)
        if not isinstance(found, Found) or found.definition.sort is not Sort.FUNCTION:
            return None
        for each in self._shapes(found.path).definitions:
            if each.sort is Sort.PARAM and each.position == position and each.scope == found.definition.span:
                return Typed(found.path, each.type, schema=False) if each.type is not None else None
        return None

    def _schema_of(self, path: str, value: Shape) -> Typed | None:
        known = self._types.schema(path, value)
        return known[0] if known is not None else None

    def _paired(
        self, ours: Typed, theirs: Typed, fields: Mapping[Key, Field], what: str, depth: int = 0
    ) -> Iterator[tuple[Key, Source]]:
        """What the fields of a record are in another type of it, also in records inside."""
        if depth > _DEEPEST:
            return
        inner = self._types.item(ours)
        if inner is not None:
            item = self._types.item(theirs)
            if item is not None:
                yield from self._paired(inner, item, fields, what, depth + 1)
            return
        others = self._types.fields(theirs)
        pairs = [(field, others[name]) for name, field in self._types.fields(ours).items() if name in others]
        for field, other in pairs or zip(self._types.sides(ours), self._types.sides(theirs), strict=False):
            key = self._key(field, fields)
            found = (
                self._types.values(other) or self._types.values(self._types.item(other)) if key is not None else None
            )
            if key is not None and found is not None and len(found.values) > 1:
                yield key, of_set(found, f"{called(found)}, {what}" if found.definition else f"a type {what}")
            elif key is None:
                yield from self._paired(field, other, fields, what, depth + 1)

    def _key(self, typed: Typed, fields: Mapping[Key, Field]) -> Key | None:
        """The field that a type is that of, or whose items it is that of."""
        for each in (typed, self._types.item(typed)):
            key = self._types.text(each)
            if key is not None and key in fields:
                return key
        return None

    def _unwrapped(self, declared: Typed) -> Typed:
        """`z.ZodType<Finding>` is about Finding."""
        shape = declared.shape
        if not isinstance(shape, Applied):
            return declared
        made = self._peeler.function(declared.path, shape.base)
        if made is not None and made[1] in made[0].schemas and shape.args:
            return Typed(declared.path, shape.args[0], schema=False)
        return declared

    # --- names ---

    def namesakes(self, path: str, fields: Mapping[Key, Field]) -> Iterator[tuple[Key, Source]]:
        """Other types and schemas of the same entity, in the same file or imported there."""
        records = {each.span: each for field in fields.values() for each in field.record.outwards()}
        for record in records.values():
            name = record.entity or record.outer
            root = self.vocabulary.root(name) if name else ()
            for other in self._called(path, root) if root else ():
                if other.path == path and other.shape.span == record.typed.shape.span:
                    continue
                if self._overlap(record.typed, other, named=bool(record.entity)):
                    what = f"which {_name_of(other)} has there"
                    yield from self._paired(record.typed, other, fields, what)

    def _called(self, path: str, root: tuple[str, ...]) -> Iterator[Typed]:
        """The records of a file, or imported there, whose names come to these words."""
        if path not in self._rooted:
            self._rooted[path] = self._by_roots(path)
        definitions, imports = self._rooted[path]
        for each in definitions.get(root, ()):
            if each.value is not None:
                yield Typed(path, each.value, each.sort is Sort.VALUE, each)
        for local, brought in imports.get(root, ()):
            for types in (True, False):
                found = self._names.find(path, local, brought.span.end, types=types)
                if isinstance(found, Found) and found.definition.value is not None:
                    is_schema = found.definition.sort is Sort.VALUE
                    yield Typed(found.path, found.definition.value, is_schema, found.definition)

    def _by_roots(self, path: str) -> tuple[_Definitions, _Imports]:
        """The records of a file, and its imports, by what their names come to."""
        definitions: _Definitions = {}
        imports: _Imports = {}
        for each in self._shapes(path).definitions:
            if each.scope.start == 0 and each.sort in _RECORDS and each.value is not None:
                definitions.setdefault(self.vocabulary.root(each.name), []).append(each)
        for local, brought in self._names.imported(path).items():
            imports.setdefault(self.vocabulary.root(local), []).append((local, brought))
        return definitions, imports

    def _overlap(self, ours: Typed, theirs: Typed, *, named: bool) -> bool:
        """Whether two records have so many fields in common that they are of one entity."""
        mine, other = set(self._types.fields(ours)), set(self._types.fields(theirs))
        shared = len(mine & other)
        return shared * 2 >= min(len(mine), len(other)) and shared >= (1 if named else 2)

    def named_alike(self, path: str, fields: Mapping[Key, Field]) -> Iterator[tuple[Key, Source]]:
        """Sets of a file, or imported there, that have a field's name."""
        here = list(fields.items())
        wanted = {words_in(each.name) for _, each in here}
        wanted |= {self.vocabulary.bare_words(each.name) for _, each in here if each.record.entity in ("", each.name)}
        for name, found in self._sets(path, wanted):
            if self.vocabulary.open_affixes.intersection(words_in(name)) or self._is_opened(found):
                continue
            for key, field in here:
                if self._goes_with(words_in(name), field):
                    yield key, self._alike(path, field, found)
                elif any(self._goes_with(words, field) for words in self._set_words(name, found)):
                    source = self._alike(path, field, found)
                    # `MetricType` may be the type of a metric, and `metrics` may be their names.
                    is_kind = words_in(field.name)[-1] in self.vocabulary.kinds
                    doubtful = words_in(name)[-1:] == ("type",) and (found.path != path or not is_kind)
                    doubt = f"{called(found)} may be of something else than {field.name}"
                    yield key, source._replace(sure=False, doubt=doubt) if doubtful else source

    def _set_words(self, name: str, found: ValueSet) -> tuple[tuple[str, ...], ...]:
        """The words that a set may be named for: `AUDIO_TYPES` are types of audio, `SeverityType` is the severity."""
        words = words_in(name)
        definition = found.definition
        is_type = definition is None or definition.sort is not Sort.VALUE
        if not is_type and not isinstance(definition and definition.value, Applied | OneOf) and "type" in words[-1:]:
            return (words,)
        return (words, self.vocabulary.bare_words(name))

    def _is_opened(self, found: ValueSet) -> bool:
        """Whether another type has the set and any text besides: `str | KnownProviders`."""
        name = found.definition.name if found.definition is not None else ""
        for each in self._shapes(found.path).definitions:
            if isinstance(each.value, OneOf) and each.name != name:
                options = {last_name(option) for option in each.value.options}
                if name in options and options & {"str", "string"}:
                    return True
        return False

    def _goes_with(self, words: tuple[str, ...], field: Field) -> bool:
        """Whether a set's name is that of a field, perhaps with its record's name in front."""
        own = words_in(field.name)
        if field.record.typed.shape == Word("", field.span) or field.name == field.record.entity:
            own = tuple(each for each in own if each not in self.vocabulary.set_affixes) or own
        if not own or words[-len(own) :] != own:
            return False
        before = words[: -len(own)]
        return not before or set(before) <= set(self.vocabulary.root(field.record.entity or field.record.outer))

    def _sets(self, path: str, wanted: set[tuple[str, ...]]) -> Iterator[tuple[str, ValueSet]]:
        def may_fit(name: str) -> bool:
            words = self.vocabulary.bare_words(name)
            return any(own and (words[-len(own) :] == own or words_in(name)[-len(own) :] == own) for own in wanted)

        for each in self._shapes(path).definitions:
            if each.scope.start == 0 and each.value is not None and each.sort in _NAMED and may_fit(each.name):
                found = self._set_of(Found(path, each))
                if found is not None:
                    yield each.name, found
        for local, brought in self._names.imported(path).items():
            if may_fit(local):
                for types in (True, False):
                    target = self._names.find(path, local, brought.span.end, types=types)
                    found = self._set_of(target) if isinstance(target, Found) else None
                    if found is not None:
                        yield local, found
                        break

    def _set_of(self, found: Found) -> ValueSet | None:
        definition = found.definition
        if definition.value is None:
            return None
        values = self._types.values(Typed(found.path, definition.value, definition.sort is Sort.VALUE, definition))
        if values is None and definition.sort is Sort.VALUE:
            values = self._types.values(Typed(found.path, definition.value, False, definition))
            values = values or (self._types.listed(found.path, definition.value) if definition.constant else None)
        if values is None or len(values.values) < 2 or not _is_set(found):
            return None
        return values._replace(definition=definition, path=found.path)

    def _alike(self, path: str, field: Field, found: ValueSet) -> Source:
        """A set by its name, in doubt when it is that of another record's field."""
        other = self._claimed_by(path, field, found)
        if not other:
            alike = of_set(found, f"{called(found)}, which has its name")
            if self._is_of_part(field, found):
                return alike._replace(sure=False, doubt=f"{called(found)} may be of another record")
            if self._takes_any_elsewhere(path, field):
                return alike._replace(
                    sure=False, doubt=f"another type of the same record has any text for {field.name}"
                )
            return alike
        doubt = f"{called(found)} is that of {other}.{field.name}"
        return of_set(found, called(found), sure=False, doubt=doubt)

    def _is_of_part(self, field: Field, found: ValueSet) -> bool:
        """Whether a set is called for a part of the record's name only, and not for what the record is.

        An order's `OrderStatus` is not that of an order item. Where few records have such a field, it matters less.
        """
        own = words_in(field.name)
        root = self.vocabulary.root(field.record.entity or field.record.outer)
        heads = root[: next((n for n, each in enumerate(root) if each in _BETWEEN), None)]
        words = words_in(found.definition.name) if found.definition is not None else ()
        before = [each for each in words if each in root and each not in own]
        is_common = own[-1] == "type" or own[-1] in self.vocabulary.kinds
        return is_common and bool(before and heads) and heads[-1] not in words

    def _takes_any_elsewhere(self, path: str, field: Field) -> bool:
        """Whether another type of the same record, in its file or imported there, has any text for the field."""
        root = self.vocabulary.root(field.record.entity) if field.record.entity else ()
        for other in self._called(path, root) if root else ():
            if other.path == path and other.shape.span == field.record.typed.shape.span:
                continue
            key = self._types.text(self._types.member(other, field.name))
            if key is not None and key != (field.path, field.span):
                return True
        return False

    def _claimed_by(self, path: str, field: Field, found: ValueSet) -> str:
        """The record of another entity whose field of this name is of a set; "" for none."""
        own = self.vocabulary.root(field.record.entity)
        for where in dict.fromkeys((path, found.path)):
            for each in self._shapes(where).definitions:
                if (
                    each.sort in _RECORDS
                    and isinstance(each.value, Table | Invoked)
                    and self.vocabulary.root(each.name) != own
                ):
                    typed = Typed(where, each.value, each.sort is Sort.VALUE, each)
                    theirs = self._types.values(self._types.member(typed, field.name))
                    if theirs is not None and theirs.definition == found.definition:
                        return each.name
        return ""

    def told_in_texts(self, path: str, fields: Mapping[Key, Field]) -> Iterator[tuple[Key, Source]]:
        """Prompts of the same file that list the values of a field by its name."""
        here = list(fields.items())
        names = [each.name for _, each in here]
        for text in self._shapes(path).texts:
            for key, field in here:
                said = listed_for(text.value, field.name, self.vocabulary.phrases) if field.name in text.value else None
                if said is not None:
                    sure = names.count(field.name) == 1
                    doubt = "" if sure and said.closes else "a text of the file lists values for a field of this name"
                    yield (
                        key,
                        Source(said.values, path, text.span, "a text that asks for it", said.closes, sure, None, doubt),
                    )

    def described_elsewhere(
        self, fields: Mapping[Key, Field], known: Mapping[tuple[str, ...], Sequence[DataRecord]]
    ) -> Iterator[tuple[Key, Source]]:
        """Records of the same entity in files of other kinds: a table of a database, a type of GraphQL."""
        for key, field in fields.items():
            if any(each.isdigit() for each in words_in(field.record.entity)):
                # A table in another store than the record's, more often than not: `TaskEventV2`.
                continue
            for other in known.get(self.vocabulary.root(field.record.entity), ()):
                mine = {_flat(each) for each in self._types.fields(field.record.typed)}
                theirs = {_flat(each): listed for each, listed in other.fields.items()}
                shared = len(mine & theirs.keys())
                listed = theirs.get(_flat(field.name))
                if listed is not None and shared > 1 and shared * 2 >= min(len(mine), len(theirs)):
                    what = f"the values that {other.name} has there"
                    yield key, Source(listed.values, other.path, listed.span, what, True, True)

    # --- unions ---

    def discriminates(self, field: Field, siblings: Sequence[Typed], names: frozenset[str]) -> list[Source]:
        """The literals that a field has in the other records of its union, when it tells them apart."""
        others: list[Source] = []
        bare = records = 0
        for each in siblings:
            known = self._types.fields(each)
            records += bool(known)
            member = known.get(field.name)
            key = self._types.text(member)
            if key is not None:
                bare += key != (field.path, field.span)
            values = self._types.values(member)
            if values is not None:
                others.append(of_set(values._replace(definition=None), "another record of the union", closes=False))
        alone = len(self._types.fields(field.record.typed)) < 2 or field.record.open
        if others and not alone and len(others) + bare + 1 >= records:
            return others
        if not others and bare and bare + 1 == records and field.name in names and not alone:
            return [Source((), field.path, field.key, "every record of the union has it", False, True)]
        return []


_BETWEEN = frozenset({"for", "of", "in", "with", "by", "from", "to"})
"""Words behind which a name says more of what it names: `observationForEval`."""
_RECORDS = frozenset({Sort.TYPE, Sort.CLASS, Sort.VALUE})
_NAMED = frozenset({Sort.TYPE, Sort.ENUM, Sort.CLASS, Sort.VALUE})


def _is_set(found: Found) -> bool:
    """Whether a definition with constants is meant as a set: a type, an enum, a constant list, no table by chance."""
    definition = found.definition
    if definition.sort is not Sort.VALUE or isinstance(definition.value, Applied | OneOf | Word | Dot):
        return True
    if isinstance(definition.value, Table):
        return definition.value.constant
    is_constant = isinstance(definition.value, Listing) and definition.value.constant
    return is_constant or definition.name.isupper() or _makes_schema(definition.value)


def _makes_schema(shape: Shape | None) -> bool:
    """Whether a value is made by a method of something, as schemas are: `z.enum([…])`; no `new Set(…)`."""
    return isinstance(shape, Invoked) and isinstance(shape.callee, Dot)


def _flat(name: str) -> str:
    """A name without what tells camel from snake."""
    return name.replace("_", "").lower()


def _name_of(typed: Typed) -> str:
    return typed.definition.name if typed.definition is not None else "another type"
