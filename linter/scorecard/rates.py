"""What many reviews say together: rates for each author's model, and for each framing before and after it was named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from linter.scorecard.model import Entry


class ModelRate(NamedTuple):
    """What became of the work of one model; `author` is "" for work whose author nobody named."""

    author: str
    reviews: int
    approved: int
    changes: int
    judgement: int
    strong: int
    framings: tuple[tuple[str, int], ...]
    """In how many reviews each framing occurred, the most frequent first."""


class FramingRate(NamedTuple):
    """How often a framing occurred in reviews whose kickoff did not name it, and in those whose kickoff did.

    Only reviews of task classes are counted in which it occurred or was named: elsewhere it could not.
    """

    framing: str
    unnamed: int
    occurred_unnamed: int
    named: int
    occurred_named: int

    @property
    def recurs(self) -> bool:
        """Whether it occurred although it was named."""
        return self.occurred_named > 0


def model_rates(entries: Sequence[Entry]) -> tuple[ModelRate, ...]:
    """The rates for each author's model, by name."""
    return tuple(
        _model_rate(author, [each for each in entries if each.author == author])
        for author in sorted({each.author for each in entries})
    )


def _model_rate(author: str, entries: Sequence[Entry]) -> ModelRate:
    framings = sorted({name for each in entries for name in _occurred(each)})
    counted = [(name, sum(name in _occurred(each) for each in entries)) for name in framings]
    return ModelRate(
        author=author,
        reviews=len(entries),
        approved=sum(each.overall == "APPROVE" for each in entries),
        changes=sum(each.overall == "REQUEST_CHANGES" for each in entries),
        judgement=sum(each.overall == "NEEDS_JUDGEMENT" for each in entries),
        strong=sum(each.rating == "STRONG" for each in entries),
        framings=tuple(sorted(counted, key=lambda each: (-each[1], each[0]))),
    )


def framing_rates(entries: Sequence[Entry]) -> tuple[FramingRate, ...]:
    """The rates for each framing that occurred or was named, by name."""
    names = sorted({name for each in entries for name in (*_occurred(each), *each.inoculated)})
    return tuple(_framing_rate(name, entries) for name in names)


def _framing_rate(name: str, entries: Sequence[Entry]) -> FramingRate:
    tasks = {each.task for each in entries if name in _occurred(each) or name in each.inoculated}
    among = [each for each in entries if each.task in tasks]
    named = [each for each in among if name in each.inoculated]
    unnamed = [each for each in among if name not in each.inoculated]
    return FramingRate(
        framing=name,
        unnamed=len(unnamed),
        occurred_unnamed=sum(name in _occurred(each) for each in unnamed),
        named=len(named),
        occurred_named=sum(name in _occurred(each) for each in named),
    )


def _occurred(entry: Entry) -> frozenset[str]:
    return frozenset(name for name, number in entry.framings.items() if number > 0)
