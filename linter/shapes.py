"""What a file says of records, their fields, and the values that text can take: types, schemas, and tests of values.

These are read by a pass of their own, from few files: see `linter.languages`. Types and expressions are kept as
written, in one small language of trees (`Shape`) for all languages. What they mean (which call makes a schema, which
type is a closed set) is for the checks to say.

Positions are byte offsets, as in `linter.facts`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """Byte offsets: the first byte, and the one after the last."""

    start: int
    end: int


# --- types and expressions -----------------------------------------------------------------------------


class Word(NamedTuple):
    """A name: of a variable, type, keyword type ("string", "str") or of nothing ("null", "None"); or a number."""

    name: str
    span: Span


class Dot(NamedTuple):
    """`base.name`, also `base["name"]` and the type `Base["name"]`."""

    base: Shape
    name: str
    span: Span


class Quote(NamedTuple):
    """A constant string, or the type that has this one value."""

    value: str
    span: Span


class Joined(NamedTuple):
    """Text put together from parts."""

    parts: tuple[Shape, ...]
    span: Span


class Invoked(NamedTuple):
    """A call or construction."""

    callee: Shape
    args: tuple[Shape, ...]
    keywords: tuple[tuple[str, Shape], ...]
    span: Span


class Applied(NamedTuple):
    """`Base<Args>` and `Base[Args]`: a generic type, or what a key that is no constant string leads to."""

    base: Shape
    args: tuple[Shape, ...]
    span: Span


class OneOf(NamedTuple):
    """A union of types, or one of several values by a condition."""

    options: tuple[Shape, ...]
    span: Span


class Entry(NamedTuple):
    """A field of a record: its declared type and its value, where there are such.

    `note` is the comment or docstring that stands at it; `optional` says that it may be missing.
    """

    name: str
    span: Span
    type: Shape | None
    value: Shape | None
    note: Quote | None
    optional: bool


class Table(NamedTuple):
    """An object or dict literal, an object type, or the body of a class; `rest` is spread into it."""

    entries: tuple[Entry, ...]
    rest: tuple[Shape, ...]
    span: Span
    constant: bool


class Listing(NamedTuple):
    """An array, list, tuple or set literal; `constant` says that nothing can be added (`as const`, a tuple)."""

    items: tuple[Shape, ...]
    span: Span
    constant: bool


class PartKind(StrEnum):
    """What is taken of a type or value."""

    TYPE = "type"
    """`typeof x`."""
    KEYS = "keys"
    """`keyof T`, `Object.keys(x)` as a type."""
    ITEMS = "items"
    """`T[number]`, `T[keyof T]`, an element of a loop."""


class Part(NamedTuple):
    """A part of a type or value."""

    kind: PartKind
    base: Shape
    span: Span


class Regex(NamedTuple):
    """A regular expression literal, without its delimiters."""

    source: str
    span: Span


class Lambda(NamedTuple):
    """A function as a value: the names of its parameters, and what it gives back where it is one expression.

    What it tests is among `Shapes.probes`.
    """

    params: tuple[str, ...]
    body: Shape | None
    span: Span


class Blank(NamedTuple):
    """Anything else."""

    span: Span


Shape: TypeAlias = (
    Word | Dot | Quote | Joined | Invoked | Applied | OneOf | Table | Listing | Part | Regex | Lambda | Blank
)


# --- the parts of a file -------------------------------------------------------------------------------


class Sort(StrEnum):
    """What a definition defines."""

    TYPE = "type"
    ENUM = "enum"
    CLASS = "class"
    VALUE = "value"
    PARAM = "param"
    FUNCTION = "function"


class Definition(NamedTuple):
    """Something with a name that is seen in `scope`.

    `type` is what is declared (of a function: what it returns), `value` what it is made of: the members of a class or
    enum, the other side of an alias. `owner` is the class of a method, `marks` are decorators. A parameter counts
    with `position`; that of a callback has the collection that it goes through as `value`.
    """

    name: str
    sort: Sort
    span: Span
    scope: Span
    type: Shape | None = None
    value: Shape | None = None
    bases: tuple[Shape, ...] = ()
    marks: tuple[Shape, ...] = ()
    owner: str = ""
    position: int = -1
    constant: bool = False


class ProbeKind(StrEnum):
    """How code asks which of several values text has."""

    SWITCH = "switch"
    COMPARISON = "comparison"
    MEMBERSHIP = "membership"
    LOOKUP = "lookup"


class Probe(NamedTuple):
    """A place that asks which value `subject` has: one of those in `against`.

    `closed` says that the code refuses everything else there (a default that throws, a check for `never`), `denied`
    that what is asked for is itself refused, if this is what a check does.
    """

    kind: ProbeKind
    subject: Shape
    against: Shape
    closed: bool
    span: Span
    denied: bool = False


class Flow(NamedTuple):
    """A value put where a type is declared: a return, `as T`, `satisfies T`."""

    value: Shape
    type: Shape
    span: Span


class Passing(NamedTuple):
    """A value handed to a function, as parameter number `position` or by `keyword`."""

    callee: Shape
    position: int
    keyword: str
    value: Shape
    span: Span


class Brought(NamedTuple):
    """A name that an import brings in; `name` is "*" for a whole module, and in exports for everything of it."""

    local: str
    specifier: str
    name: str
    level: int
    span: Span


class Shapes(NamedTuple):
    """Everything of this kind in a file.

    `loose` are calls of the words asked for that no definition holds. `exports` pairs an exported name with the local
    one; `handed_on` are names that it exports from other files. `texts` are long strings that may list values.
    """

    definitions: tuple[Definition, ...] = ()
    loose: tuple[Invoked, ...] = ()
    probes: tuple[Probe, ...] = ()
    flows: tuple[Flow, ...] = ()
    passings: tuple[Passing, ...] = ()
    imports: tuple[Brought, ...] = ()
    exports: tuple[tuple[str, str], ...] = ()
    handed_on: tuple[Brought, ...] = ()
    texts: tuple[Quote, ...] = ()


NO_SHAPES = Shapes()
