"""Which function's parameters a call takes its arguments from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.facts import (
    Call,
    Either,
    Expr,
    Fallback,
    FileFacts,
    Index,
    Join,
    Member,
    Name,
    Parameter,
    Record,
    declaring_scope,
)

ADDRESS_KEYS = frozenset("url uri baseURL baseUrl base_url endpoint host hostname path pathname href".split())
"""Names of options that say where a request goes."""


def addressing(call: Call) -> list[Expr]:
    """What a call that sends a request is given to say where."""
    first = [each for each in call.args[:2] if not isinstance(each, Record)]
    named = [*call.keywords, *(entry for each in call.args if isinstance(each, Record) for entry in each.entries)]
    return [*first, *(value for key, value in named if key in ADDRESS_KEYS)]


def handed_to(facts: FileFacts, exprs: Iterable[Expr]) -> Parameter | None:
    """The parameter that some expressions are, or are made from."""
    seen: set[tuple[str, int]] = set()
    pending = list(exprs)
    while pending:
        expr = pending.pop(0)
        if isinstance(expr, Parameter):
            return expr
        if isinstance(expr, Name):
            scope = declaring_scope(facts, expr.name, expr.scope)
            if scope >= 0 and (expr.name, scope) not in seen:
                seen.add((expr.name, scope))
                pending.extend(facts.scopes[scope].bindings[expr.name])
        else:
            pending.extend(parts_of(expr))
    return None


def parts_of(expr: Expr) -> Iterator[Expr]:
    """The expressions that an address is made of, as far as its own expression says."""
    match expr:
        case Join(parts):
            yield from parts
        case Member(base, _) | Index(base, _):
            yield base
        case Fallback(value, fallback):
            yield from (value, fallback)
        case Either(options):
            yield from options
        case Call(callee, args, _, _):
            yield from args[:2]
            if isinstance(callee, Member):
                yield callee.base
        case Record(entries, _):
            yield from (value for key, value in entries if key in ADDRESS_KEYS)
        case _:
            return
