"""What a report amounts to, in counts and short sentences. All results are safe to print."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from linter.findings import STATIC, Blind, Certainty, Finding, Ruling
from linter.formats.sanitise import flowing, visible
from linter.formats.wording import open_findings, where
from linter.report import FileOutcome, Report


def counted(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def headline(report: Report) -> str:
    """How many findings are open, and how sure: `3 findings: 2 certain, 1 ambiguous (1 undecided)`.

    For a review, what it answers.
    """
    if report.review is not None:
        from linter.formats.review_wording import answer  # for one command only

        return answer(report.review)
    return _counted_findings(report)


def _counted_findings(report: Report) -> str:
    findings = open_findings(report)
    if not findings:
        return "No findings"
    ambiguous = [each for each in findings if each.evidence.certainty is Certainty.AMBIGUOUS]
    undecided = sum(each.ruling is Ruling.UNDECIDED for each in findings)
    tail = f" ({undecided:,} undecided)" if undecided else ""
    certain = len(findings) - len(ambiguous)
    return f"{counted(len(findings), 'finding')}: {certain:,} certain, {len(ambiguous):,} ambiguous{tail}"


def silenced(report: Report) -> str:
    """What is not shown as open, or an empty text: `1 suppressed, 4 baselined, 2 dismissed by a judge`."""
    dismissed = Counter(each.by == STATIC for each in report.findings if each.ruling is Ruling.DISMISSED)
    parts = (
        (len(report.suppressed), "suppressed"),
        (len(report.baselined), "baselined"),
        (dismissed[True], "inert (listed by --format json)"),
        (dismissed[False], "dismissed by a judge"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in parts if number)


def judged(report: Report) -> str:
    """What judges did, or an empty text: `9 findings judged by gpt-6-luna: 1 confirmed, 7 dismissed, 1 undecided
    (uncertain 1); 0.0031 USD`."""
    judging = report.judging
    if judging is None or not judging.escalated:
        return ""
    names = ", ".join(visible(each.name) for each in judging.seats)
    causes = ", ".join(f"{visible(cause)} {number:,}" for cause, number in judging.causes)
    why = f" ({causes})" if causes else ""
    costs = [each.usd for each in judging.seats if each.requests and each.usd is not None]
    spent = f"; {sum(costs):.4f} USD" if costs else ""
    return (
        f"{counted(judging.escalated, 'finding')} judged by {names}: {judging.confirmed:,} confirmed, "
        f"{judging.dismissed:,} dismissed, {judging.undecided:,} undecided{why}{spent}"
    )


def coverage(report: Report) -> str:
    """What the run read and could not see: `120 files scanned, 2 partial, 3 skipped; 1 blind spot`."""
    files = report.files
    parts = [f"{counted(files.scanned, 'file')} scanned"]
    parts += [f"{len(files.partial):,} partial"] if files.partial else []
    parts += [f"{len(files.skipped):,} skipped"] if files.skipped else []
    blind = f"; {counted(len(report.blind), 'blind spot')}" if report.blind else ""
    return ", ".join(parts) + blind


def by_rule(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """Findings counted by rule, most frequent first."""
    counts = Counter(visible(each.rule) for each in findings)
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def by_reason(outcomes: Iterable[FileOutcome], most: int) -> list[str]:
    """One line for each reason with its count and at most `most` paths, most frequent reason first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        groups[flowing(outcome.reason)].append(visible(outcome.path))
    lines = []
    for reason, paths in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        named = ", ".join(sorted(paths)[:most])
        more = f" and {len(paths) - most:,} more" if len(paths) > most else ""
        lines.append(f"{reason} ({len(paths):,}): {named}{more}")
    return lines


def ordered(blind: Iterable[Blind]) -> list[Blind]:
    """Blind spots by place."""
    return sorted(blind, key=lambda each: (each.path, each.line, each.why))


def ordered_outcomes(outcomes: Iterable[FileOutcome]) -> list[FileOutcome]:
    """File outcomes by path."""
    return sorted(outcomes, key=lambda each: (each.path, each.reason))


def blind_line(blind: Blind) -> str:
    return f"{where(blind.path, blind.line)}: {flowing(blind.why)}"
