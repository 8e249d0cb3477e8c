"""Fixes what can be fixed, looks again, and goes on until nothing changes any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from linter.findings import Finding, Ruling
from linter.fixing import Declined, Rewritten, Surroundings, Wanted, rewrite
from linter.fixing.cycles import closes_circle
from linter.report import Report

_ROUNDS = 10
"""A fix may make others possible, though hardly more often than this."""

_STANDS = "the finding would still stand"
_CIRCLE = "together with other fixes, its import would run in a circle"


class Looking(Protocol):
    """Analyses the tree as it would be with other contents for some files, and tells what fixes may look at."""

    def __call__(self, contents: Mapping[str, bytes]) -> tuple[Report, Surroundings]: ...


class Mended(NamedTuple):
    """What fixing came to.

    Args:
        report: what remains.
        contents: the files that change, as `Loaded.data` has them.
        fixed: how many findings are gone, by file.
        declined: the fixes that were not carried out, by place.
        unsafe: how many were left because the operator did not ask for unsafe ones.
    """

    report: Report
    contents: Mapping[str, bytes]
    fixed: Mapping[str, int]
    declined: tuple[Declined, ...]
    unsafe: int


def mend(look: Looking, refusing: Callable[[str], str | None], *, unsafe: bool) -> Mended:
    """Fixes what can be fixed.

    Args:
        look: analyses the tree with the fixes made so far.
        refusing: why a file must not be changed; None for one that may.
        unsafe: whether to carry out unsafe fixes, too.
    """
    return _Mending(look, refusing, unsafe).run()


class _Mending:
    def __init__(self, look: Looking, refusing: Callable[[str], str | None], unsafe: bool) -> None:
        self._look = look
        self._refusing = refusing
        self._unsafe = unsafe
        self._refused: dict[str, str | None] = {}
        self._contents: dict[str, bytes] = {}
        self._fixed: dict[str, int] = {}

    def run(self) -> Mended:
        report, around = self._look({})
        declined: list[Declined] = []
        for _ in range(_ROUNDS):
            changed, fixed, declined = self._round(report, around)
            if not changed:
                break
            before = report
            report, around = self._look({**self._contents, **changed})
            stuck = [path for path in changed if self._open(report, path) > self._open(before, path) - fixed[path]]
            for path in stuck:
                self._refused[path] = _STANDS
                del changed[path]
            if stuck:
                report, around = self._look({**self._contents, **changed})
            for path, data in changed.items():
                self._contents[path] = data
                self._fixed[path] = self._fixed.get(path, 0) + fixed[path]
        left = sum(self._is_fixable(each, unsafe=True) for each in report.findings)
        wanted = sum(self._is_fixable(each, unsafe=self._unsafe) for each in report.findings)
        return Mended(report, self._contents, self._fixed, tuple(sorted(declined)), left - wanted)

    def _round(self, report: Report, around: Surroundings) -> tuple[dict[str, bytes], dict[str, int], list[Declined]]:
        """The files that change now, how many fixes each has, and those that are declined."""
        changed: dict[str, bytes] = {}
        fixed: dict[str, int] = {}
        declined: list[Declined] = []
        added: dict[str, frozenset[str]] = {}
        fixable = sorted(
            (each for each in report.findings if self._is_fixable(each, unsafe=self._unsafe)),
            key=lambda each: each.sort_key,
        )
        for path, group in groupby(fixable, key=lambda each: each.place.path):
            findings = list(group)
            reason = self._reason(path)
            data = around.contents(path) if reason is None else None
            targets = _targets(path, findings)
            if reason is None and targets and closes_circle(path, targets, added, around):
                reason = _CIRCLE  # in the next round, whoever proposed it knows of the other imports
            if reason is not None or data is None:
                declined += [_declined(each, reason or "the file cannot be read any more") for each in findings]
                continue
            done = _rewritten(path, data, findings, around)
            declined += done.declined
            if done.fixed and done.data != data:
                changed[path], fixed[path] = done.data, done.fixed
                if targets:
                    added[path] = targets
        return changed, fixed, declined

    def _reason(self, path: str) -> str | None:
        if path not in self._refused:
            self._refused[path] = self._refusing(path)
        return self._refused[path]

    def _open(self, report: Report, path: str) -> int:
        return sum(each.place.path == path and self._is_fixable(each, unsafe=self._unsafe) for each in report.findings)

    @staticmethod
    def _is_fixable(finding: Finding, *, unsafe: bool) -> bool:
        """Whether a finding is open and its fix may be carried out; what is ambiguous is never fixed safely."""
        fix = finding.evidence.fix
        if fix is None or finding.ruling is Ruling.DISMISSED:
            return False
        return unsafe or (fix.safe and not finding.evidence.reasons)


def _rewritten(path: str, data: bytes, findings: Sequence[Finding], around: Surroundings) -> Rewritten:
    """A file with its fixes carried out. An error in doing so costs the fixes of this file alone."""
    try:
        return rewrite(path, data, [_wanted(each) for each in findings], around)
    except Exception as error:
        reason = f"sidestep failed at it ({type(error).__name__}); please report that"
        return Rewritten(data, 0, tuple(_declined(each, reason) for each in findings))


def _targets(path: str, findings: Sequence[Finding]) -> frozenset[str]:
    """The other files that these fixes may import."""
    fixes = (each.evidence.fix for each in findings)
    existing = (each.existing for each in fixes if each is not None)
    return frozenset(each.path for each in existing if each is not None and each.path != path)


def _wanted(finding: Finding) -> Wanted:
    fix = finding.evidence.fix
    assert fix is not None
    return Wanted(finding.rule, finding.place.line, finding.evidence.vendor, fix)


def _declined(finding: Finding, reason: str) -> Declined:
    return Declined(finding.place.path, finding.place.line, finding.rule, reason)
