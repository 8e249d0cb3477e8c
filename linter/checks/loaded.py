"""What a file takes of a module that an expression loads, where that is all it does with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linter.facts import (
    Call,
    Expr,
    FileFacts,
    Index,
    Items,
    Load,
    Member,
    Name,
    Scope,
    Site,
    Text,
    declaring_scope,
)


def taken_of(facts: FileFacts, loading: Call | Load) -> frozenset[str]:
    """The names that are read from the module: by destructuring it, by a member of the loading expression or of a
    variable of a function that holds nothing else.

    Empty where the module as such goes somewhere, by a result, an argument or a variable of the whole file: then
    nobody knows what is read from it.
    """
    names: set[str] = set()
    seen: set[int] = set()
    holders = frozenset(_holders(facts, loading))
    pending: list[object] = [*facts.symbols, *_without(facts.scopes, holders), *facts.sites]
    while pending:
        each = pending.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        match each:
            case Site(expr=expr) if expr == loading or _loads_side_by_side(expr, loading):
                continue
            case Member(base=base, name=name) if _is_what(base, loading):
                names.add(name)
            case Index(base=Call() as all_, key=Text(value=at)) if _loads_side_by_side(all_, loading) and at.isdigit():
                # One of the modules that are loaded beside it, or it as a whole.
                if _is_what(each, loading):
                    return frozenset()
            case Member(base=Name(name=holder, scope=scope), name=name) if _is_held(facts, holder, scope, holders):
                names.add(name)
            case Name(name=holder, scope=scope) if _is_held(facts, holder, scope, holders):
                return frozenset()
            case Call() | Load() if each == loading:
                return frozenset()
            case tuple():
                pending.extend(each)
            case dict():
                pending.extend(each.values())
            case _:
                continue
    return frozenset(names)


def _holders(facts: FileFacts, loading: Call | Load) -> Iterator[tuple[str, int]]:
    """The variables of functions that hold the module and nothing else, each with its scope."""
    for number, scope in enumerate(facts.scopes):
        if number:
            yield from ((name, number) for name, values in scope.bindings.items() if values == (loading,))


def _without(scopes: Sequence[Scope], holders: frozenset[tuple[str, int]]) -> Iterator[Scope]:
    for number, scope in enumerate(scopes):
        kept = {name: values for name, values in scope.bindings.items() if (name, number) not in holders}
        yield scope._replace(bindings=kept)


def _is_held(facts: FileFacts, name: str, scope: int, holders: frozenset[tuple[str, int]]) -> bool:
    return bool(holders) and (name, declaring_scope(facts, name, scope)) in holders


def _is_what(expr: Expr, loading: Call | Load) -> bool:
    """Whether an expression is the module: loaded alone, or as one of those that `Promise.all` waits for."""
    if expr == loading:
        return True
    match expr:
        case Index(base=Call(args=(Items(items=items),)) as all_, key=Text(value=at)) if at.isdigit():
            return _waits_for_all(all_) and items[int(at) : int(at) + 1] == (loading,)
        case _:
            return False


def _loads_side_by_side(expr: Call | Load, loading: Call | Load) -> bool:
    match expr:
        case Call(args=(Items(items=items),)) if _waits_for_all(expr):
            return loading in items
        case _:
            return False


def _waits_for_all(call: Call) -> bool:
    match call.callee:
        case Member(base=Name(name="Promise"), name="all"):
            return True
        case _:
            return False
