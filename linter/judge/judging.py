"""Ambiguous findings put to judges: a report in, the same report with more of its findings decided out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from linter.judge.court import Court, is_open, opened
from linter.judge.memory import Memory
from linter.judge.panel import Model, Policy
from linter.report import Report
from linter.rule import Rule
from linter.sources import Tree


def judged(
    report: Report, tree: Tree, rules: Mapping[str, Rule], panel: Sequence[Model], policy: Policy, memory: Memory
) -> Report:
    """The report with its ambiguous findings put to the judges of a panel.

    Nothing is dropped and nothing is added. Findings that are certain stay what they are; of the others, ruling,
    `by`, `reason`, `verdicts` and `cause` change. `Report.judging` tells what was asked.

    Args:
        report: findings whose fingerprints are unique.
        tree: the files that they were found in.
        rules: the rules of the run, by id.
        panel: all are asked about every finding, and have to agree. A member whose families are the author's is not.
        policy: whose code it is, and how much may be asked.
        memory: answers kept from earlier runs; new ones are kept there, too.
    """
    court = opened(report, tree, rules, panel, policy, memory)
    court.hear()
    return replace(ruled(report, court), notices=(*report.notices, *memory.notices))


def ruled(report: Report, court: Court) -> Report:
    """The report that a court was opened for, after its hearing."""
    rulings = court.rulings()
    findings = tuple(rulings[each.fingerprint] if is_open(each) else each for each in report.findings)
    return replace(report, findings=findings, judging=court.account(rulings.values()))
