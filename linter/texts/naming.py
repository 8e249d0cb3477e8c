"""Which framings a kickoff already names, in whatever words.

To speak of a thing is not to name it as a failure: "agent loops run in the sandbox" is the rule, and "claiming that a
callee runs in the sandbox … is a half-migration" names a way round it. So a sign of the framing has to stand in one
piece of prose with words that call it a failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from linter.texts.model import Library

_FAILURE = re.compile(
    r"if you (?:find yourself|catch yourself|are about to)|half[- ]migrat|name it and stop|that(?:['’]s| is) (?:the|a) "
    r"failure|\bis the failure\b|\btraps?\b|\bis(?: not|n['’]t)\b|\bare not\b|\bnever\b|\bdo(?: not|n['’]t)\b|"
    r"\bmust not\b|\bno \w+ boundary|not a (?:sandbox|fix|migration)|\bforbidden\b|\bdoes(?: not|n['’]t) count\b",
    re.IGNORECASE,
)


def named_in(prose: Iterable[str], library: Library) -> tuple[str, ...]:
    """The framings that one of these pieces of prose names as a failure, sorted."""
    found: set[str] = set()
    for piece in prose:
        if _FAILURE.search(piece) is None:
            continue
        text = piece.lower().replace("`", "")
        found.update(each.id for each in library.values() if any(sign in text for sign in each.signs))
    return tuple(sorted(found))
