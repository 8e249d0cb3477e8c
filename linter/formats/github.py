"""Workflow commands that GitHub Actions shows as annotations on a pull request.

Format: docs.github.com, "Workflow commands for GitHub Actions", and `command.ts` of actions/toolkit for the
escapes. GitHub shows 10 errors, 10 warnings and 10 notices of one step and drops the rest (actions/toolkit
#734), so the rest goes into the last notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from linter.findings import Finding, Severity
from linter.formats.options import Options
from linter.formats.sanitise import clipped, flowing, visible
from linter.formats.summary import coverage, headline, silenced
from linter.formats.wording import (
    certainty,
    chain_lines,
    message,
    open_findings,
    reasons,
    title,
    weight,
    where,
)
from linter.report import Report

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN: Final = {Severity.ERROR: 10, Severity.WARNING: 10, Severity.INFO: 9}
"""Annotations of each kind; one notice is kept for the closing one."""
_MESSAGE_LIMIT: Final = 4000
"""Characters of a message; an annotation may have 64 KB, but nobody reads that beside code."""
_NAMED: Final = 50
"""Places that the closing notice names."""


def render(report: Report, options: Options) -> str:
    """One command a line: the first findings of each severity, and a closing notice with counts.

    The options change nothing. Every line starts with a command of ours, and texts from the repository are
    sanitised and escaped, so none of them can issue one.
    """
    used: Counter[Severity] = Counter()
    lines: list[str] = []
    rest: list[Finding] = []
    for finding in open_findings(report):
        level = weight(finding)
        used[level] += 1
        if used[level] <= _SHOWN[level]:
            lines.append(_annotation(finding))
        else:
            rest.append(finding)
    return "\n".join([*lines, _closing(report, rest)]) + "\n"


def _annotation(finding: Finding) -> str:
    place = finding.place
    properties = {"file": visible(place.path), "line": str(place.line), "endLine": str(place.end_line)}
    if place.line == place.end_line:  # GitHub refuses columns of a span over several lines
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{title(finding)}, {certainty(finding)}"
    parts = [message(finding), *(f"why: {each}" for each in reasons(finding)), *chain_lines(finding)]
    parts += [f"mend: {flowing(finding.mend)}"] if finding.mend else []
    return _command(_COMMANDS[weight(finding)], properties, "\n".join(parts))


def _closing(report: Report, rest: Sequence[Finding]) -> str:
    hidden = silenced(report)
    parts = [f"{headline(report)}.", *([f"Not shown: {hidden}."] if hidden else []), f"{coverage(report)}."]
    if rest:
        parts.append(f"{len(rest):,} of them are not annotated, because GitHub limits annotations:")
        parts += [f"{where(each.place.path, each.place.line)} {title(each)}" for each in rest[:_NAMED]]
    if len(rest) > _NAMED:
        parts.append(f"and {len(rest) - _NAMED:,} more (--format sarif or json lists all)")
    return _command("notice", {"title": "sidestep"}, "\n".join(parts))


def _command(name: str, properties: dict[str, str], text: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(clipped(text, _MESSAGE_LIMIT))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
