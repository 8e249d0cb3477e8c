"""Functions of libraries as rules list them: by module, by name, and by where their arguments say what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from linter.capability import PYPI, Ecosystem
from linter.facts import Call, Expr, FileFacts, Member, Name, Record, This, declaring_scope
from linter.project import Project
from linter.values import CALLED, Structure, Thing, Value, Values, arguments_of

_DEFAULT_NAMES = frozenset({"default", "default_", "*"})


class Functions(Protocol):
    """Functions of one module (or, with module "", of the language itself).

    `names` are the last names of what is called; "" is the module itself, and "*" any name.
    """

    @property
    def ecosystem(self) -> Ecosystem: ...
    @property
    def module(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...


class Requests(NamedTuple):
    """Functions that send a request.

    `url` is the position of the URL, `url_keys` the names it has among options or keywords; `base_keys` name
    the base URL among the options of the call that made the client, `base` is its position there.
    `host_keys` and `path_keys` are for libraries that take the URL in pieces.
    """

    ecosystem: Ecosystem
    module: str
    names: tuple[str, ...]
    url: int = 0
    url_keys: tuple[str, ...] = ("url", "uri")
    base_keys: tuple[str, ...] = ()
    base: int | None = None
    host_keys: tuple[str, ...] = ()
    path_keys: tuple[str, ...] = ()


class Spawns(NamedTuple):
    """Functions that start a program.

    `form` says how the program is given: "argv" (a program, then a list of arguments), "list" (one list, or
    a string), "words" (each argument is a word), "shell" (a command line), "name" (the called name itself).
    """

    ecosystem: Ecosystem
    module: str
    names: tuple[str, ...]
    form: Literal["argv", "list", "words", "shell", "name"]
    first: int = 0
    keys: tuple[str, ...] = ()


_Kind = TypeVar("_Kind", bound=Functions)


_RUN_LATER = {"to_thread": 0, "run_sync": 0, "run_in_threadpool": 0, "submit": 0, "run_in_executor": 1}
"""Functions that call the one they are handed, by its position, with the arguments behind it."""


def run_by(call: Call) -> Call:
    """The call that a call makes: `to_thread(run, a)` and `run.call(this, a)` call `run(a)`; others are their own."""
    name = call.callee.name if isinstance(call.callee, Name | Member) else ""
    if name in ("call", "apply") and isinstance(call.callee, Member) and len(call.args) > 1:
        return call._replace(callee=call.callee.base, args=arguments_of(call))
    position = _RUN_LATER.get(name)
    if position is None or not isinstance(inner := next(iter(call.args[position:]), None), Name | Member):
        return call
    return Call(inner, call.args[position + 1 :], call.keywords, call.site)


class FunctionTable(Generic[_Kind]):
    """Functions to be recognised quickly: by module, and before that by the name that is called."""

    def __init__(self, functions: Iterable[_Kind]) -> None:
        self._by_head: dict[tuple[Ecosystem, str], list[_Kind]] = {}
        self._names: set[str] = set()
        self._any_name: set[str] = set()
        self._with_any_name: dict[str, bool] = {}
        for each in functions:
            head = each.module.partition(".")[0] if each.ecosystem == PYPI else each.module
            self._by_head.setdefault((each.ecosystem, head), []).append(each)
            self._names.update(each.names)
            if "*" in each.names:
                self._any_name.add(head)

    def may_call(self, project: Project, path: str, facts: FileFacts, call: Call) -> bool:
        """Whether a call can be one of these at all, told without working out any value."""
        callee = call.callee
        if isinstance(callee, Member):
            if isinstance(callee.base, This) and "fetch" in callee.name.lower():
                return True  # the field of a class, under which it keeps a function that is called fetch
            return callee.name in self._names or self._has_any_name(path, facts)
        if isinstance(callee, Name):
            scope = declaring_scope(facts, callee.name, callee.scope)
            if scope < 0:
                return callee.name in self._names or bool(facts.stars)
            return not project.calls_own_function(path, callee)
        return True

    def _has_any_name(self, path: str, facts: FileFacts) -> bool:
        """Whether a file imports a module all of whose functions are of these."""
        if path not in self._with_any_name:
            self._with_any_name[path] = any(each.specifier in self._any_name for each in facts.imports)
        return self._with_any_name[path]

    def find(self, value: Value, ecosystem: Ecosystem) -> _Kind | None:
        """The functions that calling a value calls, or None."""
        if not isinstance(value, Thing):
            return None
        path = tuple(each for each in value.path if each not in _DEFAULT_NAMES)
        for head, full in _heads(value, path, ecosystem):
            for each in self._by_head.get((ecosystem, head), ()):
                rest = _after(each.module, full, ecosystem)
                if rest is not None and _is_named(rest, each.names):
                    return each
        return None


def _heads(thing: Thing, path: tuple[str, ...], ecosystem: Ecosystem) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Under which heads a thing may be listed, with its full path from there."""
    if ecosystem == PYPI:
        full = (*thing.module.split("."), *path) if thing.module else path
        yield (full[0] if full and thing.module else ""), full
        return
    if thing.module:
        yield thing.module.removeprefix("node:"), path
        return
    if path[:1] and path[0] in ("globalThis", "window", "self", "global") and len(path) > 1:
        path = path[1:]
    yield "", path
    if path:
        yield path[0], path


def _after(module: str, full: tuple[str, ...], ecosystem: Ecosystem) -> tuple[str, ...] | None:
    """What follows the module in a full path; None when it is another module's."""
    if ecosystem != PYPI:
        return full[1:] if module and full[:1] == (module,) and module in _GLOBAL_MODULES else full
    head = tuple(module.split(".")) if module else ()
    return full[len(head) :] if full[: len(head)] == head else None


def _is_named(path: tuple[str, ...], names: tuple[str, ...]) -> bool:
    if not path or path[-1] == CALLED:
        return "" in names
    return path[-1] in names or "*" in names


_GLOBAL_MODULES = frozenset({"Bun", "Deno", "XMLHttpRequest"})
"""Global objects that are listed like modules."""


def options_of(values: Values, path: str, call: Call) -> list[tuple[str, Record]]:
    """The object literals among the arguments of a call, each with the file it stands in."""
    return [
        (value.path, value.expr)
        for argument in call.args
        for value in values.of(path, argument)
        if isinstance(value, Structure) and isinstance(value.expr, Record)
    ]


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
            for spread in values.of(where, rest):
                if isinstance(spread, Structure) and isinstance(spread.expr, Record):
                    for name, inner in spread.expr.entries:
                        if name in keys:
                            return spread.path, inner
    return None
