"""From the names that a kickoff uses to files of the tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from linter.documents import Kickoff, Named, ScopeItem, relative
from linter.documents.names import path_of
from linter.globs import GlobError, compile_globs


class Meant(NamedTuple):
    """The files that a kickoff is about, sorted, and for those named in part, the symbols that are meant."""

    paths: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]


def meant(kickoff: Kickoff, paths: Sequence[str], root: str) -> Meant:
    """The files that a kickoff's scope names; without one, those of its deliverables, else those of its goal.

    Args:
        kickoff: what it says.
        paths: every file of the tree.
        root: the tree's absolute path.
    """
    found: dict[str, set[str] | None] = {}
    for item in wanted(kickoff):
        for path in files_of(item, paths, root):
            known = found.get(path, set())
            # A file that is named whole somewhere is meant whole.
            found[path] = None if known is None or not _symbols(item) else {*known, *_symbols(item)}
    only = {path: tuple(sorted(symbols)) for path, symbols in found.items() if symbols}
    return Meant(tuple(sorted(found)), only)


def wanted(kickoff: Kickoff) -> tuple[ScopeItem, ...]:
    """The items that name the work."""
    written = tuple(each for each in kickoff.written() if each.is_path or each.within)
    if written:
        return written
    asked = [(path, each.line) for each in kickoff.deliverables for path in each.paths]
    items = tuple(_item(path, line) for path, line in dict.fromkeys(asked))
    goals = {each.line for each in kickoff.goal} | {kickoff.title_line}
    ordered = tuple(each for each in kickoff.asked if each.is_path)
    return items or ordered or tuple(each for each in kickoff.mentions if each.is_path and each.line in goals)


def _item(path: str, line: int) -> ScopeItem:
    named = path_of(path)
    return ScopeItem(named.kind if named is not None else Named.FILE, path, line)


def _symbols(item: ScopeItem) -> tuple[str, ...]:
    return tuple(each for each in item.only if " " not in each)


def files_of(item: ScopeItem, paths: Sequence[str], root: str) -> tuple[str, ...]:
    """The files that an item names; a path may be absolute, or only the end of one if a single file ends so."""
    if item.kind is Named.PHRASE:
        return ()
    name = relative(item.text, (root,))
    if item.kind is Named.GLOB:
        return _matching(name, paths)
    plain = name.rstrip("/")
    if plain in ("", "."):
        return tuple(paths)
    if plain in _known(tuple(paths)):
        return (plain,)
    exact = tuple(each for each in paths if each.startswith(f"{plain}/"))
    if exact:
        return exact
    ending = tuple(each for each in paths if each.endswith(f"/{plain}"))
    return ending if len(ending) == 1 else ()


@lru_cache(maxsize=4)
def _known(paths: tuple[str, ...]) -> frozenset[str]:
    return frozenset(paths)


def _matching(pattern: str, paths: Iterable[str]) -> tuple[str, ...]:
    try:
        matcher = compile_globs([pattern])
    except GlobError:
        return ()
    return tuple(each for each in paths if matcher.matches(each))
