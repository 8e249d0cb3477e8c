"""Runs the examples that a rule brings along: each is a tiny tree, linted like any other.

A mark in the code says which findings must stand on its line, in the form that `fixtures/README.md` describes:

    import OpenAI from "openai"; // flag: sdk-direct
    # flag-next: sdk-http, sdk-dynamic ambiguous

Findings of the rule itself and of every rule that a mark names count; where no mark stands there must be none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import NamedTuple, Self

from linter.capability import build
from linter.config import load
from linter.errors import SidestepError
from linter.findings import Certainty, Severity
from linter.globs import compile_globs
from linter.report import Report
from linter.request import Request
from linter.resolution import ModuleResolver
from linter.rulebook import Example, Rule, Rulebook
from linter.run import run
from linter.sources import Listing, Loaded, Skipped, decode
from linter.suppressions import OWN_RULE
from linter.workspace import Workspace
from linter.zones import Zones

TODAY = date(2026, 1, 1)
"""The day on which all examples are linted, so that a suppression with an end does not change its meaning."""

_CONFIGURATION = "sidestep.toml"
_DEFAULT_PATHS = {
    "typescript": "src/example.ts",
    "tsx": "src/example.tsx",
    "javascript": "src/example.js",
    "python": "src/example.py",
}
_MARK = re.compile(r"(?://|#|/\*)\s*flag(?P<next>-next)?:\s*(?P<entries>[^*]*?)\s*(?:\*/\s*\}?)?\s*$")


class Expected(NamedTuple):
    """A finding, as marks know it; also what was found is told in this form."""

    path: str
    line: int
    rule: str
    certainty: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}, {self.certainty}"


@dataclass(frozen=True, slots=True)
class Case:
    """One example of one rule: one that must be flagged, or left alone."""

    rule: str
    flagged: bool
    number: int
    example: Example

    @property
    def name(self) -> str:
        """`sdk-direct flagged 2`"""
        return f"{self.rule} {'flagged' if self.flagged else 'clean'} {self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example: findings that are missing, findings too many, or why it could not be run."""

    case: Case
    missing: tuple[Expected, ...] = ()
    surplus: tuple[Expected, ...] = ()
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not (self.missing or self.surplus or self.problem)

    def lines(self) -> Iterator[str]:
        """The outcome in words, one line each."""
        yield f"{self.case.name}: {self.case.example.why}"
        yield from (f"  expected and not found: {each}" for each in self.missing)
        yield from (f"  found and not expected: {each}" for each in self.surplus)
        if self.problem:
            yield f"  {self.problem}"


def cases(rules: Iterable[Rule]) -> list[Case]:
    """The examples of the rules, flagged ones first."""
    return [
        Case(rule.id, flagged, number, example)
        for rule in rules
        for flagged, examples in ((True, rule.flagged), (False, rule.clean))
        for number, example in enumerate(examples, start=1)
    ]


def run_case(case: Case, book: Rulebook) -> Outcome:
    """Lints the example with all rules and compares what is found with what is marked."""
    files = _files(case.example)
    expected = Counter(each for path, text in files.items() for each in marks(path, text))
    if case.flagged != any(each.rule == case.rule for each in expected):
        what = f"marks no {case.rule}" if case.flagged else f"marks {case.rule}, though it is to be clean"
        return Outcome(case, problem=f"the example {what}")
    try:
        report = linted(case.example, book)
    except SidestepError as error:
        return Outcome(case, problem=str(error))
    counted = {case.rule, *(each.rule for each in expected)}
    found = Counter(each for each in _found(report) if each.rule in counted)
    return Outcome(
        case,
        missing=tuple(sorted((expected - found).elements())),
        surplus=tuple(sorted((found - expected).elements())),
        problem=_unread(report),
    )


def marks(path: str, text: str) -> Iterator[Expected]:
    """The findings that the marks of a file ask for."""
    for number, line in enumerate(text.split("\n"), start=1):
        mark = _MARK.search(line)
        if mark is None:
            continue
        at = number + 1 if mark["next"] else number
        for entry in mark["entries"].split(","):
            rule, _, certainty = entry.strip().partition(" ")
            yield Expected(path, at, rule, certainty.strip() or str(Certainty.CERTAIN))


def tree_of(example: Example) -> ExampleTree:
    """The example's files, with its configuration if it has one."""
    files = _files(example)
    return ExampleTree({**files, _CONFIGURATION: example.config} if example.config else files)


def _files(example: Example) -> dict[str, str]:
    return {example.path or _DEFAULT_PATHS[example.language]: example.code, **example.files}


def linted(example: Example, book: Rulebook) -> Report:
    """The report on the example's files, by all rules of the book. Raises SidestepError."""
    tree = tree_of(example)
    loaded = load(tree.read, {*book.rules, OWN_RULE})
    config = loaded.config
    severities = {each.id: config.severity(each.id, each.severity) for each in book.rules.values()}
    workspace = Workspace(
        tree=tree,
        loaded=loaded,
        book=book,
        rules=[_with(each, severities[each.id]) for each in book.rules.values() if severities[each.id]],
        zones=Zones(config.zones, tree.has_path),
        capabilities={name: build(file, config.sdk, config.extend_sdk) for name, file in book.capabilities.items()},
        excluded=compile_globs(config.exclude),
        resolver=lambda: ModuleResolver(tree),
    )
    return run(workspace, Request("rules test", Listing(tuple(tree.paths())), whole=True, today=TODAY))


def _with(rule: Rule, severity: Severity | None) -> Rule:
    return rule._replace(severity=severity or rule.severity)


def _found(report: Report) -> Iterator[Expected]:
    for each in report.findings:
        yield Expected(each.place.path, each.place.line, each.rule, str(each.evidence.certainty))


def _unread(report: Report) -> str:
    unread = (*report.files.partial, *report.files.skipped)
    return "; ".join(f"{each.path} is not wholly read: {each.reason}" for each in unread)


class ExampleTree:
    """The files of an example, as a tree (see `linter.sources.Tree`)."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = {path: files[path].encode() for path in sorted(files)}

    def paths(self) -> Sequence[str]:
        return tuple(self._files)

    def has(self, path: str) -> bool:
        return path in self._files

    def has_path(self, path: str) -> bool:
        """Whether there is a file or folder of that path."""
        return path in self._files or any(each.startswith(f"{path.rstrip('/')}/") for each in self._files)

    def load(self, path: str) -> Loaded | Skipped:
        return decode(path, self._files[path]) if path in self._files else Skipped(path, "not there")

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
