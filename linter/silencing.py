"""Comments that silence findings: read from the files, applied, and reported where they do not hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from linter.facts import FileFacts
from linter.findings import Evidence, Place
from linter.positions import Positions
from linter.suppressions import CommentText, SuppressionProblem, Suppressions, parse


def suppressions_in(
    files: Iterable[tuple[str, FileFacts]], positions: Positions, known_rules: Collection[str], today: date
) -> Iterator[Suppressions]:
    """The suppressions of every file that has comments worth reading."""
    for path, facts in files:
        if facts.comments:
            yield parse(_comments(path, facts, positions), path, known_rules, today=today)


def _comments(path: str, facts: FileFacts, positions: Positions) -> Iterator[CommentText]:
    lines = positions.lines(path)
    for comment in facts.comments:
        if comment.inner:
            continue
        place = positions.place(path, comment.span)
        own_line = not lines[place.line - 1][: place.column - 1].strip(" \t{") and not _after(lines, place)
        yield CommentText(
            positions.text(path, comment.span),
            place.line,
            place.column,
            place.end_line,
            own_line,
            _next_code(lines, place.end_line),
        )


def _after(lines: list[str], place: Place) -> str:
    return lines[place.end_line - 1][place.end_column - 1 :].strip(" \t}")


def _next_code(lines: list[str], line: int) -> int:
    for number in range(line, len(lines)):
        text = lines[number].strip()
        if text and not text.startswith(("//", "#", "/*", "*", "{/*")):
            return number + 1
    return 0


def evidence_of(problem: SuppressionProblem, positions: Positions) -> Evidence:
    """A suppression that does not hold, as evidence for the rule about suppressions."""
    lines = positions.lines(problem.path)
    text = lines[problem.line - 1]
    place = Place(problem.path, problem.line, problem.column, problem.line, max(len(text) + 1, problem.column))
    return Evidence(
        place=place,
        symbol="",
        framing=f"suppression-{problem.kind}",
        sink=f"suppression:{problem.kind}",
        vendor="",
        message=problem.message,
        snippet=text,
    )
