"""What is wrong with a kickoff: what it does not name, what is not there, what contradicts itself or its plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from linter.documents import Access, Comparison, Kickoff, Left, Named, ScopeItem, same_path
from linter.documents.block import Span
from linter.kickoff.harmless import harmless
from linter.kickoff.inventory import Reached
from linter.kickoff.naming import files_of
from linter.kickoff.selecting import Seen, invited
from linter.kickoff.situation import Situation
from linter.kickoff.tasks import Task
from linter.kickoff.writing import calls_digest
from linter.texts import Library, named_in

_SCHEMA_RULE = "enum-string"
_CALLS = re.compile(r"(?:^| )calls=(?P<digest>[0-9a-f]+)")
_AUGMENT = "run `sidestep kickoff augment {} --in-place`"


class Problem(NamedTuple):
    """Something wrong with a kickoff: at which line, of which kind, what, and how to mend it."""

    line: int
    kind: str
    message: str
    mend: str


class Held(NamedTuple):
    """What a kickoff is held against: the texts, what is known of framings here, and the block that it has.

    `file` is how it is called, for what to run; `block_line` is the line of its block, `names` the framings in it.
    """

    library: Library
    seen: Seen
    file: str
    block: Span | None = None
    block_line: int = 1
    names: frozenset[str] = frozenset()


def problems(found: Situation, held: Held) -> tuple[Problem, ...]:
    """Everything that is wrong with a kickoff, by line."""
    augment = _AUGMENT.format(held.file)
    all_ = [
        *_unnamed(found, held, augment),
        *_no_schema_rule(found, held, augment),
        *_not_there(found),
        *_stale(found, held, augment),
        *_contradictions(found.kickoff),
        *(_against_plan(found.plan) if found.plan is not None else ()),
    ]
    return tuple(sorted(set(all_)))


def _unnamed(found: Situation, held: Held, augment: str) -> Iterator[Problem]:
    """A migration whose kickoff names no failure, or one and not its siblings."""
    library = held.library
    if not found.is_migration or not found.reached:
        return
    named = _named(found, held)
    wanted = [each.id for each in invited(found, library, held.seen) if _SCHEMA_RULE not in each.rules]
    missing = [each for each in wanted if each not in named]
    if not missing:
        return
    calls = "a call that runs" if len(found.reached) == 1 else f"{len(found.reached)} calls that run"
    have = sorted(named & set(wanted))
    what = f"names {', '.join(have)}, and not its siblings" if have else "names no way in which this fails here:"
    message = f"the named files reach {calls} in the host, and the kickoff {what} {', '.join(missing)}"
    yield Problem(found.kickoff.title_line or 1, "unnamed-failure", message, augment)


def _named(found: Situation, held: Held) -> set[str]:
    """The framings that a kickoff names, in its own words or in its block."""
    return {*named_in([each.text for each in found.kickoff.prose], held.library), *held.names}


def _no_schema_rule(found: Situation, held: Held, augment: str) -> Iterator[Problem]:
    if Task.SCHEMA not in found.classes:
        return
    named = _named(found, held)
    if any(_SCHEMA_RULE in held.library[each].rules for each in named if each in held.library):
        return
    message = "the work is about a schema, and nothing says that closed sets of values are not strings"
    yield Problem(found.kickoff.title_line or 1, "no-closed-set-rule", message, augment)


def _not_there(found: Situation) -> Iterator[Problem]:
    """Named files that do not exist."""
    from linter.config.problems import suggestion

    paths, root = found.project.paths(), found.project.root
    for item in found.kickoff.scope:
        if item.new or not item.is_path or files_of(item, paths, root):
            continue
        name = harmless(item.text)
        alike = suggestion(item.text, paths) if item.kind is Named.FILE else ""
        what = {Named.FILE: "there is no file", Named.FOLDER: "there is no file or folder"}.get(
            item.kind, "no file matches"
        )
        mend = alike or 'name a file that is there, or write "(new)" behind one that is to be made'
        yield Problem(item.line, "missing-file", f"{what} {name}", mend)


def _stale(found: Situation, held: Held, augment: str) -> Iterator[Problem]:
    digest = _CALLS.search(held.block.about) if held.block is not None else None
    if digest is not None and digest["digest"] != calls_digest(found.reached):
        message = f"the inventory is out of date: the named files now reach {_counted(found.reached)}"
        yield Problem(held.block_line, "stale-inventory", message, augment)


def _counted(reached: Iterable[Reached]) -> str:
    number = len(tuple(reached))
    return f"{number} call{'' if number == 1 else 's'}"


# --- contradictions ------------------------------------------------------------------------------------


def _contradictions(kickoff: Kickoff) -> Iterator[Problem]:
    written = [each for each in kickoff.scope if each.is_path and each.access is Access.WRITE]
    denied = [each for each in kickoff.denied if each.is_path]
    for item in written:
        against = next((each for each in denied if _takes_whole(each, item)), None)
        if against is not None:
            message = f"{harmless(item.text)} is in scope here and denied in line {against.line}"
            yield Problem(item.line, "contradiction", message, "take it out of one of the two lists")
    if not kickoff.exclusive:
        return
    named = [each for each in kickoff.written() if each.is_path or each.within]
    for deliverable in kickoff.deliverables:
        outside = [path for path in deliverable.paths if not any(_names(each, path) for each in named)]
        if deliverable.paths and len(outside) == len(deliverable.paths) and named:
            message = f"this asks for work in {harmless(outside[0])}, which is none of the files that may be touched"
            yield Problem(
                deliverable.line, "contradiction", message, "add the file to the scope, or leave the work out"
            )


def _takes_whole(denied: ScopeItem, item: ScopeItem) -> bool:
    """Whether all of an item is denied: what is left of a folder or glob may still be meant."""
    return denied.text == item.text or (item.kind is Named.FILE and same_path(denied.text, item.text))


def _names(item: ScopeItem, path: str) -> bool:
    return any(same_path(each, path) for each in (item.within or (item.text,)))


def _against_plan(plan: Comparison) -> Iterator[Problem]:
    for each in plan.open:
        what = f"line {each.line}, a deliverable," if each.kind is Left.DELIVERABLE else harmless(each.text)
        message = f"the plan leaves out {what} and says nothing of it"
        yield Problem(
            each.line, "plan-narrower", message, "plan it too, or write a handoff note that names it and says why"
        )
    for beyond in plan.beyond:
        if beyond.forbidden:
            message = f"the plan touches {harmless(beyond.path)}, which the kickoff keeps out of the work"
            yield Problem(max(beyond.line, 1), "plan-forbidden", message, "take it out of the plan, or into the scope")
