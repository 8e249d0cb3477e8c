"""What a kickoff asks work on where no section lists it: by the sentences that order, and the lists below them.

Migrate these to the harness:
- `src/a.ts`
- src/b.ts: the title helper
Every file in `src/validators/` that imports the SDK has to move, except `old.ts`.
`outline` and `title` must go through the harness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from linter.documents import scope
from linter.documents.markdown import Kind
from linter.documents.model import Access, Named, ScopeItem
from linter.documents.names import identifier_of
from linter.documents.sections import Part
from linter.documents.wording import NAME, Wording

_VERB = (
    r"(?:migrate|port|move|convert|switch|replace|rewrite|rework|refactor|change|update|fix|close|remove|drop|delete|"
    r"route|wire|put|bring|turn|clean up|finish|complete|extend|implement|get rid of|take|make|let|have|stop|swap|"
    r"adapt|add|create|isolate|transfer|lift|eliminate|run)"
)
_BEFORE = (
    r"(?:please|then|and|next|first|second(?:ly)?|third(?:ly)?|also|now|finally|after that|your (?:task|job) is to|"
    r"the (?:task|goal|aim) is to|we (?:want|need)(?: you)? to|you (?:should|must|will|need to|have to)|"
    r"i (?:want|need) you to|task|goal|to do|todo|in this ticket|in this change)"
)
_ORDER = re.compile(
    rf"^\W*(?:\d+[.)]\s*)?(?:{_BEFORE}\b[\s,:]*){{0,4}}{_VERB}\b|\b{_BEFORE}[\s:]+{_VERB}\b", re.IGNORECASE
)
_OWED = re.compile(
    r"\b(?:must|has to|have to|needs? to|shall|should|is to|are to|ought to|(?:may|can) no longer|no longer|"
    r"no (?:file|module|code|function|call|service|helper|validator)s?\b.*\b(?:may|can|should|must))\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:runs?|goes?|go|executes?|calls?|lives?|happens?)\b[^.]*\b(?:in|inside|via|through|behind|by)\b[^.]*"
    rf"(?:\b(?:harness|sandbox|gate|daytona|isolation|container|worker)\b|{NAME})"
    r"|\b(?:is|are|be|stays?) (?:all )?(?:free|clean) of\b|\b(?:has|have|contains?|imports?) (?:no|zero)\b",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"^\W*(?:please\s+)?(?:read|see|look|study|compare|note|remember|check|test|verify|follow|use|copy|consult|mirror|"
    r"mind|beware|start by reading)\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"^\W*(?:leave|keep|ignore|skip)\b|\b(?:not|never|n['’]t|no)\b[^.]*\b(?:touch|chang|modif|edit|alter|renam|delet|"
    r"migrat|mov)\w*|\b(?:out of scope|off[- ]limits|another (?:ticket|change|session|agent)|stays? as)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|already|last (?:week|month|sprint|ticket)|previously|has been|have been|used to)\b"
    r"|(?<!when this )\b(?:is|are) done\W*$",
    re.IGNORECASE,
)
_LIKE = re.compile(
    r"\b(?:like|as in|same as|see|cf\.?|following|modelled on|modeled on|(?:the )?pattern (?:of|in|from)|as (?:a )?"
    r"(?:pattern|example|reference|template)|similar to|for reference|instead of)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\b(?:to|onto|into|through|via|with|by|behind|using)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:except(?: for)?|excluding|but not|other than|apart from|without)\b", re.IGNORECASE)
_TICKED = re.compile(r"^\s*\[[xX]\]")
_BARE = re.compile(
    r"^\W*(?:\[ \]\s*)?(?:(?!(?:un|not|no|see|ref|rel|example|context|doc|link|note|out|done)\w*\b)"
    r"[a-z][\w ]{1,24}:\s*)?"
    rf"(?:(?:then|and|next|also|both|finally|plus)\W+){{0,3}}{NAME}\W*"
    rf"(?:[\s,;&+]|and|or|the|both|in|of|then|{NAME}|\([^()]*\))*[.:–—-]*\s*$",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"^\W*(?:\[ \]\s*)?{NAME}")
_IN_FILE = re.compile(rf"(?P<names>{NAME}(?:\s*(?:,|and|&|,\s*and)\s*{NAME})*)\s+(?:in|of|from|inside)\s+{NAME}")


class _Lead(Enum):
    """What the paragraph above a list says of it."""

    NOTHING = auto()
    WORK = auto()
    OTHER = auto()


@dataclass(slots=True)
class Orders:
    """What was found so far, part by part."""

    asked: list[ScopeItem] = field(default_factory=list)
    excepted: list[ScopeItem] = field(default_factory=list)
    _lead: _Lead = _Lead.NOTHING

    def take(self, part: Part, said: Wording) -> None:
        """Reads a paragraph or list item of a section that says what is to be done, or of none that is known."""
        if part.kind is Kind.BULLET:
            self._bullet(said)
            return
        self._lead = _Lead.NOTHING
        for sentence, _ in said.sentences():
            is_work = _is_work(sentence)
            if is_work:
                self._add(said, sentence)
            if sentence.rstrip().endswith(":"):
                self._lead = _Lead.WORK if is_work or not _is_other(sentence) else _Lead.OTHER

    def take_fence(self, part: Part) -> None:
        """Reads a fence: a path on each line, where what is above it asks for work."""
        if self._lead is _Lead.WORK:
            found = scope.Found()
            scope.allow_fence(part.raw, part.line, found)
            self.asked += found.allowed

    def new_section(self) -> None:
        """What follows has another heading."""
        self._lead = _Lead.NOTHING

    def _bullet(self, said: Wording) -> None:
        if _TICKED.match(said.text) or self._lead is _Lead.OTHER:
            return
        listed = self._lead is _Lead.WORK and _FIRST.match(said.text) is not None
        for number, (sentence, _) in enumerate(said.sentences()):
            first = number == 0 and (listed or _BARE.match(sentence) is not None or _is_row(sentence))
            if _is_work(sentence) or (first and not _is_other(sentence)):
                self._add(said, sentence)

    def _add(self, said: Wording, sentence: str) -> None:
        meant, *excepted = _EXCEPT.split(_LIKE.split(sentence)[0])
        self.excepted += (item for part in excepted for item in scope.paths_in(said, part))
        # "Move X to Y": X is what is worked on, if it has a name.
        thing = _TARGET.split(meant)[0]
        found = _placed(scope.paths_in(said, thing) or ([] if said.named(thing) else scope.paths_in(said, meant)))
        self.asked += _restricted(said, meant, found) if found else _symbols(said, thing)


def _is_work(sentence: str) -> bool:
    asks = _ORDER.search(sentence) or _OWED.search(sentence) or _RESULT.search(sentence) or _BARE.match(sentence)
    return asks is not None and not _is_other(sentence)


def _is_other(sentence: str) -> bool:
    """Whether a sentence says what is to be read, is done, or stays; or asks."""
    said_no_more = _LOOKS.match(sentence) or _LEAVES.search(sentence) or _PAST.search(sentence)
    return said_no_more is not None or sentence.rstrip().endswith("?")


def _is_row(sentence: str) -> bool:
    """A row of a table, or an item with an aside, whose words are an order: "src/a.ts - migrate"."""
    found = _FIRST.match(sentence)
    return found is not None and re.match(rf"[\W\d]*{_VERB}\b", sentence[found.end() :], re.IGNORECASE) is not None


def _placed(found: list[ScopeItem]) -> list[ScopeItem]:
    """The paths; files without a folder beside one folder ("`a.ts` and `b.ts` in `src/x`") lie in that one."""
    folders = [each for each in found if "/" in each.text]
    bare = [each for each in found if each.kind is Named.FILE and "/" not in each.text]
    if len(folders) != 1 or len(bare) + 1 != len(found) or not bare or "." in folders[0].text.rpartition("/")[2]:
        return found
    folder = folders[0].text.rstrip("/")
    return [replace(each, text=f"{folder}/{each.text}") for each in bare]


def _restricted(said: Wording, part: str, found: list[ScopeItem]) -> list[ScopeItem]:
    """The paths; one of which functions are named ("`a` and `b` in `src/x.ts`") is meant only for these."""
    inside = _IN_FILE.search(part)
    if inside is None or len(found) != 1 or found[0].only:
        return found
    named = said.named(inside["names"])
    symbols = [identifier_of(each.text) for each in named if each.path is None]
    only = tuple(dict.fromkeys(each for each in symbols if each))
    return [replace(found[0], only=only)]


def _symbols(said: Wording, part: str) -> Iterator[ScopeItem]:
    for word in said.named(part):
        name = identifier_of(word.text) if word.code and word.path is None else None
        if name:
            yield ScopeItem(Named.SYMBOL, name, word.line, access=Access.WRITE)
