"""In which order questions are asked, when not all may be: fairly over rules and files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def shared_out(items: Iterable[Item], keys: Sequence[Callable[[Item], Hashable]]) -> list[Item]:
    """The items in turns: one of each group by the first key, then a second one of each, and within a group likewise
    by the other keys. So a thousand places in one file do not keep the one in another from being asked about.
    """
    if not keys:
        return list(items)
    groups: defaultdict[Hashable, list[Item]] = defaultdict(list)
    for each in items:
        groups[keys[0](each)].append(each)
    ordered = [shared_out(group, keys[1:]) for group in groups.values()]
    longest = max(map(len, ordered), default=0)
    return [group[turn] for turn in range(longest) for group in ordered if turn < len(group)]
