"""JUnit XML, the form that most CI servers read, after the schema of Jenkins' xunit plugin.

A suite is a rule and a case is a finding. The format knows passed, failed and skipped: what makes a run fail
is a failure, what does not (`info`, undecided) is skipped, and a rule without findings is one passed case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from linter.findings import Finding, Severity
from linter.formats.options import Options
from linter.formats.sanitise import flowing, visible
from linter.formats.summary import blind_line, by_reason, ordered
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

_PATHS_SHOWN: Final = 5
_BLIND_SHOWN: Final = 100
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(report: Report, options: Options) -> str:
    """The report as ASCII-only XML; the options change nothing."""
    root = Element("testsuites", name="sidestep")
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in open_findings(report):
        findings[finding.rule].append(finding)
    for rule in sorted({each.id for each in report.rules} | set(findings)):
        _rule_suite(root, rule, findings[rule])
    _coverage_suite(root, report)
    _count(root, root.iter("testcase"))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="us-ascii")
    return f"{_DECLARATION}{document.decode('ascii')}\n"


def _rule_suite(root: Element, rule: str, findings: Iterable[Finding]) -> None:
    name = visible(rule)
    suite = SubElement(root, "testsuite", name=name)
    for finding in findings:
        _finding_case(suite, name, finding)
    if not len(suite):
        SubElement(suite, "testcase", classname=name, name=name)
    _count(suite, suite)


def _finding_case(suite: Element, classname: str, finding: Finding) -> None:
    place = finding.place
    name = f"{where(place.path, place.line, place.column)} {title(finding)}"
    case = SubElement(suite, "testcase", classname=classname, name=name, file=visible(place.path), line=str(place.line))
    level = weight(finding)
    outcome = SubElement(case, "skipped" if level is Severity.INFO else "failure", message=message(finding))
    outcome.set("type", f"{finding.severity}, {certainty(finding)}")
    lines = [f"why: {each}" for each in reasons(finding)] + chain_lines(finding)
    lines += [f"mend: {flowing(finding.mend)}"] if finding.mend else []
    outcome.text = "\n".join([message(finding), *lines])


def _coverage_suite(root: Element, report: Report) -> None:
    """A suite of skipped cases that tell what the run could not see; none when it saw everything."""
    blind = [blind_line(each) for each in ordered(report.blind)]
    more = [f"and {len(blind) - _BLIND_SHOWN:,} more"] if len(blind) > _BLIND_SHOWN else []
    unseen = {
        "files read in part": by_reason(report.files.partial, _PATHS_SHOWN),
        "files not read": by_reason(report.files.skipped, _PATHS_SHOWN),
        "blind spots": blind[:_BLIND_SHOWN] + more,
    }
    if not any(unseen.values()):
        return
    suite = SubElement(root, "testsuite", name="coverage")
    for name, lines in unseen.items():
        if lines:
            case = SubElement(suite, "testcase", classname="coverage", name=name)
            SubElement(case, "skipped", message=name).text = "\n".join(lines)
    _count(suite, suite)


def _count(element: Element, cases: Iterable[Element]) -> None:
    listed = list(cases)
    element.set("tests", str(len(listed)))
    element.set("failures", str(sum(each.find("failure") is not None for each in listed)))
    element.set("errors", "0")
    element.set("skipped", str(sum(each.find("skipped") is not None for each in listed)))
