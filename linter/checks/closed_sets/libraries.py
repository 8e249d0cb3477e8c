"""Schema libraries as data: which modules they are, and what the functions and classes of each mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from linter.capability import Ecosystem


class Library(NamedTuple):
    """A library that describes records.

    Args:
        ecosystem: "npm" or "python".
        modules: the modules that it is imported by; one that ends in "/" or "." stands for all below it.
        namespaces: names of imports that stand for all functions of the library ("z"); "*" and "default" too.
        text: functions that make a schema of any text; with a dot, members of a namespace ("coerce.string").
        records: functions that take a table of fields.
        lists: functions whose argument describes every item.
        tables: functions whose last argument describes values, and the one before it, if there is one, keys.
        wraps: functions and methods that leave the text of their argument as it is.
        unions: functions and methods that take alternatives.
        tagged: functions that take a discriminator's name and alternatives.
        closed: functions that make a closed set of their arguments.
        derives: methods that make a schema of a record by adding or taking away fields.
        notes: methods and keywords whose text describes the field.
        defaults: methods and keywords that give a value.
        asks: methods and functions that take a function which says whether a value will do.
        patterns: methods, functions and keywords that take a regular expression.
        sets: methods, functions and keywords that take the values that will do.
        free: methods and functions that make it plain that the text is free.
        required: methods, functions and keywords that ask for some text and say nothing more.
        types: types of a schema that give the type of what is read: "infer".
        schemas: types of schemas, whose first argument is the type of what is read.
        reads: methods that give a value of a schema.
        bases: classes whose subclasses are records.
        marks: decorators that make a class a record.
        fields: functions that describe a field where its value stands.
        validators: decorators of methods that check fields by name.
        fixable: whether a field of it can be rewritten.
    """

    name: str
    ecosystem: Ecosystem
    modules: tuple[str, ...]
    namespaces: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    wraps: tuple[str, ...] = ()
    unions: tuple[str, ...] = ()
    tagged: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    derives: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    defaults: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    validators: tuple[str, ...] = ()
    fixable: bool = True

    def is_module(self, module: str) -> bool:
        """Whether a module is this library, or one below it where the data says so."""
        return any(module == each or (each[-1] in "/." and module.startswith(each)) for each in self.modules)


class Libraries:
    """The libraries of a rule."""

    def __init__(self, known: Iterable[Library]) -> None:
        self._known = tuple(known)
        self._handed: set[str] = set()
        for each in self._known:
            groups = (each.text, each.records, each.lists, each.tables, each.unions, each.tagged, each.closed)
            for names in (*groups, each.wraps, each.namespaces, each.bases, each.marks, each.fields, each.types):
                self._handed.update(names)

    def of(self, module: str, ecosystem: Ecosystem) -> Library | None:
        """The library that a module is, or None."""
        return next((each for each in self._known if each.ecosystem == ecosystem and each.is_module(module)), None)

    def may_be(self, local: str, name: str) -> bool:
        """Whether an import can bring in something of a library that another file hands on, by its names."""
        return local in self._handed or name in self._handed

    def words(self) -> tuple[str, ...]:
        """The names of functions and methods by whose calls schemas are made and values read, sorted."""
        found: set[str] = set()
        for each in self._known:
            groups = (each.text, each.records, each.lists, each.tables, each.unions, each.tagged, each.closed)
            for names in (*groups, each.derives, each.reads):
                found.update(name.rpartition(".")[2] for name in names)
        return tuple(sorted(found))

    def in_bytes(self, ecosystem: Ecosystem) -> tuple[bytes, ...]:
        """What the bytes of a file have one of, if it uses a library."""
        heads = {module.rstrip("/.") for each in self._known if each.ecosystem == ecosystem for module in each.modules}
        return tuple(sorted(head.encode() for head in heads))
