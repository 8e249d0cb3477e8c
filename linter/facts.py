"""What one file says, read from its syntax alone: the language-neutral model that every later stage works on.

A file is a set of **symbols** (module, functions, classes, methods), **scopes** with their bindings,
**imports**, **exports**, call **sites** and **references**. Values are small expression trees (`Expr`), kept
as written: what they mean is worked out by `linter.values`, which also follows them into other files.

Positions are byte offsets into the file's bytes as parsed; `linter.positions` turns them into lines and
columns. Named tuples are used instead of dataclasses because a large file yields a hundred thousand of them.
"""

from __future__ import annotations

from enum import IntFlag, StrEnum
from typing import NamedTuple, TypeAlias

from linter.shapes import NO_SHAPES, Shapes
from linter.shapes import Span as Span

# --- expressions ---------------------------------------------------------------------------------------


class Text(NamedTuple):
    """A constant string."""

    value: str


class Join(NamedTuple):
    """Strings put together: `+`, template literals, f-strings, adjacent literals."""

    parts: tuple[Expr, ...]


class Name(NamedTuple):
    """A name as mentioned in `scope`; bindings of that scope and its parents say what it is."""

    name: str
    scope: int


class Member(NamedTuple):
    """`base.name`, also written `base["name"]`."""

    base: Expr
    name: str


class Index(NamedTuple):
    """`base[key]` with a key that is not a constant string; an element of a loop has an unknown key.

    The key of a slice, `base[start:stop:step]`, is a `Record` of those of its `SLICE_ENDS` that are given.
    """

    base: Expr
    key: Expr


class Call(NamedTuple):
    """A call or construction; `site` indexes `FileFacts.sites`."""

    callee: Expr
    args: tuple[Expr, ...]
    keywords: tuple[tuple[str, Expr], ...]
    site: int


class Load(NamedTuple):
    """The syntax `import(specifier)`; functions that load modules are plain calls."""

    specifier: Expr
    site: int


class Record(NamedTuple):
    """An object or dict literal; `rest` holds what is spread into it."""

    entries: tuple[tuple[str, Expr], ...]
    rest: tuple[Expr, ...]


class Items(NamedTuple):
    """An array, list, tuple or set literal."""

    items: tuple[Expr, ...]


class Spread(NamedTuple):
    """`...value` or `*value` among items or arguments."""

    value: Expr


class FunctionOf(NamedTuple):
    """A function, arrow or lambda; `symbol` indexes `FileFacts.symbols`."""

    symbol: int


class ClassOf(NamedTuple):
    """A class; `symbol` indexes `FileFacts.symbols`."""

    symbol: int


class InstanceOf(NamedTuple):
    """Some instance of what `type` names: a typed parameter, field or variable without a known value."""

    type: Expr


class This(NamedTuple):
    """`this` or `self` (`cls`) inside the class `symbol`."""

    symbol: int


class Super(NamedTuple):
    """`super` inside the class `symbol`."""

    symbol: int


class Parameter(NamedTuple):
    """Parameter number `position` of the function `symbol`."""

    symbol: int
    position: int


class Imported(NamedTuple):
    """What import number `source` brings in under `name`: an exported name, `default`, or `*` for the module."""

    source: int
    name: str


class Either(NamedTuple):
    """One of several values, by a condition."""

    options: tuple[Expr, ...]


class Fallback(NamedTuple):
    """`value`, or `fallback` when there is none: `??`, `||`, `or`, a default of a parameter or look-up."""

    value: Expr
    fallback: Expr


class Unknown(NamedTuple):
    """Anything else: numbers, arithmetic, what no later stage needs."""


Expr: TypeAlias = (
    Text
    | Join
    | Name
    | Member
    | Index
    | Call
    | Load
    | Record
    | Items
    | Spread
    | FunctionOf
    | ClassOf
    | InstanceOf
    | This
    | Super
    | Parameter
    | Imported
    | Either
    | Fallback
    | Unknown
)

UNKNOWN = Unknown()

SLICE_ENDS = ("start", "stop", "step")

ABSENT = Either(())
"""`None`, `null`, `undefined`: no value, which says nothing of what a name has where it is used."""

ELEMENT = "[]"
"""The member that stands for what is put into a list or table under a key that is not written out."""

CARRIERS = (Name, Member, FunctionOf, ClassOf, Call, Record, Items)
"""Expressions that can be a function, or hold one: what lists and tables are looked through for."""

MAIN = "__main__"
"""The name of the symbol that holds what a Python file does when it is started."""


# --- the parts of a file -------------------------------------------------------------------------------


class SymbolKind(StrEnum):
    MODULE = "module"
    FUNCTION = "function"
    METHOD = "method"
    CLASS = "class"
    INTERFACE = "interface"


class Accessor(StrEnum):
    """What runs a function that is written like a field."""

    GET = "get"
    SET = "set"


class Param(NamedTuple):
    """A parameter: its name, default and declared type where there are such; `variadic` takes the rest."""

    name: str
    default: Expr | None
    type: Expr | None
    variadic: bool = False


class Symbol(NamedTuple):
    """A module, function, method or class.

    `name` is qualified ("Outline.generate"; "" is the module; an anonymous function is named after what it is
    assigned or passed to). `members` of a class are its methods and fields, with every value a field is given.
    `exported` says that other files can name it, `mentioned` that this file does (beside its definition).
    """

    name: str
    kind: SymbolKind
    parent: int
    span: Span
    body: Span
    params: tuple[Param, ...]
    returns: tuple[Expr, ...]
    bases: tuple[Expr, ...]
    interfaces: tuple[Expr, ...]
    decorators: tuple[Expr, ...]
    members: dict[str, tuple[Expr, ...]]
    exported: bool
    mentioned: bool
    abstract: bool
    accessor: Accessor | None = None
    gives: Expr | None = None
    """The declared type of what it returns."""


class Scope(NamedTuple):
    """A lexical scope: names and what they are bound to, every assignment being one more value.

    `properties` are values assigned to members of a name (`client.run = …`). Scopes of classes are not
    looked into from the functions inside them (`closed`).
    """

    parent: int
    bindings: dict[str, tuple[Expr, ...]]
    properties: dict[tuple[str, str], tuple[Expr, ...]]
    closed: bool = False


class SiteFlag(IntFlag):
    """How a call is written."""

    NONE = 0
    NEW = 1
    """Constructed with `new`, or rendered as a JSX element."""
    TAGGED = 2
    """A tagged template: the template is the only argument."""


class Site(NamedTuple):
    """A call in the body of `symbol`.

    `guard` is 0 unless it stands under a condition that asks a runtime flag: then the condition's number,
    negative where the condition is false.
    """

    span: Span
    symbol: int
    expr: Call | Load
    flags: SiteFlag = SiteFlag.NONE
    guard: int = 0

    @property
    def is_tagged(self) -> bool:
        """Whether it is a tagged template."""
        # Operators on flags take many times as long as looking at the flags that nearly all calls have.
        plain = self.flags is SiteFlag.NONE or self.flags is SiteFlag.NEW
        return not plain and bool(self.flags & SiteFlag.TAGGED)


class Access(NamedTuple):
    """A member that is read or written, which may run a getter or a setter.

    `with` and loops are accesses too, of the methods that they call. Accesses are collected only on request: most
    files have more of them than calls, and few projects have code that they run.
    """

    span: Span
    symbol: int
    expr: Member
    guard: int
    kind: Accessor = Accessor.GET


class Role(StrEnum):
    """What a mentioned name is there for."""

    CALLED = "called"
    """Called or constructed, itself or through its members."""
    GUARD = "guard"
    """Compared as a type: `instanceof`, `isinstance`, `except`."""
    BASE = "base"
    """Subclassed."""
    EXPORTED = "exported"
    VALUE = "value"
    """Passed on, stored, returned, read."""


class Reference(NamedTuple):
    """A name of an import or of the module, mentioned as a value.

    `path` are the members read from it; `guard` is that of `Site`.
    """

    name: str
    scope: int
    symbol: int
    span: Span
    role: Role
    path: tuple[str, ...]
    guard: int


class ImportKind(StrEnum):
    STATIC = "static"
    TYPE = "type"
    REEXPORT = "reexport"
    EFFECT = "effect"
    """For side effects only: `import "x"`."""


class Import(NamedTuple):
    """An import statement, or one module of it.

    `names` pairs what is imported with its local name; type-only names are left out. `level` counts the
    leading dots of a relative Python import (0: absolute; JavaScript keeps dots in `specifier`).
    """

    specifier: str
    kind: ImportKind
    span: Span
    symbol: int
    names: tuple[tuple[str, str], ...]
    level: int = 0


class Comment(NamedTuple):
    """A comment. They are collected only from files whose bytes suggest that one matters.

    `inner` says that it is a docstring: a string, and inside of what it describes. The span has the delimiters.
    """

    span: Span
    inner: bool = False


class Problem(NamedTuple):
    """Syntax that could not be read, at a byte offset."""

    offset: int
    why: str


class FileFacts(NamedTuple):
    """Everything later stages know of a file. `stars` are the imports that it re-exports wholesale.

    `shapes` are read by themselves, when they are asked for: everything but them and `problems` is empty then.
    """

    language: str
    symbols: tuple[Symbol, ...]
    scopes: tuple[Scope, ...]
    sites: tuple[Site, ...]
    references: tuple[Reference, ...]
    imports: tuple[Import, ...]
    exports: dict[str, tuple[Expr, ...]]
    stars: tuple[int, ...]
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    accesses: tuple[Access, ...] = ()
    shapes: Shapes = NO_SHAPES


def declaring_scope(facts: FileFacts, name: str, scope: int) -> int:
    """The scope that declares `name` as seen from `scope`, or -1."""
    first = True
    while scope >= 0:
        each = facts.scopes[scope]
        if name in each.bindings and (first or not each.closed):
            return scope
        first = False
        scope = each.parent
    return -1
