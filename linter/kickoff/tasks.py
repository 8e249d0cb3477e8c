"""What kind of work a kickoff asks for, by its words, the files it names, and what these files reach.

Kickoffs do not say it themselves. A class counts when it gets enough points; one kickoff may have several. The words
of reasons are left out: they tell of other work.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from linter.documents import Kickoff

_ENOUGH = 2
"""Points from which a class counts: one telling phrase, or two words."""


class Task(StrEnum):
    """The classes of work that texts are written for. A user's texts may name further ones, given by a flag."""

    SDK_MIGRATION = "sdk-migration"
    SCHEMA = "schema"
    TESTS = "tests"
    COMPONENT = "component"


class Signs(NamedTuple):
    """What tells a class: phrases for two points, words for one."""

    phrases: re.Pattern[str]
    words: re.Pattern[str]


def _signs(phrases: str, words: str) -> Signs:
    return Signs(re.compile(phrases, re.IGNORECASE), re.compile(words, re.IGNORECASE))


_SIGNS: Mapping[Task, Signs] = {
    Task.SDK_MIGRATION: _signs(
        r"(?:off|away from|without|instead of|replace\w*|remove\w*|drop\w*|no) (?:of )?(?:the |any |direct |"
        r"in-process |in-host )*(?:\S+ )?sdk\b|sdk[- ]to[- ]harness|"
        r"(?:into|onto|through|to|behind|in|via) (?:the |our |a )*(?:internal |sandboxed |prompt )*"
        r"(?:harness|sandbox|gate)\b|agent loops? runs?|"
        r"migrat\w+[^.]{0,60}\b(?:sdk|harness|sandbox|gate|daytona)",
        r"\bmigrat\w+|\bsdk\b|\bharness\b|\bsandbox(?:ed)?\b|\bdaytona\b|\bin-(?:host|process)\b",
    ),
    Task.SCHEMA: _signs(
        r"\bzod\b|\bpydantic\b|\bz\.(?:enum|object|string|union)\b|json schema|schema (?:of|for|task)|closed sets?|"
        r"fixed (?:set of )?values?",
        r"\bschemas?\b|\benums?\b|\bcontract\b|\bvalidat\w+ (?:of )?(?:the )?(?:reply|response|output|fields?)",
    ),
    Task.TESTS: _signs(
        r"tests? clean-?up|fix(?:es)? (?:the |these |\w+ )*(?:failing )?tests|failing tests|"
        r"make the tests (?:green|pass)|tests (?:of|in) \S+ fail|flaky",
        r"\btest (?:cleanup|fixes)\b|\bgreen\b|\bpre-existing\b",
    ),
    Task.COMPONENT: _signs(
        r"\breact\b|\bcomponents?\b|\bbanner\b|\bwizard\b|\bui/",
        r"\bprops?\b|\brenders?\b|\bwire-?ups?\b|\bpages?\b|\bjsx\b",
    ),
}
_MOVES = re.compile(
    r"\b(?:mov(?:e|es|ing)|migrat\w+|port(?:s|ing)?|rout(?:e|es|ing)|switch\w*|only (?:through|via|by|in))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w-]+")
_TEST = re.compile(r"(?:^|/)(?:tests?|__tests__|spec)/|(?:^|/)test_[^/]*$|[._-](?:test|spec)\.[^/]+$|_test\.\w+$")
_MARKUP = re.compile(r"\.(?:[jt]sx|vue|svelte)$")
_SCHEMA_FILE = re.compile(r"schema|types?\.[jt]s$|models?\.py$", re.IGNORECASE)


def tasks_of(
    kickoff: Kickoff, paths: Sequence[str], *, reaches: bool, closed: bool, ways: Collection[str] = ()
) -> tuple[str, ...]:
    """The classes of a kickoff, in the order of `Task`; empty when nothing tells.

    Args:
        kickoff: what it says.
        paths: the files that it names.
        reaches: whether these files reach a call that exercises a capability.
        closed: whether they hold a field with a closed set that is declared more openly.
        ways: what this project calls its gates and sandbox, in lower case: "runner", "harness".
    """
    text = "\n".join(_telling(kickoff))
    points = {task: 2 * _count(signs.phrases, text) + _count(signs.words, text) for task, signs in _SIGNS.items()}
    words = set(_WORD.findall(text.lower()))
    if not words.isdisjoint(ways) and _MOVES.search(text):
        points[Task.SDK_MIGRATION] += 2
    if reaches and points[Task.SDK_MIGRATION]:
        points[Task.SDK_MIGRATION] += 2
    if closed:
        points[Task.SCHEMA] += 1
    if any(_SCHEMA_FILE.search(each) for each in paths):
        points[Task.SCHEMA] += 1
    named = [each.text for each in kickoff.wanted() if each.is_path]
    if named and all(_TEST.search(each) for each in named):
        points[Task.TESTS] += 4
    if named and any(_MARKUP.search(each) for each in named):
        points[Task.COMPONENT] += 1
    return tuple(task.value for task in Task if points[task] >= _ENOUGH)


def _count(pattern: re.Pattern[str], text: str) -> int:
    """How many different things of a kind are said; to say one often tells no more."""
    return min(3, len({found.group().lower() for found in pattern.finditer(text)}))


def _telling(kickoff: Kickoff) -> list[str]:
    return [
        kickoff.title,
        *(each.text for each in kickoff.goal),
        *(each.text for each in kickoff.deliverables),
        *(each.text for each in kickoff.done_when),
        *(each.text for each in kickoff.rules),
    ]
