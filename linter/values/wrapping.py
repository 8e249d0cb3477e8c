"""Functions that give one which runs, later, what they are handed: `withRetry(ask)`, decorators, `memoize(ask)`.

Which of its parameters a function keeps for that is told from its file alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.facts import (
    Call,
    Expr,
    FileFacts,
    FunctionOf,
    Items,
    Member,
    Name,
    Parameter,
    Record,
    Spread,
    declaring_scope,
)
from linter.values.model import CALLED, RUN_ANYWAY

LIBRARY_WRAPPERS = frozenset(
    "memoize memo memoized debounce throttle once partial partialRight curry unary negate promisify callbackify cache "
    "cached lru_cache alru_cache sync_to_async async_to_sync asyncify syncify asyncHandler "
    "traceable observe".split()
)
"""Functions of libraries that give one which runs what they are handed, and that do not run it themselves."""


def gives_what_it_wraps(path: tuple[str, ...]) -> bool:
    """Whether something of a library, called with a function, gives one that runs it: `debounce(f)`, `retry(3)(f)`."""
    return bool(path) and (path[-1] in LIBRARY_WRAPPERS or (path[-1] == CALLED and path.count(CALLED) == 1))


def kept_parameters(facts: FileFacts, symbol: int) -> frozenset[int]:
    """The positions of the parameters of a function that functions inside of it call, or hand to a call."""
    return frozenset(
        each.position
        for site in facts.sites
        if site.symbol != symbol and isinstance(site.expr, Call) and is_inside(facts, site.symbol, symbol)
        for each in _used(facts, site.expr)
        if each.symbol == symbol
    )


def gives_parameter(facts: FileFacts, symbol: int) -> bool:
    """Whether a function returns something that it is handed, as it is or by a name."""
    for given in facts.symbols[symbol].returns:
        scope = declaring_scope(facts, given.name, given.scope) if isinstance(given, Name) else -1
        bound = facts.scopes[scope].bindings[given.name] if isinstance(given, Name) and scope >= 0 else ()
        if any(isinstance(each, Parameter) for each in (given, *bound)):
            return True
    return False


def runs_itself(facts: FileFacts, symbol: int, position: int) -> bool:
    """Whether a function calls one of its parameters, or hands it on, in its own code.

    Functions inside of it that it hands to a call count as its own, for the call may run them at once.
    """
    return any(
        each.symbol == symbol and each.position == position
        for site in facts.sites
        if isinstance(site.expr, Call) and _is_own(facts, site.symbol, symbol)
        if not (site.symbol == symbol and _last(site.expr.callee) in {*LIBRARY_WRAPPERS, *_NOTES})
        for each in _used(facts, site.expr)
    )


_NOTES = frozenset({"wraps", "update_wrapper"})
"""Functions that only copy the name of what they are handed."""


def _is_own(facts: FileFacts, symbol: int, outer: int) -> bool:
    """Whether code of a symbol is that of another one, or of functions in it that are handed to calls."""
    handed: set[int] | None = None
    while symbol > 0 and symbol != outer:
        if handed is None:
            calls = [site.expr for site in facts.sites if isinstance(site.expr, Call)]
            handed = {each.symbol for call in calls for each in call.args if isinstance(each, FunctionOf)}
        if symbol not in handed:
            return False
        symbol = facts.symbols[symbol].parent
    return symbol == outer


def kept_in_objects(facts: FileFacts, symbol: int, outer: int) -> bool:
    """Whether a function inside of another one is given back in an object or list, rather than by itself."""
    while symbol > 0 and facts.symbols[symbol].parent != outer:
        symbol = facts.symbols[symbol].parent
    return symbol > 0 and any(
        held == symbol for given in facts.symbols[outer].returns for held in _functions_in(facts, given)
    )


def _functions_in(facts: FileFacts, expr: Expr) -> Iterator[int]:
    """The functions that an object or list holds."""
    inner: tuple[Expr, ...] = ()
    if isinstance(expr, Record):
        inner = tuple(value for _, value in expr.entries)
    elif isinstance(expr, Items):
        inner = expr.items
    for each in inner:
        bound: tuple[Expr, ...] = (each,)
        if isinstance(each, Name):
            scope = declaring_scope(facts, each.name, each.scope)
            bound = facts.scopes[scope].bindings[each.name] if scope >= 0 else ()
        yield from (value.symbol for value in bound if isinstance(value, FunctionOf))
        yield from _functions_in(facts, each)


def is_inside(facts: FileFacts, symbol: int, outer: int) -> bool:
    """Whether a symbol is another one, or stands in it."""
    while symbol > 0 and symbol != outer:
        symbol = facts.symbols[symbol].parent
    return symbol == outer


def _used(facts: FileFacts, call: Call) -> Iterator[Parameter]:
    """The parameters that a call calls or is handed, as they are."""
    callee: Expr = call.callee
    if isinstance(callee, Member) and callee.name in RUN_ANYWAY:
        callee = callee.base
    exprs = [callee, *call.args, *(value for _, value in call.keywords)]
    for expr in list(exprs):
        if isinstance(expr, Record):
            exprs.extend(value for _, value in expr.entries)
    for expr in exprs:
        name = expr.value if isinstance(expr, Spread) else expr
        if isinstance(name, Name):
            scope = declaring_scope(facts, name.name, name.scope)
            for each in facts.scopes[scope].bindings[name.name] if scope >= 0 else ():
                if isinstance(each, Parameter):
                    yield each


def _last(expr: Expr) -> str:
    return expr.name if isinstance(expr, Name | Member) else ""
