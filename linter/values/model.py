"""The values that an expression can have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from linter.facts import Items, Record

MOST_VALUES = 12
"""Values that are kept of one expression; past that, what is left counts as unknown."""

MOST_IMPLEMENTATIONS = 100
"""The same where all are functions and classes of the project: an interface may have dozens of implementations."""

HOLE = "\0"
"""Stands in a constant for a part that is not known."""

CALLED = "()"
"""In the path of a `Thing`: the result of calling (or constructing) what stands before it."""


class Origin(NamedTuple):
    """Where an external module came in: an import statement, or the call that loads it."""

    path: str
    number: int
    loaded: bool
    """False: `number` is that of an import. True: that of a site."""


class Made(NamedTuple):
    """A call on the way to a thing: the file where it stands, and its site there."""

    path: str
    site: int


# Named tuples are equal when their fields are, whatever their class. So no two kinds of values may have the same
# fields: those that would get a `kind`.


class Const(NamedTuple):
    """A string. Parts that are not known are `HOLE`."""

    text: str


class Thing(NamedTuple):
    """Something of an external module (`module`), or of the language itself (module "").

    `path` are the names and calls that lead to it from the module; `made` are these calls, in order.
    """

    module: str
    path: tuple[str, ...]
    origin: Origin | None = None
    made: tuple[Made, ...] = ()

    def member(self, name: str) -> Thing:
        return Thing(self.module, (*self.path, name), self.origin, self.made)


# Named tuples of different types are equal when their fields are. Where the fields do not tell them apart, `kind` does.


class LocalModule(NamedTuple):
    """A file of the project as an object."""

    path: str
    kind: str = "module"


class LocalFunction(NamedTuple):
    """A function of the project. `wraps` is what it runs beside its own code: what the one was handed that gave it."""

    path: str
    symbol: int
    wraps: tuple[Value, ...] = ()


class LocalClass(NamedTuple):
    """A class or interface of the project."""

    path: str
    symbol: int
    kind: str = "class"


class Instance(NamedTuple):
    """An object of a local class: of the class itself where it is `exact`, else perhaps of one that is based on it."""

    path: str
    symbol: int
    exact: bool = False
    kind: str = "instance"


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """An object, dict or list literal. Compared by identity: literals are large, and each is one object."""

    path: str
    expr: Record | Items


class Opaque(NamedTuple):
    """Something that is not known; `why` is empty, or "environment", "parameter", "depth"."""

    why: str = ""
    kind: str = "opaque"


RUN_ANYWAY = frozenset({"call", "apply", "bind", "__call__", "__wrapped__"})
"""Members of a function by which it is called, or which give it again."""

RUN_AS_TASK = frozenset(
    "delay apply_async s si signature send send_with_options remote submit enqueue options fn func starmap".split()
)
"""Members that task queues give a function they decorate (celery, dramatiq, ray, prefect, rq). Workers are hosts."""

GIVEN_AGAIN = frozenset({"bind", "s", "si", "signature", "options"})
"""Those of these members whose result is run in place of the function."""

Value: TypeAlias = Const | Thing | LocalModule | LocalFunction | LocalClass | Instance | Structure | Opaque

NOTHING: tuple[Value, ...] = (Opaque(),)


def means(values: Iterable[Value], target: Value) -> bool:
    """Whether a function or class is among some values, whatever it wraps."""
    return any(
        each == target or (isinstance(each, LocalFunction) and each.wraps != () and each[:2] == target[:2])
        for each in values
        if isinstance(target, LocalFunction | LocalClass)
    )


LONGEST_TEXT = 20_000
"""Characters of a text that are kept: no name, address or command line is as long, and hostile code makes more."""


def together(parts: Iterable[str]) -> str:
    """Texts as one; what is longer than `LONGEST_TEXT` ends in something unknown."""
    kept: list[str] = []
    length = 0
    for each in parts:
        kept.append(each)
        length += len(each)
        if length > LONGEST_TEXT:
            return "".join(kept)[:LONGEST_TEXT] + HOLE
    return "".join(kept)


def is_known(value: Value) -> bool:
    """Whether a value says anything: it is not opaque, and no text that is all holes."""
    return not isinstance(value, Opaque) and not (isinstance(value, Const) and not value.text.strip(HOLE))


_IMPLEMENTATIONS = (LocalFunction, LocalClass, Instance)


def united(groups: Iterable[tuple[Value, ...]]) -> tuple[Value, ...]:
    """All values of several groups, once each; never empty."""
    found: dict[Value, None] = {}
    limit = MOST_VALUES
    for group in groups:
        for value in group:
            found[value] = None
            if len(found) >= limit:
                if limit > MOST_VALUES or not all(isinstance(each, _IMPLEMENTATIONS) for each in found):
                    return (*found, Opaque("depth"))
                limit = MOST_IMPLEMENTATIONS
    return tuple(found) or NOTHING
