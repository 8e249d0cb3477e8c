"""Markdown for a comment on a pull or merge request: counts, a table of findings, chains folded away.

Text from the repository is made harmless by `linter.formats.markdown_text`.
"""

from __future__ import annotations

from typing import Final

from linter.findings import Finding
from linter.formats.markdown_text import code, fenced, fitting, inline
from linter.formats.options import Options
from linter.formats.sanitise import clipped
from linter.formats.summary import blind_line, by_reason, counted, coverage, headline, judged, ordered, silenced
from linter.formats.wording import certainty, chain_lines, message, open_findings, reasons, title, where
from linter.report import Report

MARKER: Final = "<!-- sidestep report -->"
"""First line of every comment, by which a later run finds the comment to update."""

_TABLE_BUDGET, _DETAILS_BUDGET = 30_000, 20_000
"""Characters; GitHub refuses comments over 65,536."""
_LINE_LIMIT: Final = 300
_CHAIN_LIMIT: Final = 40
"""Steps of one chain that are shown."""
_PATHS_SHOWN, _REASONS_SHOWN, _BLIND_SHOWN = 5, 5, 10


def render(report: Report, options: Options) -> str:
    """The report as GitHub Flavored Markdown of at most 65,536 characters; the options change nothing."""
    findings = open_findings(report)
    blocks = [MARKER, f"### sidestep: {headline(report)}"]
    share = 1
    if report.review is not None:
        from linter.formats.markdown_review import blocks_of  # for one command only

        blocks += blocks_of(report.review)
        share = 2  # the other half is for the review itself
    if findings:
        rows, left = fitting([_row(each) for each in findings], _TABLE_BUDGET // share)
        blocks.append("\n".join(["| Severity | Rule | Place | Finding |", "|---|---|---|---|", *rows]))
        blocks += _left_out(left, "finding")
        details, left = fitting([_details(each) for each in findings], _DETAILS_BUDGET // share)
        blocks += [*details, *_left_out(left, "detail")]
    hidden = silenced(report)
    blocks += [f"Not shown: {hidden}."] if hidden else []
    verdicts = judged(report)
    blocks += [f"{inline(verdicts)}."] if verdicts else []
    blocks += [f"{coverage(report)}.", *_unseen(report)]
    return "\n\n".join(blocks) + "\n"


def _row(finding: Finding) -> str:
    place = finding.place
    told = f"{inline(message(finding))} ({inline(certainty(finding))})"
    location = code(f"{place.path}:{place.line}:{place.column}")
    return f"| {finding.severity} | {code(title(finding))} | {location} | {told} |"


def _details(finding: Finding) -> str:
    """The finding's reasons, chain and mend, folded; the summary line holds nothing from the repository."""
    chain = [clipped(line, _LINE_LIMIT) for line in chain_lines(finding)]
    if len(chain) > _CHAIN_LIMIT:
        cut = len(chain) - _CHAIN_LIMIT
        half = _CHAIN_LIMIT // 2
        chain = [*chain[:half], f"({counted(cut, 'step')} left out)", *chain[-half:]]
    body = [f"{code(where(finding.place.path, finding.place.line))} {code(title(finding))}"]
    body += [f"- Why: {inline(each)}" for each in reasons(finding)]
    body += [f"- Mend: {inline(finding.mend)}"] if finding.mend else []
    body += [fenced(chain)] if chain else []
    steps = f", chain of {counted(len(finding.evidence.chain), 'step')}" if chain else ""
    summary = f"{finding.severity} at line {finding.place.line}{steps}"
    return "\n\n".join([f"<details>\n<summary>{summary}</summary>", *body, "</details>"])


def _unseen(report: Report) -> list[str]:
    """What the run could not see, as lists of code spans."""
    blocks = []
    for label, outcomes in (("Partial", report.files.partial), ("Skipped", report.files.skipped)):
        blocks += _list(label, by_reason(outcomes, _PATHS_SHOWN), _REASONS_SHOWN)
    blind = [blind_line(each) for each in ordered(report.blind)]
    return blocks + _list("Blind", blind, _BLIND_SHOWN)


def _list(label: str, lines: list[str], most: int) -> list[str]:
    if not lines:
        return []
    entries = [f"- {label}: {code(line)}" for line in lines[:most]]
    more = [f"- {label}: {len(lines) - most:,} more"] if len(lines) > most else []
    return ["\n".join(entries + more)]


def _left_out(number: int, noun: str) -> list[str]:
    return [f"{counted(number, noun)} left out here: a comment has a limited size."] if number else []
