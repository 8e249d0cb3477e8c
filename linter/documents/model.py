"""What documents around a change say: kickoffs, plans and reports, each part with its line (from 1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Named(StrEnum):
    """What a scope item names."""

    FILE = "file"
    FOLDER = "folder"
    GLOB = "glob"
    SYMBOL = "symbol"
    PHRASE = "phrase"
    """Words such as "any file in `src/` that imports from `dataHelpers`": `within` holds the paths in them."""


class Access(StrEnum):
    """What a document allows with a path."""

    WRITE = "write"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of prose: a bullet with its wrapped lines joined, a sentence, a step."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ScopeItem:
    """Something that a document names as in scope, or as off limits.

    Args:
        kind: what `text` is.
        text: a path with forward slashes (that of a folder ends in "/"), a glob, a symbol, or words.
        line: where it stands.
        only: symbols, or else words, to which work on the path is restricted; empty for no restriction.
        new: whether it is to be created.
        access: whether it may be written, or is to be read only.
        lines: the lines of the file that are hinted at, first and last; None for no hint.
        within: for a phrase, the paths that it is about; for a symbol, its file, if that is told.
    """

    kind: Named
    text: str
    line: int
    only: tuple[str, ...] = ()
    new: bool = False
    access: Access = Access.WRITE
    lines: tuple[int, int] | None = None
    within: tuple[str, ...] = ()

    @property
    def is_path(self) -> bool:
        return self.kind in (Named.FILE, Named.FOLDER, Named.GLOB)


@dataclass(frozen=True, slots=True)
class Deliverable:
    """Something that is to be done: its words, and the paths and symbols that they name."""

    text: str
    line: int
    paths: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command as written, whole; one from a fence may have several lines."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """A function, class or constant that is named, and its file if that is told with it."""

    name: str
    line: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Kickoff:
    """What a kickoff says.

    `exclusive` says whether nothing but the scope may be touched. `mentions` are paths outside of scope and
    deliverables (in reasons, tests, quoted code): naming alone makes no scope. `rules` are the sentences that order
    or forbid. `headings` are all headings and labels, as written. `asked` are the paths and symbols that sentences
    outside of such sections ask work on; they count where no section says it (see `wanted`).
    """

    title: str = ""
    title_line: int = 0
    goal: tuple[Item, ...] = ()
    scope: tuple[ScopeItem, ...] = ()
    denied: tuple[ScopeItem, ...] = ()
    exclusive: bool = False
    deliverables: tuple[Deliverable, ...] = ()
    done_when: tuple[Item, ...] = ()
    tests: tuple[Item, ...] = ()
    commands: tuple[Command, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    mentions: tuple[ScopeItem, ...] = ()
    rules: tuple[Item, ...] = ()
    headings: tuple[Item, ...] = ()
    prose: tuple[Item, ...] = ()
    """All pieces of prose, of whatever section, in order."""
    asked: tuple[ScopeItem, ...] = ()

    def written(self) -> tuple[ScopeItem, ...]:
        """The paths and phrases in scope that may be written."""
        return tuple(each for each in self.scope if each.access is Access.WRITE)

    def wanted(self) -> tuple[ScopeItem, ...]:
        """What is to be worked on: the scope as written; without one, and without deliverables, what is asked for."""
        return self.written() or (() if self.deliverables else self.asked)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan, with the paths that it covers."""

    text: str
    line: int
    paths: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan says. `notes` are its handoff notes: what it leaves to others, in writing, and why."""

    objective: str = ""
    steps: tuple[Step, ...] = ()
    paths: tuple[ScopeItem, ...] = ()
    outputs: tuple[ScopeItem, ...] = ()
    left_out: tuple[Item, ...] = ()
    commands: tuple[Command, ...] = ()
    notes: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What an author says of its own work.

    Args:
        files: the paths that it claims to have changed or made; relative where they lie under the root.
        outside: paths that it claims and that do not lie under the root.
        sentences: what it says in prose, sentence by sentence.
        notes: handoff notes: what was skipped or left to others, in writing.
        escalated: what it gave back ("<<<ESCALATE>>>", "<<<SCOPE_OVERFLOW>>>").
        others: how many further JSON objects of the same shape the text holds; the last one counts.
    """

    files: tuple[ScopeItem, ...] = ()
    outside: tuple[ScopeItem, ...] = ()
    sentences: tuple[Item, ...] = ()
    notes: tuple[Item, ...] = ()
    escalated: tuple[Item, ...] = ()
    others: int = 0


class Left(StrEnum):
    """What kind of thing was left out."""

    FILE = "file"
    DELIVERABLE = "deliverable"
    TEST = "test"
    NEW_FILE = "new file"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a kickoff names, at `line` of it, and that a plan or change leaves out.

    `note` is the handoff note that says so; with it, the item is accounted for.
    """

    kind: Left
    text: str
    line: int
    note: Item | None = None


@dataclass(frozen=True, slots=True)
class Beyond:
    """A path that a plan or change touches and the kickoff does not name.

    `forbidden` says whether the kickoff denies it, at `line` of it (0: by naming all that may be touched);
    else it is information.
    """

    path: str
    forbidden: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a plan or change differs from its kickoff in scope."""

    missing: tuple[Missing, ...] = ()
    beyond: tuple[Beyond, ...] = ()

    @property
    def open(self) -> tuple[Missing, ...]:
        """What is missing without a note."""
        return tuple(each for each in self.missing if each.note is None)
