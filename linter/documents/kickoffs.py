"""Reads a kickoff: Markdown in any of the dialects people write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from linter.documents import scope
from linter.documents.block import blanked
from linter.documents.commands import commands_in
from linter.documents.markdown import Kind, blocks
from linter.documents.model import (
    Access,
    Command,
    Deliverable,
    Item,
    Kickoff,
    ScopeItem,
    Symbol,
)
from linter.documents.roles import Role
from linter.documents.sections import Part, parts
from linter.documents.wording import Wording, wording
from linter.documents.work import Orders
from linter.documents.wrapping import in_front, untagged

_RULES = re.compile(r"\b(?:ONLY|[Oo]nly|NEVER|[Nn]ever|MUST|must|[Ee]xactly|[Dd]o not|Do NOT|DO NOT|[Dd]on['’]t)\b")
_NUMBER = re.compile(r"^\W*\d+[.)]?\s")

_NO_ORDERS = frozenset({Role.WHY, Role.TRAPS, Role.ALLOW, Role.DENY, Role.READ})
"""Sections whose sentences are not read as orders: they tell a story, or are read as scope anyway."""


def read_kickoff(text: str) -> Kickoff:
    """What a kickoff says. Takes its text; line ends of all kinds will do. Never raises."""
    reader = _Reader(front=in_front(text))
    for part in parts(blocks(untagged(blanked(text)))):
        reader.take(part)
    return reader.kickoff()


@dataclass(slots=True)
class _Reader:
    title: tuple[str, int] = ("", 0)
    found: scope.Found = field(default_factory=scope.Found)
    front: scope.Found = field(default_factory=scope.Found)
    """What front matter says of scope: it counts where no section does."""
    goal: list[Item] = field(default_factory=list)
    done: list[Item] = field(default_factory=list)
    tests: list[Item] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    symbols: dict[tuple[str, str], Symbol] = field(default_factory=dict)
    mentions: list[ScopeItem] = field(default_factory=list)
    rules: list[Item] = field(default_factory=list)
    headings: list[Item] = field(default_factory=list)
    prose: list[Item] = field(default_factory=list)
    listed: bool = False
    """Whether the section about when the work is done was a list so far: a paragraph after it is a remark."""
    asked: Orders = field(default_factory=Orders)
    work: list[Part] = field(default_factory=list)
    """The parts of sections that say what is to be done."""

    def take(self, part: Part) -> None:
        if part.quoted:
            self._mention(_said(part))
            return
        if part.kind is Kind.HEADING:
            self._heading(part)
        elif part.kind is Kind.FENCE:
            self._fence(part)
        else:
            self._prose(part)

    def _heading(self, part: Part) -> None:
        text = part.text or part.heading
        self.listed = False
        self.asked.new_section()
        if not text:
            return
        self.headings.append(Item(text, part.line))
        if not self.title[0] and part.lines:
            self.title = (text, part.line)
            self._mention(_said(part))
        if part.role is Role.DELIVERABLES:
            self.work.append(part)

    def _fence(self, part: Part) -> None:
        if part.role in (Role.ALLOW, Role.READ):
            access = Access.READ if part.role is Role.READ else Access.WRITE
            scope.allow_fence(part.raw, part.line, self.found, access)
            self.found.exclusive = self.found.exclusive or part.exclusive
        elif part.role is Role.DENY:
            denied = scope.Found()
            scope.allow_fence(part.raw, part.line, denied)
            self.found.denied += denied.allowed
        elif part.role in (Role.COMMANDS, Role.DONE):
            self.commands += commands_in(part)
        elif part.role in (None, Role.GOAL):
            self.asked.take_fence(part)

    def _prose(self, part: Part) -> None:
        said = _said(part)
        if not said.text.strip():
            return
        self.prose.append(Item(said.plain(said.text), part.line))
        bullet = part.kind is Kind.BULLET
        if part.role in (Role.ALLOW, Role.READ):
            # What is to be read first is named, and may not be written for that.
            self.found.exclusive = self.found.exclusive or part.exclusive
            access = Access.READ if part.role is Role.READ else Access.WRITE
            if bullet:
                scope.allow_bullet(said, self.found, access, part.depth)
            else:
                scope.allow_paragraph(said, self.found, access)
        elif part.role is Role.DENY:
            scope.deny(said, self.found, bullet=bullet)
        else:
            self._other(part, said, bullet=bullet)
        if part.role in (None, Role.GOAL, Role.DONE):
            self.asked.take(part, said)
        if part.role not in (Role.WHY, Role.TRAPS):
            self._rules(said)
        if part.role not in _NO_ORDERS:
            scope.orders(said, self.found)
        self._symbols(said, part.role)

    def _other(self, part: Part, said: Wording, *, bullet: bool) -> None:
        item = Item(said.plain(said.text), part.line)
        match part.role:
            case Role.COMMANDS:
                found = list(commands_in(part))
                self.commands += found
                if not found and bullet:
                    self.done.append(item)
            case Role.DONE:
                self.commands += commands_in(part)
                if bullet or not self.listed:
                    self.done.append(item)
                self.listed = self.listed or bullet
            case Role.TESTS:
                self.tests.append(item)
                self._mention(said)
            case Role.DELIVERABLES:
                self.work.append(part)
            case Role.GOAL:
                self.goal.append(item)
                self._mention(said)
            case _:
                if part.role is None and not self.goal:
                    self.goal.append(item)
                self._mention(said)

    def _rules(self, said: Wording) -> None:
        for sentence, line in said.sentences():
            if _RULES.search(sentence):
                self.rules.append(Item(said.plain(sentence), line))

    def _mention(self, said: Wording) -> None:
        self.mentions += scope.named(said)

    def _symbols(self, said: Wording, role: Role | None) -> None:
        if role in (Role.WHY, Role.TRAPS, Role.COMMANDS):
            return
        for word in said.words:
            path = word.path.text if word.path is not None else ""
            names = [word.path.symbol] if word.path is not None else said.symbols_of(word)
            for name in names:
                if name:
                    self.symbols.setdefault((path, name), Symbol(name, word.line, path))

    def kickoff(self) -> Kickoff:
        """What was read, without repetitions."""
        title, line = self.title
        if not title and self.goal:
            title, line = self.goal[0].text, self.goal[0].line
        return Kickoff(
            title=title,
            title_line=line,
            goal=tuple(self.goal),
            scope=_once(self.found.allowed),
            denied=_once((*(self.found.denied or self.front.denied), *self.asked.excepted)),
            exclusive=self.found.exclusive,
            deliverables=tuple(_deliverables(self.work)),
            done_when=tuple(self.done),
            tests=tuple(self.tests),
            commands=tuple(self.commands),
            symbols=tuple(self.symbols.values()),
            mentions=_once(self.mentions),
            rules=tuple(self.rules),
            headings=tuple(self.headings),
            prose=tuple(self.prose),
            asked=_once(self.front.allowed or self.asked.asked),
        )


def _said(part: Part) -> Wording:
    return wording(part.lines, part.line)


def _once(items: Iterable[ScopeItem]) -> tuple[ScopeItem, ...]:
    """The items without those that say again what was said."""
    found: dict[tuple[object, ...], ScopeItem] = {}
    for each in items:
        found.setdefault((each.kind, each.text, each.only, each.access, each.within), each)
    return tuple(found.values())


# --- deliverables --------------------------------------------------------------------------------------


def _deliverables(work: Sequence[Part]) -> Iterator[Deliverable]:
    """One for each outermost list item; for each numbered sub-heading with all below it; else each paragraph."""
    for group in _groups(work):
        head = group[0]
        if head.kind is Kind.HEADING and _stands_alone(group):
            yield _deliverable(group)
            continue
        listed = [each for each in group if each.kind is Kind.BULLET]
        outermost = min((each.depth for each in listed), default=0)
        pending: list[Part] = []
        for part in group:
            if part.kind is Kind.BULLET and part.depth == outermost:
                if pending:
                    yield _deliverable(pending)
                pending = [part]
            elif pending and part.depth >= outermost:
                pending.append(part)
            elif part.kind is Kind.PARAGRAPH and not listed:
                yield _deliverable([part])
        if pending:
            yield _deliverable(pending)


def _groups(work: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts below each heading, the heading first."""
    group: list[Part] = []
    for part in work:
        if part.kind is Kind.HEADING and group:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _stands_alone(group: Sequence[Part]) -> bool:
    """Whether a heading is itself a deliverable ("### 2. `src/a.ts`: the entry point"), and no title of a list."""
    head = group[0]
    if not head.lines or head.depth < 3:
        return False
    numbered = _NUMBER.match(head.text) is not None
    return numbered or any(piece.code for line in head.lines for piece in line)


def _deliverable(group: Sequence[Part]) -> Deliverable:
    saids = [_said(each) for each in group if each.lines]
    paths = [each.text for said in saids for each in scope.named(said)]
    symbols = [name for said in saids for name in said.symbols(said.text)]
    text = " ".join(said.plain(said.text) for said in saids)
    return Deliverable(text, group[0].line, tuple(dict.fromkeys(paths)), tuple(dict.fromkeys(symbols)))
