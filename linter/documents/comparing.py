"""What a plan or a change leaves out of its kickoff, and what it touches beyond it.

The broader reading holds: everything that the kickoff's scope and deliverables name is asked for. It is bounded by
the kickoff itself: where that says "touch only", what lies outside is never asked for. A handoff note that names
what is left out accounts for it. What words alone cannot settle is not reported: a false alarm costs a reader more
than an open question.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from linter.documents.model import (
    Access,
    Beyond,
    Comparison,
    Deliverable,
    Item,
    Kickoff,
    Left,
    Missing,
    Named,
    Plan,
    ScopeItem,
    Step,
)
from linter.globs import GlobError, compile_globs

_WORD = re.compile(r"[A-Za-z_$][\w$-]{2,}")
_COMMON = frozenset(
    "the and for with that this from into not are all any its has have must should will when then than onto only "
    "add use make keep file files code new one two step change changes update implement ensure each every per via "
    "which where what who how can may also but out off over under after before between within without".split()
)
_ENOUGH = 0.5
"""The part of a deliverable's telling words that one step has to share, to be about it."""

_TEST = re.compile(r"(?:^|/)(?:tests?|__tests__|spec)/|(?:^|/)test_[^/]*$|[._-](?:test|spec)\.[^/]+$")


def compare(
    kickoff: Kickoff,
    plan: Plan | None = None,
    changed: Collection[str] | None = None,
    notes: Sequence[Item] = (),
    holding: Collection[str] = (),
) -> Comparison:
    """How a plan, or the files that a change touches, differ from what the kickoff names.

    Args:
        kickoff: what was asked for.
        plan: what is planned; its own notes count.
        changed: the paths that a change touches, relative to the root.
        notes: handoff notes from elsewhere, such as the author's report.
        holding: files in which there is something to do. A plan for some of those in a folder that is named leaves
            the others out.

    With both a plan and a change, something is missing when either leaves it out.
    """
    every = (*notes, *(plan.notes if plan is not None else ()))
    found: dict[tuple[Left, str], Missing] = {}
    touched: list[str] = []
    if plan is not None:
        paths = _planned(plan)
        touched += paths
        for each in (*_missing(kickoff, paths, every, plan), *_left_inside(kickoff, paths, every, holding)):
            found.setdefault((each.kind, each.text), each)
    if changed is not None:
        touched += changed
        for each in _missing(kickoff, sorted(changed), every, None):
            found.setdefault((each.kind, each.text), each)
    missing = sorted(found.values(), key=lambda each: (each.line, each.kind, each.text))
    return Comparison(tuple(missing), tuple(_beyond(kickoff, touched)))


def _planned(plan: Plan) -> list[str]:
    steps = [path for step in plan.steps for path in step.paths]
    return list(dict.fromkeys((*(each.text for each in plan.paths), *steps)))


# --- what is missing -----------------------------------------------------------------------------------


def _missing(kickoff: Kickoff, paths: Sequence[str], notes: Sequence[Item], plan: Plan | None) -> Iterator[Missing]:
    for item in kickoff.wanted():
        if item.kind is Named.SYMBOL or any(covers(item, path) for path in paths):
            continue
        if item.kind is Named.PHRASE and (not item.within or plan is not None):
            # Which files the words mean is not known here.
            continue
        kind = Left.NEW_FILE if item.new else Left.TEST if _TEST.search(item.text) else Left.FILE
        yield Missing(kind, item.text, item.line, note_of(notes, (item.text, *item.only)))
    for each in kickoff.deliverables:
        if _is_open(each, kickoff, paths, plan):
            yield Missing(Left.DELIVERABLE, each.text, each.line, note_of(notes, (*each.paths, *each.symbols), each))


def _left_inside(
    kickoff: Kickoff, paths: Sequence[str], notes: Sequence[Item], holding: Collection[str]
) -> Iterator[Missing]:
    """The files with something to do in folders that are named, of which only others are planned."""
    for item in kickoff.wanted():
        if not item.is_path or not any(covers(item, path) for path in paths):
            continue
        for each in sorted(holding):
            inside = covers(item, each) and not each.endswith(item.text)
            if inside and not ruled_out(kickoff, each) and not any(same_path(path, each) for path in paths):
                yield Missing(Left.FILE, each, item.line, note_of(notes, (each,)))


def _is_open(deliverable: Deliverable, kickoff: Kickoff, paths: Sequence[str], plan: Plan | None) -> bool:
    """Whether a deliverable is surely not covered."""
    asked = [path for path in deliverable.paths if not ruled_out(kickoff, path)]
    if asked:
        if any(same_path(path, other) for path in asked for other in paths):
            return False
        return plan is None or not any(_is_about(deliverable, step) for step in plan.steps)
    if deliverable.paths or plan is None:
        # All its paths lie outside of what may be touched; or there are only paths to compare with words.
        return False
    return bool(_telling(deliverable.text)) and not any(_is_about(deliverable, step) for step in plan.steps)


def ruled_out(kickoff: Kickoff, path: str) -> bool:
    """Whether a kickoff forbids work on a path: by name, or by naming all that may be touched."""
    if any(covers(each, path) for each in kickoff.denied if each.is_path):
        return True
    return kickoff.exclusive and not any(covers(each, path) for each in kickoff.written())


def _is_about(deliverable: Deliverable, step: Step) -> bool:
    """Whether a step has a symbol of the deliverable, or enough of its words."""
    if set(deliverable.symbols) & set(step.symbols):
        return True
    wanted = _telling(deliverable.text)
    return len(wanted & _telling(step.text)) >= _ENOUGH * min(len(wanted), 8)


def _telling(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about, by their stems."""
    words = (each.lower() for each in _WORD.findall(text))
    return frozenset(_stem(each) for each in words if each not in _COMMON)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "ion"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def note_of(notes: Iterable[Item], names: Iterable[str], deliverable: Deliverable | None = None) -> Item | None:
    """The note that names one of these, or is about the deliverable."""
    wanted = [each for each in names if each]
    for note in notes:
        if any(_mentions(note.text, each) for each in wanted):
            return note
        if deliverable is not None and _is_about(deliverable, Step(note.text, note.line)):
            return note
    return None


def _mentions(text: str, name: str) -> bool:
    """Whether a text names a path or symbol: whole, or a path by its last part."""
    last = name.rstrip("/").rpartition("/")[2]
    return any(re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", text) for each in {name, last} if len(each) > 2)


# --- what is beyond ------------------------------------------------------------------------------------


def _beyond(kickoff: Kickoff, touched: Iterable[str]) -> Iterator[Beyond]:
    named = [each for each in kickoff.scope if each.is_path or each.kind is Named.PHRASE]
    for path in sorted(set(touched)):
        denied = next((each for each in kickoff.denied if each.is_path and covers(each, path)), None)
        if denied is not None:
            yield Beyond(path, forbidden=True, line=denied.line)
            continue
        read = next((each for each in named if each.access is Access.READ and _is_exactly(each, path)), None)
        if any(covers(each, path) for each in kickoff.written()):
            continue
        if named:
            # Words that name no path may mean this one.
            open_ended = any(each.kind is Named.PHRASE and not each.within for each in named)
            forbidden = (kickoff.exclusive and not open_ended) or read is not None
            yield Beyond(path, forbidden=forbidden, line=read.line if read is not None else 0)


def _is_exactly(item: ScopeItem, path: str) -> bool:
    return item.kind is Named.FILE and same_path(item.text, path)


def covers(item: ScopeItem, path: str) -> bool:
    """Whether a scope item takes a path in."""
    if item.kind is Named.PHRASE:
        return any(same_path(each, path) for each in item.within)
    return item.is_path and same_path(item.text, path)


def same_path(named: str, path: str) -> bool:
    """Whether a path as people name it (a glob, a folder, the end of a path, absolute) takes another one in."""
    one, other = named.removeprefix("./"), path.removeprefix("./")
    if one == other:
        return True
    if _is_glob(one):
        return _matches(one, other) or _matches(one, other.rstrip("/") + "/x")
    if _is_glob(other):
        return other.startswith(f"{one.rstrip('/')}/") or same_path(other, one)
    one, other = one.rstrip("/"), other.rstrip("/")
    return (
        one == other
        or other.startswith(f"{one}/")
        or f"/{other}".endswith(f"/{one.lstrip('/')}")
        or (one.startswith("/") and one.endswith(f"/{other}"))
        or (f"/{one}/" in f"/{other}" and "/" in one)
    )


def _is_glob(path: str) -> bool:
    return re.search(r"[*?]|\{[^{}]*,", path) is not None


def _matches(pattern: str, path: str) -> bool:
    try:
        return compile_globs([pattern]).matches(path)
    except GlobError:
        return False
