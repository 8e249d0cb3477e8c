"""Comments that silence a rule at one place, each with a reason.

    // sidestep: ignore[sdk-direct] -- the health check must not depend on the harness
    # sidestep: ignore[sdk-direct, sdk-http] -- removed with the old worker (until 2027-01-31)

The same in `/* */`, in JSX's `{/* */}`, behind another directive of the same comment, and on a line of a
longer comment. Behind code a comment holds for what begins or ends on its line; on a line of its own, for
what begins on the next line of code. The reason is mandatory; with `until DATE` in it, the comment holds
through that day.

A comment that does not hold is a problem, never silence: without reason, without rule ids, with an unknown
rule, past its date, or when it silences nothing. The rule that reports these cannot be silenced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from linter.findings import Finding

MARKER = b"sidestep:"
"""Bytes that every file with such a comment holds."""

OWN_RULE = "suppressed"

# Bounded and possessive repeats, for a comment may be long and hostile.
_DIRECTIVE = re.compile(
    r"""(?:^|(?<=\s)(?:\#|//|/\*))[ \t/*\#{]{0,200}+  # begins a comment, a line of one, or follows another
        sidestep:[ \t]*+
        (?P<verb>(?:ignore|disable|suppress|nolint|noqa)[\w-]*+)
        (?:[ \t]*+\[(?P<rules>[^\]\n]*+)\])?
        (?P<rest>.*)""",
    re.VERBOSE | re.MULTILINE,
)
_REASON = re.compile(r"\s*(?:--|\u2014|\u2013)(.*)")
_FURTHER = re.compile(r"(?<=\s)(?:#|//)\s")
_UNTIL = re.compile(r"\(\s*until\b[\s=:]*+([^)]{0,40})\)|\buntil[\s=:]++(\d{4}-\d{2}-\d{2})\b")
_FEWEST_LETTERS = 3
_FORM = '"sidestep: ignore[RULE] -- REASON"'


class ProblemKind(StrEnum):
    """What is wrong with a suppression."""

    NO_REASON = "no-reason"
    BLANKET = "blanket"
    UNKNOWN_RULE = "unknown-rule"
    NOT_ALLOWED = "not-allowed"
    MALFORMED = "malformed"
    EXPIRED = "expired"
    UNUSED = "unused"


class CommentText(NamedTuple):
    """A comment as it stands in a file, with or without its delimiters; lines and columns from 1.

    `own_line` says that nothing but comments stands on its lines. `next_code_line` is the first line after it
    that holds code, or 0 when none does.
    """

    text: str
    line: int
    column: int
    end_line: int
    own_line: bool
    next_code_line: int


class Suppression(NamedTuple):
    """One rule silenced by one comment. `lines` are those for which it holds."""

    path: str
    line: int
    column: int
    rule: str
    reason: str
    until: date | None
    lines: frozenset[int]
    own_line: bool

    def silences(self, finding: Finding) -> bool:
        """Whether it holds for a finding of the same file."""
        place = finding.place
        here = place.line in self.lines or (not self.own_line and place.end_line in self.lines)
        return here and finding.rule == self.rule


class SuppressionProblem(NamedTuple):
    """A suppression that does not hold, or is not needed."""

    path: str
    line: int
    column: int
    kind: ProblemKind
    message: str


class Suppressions(NamedTuple):
    """The suppressions of one file that hold, and what is wrong with the others."""

    entries: tuple[Suppression, ...] = ()
    problems: tuple[SuppressionProblem, ...] = ()


def parse(comments: Iterable[CommentText], path: str, known_rules: Collection[str], *, today: date) -> Suppressions:
    """The suppressions among a file's comments.

    `known_rules` are the ids of all rules, also of those switched off.
    """
    entries: list[Suppression] = []
    problems: list[SuppressionProblem] = []
    for comment in comments:
        for directive in _DIRECTIVE.finditer(comment.text):
            lines_before = comment.text.count("\n", 0, directive.start("verb"))
            line, column = comment.line + lines_before, 1 if lines_before else comment.column
            try:
                rules = _named(directive)
                reason = _reason(directive["rest"])
                until = _until(reason, today)
            except _RefusedError as refused:
                problems.append(SuppressionProblem(path, line, column, refused.kind, refused.message))
                continue
            for rule in rules:
                refusal = _refusal(rule, known_rules)
                if refusal is not None:
                    problems.append(SuppressionProblem(path, line, column, refusal.kind, refusal.message))
                else:
                    entries.append(
                        Suppression(path, line, column, rule, reason, until, _lines(comment), comment.own_line)
                    )
    return Suppressions(tuple(entries), tuple(problems))


class _RefusedError(Exception):
    """A directive that does not hold."""

    def __init__(self, kind: ProblemKind, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind
        self.message = message


def _lines(comment: CommentText) -> frozenset[int]:
    return frozenset({comment.next_code_line} if comment.own_line else {comment.line, comment.end_line})


def _named(directive: re.Match[str]) -> list[str]:
    """The rules that the directive names, each once."""
    if directive["verb"] != "ignore":
        raise _RefusedError(ProblemKind.MALFORMED, f'"sidestep: {directive["verb"]}" is not understood; write {_FORM}')
    named = dict.fromkeys(each.strip() for each in (directive["rules"] or "").split(","))
    named.pop("", None)
    if not named or "*" in named or "all" in named:
        raise _RefusedError(ProblemKind.BLANKET, f"the comment must name the rules it silences: {_FORM}")
    return list(named)


def _reason(rest: str) -> str:
    """The reason in what follows the rules, without the end of the comment or further directives."""
    match = _REASON.match(rest)
    text = _FURTHER.split(match[1], maxsplit=1)[0].strip() if match else ""
    for end in ("}", "*/", "-->"):
        text = text.removesuffix(end).rstrip()
    if sum(map(str.isalpha, _UNTIL.sub("", text))) < _FEWEST_LETTERS:
        raise _RefusedError(ProblemKind.NO_REASON, f"the comment must say why: {_FORM}")
    return text


def _until(reason: str, today: date) -> date | None:
    """The last day on which a suppression holds; None when it has no end."""
    found = _UNTIL.search(reason)
    if found is None:
        return None
    text = (found[1] or found[2] or "").strip()
    try:
        until = date.fromisoformat(text)
    except ValueError:
        raise _RefusedError(
            ProblemKind.MALFORMED, f'"until {text}" names no date; write "(until YYYY-MM-DD)"'
        ) from None
    if until < today:
        raise _RefusedError(ProblemKind.EXPIRED, f"the comment held until {until.isoformat()}")
    return until


def _refusal(rule: str, known_rules: Collection[str]) -> _RefusedError | None:
    """Why the rule cannot be silenced, if so."""
    if rule == OWN_RULE:
        return _RefusedError(ProblemKind.NOT_ALLOWED, f'"{OWN_RULE}" cannot be silenced by a comment')
    if rule in known_rules:
        return None
    from difflib import get_close_matches

    near = get_close_matches(rule[:60], sorted(known_rules), n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return _RefusedError(ProblemKind.UNKNOWN_RULE, f'no rule is called "{rule[:60]}"{hint}')


def apply(
    findings: Iterable[Finding], suppressions: Iterable[Suppressions], *, complete_for: Collection[str] = ()
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[SuppressionProblem, ...]]:
    """Findings that stay open, findings that are silenced, and every problem, sorted by place.

    `complete_for` are the rules whose whole analysis ran on all these files: only for them is it known that a
    comment silences nothing.
    """
    by_path: dict[str, list[Suppression]] = {}
    problems: list[SuppressionProblem] = []
    for each in suppressions:
        problems += each.problems
        for entry in each.entries:
            by_path.setdefault(entry.path, []).append(entry)
    open_: list[Finding] = []
    silenced: list[Finding] = []
    used: set[Suppression] = set()
    for finding in findings:
        matching = [each for each in by_path.get(finding.place.path, ()) if each.silences(finding)]
        used.update(matching)
        (silenced if matching else open_).append(finding)
    problems += [
        _unused(entry)
        for entries in by_path.values()
        for entry in entries
        if entry not in used and entry.rule in complete_for
    ]
    return tuple(open_), tuple(silenced), tuple(sorted(problems))


def _unused(entry: Suppression) -> SuppressionProblem:
    message = f'the comment silences nothing: "{entry.rule}" finds nothing here'
    return SuppressionProblem(entry.path, entry.line, entry.column, ProblemKind.UNUSED, message)
