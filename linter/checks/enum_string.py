"""Fields that take any text although the code shows which values there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from linter.checks.closed_sets.choosing import Chooser
from linter.checks.closed_sets.data_files import SUFFIXES, DataRecord, records_in
from linter.checks.closed_sets.evidence import Gatherer, Key, Vocabulary
from linter.checks.closed_sets.fields import Field, FieldReader
from linter.checks.closed_sets.libraries import Libraries, Library
from linter.checks.closed_sets.names import Names
from linter.checks.closed_sets.peeling import Peeler, is_python
from linter.checks.closed_sets.signs import Scanner
from linter.checks.closed_sets.sources import Source, Verdict, agreed
from linter.checks.closed_sets.types import Types, is_enum
from linter.checks.closed_sets.wording import phrases, words_in
from linter.checks.context import Context
from linter.findings import Certainty, Evidence, Existing, Fix, Step
from linter.shapes import Definition, Quote, Shapes, Sort, Table
from linter.tables import row

NAME = "enum-string"

_PRINTED = 12
"""Values that a message lists; more are counted."""
_MANY = 3
"""Values that a field is compared with, from which it seems to have a closed set whatever its name."""
_MOST_STEPS = 8
"""Sources that a chain lists."""


class Params(NamedTuple):
    """Schema libraries, and words.

    Args:
        libraries: what makes schemas.
        by_name: last words of the names of fields that mostly have a closed set.
        discriminators: names of fields by which the records of a union are told apart.
        fallback_records: words of the names of records that stand for whatever the other ones of a union do not.
        entity_affixes: words of a record's name that say what kind of definition it is.
        set_affixes: words of a set's name that say that it is one.
        open_affixes: words of a set's name that say that there are others.
        free_names: last words of the names of fields that hold free text: what they are compared with says little.
        leads: phrases after which text lists values.
        hedges: words that say that what is listed is not all.
    """

    libraries: tuple[Library, ...]
    by_name: tuple[str, ...] = ()
    discriminators: tuple[str, ...] = ()
    fallback_records: tuple[str, ...] = ()
    entity_affixes: tuple[str, ...] = ()
    set_affixes: tuple[str, ...] = ()
    open_affixes: tuple[str, ...] = ()
    free_names: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table, libraries=Library)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each field whose values the code shows, or may show."""
    assert isinstance(params, Params)
    yield from _Search(context, params).evidence()


class _Search:
    """One run of the check."""

    def __init__(self, context: Context, params: Params) -> None:
        self._context = context
        self._params = params
        libraries = Libraries(params.libraries)
        self._libraries = libraries
        self._words = libraries.words()
        self._known: dict[str, Shapes] = {}
        self._partly: dict[str, frozenset[int]] = {}
        self._names = names = Names(context.project, self._shapes, context.reading.content)
        peeler = Peeler(libraries, names)
        types = Types(names, peeler, self._shapes)
        self._reader = FieldReader(names, peeler, types, self._shapes)
        vocabulary = Vocabulary(
            frozenset(params.entity_affixes),
            frozenset(params.set_affixes),
            frozenset(params.open_affixes),
            frozenset((*self._words, *(name for each in params.libraries for name in each.wraps))),
            phrases(params.leads, params.hedges),
            frozenset(params.by_name),
        )
        self._gatherer = Gatherer(names, peeler, types, self._reader, self._shapes, self._whole, vocabulary)
        self._discriminators = frozenset(params.discriminators)
        self._chooser = Chooser(
            context,
            params.libraries,
            Scanner(params.libraries, params.leads),
            names,
            vocabulary,
            params.free_names,
            params.discriminators,
            self._listed(),
        )

    def _shapes(self, path: str) -> Shapes:
        if path not in self._known:
            self._known.update(self._context.reading.shapes([path], self._words))
        return self._known[path]

    def _whole(self, path: str) -> Shapes:
        """The shapes of a file with those of all its functions."""
        if path in self._partly:
            del self._partly[path]
            self._known.update(self._context.reading.shapes([path], self._words))
            self._names.forget(path)
        return self._shapes(path)

    def _read(self, spots: Mapping[str, Collection[int]]) -> None:
        """Reads files, the functions only that have something at these places; again if there are more than before."""
        wanted: dict[str, tuple[int, ...]] = {}
        for path, places in spots.items():
            before = self._partly.get(path, frozenset())
            if path not in self._known or (path in self._partly and not before.issuperset(places)):
                self._partly[path] = before.union(places)
                wanted[path] = tuple(sorted(self._partly[path]))
                self._names.forget(path)
        self._known.update(self._context.reading.shapes(wanted, self._words, wanted))

    def evidence(self) -> Iterator[Evidence]:
        files = self._chooser.schema_files()
        self._read(files)
        fields: dict[Key, Field] = {}
        for path in files:
            fields.update({(path, each.span): each for each in self._reader.fields(path)})
        found = self._sources(list(files), fields)
        for key in sorted(fields):
            evidence = self._judged(fields[key], found.get(key, []))
            if evidence is not None:
                yield evidence

    # --- sources ---

    def _users(self, fields: Mapping[Key, Field]) -> Mapping[str, Collection[int]]:
        places: dict[str, set[tuple[str, int]]] = {}
        for (path, _), field in fields.items():
            if not field.free:
                places.setdefault(path, set()).add((field.name, field.span.start))
        return self._chooser.users(places)

    def _listed(self) -> frozenset[str]:
        """The names of fields whose values files of other kinds list."""
        return frozenset(
            spelled
            for each in self._described.values()
            for record in each
            for name, listed in record.fields.items()
            if listed is not None
            for spelled in (name, _camel(name))
        )

    def _sources(self, files: Sequence[str], fields: Mapping[Key, Field]) -> dict[Key, list[Source]]:
        found: dict[Key, list[Source]] = {}
        users = self._users(fields)
        self._read(users)
        users = {path: spots for path, spots in users.items() if path not in files}
        names = frozenset(each.name for each in fields.values())
        held: dict[str, dict[Key, Field]] = {}
        for key, field in fields.items():
            held.setdefault(field.path, {})[key] = field
        for path, here in held.items():
            for key, source in self._gatherer.described_elsewhere(here, self._described):
                found.setdefault(key, []).append(source)
            telling = {key: each for key, each in here.items() if not self._is_free_text(each)}
            readings = [(self._gatherer.told_in_texts, telling)]
            if self._chooser.has_types(path):
                readings.append((self._gatherer.namesakes, here))
            if self._chooser.has_set(path):
                readings.append((self._gatherer.named_alike, telling))
            for reading, asked in readings:
                for key, source in reading(path, asked):
                    found.setdefault(key, []).append(source)
        for path in (*files, *users):
            for key, source in self._gatherer.asked_in(path, fields, names):
                found.setdefault(key, []).append(source)
            for key, source in self._gatherer.flows_in(path, fields):
                found.setdefault(key, []).append(source)
        return found

    @cached_property
    def _described(self) -> dict[tuple[str, ...], list[DataRecord]]:
        """The records of data files, by the words of their entities."""
        found: dict[tuple[str, ...], list[DataRecord]] = {}
        for path, data in self._context.reading.data_files(SUFFIXES):
            for each in records_in(path, data):
                if any(each.fields.values()):
                    found.setdefault(self._gatherer.vocabulary.root(each.name), []).append(each)
        return found

    # --- findings ---

    def _judged(self, field: Field, sources: list[Source]) -> Evidence | None:
        own, free = self._gatherer.own(field)
        if free:
            return None
        siblings = self._reader.unions.get((field.path, field.record.span), ())
        is_fallback = not {*words_in(field.record.entity)}.isdisjoint(self._params.fallback_records)
        told_apart = siblings and not is_fallback
        literals = self._gatherer.discriminates(field, siblings, self._discriminators) if told_apart else []
        if literals:
            return self._discriminator(field, literals)
        verdict = agreed([*own, *sources])
        if verdict is None:
            return None
        if verdict.reasons and not self._is_worth_asking(field, verdict):
            return None
        return self._evidence(field, verdict)

    def _is_worth_asking(self, field: Field, verdict: Verdict) -> bool:
        """Whether what is not certain is more than a guess: by what is seen of the field, or by its name and a hint."""
        if self._is_free_text(field):
            return False
        sure = [each for each in verdict.sources if each.sure]
        seen = {value for each in sure for value in each.values if value}
        if any(each.closes for each in verdict.sources):
            return self._by_name(field) or bool(sure)
        if field.required:
            return False
        whole = [each for each in sure if len(each.values) > 1]
        if self._by_name(field) or any(_has_default(field, each) for each in whole):
            return len(seen) > 1
        return len(seen) > (2 if whole else _MANY)

    def _is_free_text(self, field: Field) -> bool:
        by_itself = field.record.entity in ("", field.name)
        words = self._gatherer.vocabulary.bare_words(field.name) if by_itself else words_in(field.name)
        return bool(words) and words[-1] in self._params.free_names

    def _by_name(self, field: Field) -> bool:
        words = words_in(field.name)
        return bool(words) and words[-1] in self._params.by_name

    def _evidence(self, field: Field, verdict: Verdict) -> Evidence:
        existing = self._existing(field, verdict)
        named = next((each.definition for each in verdict.sources if each.definition and each.closes), None)
        framing = "string-for-existing-enum" if named is not None else "bare-string-for-closed-set"
        if verdict.reasons and named is None and self._by_name(field):
            framing = "string-by-name"
        certain = not verdict.reasons
        closing = [each for each in verdict.sources if each.closes and each.sure]
        safe = certain and any(each.definition or each.what not in _GATHERED for each in closing)
        fix = Fix(field.span.start, field.span.end, verdict.values, existing, safe) if certain and field.kept else None
        what = "takes any text, but its values are" if certain else "takes any text, but its values seem to be"
        message = f"{_named(field)} {what} {_printed(verdict.values)}: {self._told(verdict.sources)}"
        return self._made(field, framing, message, verdict.sources, verdict.reasons, fix)

    def _discriminator(self, field: Field, literals: list[Source]) -> Evidence:
        seen = tuple(dict.fromkeys(value for each in literals for value in each.values))
        others = f", which has {_printed(seen)} in the others" if seen else ""
        message = f"{_named(field)} takes any text, but tells the records of a union apart{others}"
        return self._made(field, "string-discriminator", message, literals, (), None)

    def _made(
        self,
        field: Field,
        framing: str,
        message: str,
        sources: Sequence[Source],
        reasons: tuple[str, ...],
        fix: Fix | None,
    ) -> Evidence:
        place = self._context.place(field.path, field.span)
        return Evidence(
            place=place,
            symbol=field.record.entity or field.record.outer,
            framing=framing,
            sink=f"field:{_named(field)}",
            vendor=field.library.name,
            message=message,
            chain=tuple(self._steps(sources)),
            reasons=reasons,
            snippet=f"{field.name}: {self._context.positions.text(field.path, field.span)}",
            fix=fix,
        )

    def _steps(self, sources: Sequence[Source]) -> Iterator[Step]:
        for each in sources[:_MOST_STEPS]:
            certainty = Certainty.CERTAIN if each.closes and each.sure else Certainty.AMBIGUOUS
            text = f"{each.what}: {_printed(each.values)}" if each.values else each.what
            yield Step(self._context.place(each.path, each.span), "", text, certainty)

    def _told(self, sources: Sequence[Source]) -> str:
        """The sources and their places, the first ones only when there are many."""
        told: dict[str, None] = {}
        for each in sources:
            place = self._context.place(each.path, each.span)
            told[f"{each.what} ({place.path}:{place.line})"] = None
        shown = list(told)[:3]
        more = f" and {len(told) - len(shown)} more" if len(told) > len(shown) else ""
        return f"{', '.join(shown)}{more}"

    def _existing(self, field: Field, verdict: Verdict) -> Existing | None:
        """A definition with exactly these values that the field's file can refer to."""
        for each in verdict.sources:
            if each.definition is None or set(each.values) != set(verdict.values):
                continue
            path, definition = each.definition
            if path == field.path or self._may_import(field.path, path, definition):
                kind = _kind(path, definition)
                if kind:
                    return Existing(path, definition.name, kind)
        return None

    def _may_import(self, importer: str, path: str, definition: Definition) -> bool:
        """Whether an import of a definition is possible, and closes no circle."""
        if not path.endswith(".py") and all(local != definition.name for _, local in self._shapes(path).exports):
            return False
        graph = self._context.reading.import_graph()
        return path not in graph.closure([importer])


def _kind(path: str, definition: Definition) -> str:
    """What a definition is in its language, for those that can be referred to."""
    if is_enum(definition):
        return "enum"
    if definition.sort is Sort.TYPE:
        return "literal" if is_python(path) else "union"
    if definition.sort is Sort.VALUE and is_python(path):
        return "literal"
    if definition.sort is Sort.VALUE and definition.value is not None and getattr(definition.value, "constant", False):
        return "object" if isinstance(definition.value, Table) else "array"
    return ""


def _has_default(field: Field, source: Source) -> bool:
    """Whether a list of values has the field's default among them."""
    return isinstance(field.default, Quote) and field.default.value in source.values


def _camel(name: str) -> str:
    """A column's name as code writes it: `order_state` → `orderState`."""
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def _named(field: Field) -> str:
    """A field with its record's name."""
    owner = field.record.entity or field.record.outer
    return f"{owner}.{field.name}" if owner else field.name


def _printed(values: Sequence[str]) -> str:
    shown = ", ".join(f'"{each}"' for each in values[:_PRINTED])
    return f"{shown} and {len(values) - _PRINTED} more" if len(values) > _PRINTED else shown


_GATHERED = frozenset({"a comparison", "a switch over it", "a text that asks for it"})
"""Sources that show which values code knows; that there are no others, they do not say."""
