"""Which models wrote the code that is judged, as far as anybody says so.

In this order: the command line, the environment, the operator's file, git notes, commits. Without a mark the author is
unknown, which does not mean a person: most agents can be told to leave none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from linter.authorship.reading import Mark, Marks, marks_of
from linter.lineage import lineage_of
from linter.sources import Message

__all__ = ["HUMAN", "VARIABLE", "Author", "author_of"]

VARIABLE: Final = "SIDESTEP_AUTHOR_MODEL"
"""The environment variable that names the author's model."""

HUMAN: Final = "human"
"""What is written instead of a model when a person wrote the code: a family that no judge is of."""


class Author(NamedTuple):
    """Who wrote something.

    Args:
        models: what they are called by whoever names them; sorted.
        lineages: their families; empty when none is known.
        whole: whether that is everybody: a commit without a mark, or by an agent that runs any model, leaves it open.
        source: who says so: "command line", "environment", "judges.toml", "git notes", "commits" or "nobody".
        marks: what was seen, for people; sorted.
    """

    models: tuple[str, ...] = ()
    lineages: frozenset[str] = frozenset()
    whole: bool = False
    source: str = "nobody"
    marks: tuple[str, ...] = ()


def author_of(
    commits: Iterable[Message] = (),
    *,
    named: str | None = None,
    environ: Mapping[str, str] | None = None,
    configured: str | None = None,
) -> Author:
    """The author of some commits, or of a work tree when there are none.

    Args:
        commits: with their notes (`linter.sources.messages_between`).
        named: what the command line says: models, separated by commas, or "human".
        environ: the environment, which may say it, too.
        configured: what the operator's file says.
    """
    said = (("command line", named), ("environment", (environ or {}).get(VARIABLE)), ("judges.toml", configured))
    for source, value in said:
        if value and value.strip():
            return _told(value, source)
    return _traced([marks for marks in map(_with_merges, commits) if marks is not None])


def _told(value: str, source: str) -> Author:
    models = tuple(sorted({each.strip() for each in value.split(",") if each.strip()}))
    families = [frozenset({HUMAN}) if each.lower() == HUMAN else lineage_of(each) for each in models]
    return Author(models, frozenset().union(*families), all(families), source)


def _with_merges(commit: Message) -> Marks | None:
    """The marks of a commit; None for a merge that has none, for it brings nothing of its own."""
    marks = marks_of(commit)
    return None if commit.is_merge and not marks.best else marks


def _traced(commits: list[Marks]) -> Author:
    best: list[Mark] = [mark for marks in commits for mark in marks.best]
    if not best:
        return Author()
    return Author(
        models=tuple(sorted({mark.model for mark in best if mark.model})),
        lineages=frozenset().union(*(mark.families for mark in best)),
        whole=all(marks.best and all(mark.families for mark in marks.best) for marks in commits),
        source="git notes" if any(marks.notes for marks in commits) else "commits",
        marks=tuple(sorted({mark.seen for mark in best})),
    )
