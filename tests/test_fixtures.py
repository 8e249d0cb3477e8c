"""The fixture projects: every marked line is found, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.report import Report
from linter.rule_tests import Expected
from linter.suppressions import OWN_RULE
from tests.projects import audit, copied, expected

_CASES = Path(__file__).parent.parent / "fixtures" / "cases"
_FOLDERS = sorted(each for each in _CASES.iterdir() if each.is_dir())


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda each: each.name)
def test_findings_stand_at_the_marks(folder: Path, tmp_path: Path) -> None:
    """One finding at each mark, of the certainty it says, and none elsewhere."""
    root = copied(folder, tmp_path)
    report = audit(root)
    found = sorted(
        Expected(each.place.path, each.place.line, each.rule, str(each.evidence.certainty)) for each in report.findings
    )
    assert found == expected(root)


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda each: each.name)
def test_the_byte_scan_loses_nothing(folder: Path, tmp_path: Path) -> None:
    """Whatever parsing every file finds, parsing the promising ones finds too."""
    root = copied(folder, tmp_path)
    assert _fingerprints(audit(root, parse_all=True)) <= _fingerprints(audit(root))


def _fingerprints(report: Report) -> set[str]:
    return {each.fingerprint for each in report.findings}


def test_every_finding_shows_where_and_why(tmp_path: Path) -> None:
    """Each finding has an excerpt, a chain, a mend and a fingerprint of its own; ambiguous ones give a reason."""
    for folder in _FOLDERS:
        findings = audit(copied(folder, tmp_path)).findings
        assert len({each.fingerprint for each in findings}) == len(findings)
        for each in findings:
            assert each.excerpt is not None
            assert each.mend
            assert each.evidence.chain or each.rule == OWN_RULE
            assert (each.evidence.certainty == "ambiguous") == bool(each.evidence.reasons)
