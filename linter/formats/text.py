"""Text for people at a terminal: findings by file with code frames, then what the run amounts to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from linter.findings import Finding, Severity
from linter.formats.frame import FrameLine, code_frame
from linter.formats.options import Options
from linter.formats.sanitise import visible
from linter.formats.summary import (
    blind_line,
    by_reason,
    by_rule,
    counted,
    coverage,
    headline,
    judged,
    ordered,
    silenced,
)
from linter.formats.wording import (
    certainty,
    chain_lines,
    mend,
    message,
    open_findings,
    reasons,
    title,
    weight,
    where,
)
from linter.report import Report

_BOLD, _DIM = "1", "2"
_COLORS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
"""SGR parameters (ECMA-48): red, yellow, cyan."""
_INDENT: Final = "  "
_LEAST_WIDTH: Final = 40
_PATHS_SHOWN: Final = 5
_BLIND_SHOWN: Final = 10


def render(report: Report, options: Options) -> str:
    """The report as text; colours only when the options allow them."""
    lines: list[str] = []
    if report.review is not None:
        from linter.formats.text_review import lines_of  # for one command only

        lines += lines_of(report.review)
    for path, group in groupby(open_findings(report), key=lambda each: each.place.path):
        findings = list(group)
        heading = visible(f"{path}: {counted(len(findings), 'finding')}")
        lines += [_painted(heading, _BOLD, options), ""]
        for finding in findings:
            lines += [*_finding(finding, options), ""]
    lines += _summary(report, options)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, options: Options) -> list[str]:
    place = finding.place
    color = _COLORS[weight(finding)]
    header = (
        f"{where(place.path, place.line, place.column)}: {_painted(title(finding), _BOLD, options)} "
        f"{_painted(str(finding.severity), color, options)}, {certainty(finding)}"
    )
    lines = [header, *_wrapped(message(finding), "", options)]
    if finding.excerpt is not None and finding.excerpt.lines:
        frame = code_frame(finding.excerpt, place, max(options.width, _LEAST_WIDTH) - len(_INDENT))
        lines += ["", *(_frame_line(each, color, options) for each in frame), ""]
    lines += [line for reason in reasons(finding) for line in _wrapped(reason, "why: ", options)]
    if finding.evidence.chain:
        lines.append(f"{_INDENT}chain:")
        lines += [f"{_INDENT * 2}{line}" for line in chain_lines(finding)]
    advice = mend(finding)
    return lines + (_wrapped(advice, "mend: ", options) if advice else [])


def _frame_line(line: FrameLine, color: str, options: Options) -> str:
    if not options.color:
        return f"{_INDENT}{line}"
    gutter = _painted(f"{line.gutter} |", _DIM, options)
    body = _painted(line.body, color, options) if line.marks else line.body
    return f"{_INDENT}{gutter} {body}".rstrip()


def _summary(report: Report, options: Options) -> list[str]:
    findings = open_findings(report)
    rules = by_rule(findings)
    longest = max((len(rule) for rule, _ in rules), default=0)
    lines = [_painted(f"{headline(report)}.", _BOLD, options)]
    lines += [f"{_INDENT}{rule:<{longest}}  {number:,}" for rule, number in rules]
    hidden = silenced(report)
    lines += [f"Not shown: {hidden}."] if hidden else []
    verdicts = judged(report)
    lines += [f"{verdicts}."] if verdicts else []
    lines.append(f"{coverage(report)}.")
    lines += _listed("partial", by_reason(report.files.partial, _PATHS_SHOWN))
    lines += _listed("skipped", by_reason(report.files.skipped, _PATHS_SHOWN))
    blind = ordered(report.blind)
    lines += _listed("blind", (blind_line(each) for each in blind[:_BLIND_SHOWN]))
    if len(blind) > _BLIND_SHOWN:
        lines.append(f"{_INDENT}blind: {len(blind) - _BLIND_SHOWN:,} more (--format json lists all)")
    return lines


def _listed(label: str, entries: Iterable[str]) -> list[str]:
    return [f"{_INDENT}{label}: {entry}" for entry in entries]


def _wrapped(prose: str, label: str, options: Options) -> list[str]:
    """`prose` after its label, wrapped to the terminal with the following lines under the first word."""
    import textwrap  # not where there is nothing to tell

    return textwrap.wrap(
        prose,
        width=max(options.width, _LEAST_WIDTH),
        initial_indent=_INDENT + label,
        subsequent_indent=_INDENT + " " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _painted(shown: str, code: str, options: Options) -> str:
    return f"\x1b[{code}m{shown}\x1b[0m" if options.color and shown else shown
