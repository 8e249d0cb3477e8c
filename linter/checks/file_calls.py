"""What one file's calls call, and what they are handed: by name, so that a symbol's callers are found fast."""

from __future__ import annotations

from collections.abc import Iterator

from linter.facts import (
    Call,
    Either,
    Expr,
    FileFacts,
    FunctionOf,
    Imported,
    Items,
    Load,
    Member,
    Name,
    Record,
    Site,
    Spread,
    declaring_scope,
)
from linter.values import GIVEN_AGAIN, RUN_ANYWAY, RUN_AS_TASK

LOADERS = frozenset({"require", "import_module", "__import__"})
STARTERS = frozenset({"Worker", "fork", "SharedWorker", "run_path", "run_module"})
"""Functions that run another file of the project, as a thread, a process or a module."""

SPAWNERS = frozenset(
    "spawn spawnSync execFile execFileSync execa run Popen call check_call check_output create_subprocess_exec".split()
)

_STORES = frozenset(
    "entries Map Set WeakMap freeze assign fromEntries keys values defineProperty dict list tuple set "
    "MappingProxyType OrderedDict partial bind wraps memoize memo promisify debounce throttle lru_cache once "
    "getattr setattr hasattr delattr __setattr__ isinstance issubclass type id repr dir vars print callable cast "
    "signature update_wrapper getdoc getsource".split()
)
"""Functions that only put away what they are given, or look at it."""

_RUNS_ITS_BASE = RUN_ANYWAY | RUN_AS_TASK

SIGNATURES = frozenset({"s", "si", "signature", "subtask"})
"""Methods of a task queue's tasks that make one to be sent later."""


class FileCalls:
    """One file's calls.

    `called` are calls by every name that the callee may go by; under "" those whose callee only its value tells.
    `handed` are the names (and results of calls, by the callee's name) among the arguments of calls, each with its
    call. `given` is, for an anonymous function,
    the call that it is an argument of. `starting` are the calls that may run another file.
    """

    def __init__(self, facts: FileFacts) -> None:
        self.called: dict[str, list[Site]] = {}
        self.handed: dict[str, list[tuple[Site, Expr]]] = {}
        self.given: dict[int, Site] = {}
        self.starting: list[Site] = []
        for site in facts.sites:
            if isinstance(site.expr, Load):
                self.starting.append(site)
                continue
            for name in _names_of(facts, site.expr.callee):
                self.called.setdefault(name, []).append(site)
            if last_name(site.expr.callee) in LOADERS | STARTERS | SPAWNERS:
                self.starting.append(site)
            if last_name(site.expr.callee) not in _STORES:
                self._hand(facts, site, site.expr)

    def _hand(self, facts: FileFacts, site: Site, call: Call) -> None:
        for argument in arguments(call):
            for symbol in _functions_in(argument):
                self.given.setdefault(symbol, site)
            for mentioned in _names_in(argument):
                named = mentioned.callee if isinstance(mentioned, Call) else mentioned
                names = _names_of(facts, named) if isinstance(named, Name) else {last_name(named)}
                for name in names - {""}:
                    self.handed.setdefault(name, []).append((site, mentioned))


def arguments(call: Call) -> Iterator[Expr]:
    """All arguments of a call, with those given by name."""
    yield from call.args
    for _, value in call.keywords:
        yield value


def last_name(expr: Expr) -> str:
    """The name that an expression ends in; "" when it ends in none."""
    return expr.name if isinstance(expr, Name | Member) else ""


def _functions_in(expr: Expr) -> Iterator[int]:
    """The functions that an argument is, or contains as entries."""
    match expr:
        case FunctionOf(number):
            yield number
        case Record(entries, _):
            for _, value in entries:
                yield from _functions_in(value)
        case Items(items):
            for each in items:
                yield from _functions_in(each)
        case Either(options):
            for each in options:
                yield from _functions_in(each)
        case _:
            return


def _names_in(expr: Expr) -> Iterator[Name | Member | Call]:
    """The names that an argument is or contains, and the calls whose results are given."""
    match expr:
        case Name() | Member() | Call():
            yield expr
        case Record(entries, _):
            for _, value in entries:
                yield from _names_in(value)
        case Items(items):
            for each in items:
                yield from _names_in(each)
        case Spread(value):
            yield from _names_in(value)
        case Either(options):
            for each in options:
                yield from _names_in(each)
        case _:
            return


def _names_of(facts: FileFacts, callee: Expr) -> set[str]:
    """The names that a callee may go by where it is defined; "" when only its value tells."""
    match callee:
        case Member(base, name):
            runs_base = name in SIGNATURES or (name in _RUNS_ITS_BASE and name not in GIVEN_AGAIN)
            return {"" if name.isdigit() else name, *(_names_of(facts, base) if runs_base else ())}
        case Call(Member(base, name), _, _, _) if name in _RUNS_ITS_BASE:
            return {"", *_names_of(facts, base)}
        case Name(name, scope):
            declared = declaring_scope(facts, name, scope)
            bound = facts.scopes[declared].bindings[name] if declared >= 0 else ()
            names = {name, *(each.name for each in bound if isinstance(each, Imported))}
            return names if all(isinstance(each, Imported | FunctionOf) for each in bound) else {*names, ""}
        case _:
            return {""}
