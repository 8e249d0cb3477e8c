"""Requests whose host is what a setting says that is named after a provider: `${process.env.ANTHROPIC_BASE_URL}/…`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.checks.context import Context
from linter.checks.handed import parts_of
from linter.facts import Call, Expr, FileFacts, Name, declaring_scope
from linter.values import CALLED, Const, Thing

_READERS = frozenset({"getenv", "get"})
_MOST_PARTS = 200


def setting_in(context: Context, path: str, facts: FileFacts, exprs: Iterable[Expr]) -> str | None:
    """The environment variable, of those that hold a provider's base URL, that an address is made from."""
    for expr in _parts(facts, exprs):
        for value in context.values.of(path, expr):
            name = _variable(context, value) if isinstance(value, Thing) else None
            if name is not None and name.isupper() and name in context.capability.base_urls:
                return name
    return None


def _parts(facts: FileFacts, exprs: Iterable[Expr]) -> Iterator[Expr]:
    """The expressions that a text is put together from, through the variables of its file."""
    seen: set[tuple[str, int]] = set()
    pending = list(exprs)
    count = 0
    while pending and count < _MOST_PARTS:
        expr = pending.pop(0)
        count += 1
        yield expr
        pending.extend(parts_of(expr))
        if isinstance(expr, Name):
            scope = declaring_scope(facts, expr.name, expr.scope)
            if scope >= 0 and (expr.name, scope) not in seen:
                seen.add((expr.name, scope))
                pending.extend(facts.scopes[scope].bindings[expr.name])


def _variable(context: Context, thing: Thing) -> str | None:
    """The name of the environment variable that a thing is the value of."""
    names = tuple(each for each in thing.path if each != CALLED)
    if thing.module == "os" and names[:1] == ("environ",) and len(names) == 2 and names[1] not in _READERS:
        return names[1]
    if not thing.module and "env" in names[:-1]:
        return names[-1] if names[-1] not in _READERS else _asked(context, thing)
    is_read = thing.module == "os" and names and names[-1] in _READERS
    return _asked(context, thing) if is_read else None


def _asked(context: Context, thing: Thing) -> str | None:
    """The name with which `os.getenv(…)` and its like are called."""
    call = context.values.call_of(thing.made[-1]) if thing.made else None
    if not isinstance(call, Call) or not call.args:
        return None
    found = context.values.of(thing.made[-1].path, call.args[0])
    return found[0].text if len(found) == 1 and isinstance(found[0], Const) else None
