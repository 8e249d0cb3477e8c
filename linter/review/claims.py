"""What the author says of a change, tested against what the head does.

Sentences come from the report, from commit messages and from comments that the change adds. Which of them claim
something is told by patterns that are data (`claims.toml`). A sentence is about the files and functions that it
names; one that names none is about all that the change has to do with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from linter.documents import Item, relative, same_path
from linter.facts import SymbolKind
from linter.findings import Evidence, Finding, Place, Step
from linter.languages import language_of
from linter.ledger import Claimed, Fate, Spot, Truth
from linter.review.difference import Difference
from linter.review.side import Side
from linter.review.sites import SDK_CHECKS, Site
from linter.review.traced import Traced
from linter.review.units import Unit
from linter.sources import Changes, Message
from linter.zones import Zone

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*[-*\d])")
_PATH = re.compile(r"[\w@./\\-]*/[\w@./-]*\w|\b[\w-]+\.(?:[cm]?[jt]sx?|py)\b")
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_COMMENT = re.compile(r"^\s*(?://+|#+(?!!)|/\*+|\*+(?!/)|\"\"\"|''')\s?(?P<text>.*?)\s*(?:\*/|\"\"\"|''')?\s*$")
_WORD = re.compile(r"\{([a-z]+)\}")
_LONGEST = 600
"""Characters of a sentence that is looked at."""
_MOST_CLAIMS = 200
_COMMIT = "commit "
_BELOW = 6
"""Lines below a comment within which the code begins that it stands at."""

_FRAMINGS = {"no-sdk": "claimed-no-model", "elsewhere": "claimed-elsewhere", "late-load": "dynamic-import"}
_OFFERS = "a dynamic import decides when a module is loaded, not where it runs"


class _Kind(NamedTuple):
    name: str
    patterns: tuple[re.Pattern[str], ...]


class _Patterns(NamedTuple):
    kinds: tuple[_Kind, ...]
    silencers: tuple[re.Pattern[str], ...]


@cache
def _patterns() -> _Patterns:
    table = tomllib.loads((files("linter.review") / "claims.toml").read_text(encoding="utf-8"))

    def compiled(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
        spelled = (_WORD.sub(lambda name: table["words"][name[1]], each) for each in texts)
        # A point inside of a word, as in a file's name, ends no sentence.
        inside = (each.replace("[^.;]", r"(?:[^.;]|\.(?=\w))") for each in spelled)
        return tuple(re.compile(each, re.IGNORECASE) for each in inside)

    kinds = tuple(_Kind(each["kind"], compiled(each["patterns"])) for each in table["claim"])
    return _Patterns(kinds, compiled(table["silencers"]))


class _Said(NamedTuple):
    """A sentence that claims something; `units` are the code that it stands at, for a comment in `path`."""

    kind: str
    text: str
    source: Spot
    units: tuple[Unit, ...] = ()
    path: str = ""


class _Subject(NamedTuple):
    """What a sentence is about: files and units of the head that it names, or everything the change has to do with."""

    paths: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def is_named(self) -> bool:
        return bool(self.paths or self.units)


def kinds_of(sentence: str) -> tuple[str, ...]:
    """The kinds of claim that a sentence makes."""
    text = " ".join(sentence[:_LONGEST].split()).replace("\u2019", "'")
    known = _patterns()
    found = tuple(kind.name for kind in known.kinds if any(each.search(text) for each in kind.patterns))
    return found if not any(each.search(text) for each in known.silencers) else ()


def contradicted(finding: Finding) -> Claimed:
    """A claim of a comment that the audit has found to be false."""
    evidence, place = finding.evidence, finding.place
    source = Spot(place.path, place.line)
    why = evidence.message
    return Claimed(
        evidence.snippet, source, Truth.CONTRADICTED, evidence.framing, why, evidence.chain, evidence.reasons, True
    )


def evidence_of(claim: Claimed) -> Evidence:
    """A claim that the code contradicts, as evidence for the rule about claims."""
    return Evidence(
        place=_place_of(claim),
        symbol="",
        framing=_FRAMINGS.get(claim.kind, "claimed-migrated"),
        sink=f"claim:{claim.kind}",
        vendor="",
        message=f'"{claim.text}" ({claim.source.path}) is not so: {claim.why}',
        chain=claim.chain,
        reasons=claim.reasons,
        snippet=claim.text,
    )


def _place_of(claim: Claimed) -> Place:
    """Where a claim stands; for what a commit says, which is no file, where the code begins that contradicts it."""
    path, line = claim.source
    if path.startswith(_COMMIT) and claim.chain:
        return claim.chain[0].place
    return Place(path, max(line, 1), 1, max(line, 1), 1)


class Claiming:
    """Tests the claims of a change.

    Args:
        traced: what became of each violation.
        held: those that are held against the change.
    """

    def __init__(self, head: Side, traced: Sequence[Traced], held: Sequence[Traced], changes: Changes) -> None:
        self._head = head
        self._traced = traced
        self._held = held
        self._changed = frozenset(changes.paths)
        self._paths = tuple(head.workspace.tree.paths())

    # --- what is said ---

    def of_report(self, name: str, sentences: Iterable[Item]) -> list[Claimed]:
        """The claims of the author's report."""
        return self._tested(
            _Said(kind, " ".join(each.text.split()), Spot(name, each.line))
            for each in sentences
            for kind in kinds_of(each.text)
        )

    def of_messages(self, messages: Iterable[Message]) -> list[Claimed]:
        """The claims of commit messages."""
        return self._tested(each for message in messages for each in _in_message(message))

    def of_comments(self, difference: Difference, known: Iterable[Spot]) -> list[Claimed]:
        """The claims of comments that the change adds to host code, but for those whose falsehood a finding tells."""
        told = frozenset(known)
        said = (each for path in sorted(self._changed) for each in self._in_comments(path, difference))
        return self._tested(each for each in said if each.source not in told)

    def of_files(self, name: str, named: Iterable[str]) -> list[Claimed]:
        """The files that the report claims to have changed, where the change does not touch them."""
        found: list[Claimed] = []
        for path in dict.fromkeys(named):
            if not any(same_path(path, each) for each in self._changed):
                why = "the change does not touch this file"
                text = f"changed {path}"
                reasons = ("the report may mean another file, or one that needed no change",)
                found.append(Claimed(text, Spot(name, 1), Truth.CONTRADICTED, "files-changed", why, (), reasons))
        return found

    def _in_comments(self, path: str, difference: Difference) -> Iterator[_Said]:
        if language_of(path) is None or self._head.context.zones.of(path) is not Zone.HOST:
            return
        for line in difference.added(path):
            comment = _COMMENT.match(line.text)
            for kind in kinds_of(comment["text"]) if comment is not None else ():
                yield _Said(
                    kind, line.text.strip(" \t/*#"), Spot(path, line.number), self._below(path, line.number), path
                )

    def _below(self, path: str, line: int) -> tuple[Unit, ...]:
        """The function around a comment, or what is defined below it: a function, or a class with all its methods."""
        inside = self._head.units.at_line(path, line)
        facts = self._head.context.project.facts(path)
        if inside.number or facts is None:
            return (inside,) if inside.number else ()
        place = self._head.context.place
        below = [
            (number, each)
            for number, each in enumerate(facts.symbols)
            if number and 0 <= place(path, each.span).line - line <= _BELOW
        ]
        if not below:
            return ()
        number, first = min(below, key=lambda each: (each[1].span.start, -each[1].span.end))
        if first.kind is SymbolKind.CLASS:
            known = (unit for units in self._head.units.known(path).values() for unit in units)
            return tuple(unit for unit in known if unit.name.startswith(f"{first.name}."))
        return (self._head.units.around(path, number),)

    # --- whether it is so ---

    def _tested(self, said: Iterable[_Said]) -> list[Claimed]:
        each_once = dict.fromkeys(said)
        return [self._judged(each) for each in islice(each_once, _MOST_CLAIMS)]

    def _judged(self, said: _Said) -> Claimed:
        subject = self._subject(said)
        match said.kind:
            case "tests":
                return _claimed(said, Truth.UNSUPPORTED, "nothing was run: reading code does not tell")
            case "late-load":
                return self._late(said, subject)
            case "no-sdk":
                return self._against(said, subject, self._own_sdk(subject), "no SDK is used there")
            case _:
                return self._against(said, subject, self._open(subject), "it is so: only gates are reached from there")

    def _against(self, said: _Said, subject: _Subject, counter: _Counter | None, fine: str) -> Claimed:
        if counter is not None:
            doubt = () if subject.is_named or said.units else ("the sentence does not say which code it means",)
            return _claimed(said, Truth.CONTRADICTED, counter.why, counter.chain, (*counter.reasons, *doubt))
        if subject.is_named or self._closes_something():
            return _claimed(said, Truth.SUPPORTED, fine)
        return _claimed(said, Truth.UNSUPPORTED, "no code is named, and no violation was closed")

    def _closes_something(self) -> bool:
        return any(each.fate is Fate.CLOSED for each in self._traced)

    def _late(self, said: _Said, subject: _Subject) -> Claimed:
        late = [each for each in self._held if each.fate is Fate.REFRAMED and self._is_about(subject, each.after)]
        if not late:
            return _claimed(said, Truth.UNSUPPORTED, _OFFERS)
        return _claimed(said, Truth.CONTRADICTED, f"{_OFFERS}: {_told(late[0])}", late[0].chain, late[0].reasons)

    def _own_sdk(self, subject: _Subject) -> _Counter | None:
        """A use of an SDK in the code that a sentence is about."""
        if subject.is_named:
            sites: Iterable[Site] = self._head.sites
        else:
            sites = (each.after for each in self._held if each.after is not None)
        for each in sites:
            if each.check in SDK_CHECKS and not each.silenced and self._is_about(subject, each):
                where = f"{each.place.path}:{each.place.line}"
                return _Counter(f"{each.text} is used in {where}", each.finding.evidence.chain, each.reasons)
        return None

    def _open(self, subject: _Subject) -> _Counter | None:
        """A way in the host from the code that a sentence is about."""
        found = [each for each in self._held if self._concerns(subject, each)]
        if found:
            best = min(found, key=lambda each: bool(each.reasons))
            return _Counter(_told(best), best.chain or _chain_of(best), best.reasons)
        for each in self._head.sites if subject.is_named else ():
            if not each.silenced and self._is_about(subject, each):
                why = f"{each.text} runs in the host, in {each.place.path}:{each.place.line}"
                return _Counter(why, each.finding.evidence.chain, each.reasons)
        for unit in subject.units:
            for road in self._head.roads.of(unit):
                why = f"{unit.name} leads to {road.sink.text} in {road.target.path}, which runs in the host"
                return _Counter(why, self._head.roads.steps(road), road.reasons)
        return None

    def _concerns(self, subject: _Subject, traced: Traced) -> bool:
        if not subject.is_named:
            return True
        return self._is_about(subject, traced.before) or self._is_about(subject, traced.after)

    def _is_about(self, subject: _Subject, site: Site | None) -> bool:
        if site is None:
            return False
        if not subject.is_named:
            return True
        if site.unit.path in subject.paths and not subject.units:
            return True
        return any((each.path, each.name) == (site.unit.path, site.unit.name) for each in subject.units)

    # --- what a sentence is about ---

    def _subject(self, said: _Said) -> _Subject:
        paths = tuple(dict.fromkeys(path for named in _PATH.findall(said.text) for path in self._files(named)))
        units = tuple(self._units(said.text, paths))
        if not paths and not units:
            if said.units:
                return _Subject((), said.units)
            if said.path:
                return _Subject((said.path,), ())
        return _Subject(paths, units)

    def _files(self, named: str) -> Iterator[str]:
        plain = relative(named.strip("`'\"."), ())
        gone = (each.before.unit.path for each in self._traced if each.before is not None)
        if "/" in plain or "." in plain:
            yield from (path for path in (*self._paths, *gone) if same_path(plain, path))

    def _units(self, text: str, paths: Sequence[str]) -> Iterator[Unit]:
        """The functions that a sentence names, of those that the change has to do with or of the files it names."""
        wanted = {name for name in _NAME.findall(_PATH.sub(" ", text)) if _is_identifier(name)}
        where = dict.fromkeys((*paths, *self._changed, *(each.unit.path for each in self._head.sites)))
        seen: set[Unit] = set()
        for path in where if wanted else ():
            if paths and path not in paths:
                continue
            for name, units in self._head.units.known(path).items() if language_of(path) is not None else ():
                if name and (name in wanted or name.rpartition(".")[2] in wanted):
                    for unit in units:
                        if unit not in seen:
                            seen.add(unit)
                            yield unit


class _Counter(NamedTuple):
    """What shows a claim to be false."""

    why: str
    chain: tuple[Step, ...]
    reasons: tuple[str, ...]


def _claimed(
    said: _Said, truth: Truth, why: str, chain: tuple[Step, ...] = (), reasons: tuple[str, ...] = ()
) -> Claimed:
    return Claimed(said.text, said.source, truth, said.kind, why, chain, tuple(dict.fromkeys(reasons)))


def _told(traced: Traced) -> str:
    site = traced.before or traced.after
    return f"the code at {site.name if site is not None else ''} {traced.how}"


def _chain_of(traced: Traced) -> tuple[Step, ...]:
    return traced.after.finding.evidence.chain if traced.after is not None else ()


def _in_message(message: Message) -> Iterator[_Said]:
    line = 1
    at = 0
    text = message.text
    for match in (*_SENTENCE.finditer(text), None):
        end = match.start() if match is not None else len(text)
        sentence = text[at:end].strip().lstrip("-* ")
        for kind in kinds_of(sentence):
            yield _Said(kind, " ".join(sentence.split()), Spot(f"{_COMMIT}{message.commit[:12]}", line))
        if match is not None:
            line += text.count("\n", at, match.end())
            at = match.end()


def _is_identifier(word: str) -> bool:
    """Whether a word of prose is a name of code, by how it is written."""
    return "_" in word or "." in word or re.search(r"[a-z][A-Z]", word) is not None
