"""`make demo`: the first thing that anyone sees of sidestep."""

from __future__ import annotations

from .conftest import Sidestep
from .runs import ROOT

_DEMO = ROOT / "fixtures" / "demo"


def test_the_demo_shows_what_its_story_tells(sidestep: Sidestep) -> None:
    result = sidestep("audit", _DEMO, "--format", "json")
    found = [(each["path"], each["rule"], each["framing"], each["certainty"]) for each in result.report["findings"]]
    assert found == [
        ("jobs/digest.py", "sdk-http", "raw-http", "certain"),
        ("jobs/digest.py", "sdk-direct", "function-level-import", "certain"),
        ("jobs/digest.py", "sdk-cli", "agent-cli", "certain"),
        ("src/server.ts", "sdk-direct", "static-import", "ambiguous"),
        ("src/services/outline.ts", "sdk-direct", "static-import", "certain"),
        ("src/services/outline.ts", "false-claim", "claimed-sandbox", "certain"),
        ("src/services/review.ts", "sdk-dynamic", "dynamic-import", "certain"),
    ]
    assert result.report["files"] == {"scanned": 7, "partial": [], "skipped": []}


def test_it_exits_with_0_when_asked_to(sidestep: Sidestep) -> None:
    result = sidestep("audit", _DEMO, "--exit-zero")
    assert result.code == 0
    assert result.out.endswith("Not shown: 1 suppressed.\n7 files scanned.\n")
    assert result.err == ""
