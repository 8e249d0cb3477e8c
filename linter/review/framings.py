"""How a change dresses a violation up: the framing of what it became, by which kickoffs name it the next time.

The ids are those of the rules and of `inoculations/`.
"""

from __future__ import annotations

import re

from linter.languages import language_of
from linter.ledger import Fate
from linter.review.sites import Site

_CATCHES = re.compile(r"\b(?:catch|except)\b")
_SANDBOX = re.compile(r"sandbox|isolat|worker|daytona|contain", re.IGNORECASE)
_GATE = re.compile(r"harness|gate", re.IGNORECASE)


def framing_of(fate: Fate, before: Site | None, after: Site | None, target: str, unit_text: str) -> str:
    """The framing of what became of a violation; "" for what is closed.

    `target` is the file it is in now, and `unit_text` the head's code at the site.
    """
    match fate:
        case Fate.CLOSED:
            return ""
        case Fate.DELEGATED:
            return "sdk-in-callee"
        case Fate.SUPPRESSED:
            return "silenced-lint"
        case Fate.WEAKENED:
            return "catch-fallback" if _CATCHES.search(unit_text) else "flag-fallback"
        case Fate.RELOCATED if before is not None:
            return _relocated(before, target)
        case Fate.REFRAMED if before is not None and after is not None:
            return _reframed(before, after)
        case _:
            return after.framing if after is not None else ""


def _relocated(before: Site, target: str) -> str:
    if language_of(before.unit.path) is not language_of(target):
        return "other-language"
    if _SANDBOX.search(target):
        return "same-process-sandbox"
    return "gate-lookalike" if _GATE.search(target) else "relocated-to-package"


def _reframed(before: Site, after: Site) -> str:
    if before.sink != after.sink:
        return "vendor-swap"
    if before.framing != after.framing:
        return after.framing
    return "sdk-handed-in" if before.unit.name == after.unit.name else "sdk-in-callee"
