"""The block that goes into a kickoff: our own words, with sanitised paths and identifiers of the project.

It has parts in a fixed order. Within the budget, texts that name failures come first, for they are what the block is
for; then the schema rule and the directive about scope; the inventory takes what is left, and says how many calls it
does not show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from linter.documents import Comparison, Left
from linter.documents.block import VERSION
from linter.kickoff.harmless import code, harmless, is_plain
from linter.kickoff.inventory import Reached
from linter.kickoff.situation import Situation, kind_of
from linter.kickoff.surroundings import ClosedSet
from linter.texts import Inoculation

BUDGET = 600
"""Tokens that the block may take, unless the operator says otherwise."""

_PER_TOKEN = 3.6
"""Characters of one token: English prose has about 4.5 with the tokenisers in use, paths and symbols about 3."""

_HEADING = "## Call sites and named failures (sidestep)"
"""Without the words by which readers of kickoffs know sections about scope, success or commands."""

_SCHEMA = (
    "**Closed sets.** Any field with a fixed set of values is declared as that set: `z.enum([...])` or "
    "`z.union([...])` in zod, `Literal[...]` or an Enum in Python, never a bare string. If you find yourself writing "
    "`z.string()` or `str` for one, that is the failure."
)
_PLAN = (
    "**When plan and kickoff differ.** {how} Write a short handoff note that names the difference, and go on with the "
    "broader reading: everything that the kickoff names, within the files that it lets you touch. Never pick the "
    "narrowest reading silently."
)
_PLAN_MAY = "Where the plan is narrower than this kickoff:"
_MOST_LEFT = 5
_MOST_SETS = 12

_SCHEMA_FRAMING, _SCOPE_FRAMING = "bare-string-for-closed-set", "scope-narrowed"
"""The framings that the parts about closed sets and about plans name."""


class Block(NamedTuple):
    """The text of a block with its delimiters, without a line end; and what did not fit."""

    text: str
    tokens: int
    hidden: int
    """How many calls the inventory does not show."""
    over: bool
    """Whether it takes more than the budget, because not even the least fits."""


def tokens_of(text: str) -> int:
    """How many tokens a text takes, about; every model counts in another way."""
    return -int(-len(text) // _PER_TOKEN)


def block_of(found: Situation, texts: Sequence[Inoculation], *, check: str, budget: int = BUDGET) -> Block:
    """The block of a kickoff.

    Args:
        found: the kickoff in its project.
        texts: those that it needs, the most telling first.
        check: the command that checks the result.
        budget: tokens that the block may take.
    """
    tail = f"**Check the result with** {_fenced(check)}"
    schema = list(_schema(found, texts))
    plan = [] if found.plan is None else [_PLAN.format(how=_left_out(found.plan))]
    calls = [_row(each) for each in found.reached] if found.is_migration else []
    doubts = sum(not each.certain for each in found.reached)
    said = {_SCHEMA_FRAMING} if schema else set[str]()
    said |= {_SCOPE_FRAMING} if plan else set()
    named = [each for each in texts if each.id not in said]

    def written(kept: Sequence[Inoculation], shown: int, sets: Sequence[str]) -> str:
        parts = [_calls(calls, shown, doubts), _failures(kept), *sets, *plan, tail]
        body = "\n\n".join(each for each in parts if each)
        return f"{_begin(found, texts=kept, sets=bool(sets))}\n{_HEADING}\n\n{body}\n{_end()}"

    kept, shown, sets = list(named), len(calls), schema
    text = written(kept, shown, sets)
    while tokens_of(text) > budget and shown > min(len(calls), 3):
        shown -= 1
        text = written(kept, shown, sets)
    while tokens_of(text) > budget and len(kept) > 1:
        kept.pop()
        text = written(kept, shown, sets)
    if tokens_of(text) > budget and len(sets) > 1:
        sets = sets[:1]
        text = written(kept, shown, sets)
    while tokens_of(text) > budget and shown:
        shown -= 1
        text = written(kept, shown, sets)
    return Block(text, tokens_of(text), len(calls) - shown, tokens_of(text) > budget)


def _begin(found: Situation, texts: Iterable[Inoculation], *, sets: bool) -> str:
    framings = {each.id for each in texts} | ({_SCHEMA_FRAMING} if sets else set())
    framings |= {_SCOPE_FRAMING} if found.plan is not None else set()
    about = [f"framings={','.join(sorted(framings))}"] if framings else []
    about += [f"task={','.join(found.classes)}"] if found.classes else []
    about += [f"calls={calls_digest(found.reached)}"] if found.is_migration else []
    return f"<!-- sidestep:begin v{VERSION}{''.join(f' {each}' for each in about)} -->"


def _end() -> str:
    return "<!-- sidestep:end -->"


def calls_digest(reached: Iterable[Reached]) -> str:
    """What tells one inventory from another: where the calls stand, what they call, and what leads to them."""
    said = [(each.call.path, each.call.line, each.call.text, [edge.path for edge in each.way]) for each in reached]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _left_out(plan: Comparison) -> str:
    """What a plan leaves out of its kickoff without a note."""
    named = [code(each.text) if each.kind is not Left.DELIVERABLE else f"line {each.line}" for each in plan.open]
    if not named:
        return _PLAN_MAY
    more = f" and {len(named) - _MOST_LEFT} more" if len(named) > _MOST_LEFT else ""
    return f"The plan leaves out {', '.join(named[:_MOST_LEFT])}{more} of this kickoff."


# --- the inventory -------------------------------------------------------------------------------------


def _calls(rows: Sequence[str], shown: int, doubts: int) -> str:
    if not rows:
        return ""
    many = len(rows)
    perhaps = f", {doubts} of them perhaps" if doubts else ""
    head = (
        "**Calls that run in the host today.** The task is done when this one does not:"
        if many == 1
        else f"**Calls that run in the host today.** These {many} do{perhaps}; the task is done when none does:"
    )
    hidden = many - shown
    more = f"- [ ] and {hidden} more, which `sidestep kickoff inventory` lists"
    return "\n".join([head, "", *rows[:shown], *([more] if hidden else [])])


def _row(reached: Reached) -> str:
    return f"- [ ] {described(reached)}"


def described(reached: Reached) -> str:
    """A call in one line: where it stands, what it calls, and what leads to it."""
    call = reached.call
    inside = f" in {code(call.symbol)}" if call.symbol else ""
    way = ""
    if reached.way:
        first = reached.way[0]
        through = list(dict.fromkeys(each.to_path for each in reached.way[:-1] if each.to_path != call.path))
        way = f", reached from {code(f'{first.path}:{first.line}')}"
        way += f" through {', '.join(map(code, through[:3]))}" if through else ""
        way += f" and {len(through) - 3} more files" if len(through) > 3 else ""
    kind = "" if kind_of(call.sink) == "sdk" else f" ({code(call.sink)})"
    doubt = "" if reached.certain else " (perhaps: look)"
    return f"{code(f'{call.path}:{call.line}')}{inside}: {code(call.text)}{kind}{way}{doubt}"


# --- texts ---------------------------------------------------------------------------------------------


def _failures(texts: Sequence[Inoculation]) -> str:
    if not texts:
        return ""
    return "\n".join(["**Named failures.**", "", *(f"- {each.short}" for each in texts)])


def _schema(found: Situation, texts: Sequence[Inoculation]) -> Iterable[str]:
    """The rule about closed sets, and the sets that named files show."""
    if not (found.is_schema or found.closed):
        return
    if not found.closed and _SCHEMA_FRAMING not in {each.id for each in texts}:
        # The kickoff says it in its own words.
        return
    yield _SCHEMA
    if found.closed:
        rows = [_set(each) for each in found.closed[:_MOST_SETS]]
        more = len(found.closed) - len(rows)
        rows += [f"- and {more} more, which `sidestep audit` lists"] if more else []
        yield "\n".join(["These fields have one:", "", *rows])


def _set(each: ClosedSet) -> str:
    plain = [value for value in each.values if is_plain(value)]
    shown = ", ".join(code(value) for value in plain[:10])
    left = len(each.values) - len(plain[:10])
    more = f" and {left} more" if left and shown else ""
    where = code(f"{each.path}:{each.line}")
    field = f" {code(each.field)}" if each.field else ""
    defined = f", which {code(each.defined)} has" if each.defined else ""
    return f"- {where}{field}{f': {shown}{more}' if shown else ''}{defined}"


def _fenced(command: str) -> str:
    return f"`{command}`"


def command_of(kickoff: str, base: str) -> str:
    """The command that checks a change: `kickoff` is the path of the kickoff's file, `base` a revision."""
    name = "".join(f"'{each}'" if not each.isalnum() and each not in "/._-" else each for each in harmless(kickoff))
    return f"sidestep review --base {harmless(base)} --kickoff {name}"
