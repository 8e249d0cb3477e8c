"""Whether a judge is a stranger to the author of what it judges."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import NamedTuple

from linter.lineage.families import SOFT_LINKS


class Kinship(StrEnum):
    """How the families of a judge and an author stand to each other."""

    DIFFERENT = "different"
    SAME = "same"
    """They share a family, so the judge may not be asked."""
    UNKNOWN = "unknown"
    """The families of one of them are not known, so nobody can say that they share none."""
    SOFT = "soft"
    """They share none, but one is alleged to have learnt from the other."""


class UnknownAuthor(StrEnum):
    """What to do when a judge and an author may be of one family."""

    USE = "use"
    """Ask the judge, and say with the verdict that kinship was not ruled out."""
    QUORUM = "quorum"
    """Ask, and let a verdict count only when two judges of different families agree."""
    REFUSE = "refuse"
    """Do not ask."""


class Relation(NamedTuple):
    """`why` is one line for people, with the families in question."""

    kind: Kinship
    why: str


def relation(author: Collection[str], judge: Collection[str], *, whole: bool = True, soft: bool = True) -> Relation:
    """How a judge's families stand to an author's.

    Args:
        author: the author's families; empty for unknown.
        judge: the judge's families; empty for unknown.
        whole: whether all authors are known. One of several who is not may be of any family.
        soft: whether alleged descent counts.
    """
    shared = sorted({*author} & {*judge})
    if shared:
        return Relation(Kinship.SAME, f"author and judge are both of {_list(shared)}")
    if not judge:
        return Relation(Kinship.UNKNOWN, "the judge's family is not known")
    if not author or not whole:
        return Relation(Kinship.UNKNOWN, "the author's model is not known" if not author else _PARTLY)
    links = sorted(_links(author, judge)) if soft else []
    if links:
        return Relation(Kinship.SOFT, "; ".join(links))
    return Relation(Kinship.DIFFERENT, f"author: {_list(author)}; judge: {_list(judge)}")


_PARTLY = "the model of one of the authors is not known"


def _links(author: Collection[str], judge: Collection[str]) -> Iterator[str]:
    for link in SOFT_LINKS:
        if (link.family in judge and link.teacher in author) or (link.family in author and link.teacher in judge):
            yield f"{link.family} may descend from {link.teacher}: {link.why}"


def _list(families: Collection[str]) -> str:
    return ", ".join(sorted(families))
