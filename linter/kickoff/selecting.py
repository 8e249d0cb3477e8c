"""Which texts a kickoff needs: the fewest that fit, those first whose framings were seen in this repository.

A kickoff that names everything names nothing. So of the texts that fit, only those are taken that the code surely
invites, or whose framing was seen here before: in a scorecard, or in what `sidestep kickoff learn` wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from linter.kickoff.situation import Situation
from linter.scorecard import Entry
from linter.texts import ANY, Inoculation, Library, named_in

MOST = 5
"""Texts that a kickoff gets at most."""

_INVITED = 25
"""The weight from which a text is taken that fits, though its framing was never seen here."""

_SEEN = 40
"""What each time counts that a framing was seen in a review, up to three."""

_FOUND = 4
"""What each finding of a framing counts that stands in the project now, up to five."""


class Seen(NamedTuple):
    """What is known of framings here: in how many reviews of which classes of tasks, and in how many findings."""

    reviews: Mapping[tuple[str, str], int] = {}
    findings: Mapping[str, int] = {}

    def times(self, framing: str, tasks: Collection[str]) -> int:
        """In how many reviews of these classes a framing was seen; those of unknown class count, too."""
        return sum(
            count for (name, task), count in self.reviews.items() if name == framing and (not task or task in tasks)
        )


def seen_in(entries: Sequence[Entry], findings: Mapping[str, int]) -> Seen:
    """What a scorecard and the findings of a project say."""
    reviews: dict[tuple[str, str], int] = {}
    for entry in entries:
        for framing, number in entry.framings.items():
            if number > 0:
                key = (framing, entry.task)
                reviews[key] = reviews.get(key, 0) + 1
    return Seen(reviews, findings)


def selected(found: Situation, library: Library, seen: Seen) -> tuple[Inoculation, ...]:
    """The texts that a kickoff needs and does not have in its own words, the most telling first."""
    own = named_in([each.text for each in found.kickoff.prose], library)
    return tuple(each for each in invited(found, library, seen) if each.id not in own)[:MOST]


def invited(found: Situation, library: Library, seen: Seen) -> tuple[Inoculation, ...]:
    """The texts that a kickoff needs, whether it has them or not, the most telling first."""
    ranked = []
    for text in library.values():
        if not _is_for(text, found.classes):
            continue
        times = text.seen + seen.times(text.id, found.classes)
        points = text.weight + _SEEN * min(times, 3) + _FOUND * min(seen.findings.get(text.id, 0), 5)
        if (times and found.speaks(text.when)) or (points >= _INVITED and found.fits(text.when)):
            ranked.append((-points, text.id, text))
    return tuple(text for _, _, text in sorted(ranked, key=lambda each: each[:2]))


def _is_for(text: Inoculation, tasks: Collection[str]) -> bool:
    return ANY in text.tasks or not set(tasks).isdisjoint(text.tasks)
