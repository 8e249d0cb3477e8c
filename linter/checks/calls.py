"""Functions of libraries as rules list them: by module, by name, and by where their arguments say what they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from linter.capability import Ecosystem
from linter.facts import Call, Expr, Record
from linter.values import CALLED, Structure, Thing, Values

_DEFAULT_NAMES = frozenset({"default", "default_", "*"})


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"))


class Functions(_Table):
    """Functions of one module (or, with module "", of the language itself).

    `names` are the last names of what is called; "" is the module itself, and "*" any name.
    """

    ecosystem: Ecosystem
    module: str
    names: tuple[str, ...]

    def has(self, thing: Thing, ecosystem: Ecosystem) -> bool:
        """Whether calling the thing calls one of these functions, directly or on an object made by the module."""
        if ecosystem != self.ecosystem:
            return False
        path = _path_in(thing, self.module, ecosystem)
        if path is None:
            return False
        if not path or path[-1] == CALLED:
            return "" in self.names
        return path[-1] in self.names or "*" in self.names


class Requests(Functions):
    """Functions that send a request.

    `url` is the position of the URL, `url_keys` the names it has among options or keywords; `base_keys` name
    the base URL among the options of the call that made the client, `base` is its position there.
    `host_keys` and `path_keys` are for libraries that take the URL in pieces.
    """

    url: int = 0
    url_keys: tuple[str, ...] = ("url", "uri")
    base_keys: tuple[str, ...] = ()
    base: int | None = None
    host_keys: tuple[str, ...] = ()
    path_keys: tuple[str, ...] = ()


class Spawns(Functions):
    """Functions that start a program.

    `form` says how the program is given: "argv" (a program, then a list of arguments), "list" (one list, or
    a string), "words" (each argument is a word), "shell" (a command line), "name" (the called name itself).
    """

    form: Literal["argv", "list", "words", "shell", "name"]
    first: int = 0
    keys: tuple[str, ...] = ()


def _path_in(thing: Thing, module: str, ecosystem: Ecosystem) -> tuple[str, ...] | None:
    """The names from a module to a thing; None when the thing is not of that module."""
    path = tuple(each for each in thing.path if each not in _DEFAULT_NAMES)
    if not thing.module:
        if path[:1] and path[0] in ("globalThis", "window", "self", "global") and len(path) > 1:
            path = path[1:]
        if not module:
            return path
        head = tuple(module.split("."))
        return path[len(head) :] if path[: len(head)] == head and ecosystem == "npm" else None
    name = thing.module.removeprefix("node:")
    if ecosystem == "python":
        dotted = (*name.split("."), *path)
        head = tuple(module.split("."))
        return dotted[len(head) :] if module and dotted[: len(head)] == head else None
    return path if name == module else None


def options_of(values: Values, path: str, call: Call) -> list[tuple[str, Record]]:
    """The object literals among the arguments of a call, each with the file it stands in."""
    found: list[tuple[str, Record]] = []
    for argument in call.args:
        for value in values.of(path, argument):
            if isinstance(value, Structure) and isinstance(value.expr, Record):
                found.append((value.path, value.expr))
    return found


def option(values: Values, path: str, call: Call, keys: Sequence[str]) -> tuple[str, Expr] | None:
    """An option by one of its names, from keywords or object literals, and the file it stands in."""
    for name, value in call.keywords:
        if name in keys:
            return path, value
    for where, record in options_of(values, path, call):
        for name, value in record.entries:
            if name in keys:
                return where, value
        for rest in record.rest:
            for value in values.of(where, rest):
                if isinstance(value, Structure) and isinstance(value.expr, Record):
                    for name, inner in value.expr.entries:
                        if name in keys:
                            return value.path, inner
    return None
