"""An agent's command line program started by the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any, NamedTuple

from linter.capability import Capability
from linter.checks.calls import FunctionTable, Spawns, option, run_by
from linter.checks.commands import Started, foremost, in_shell, in_words
from linter.checks.context import Context, described, ecosystem_of
from linter.checks.widely import Widely
from linter.facts import Call, Expr, FileFacts, Items, Site, Spread
from linter.findings import Evidence
from linter.tables import row
from linter.values import CALLED, HOLE, Const, Structure, Thing, Value

NAME = "sdk-cli"

_MOST_LINES = 16
"""Command lines that are looked at for one call."""
_DEEPEST_LIST = 8
"""Lists that are spread into each other."""


class Params(NamedTuple):
    """The functions that start programs."""

    spawners: tuple[Spawns, ...]


def parameters(table: Mapping[str, Any]) -> Params:
    return row(Params, table, spawners=Spawns)


def gather(context: Context, params: object) -> Iterator[Evidence]:
    """One evidence for each call that starts, or may start, a program of the capability."""
    assert isinstance(params, Params)
    return (evidence for _, _, evidence in spawns(context, params))


def spawns(context: Context, params: Params) -> Iterator[tuple[str, Site, Evidence]]:
    """The calls that start programs of the capability, each with its file and site."""
    done: set[tuple[str, int]] = set()
    for each in startings(context, params):
        found = [program_in(line, context.capability) for line in each.lines]
        known = [started for started in found if started is not None]
        best = foremost(known)
        key = (each.path, each.site.expr.site)
        if best is not None and key not in done:
            done.add(key)
            yield each.path, each.site, _evidence(context, each, best, len(known) == len(found))


Line = str | tuple[str, ...]
"""A command line: as text for a shell, or as words."""


class Starting(NamedTuple):
    """A call that starts a program, by one of the functions that it can be, and its command lines."""

    path: str
    facts: FileFacts
    site: Site
    callee: Thing
    lines: list[Line]


def startings(context: Context, params: Params) -> Iterator[Starting]:
    """Every call in the host that starts a program."""
    table = FunctionTable(params.spawners)
    widely = Widely(context)
    for path, facts in context.hosts():
        for site in facts.sites:
            for call in (run_by(site.expr),) if isinstance(site.expr, Call) else ():
                if site.is_tagged or table.may_call(context.project, path, facts, call):
                    yield from _startings_by(context, widely, table, path, facts, site, call)


def _startings_by(
    context: Context, widely: Widely, table: FunctionTable[Spawns], path: str, facts: FileFacts, site: Site, call: Call
) -> Iterator[Starting]:
    ecosystem = ecosystem_of(facts)
    for value in context.values.of(path, call.callee):
        if not isinstance(value, Thing):
            continue
        # $({ quiet: true })`…` is $`…` with options.
        with_options = site.is_tagged and value.path[-1:] == (CALLED,)
        callee = value._replace(path=value.path[:-1]) if with_options else value
        functions = table.find(callee, ecosystem)
        if functions is not None:
            lines = _command_lines(context, functions, callee, path, site, call)
            if any(_is_unknown(each) for each in lines):
                with widely.opened() as wide:
                    lines = _command_lines(wide, functions, callee, path, site, call)
            yield Starting(path, facts, site, callee, lines)


def _is_unknown(line: Line) -> bool:
    """Whether nothing is known of the program that a command line starts."""
    return (line if isinstance(line, str) else "".join(line[:1])).startswith(HOLE)


def _command_lines(context: Context, functions: Spawns, callee: Thing, path: str, site: Site, call: Call) -> list[Line]:
    if functions.form == "name":
        return [(callee.path[-1], *_words(context, path, call.args))]
    if functions.form == "shell" or site.is_tagged:
        return [*_given(context, functions, path, call)]
    return [*_lines(context, functions, path, call)]


def program_in(line: Line, capability: Capability) -> Started | None:
    """The program of a capability that a command line starts."""
    if isinstance(line, str):
        return in_shell(line, capability)
    if line and len(line[0].split()) > 1 and "/" not in line[0].split()[0]:
        found = in_shell(" ".join(line), capability)
        if found is not None:
            return found
    return in_words(line, capability)


def _given(context: Context, functions: Spawns, path: str, call: Call) -> list[str]:
    first = _first(context, functions, path, call)
    if first is None:
        return []
    where, expr = first
    return [_text(each) for each in context.values.of(where, expr)]


def _first(context: Context, functions: Spawns, path: str, call: Call) -> tuple[str, Expr] | None:
    if functions.first < len(call.args):
        return path, call.args[functions.first]
    return option(context.values, path, call, functions.keys) if functions.keys else None


def _lines(context: Context, functions: Spawns, path: str, call: Call) -> list[tuple[str, ...]]:
    """The command lines, as words, that a call can start."""
    first = _first(context, functions, path, call)
    if first is None:
        return []
    where, expr = first
    programs: list[tuple[str, ...]] = []
    for value in context.values.of(where, expr):
        if isinstance(value, Structure):
            programs.extend(_list_lines(context, functions, value))
        else:
            programs.append((_text(value),))
    if functions.form == "list":
        return programs[:_MOST_LINES]
    following = call.args[functions.first + 1 :]
    if functions.form == "words":
        rests = [tuple(_words(context, path, following))]
    else:
        rests = _argument_lists(context, path, call, following)
    # Every program is looked at, with some of its arguments.
    most = max(1, _MOST_LINES // max(1, len(programs)))
    return [(*program, *rest) for program in programs[:_MOST_LINES] for rest in rests[:most]]


def _list_lines(context: Context, functions: Spawns, value: Structure) -> list[tuple[str, ...]]:
    if isinstance(value.expr, Items):
        return _word_lists(context, value.path, value.expr.items)
    for name, inner in value.expr.entries:
        if name in (functions.keys or ("cmd", "command")):
            found: list[tuple[str, ...]] = []
            for each in context.values.of(value.path, inner):
                found.extend(_list_lines(context, functions, each) if isinstance(each, Structure) else [(_text(each),)])
            return found
    return [(HOLE,)]


def _argument_lists(context: Context, path: str, call: Call, following: tuple[Expr, ...]) -> list[tuple[str, ...]]:
    given = [(path, each) for each in following[:1]]
    named = option(context.values, path, call, ("args",))
    for where, argument in (*given, *((named,) if named is not None else ())):
        lists = [
            words
            for each in context.values.of(where, argument)
            if isinstance(each, Structure) and isinstance(each.expr, Items)
            for words in _word_lists(context, each.path, each.expr.items)
        ]
        if lists:
            return lists
    return [()] if not following else [(HOLE,)]


def _word_lists(
    context: Context, path: str, items: tuple[Expr, ...], inside: tuple[tuple[Expr, ...], ...] = ()
) -> list[tuple[str, ...]]:
    """The lists of words of a list literal: more than one where an item has several values.

    `inside` are the lists that this one is spread into: `args = [...args, "-p"]` is one of its own values.
    """
    choices: list[list[tuple[str, ...]]] = []
    for item in items:
        if isinstance(item, Spread):
            choices.append(_spread_words(context, path, item, (*inside, items)))
        else:
            choices.append([(_text(each),) for each in context.values.of(path, item)])
    combined = islice(product(*choices), _MOST_LINES)
    return [tuple(word for part in each for word in part) for each in combined]


def _spread_words(
    context: Context, path: str, item: Spread, inside: tuple[tuple[Expr, ...], ...]
) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for value in context.values.of(path, item.value):
        if not (isinstance(value, Structure) and isinstance(value.expr, Items)) or len(inside) > _DEEPEST_LIST:
            found.append((HOLE,))
        elif value.expr.items not in inside:
            found.extend(_word_lists(context, value.path, value.expr.items, inside))
        if len(found) >= _MOST_LINES:
            break  # lists that are spread into each other have as many orders as there are of all of them
    return found


def _words(context: Context, path: str, args: tuple[Expr, ...]) -> list[str]:
    return [_text(context.values.of(path, each)[0]) for each in args]


def _text(value: Value) -> str:
    return value.text if isinstance(value, Const) else HOLE


def _evidence(context: Context, starting: Starting, started: Started, always: bool) -> Evidence:
    path, facts, site, callee, _ = starting
    reasons = [*started.reasons, *context.doubts(facts, site)]
    if not always:
        reasons.insert(0, f"{started.entry.command} is only one of the programs that can be started here")
    message = f"{described(callee)} starts {started.entry.command} in the host"
    return Evidence(
        place=context.place(path, site.span),
        symbol=context.symbol_name(path, site.symbol),
        framing="agent-cli",
        sink=f"cli:{started.entry.command}",
        vendor=started.entry.vendor,
        message=message,
        chain=(context.step(path, site.span, site.symbol, message),),
        reasons=tuple(reasons),
        inert=started.inert,
        snippet=context.positions.text(path, site.span),
    )
