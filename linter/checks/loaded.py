"""What a file takes of a module that an expression loads, where that is all it does with it."""

from __future__ import annotations

from linter.facts import Call, Expr, FileFacts, Index, Items, Load, Member, Name, Site, Text


def taken_of(facts: FileFacts, loading: Call | Load) -> frozenset[str]:
    """The names that are read from the module: by destructuring it, or by a member of the loading expression.

    Empty where the module as such goes somewhere, by a variable, a result or an argument: then nobody knows what is
    read from it.
    """
    names: set[str] = set()
    seen: set[int] = set()
    pending: list[object] = [*facts.symbols, *facts.scopes, *facts.sites]
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
            case Call() | Load() if each == loading:
                return frozenset()
            case tuple():
                pending.extend(each)
            case dict():
                pending.extend(each.values())
            case _:
                continue
    return frozenset(names)


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
