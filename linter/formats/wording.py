"""The words in which every format for people says the same thing. All results are safe to print."""

from __future__ import annotations

from linter.findings import Certainty, Finding, Ruling, Severity, Step
from linter.formats.sanitise import flowing, visible
from linter.report import Report


def open_findings(report: Report) -> tuple[Finding, ...]:
    """The findings a reader must act on, by place: all but those that a judge dismissed."""
    kept = (each for each in report.findings if each.ruling is not Ruling.DISMISSED)
    return tuple(sorted(kept, key=lambda each: each.sort_key))


def weight(finding: Finding) -> Severity:
    """How loudly to report a finding: as its rule says, but an undecided one is `info`.

    An undecided finding does not make a run fail (see `exit_code`), so no format may make it look or act
    like a failure either.
    """
    return Severity.INFO if finding.ruling is Ruling.UNDECIDED else finding.severity


def title(finding: Finding) -> str:
    """Rule and framing: `sdk-dynamic (dynamic-import)`."""
    framing = finding.evidence.framing
    return visible(f"{finding.rule} ({framing})" if framing else finding.rule)


def where(path: str, line: int, column: int | None = None) -> str:
    """`path:line:column`, `path:line`, or `path` when the line is 0 (the whole file)."""
    numbers = [str(each) for each in (line, column) if each]
    return visible(":".join([path, *numbers]))


def message(finding: Finding) -> str:
    return flowing(finding.evidence.message)


def certainty(finding: Finding) -> str:
    """`certain`, or `ambiguous` with what became of it: `ambiguous, undecided`."""
    if finding.evidence.certainty is Certainty.CERTAIN:
        return "certain"
    if finding.ruling is Ruling.UNDECIDED:
        return "ambiguous, undecided"
    return f"ambiguous, {finding.ruling} by {visible(finding.by)}"


def reasons(finding: Finding) -> tuple[str, ...]:
    """Why the evidence is ambiguous, and why it was ruled as it was; each said once."""
    own = finding.evidence.reasons
    ruled = (
        () if finding.reason == "; ".join(own) or finding.evidence.certainty is Certainty.CERTAIN else (finding.reason,)
    )
    said = [flowing(each) for each in (*own, *ruled)]
    return tuple(dict.fromkeys(each for each in said if each))


def mend(finding: Finding) -> str:
    """How to follow the rule, and the command that does it where there is one; "" for neither."""
    fix = finding.evidence.fix
    if fix is None:
        return flowing(finding.mend)
    command = "sidestep audit --fix" if fix.safe else "sidestep audit --fix --unsafe-fixes"
    return flowing(f"{finding.mend} ({command})")


def step_place(step: Step) -> str:
    """Where a step of a chain stands, and in which symbol: `src/a.ts:4 run`."""
    place = where(step.place.path, step.place.line)
    return f"{place} {visible(step.symbol)}" if step.symbol else place


def step_text(step: Step) -> str:
    """What stands there, marked when the code does not settle the step."""
    mark = " (ambiguous)" if step.certainty is Certainty.AMBIGUOUS else ""
    return f"{flowing(step.text)}{mark}"


def chain_lines(finding: Finding) -> list[str]:
    """The whole chain, one numbered line a step."""
    return [
        f"{number}. {step_place(step)}: {step_text(step)}"
        for number, step in enumerate(finding.evidence.chain, start=1)
    ]
