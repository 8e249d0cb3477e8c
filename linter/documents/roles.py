"""What a heading or label says about the text below it.

Real kickoffs have many dialects, and no two people name a section alike. Substrings will not do: "Scope deny" and
"Out of scope" hold "scope" and mean its contrary. So words are compared, what denies first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a section is for."""

    DENY = "deny"
    HANDOFF = "handoff"
    COMMANDS = "commands"
    DONE = "done"
    READ = "read"
    ALLOW = "allow"
    TESTS = "tests"
    DELIVERABLES = "deliverables"
    GOAL = "goal"
    WHY = "why"
    TRAPS = "traps"


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_ROLES: Mapping[Role, re.Pattern[str]] = {
    Role.DENY: _words(
        r"out[- ]of[- ](?:the )?scope",
        r"not in scope",
        r"scope[\s:/-]*(?:deny|denied|exclu\w+|out)",
        r"den(?:y|ied|ylist)",
        r"forbidden",
        r"off[- ]limits",
        r"do(?: not|n['’]?t) (?:touch|modify|change|edit)\w*",
        r"must not (?:change|touch|edit|modify|be)\w*",
        r"non[- ]?goals?",
        r"hands[- ]?off",
        r"leave (?:alone|untouched|as is)",
        r"untouched",
        r"no[- ]touch",
        r"not (?:allowed|to be (?:touched|changed|edited|modified))",
        r"exclu(?:ded|sions?|des?)",
        r"protected (?:files?|paths?)",
        r"what not to (?:do|change|touch|edit)",
        r"(?:won['’]?t|not) do(?:ing)?",
    ),
    Role.HANDOFF: _words(
        r"hand[- ]?offs?(?: notes?)?",
        r"scope (?:notes?|conflicts?|decisions?)",
        r"deviations?",
        r"not done",
        r"not implemented",
        r"skipped(?: steps?)?",
        r"deferred",
        r"left (?:out|undone|for later)",
        r"remaining(?: work)?",
        r"follow[- ]?ups?(?: work)?",
    ),
    Role.COMMANDS: _words(
        r"verif(?:y|ied|ication|iers?)",
        r"proof of success",
        r"(?:validation|test|check) commands?",
        r"commands? to run",
        r"checks? to run",
        r"how to (?:test|check|verify)",
    ),
    Role.DONE: _words(
        r"success(?: criteria)?",
        r"definition of done",
        r"done[- ](?:when|criteria|means|if)",
        r"acceptance(?: criteria)?",
        r"exit criteria",
        r"dod",
        r"done",
    ),
    Role.READ: _words(
        r"read(?:[- ]only|[- ]first| these| before)?",
        r"(?:reference|context) files?",
        r"for reference",
        r"references",
    ),
    Role.ALLOW: _words(
        r"in[- ]scope",
        r"scope",
        r"files? (?:to|in|you|that|allowed|changed|touched)",
        r"allow(?:ed|list)?",
        r"touch only",
        r"only touch",
        r"glob hints?",
        r"(?:target|affected|candidate|touched|named|new) (?:files?|modules?|paths?)",
        r"write",
        r"where to (?:work|change)",
    ),
    Role.TESTS: _words(r"tests?", r"testing", r"test (?:plan|cases?|coverage)"),
    Role.DELIVERABLES: _words(
        r"deliverables?",
        r"what (?:it|this) delivers",
        r"fix(?:es)?",
        r"changes",
        r"(?:expected )?outputs?",
        r"what to (?:do|build|change|deliver|implement)",
        r"requirements?",
        r"tasks",
        r"work items?",
        r"steps",
        r"implementation",
        r"to[- ]?dos?",
        r"the work",
    ),
    Role.GOAL: _words(
        r"goals?", r"objectives?", r"task", r"problem", r"outcome", r"mission", r"summary", r"change(?: description)?"
    ),
    Role.WHY: _words(r"why", r"context", r"background", r"motivation", r"evidence", r"rationale", r"history"),
    Role.TRAPS: _words(r"traps?", r"pitfalls?", r"failure modes?", r"gotchas?", r"watch out"),
}

_WHOLE: Mapping[str, Role] = {
    "files": Role.ALLOW,
    "file": Role.ALLOW,
    "paths": Role.ALLOW,
    "in": Role.ALLOW,
    "edit": Role.ALLOW,
    "modify": Role.ALLOW,
    "create": Role.ALLOW,
    "out": Role.DENY,
    "do not": Role.DENY,
    "don't": Role.DENY,
    "never": Role.DENY,
    "commands": Role.COMMANDS,
    "run": Role.COMMANDS,
    "command": Role.COMMANDS,
}
"""What only means something when it stands alone."""

_MARKS = re.compile(r"[*_`#]+|^\s*(?:§\s*)?\d+(?:\.\d+)*[.)]?\s+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\s[-–—]\s.*|:.*")
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)


def role_of(heading: str) -> Role | None:
    """What a heading or label announces; None when it says nothing that is known.

    What stands in parentheses, or behind a dash or colon, counts only if the rest says nothing.
    """
    plain = _MARKS.sub("", heading).strip()
    for text in dict.fromkeys((_ASIDE.sub("", plain).strip(), plain)):
        found = _WHOLE.get(text.lower())
        if found is not None:
            return found
        for role, words in _ROLES.items():
            if words.search(text):
                return role
    return None


def is_exclusive(heading: str) -> bool:
    """Whether the heading of a scope says that nothing else may be touched ("touch ONLY these")."""
    return _ONLY.search(heading) is not None
