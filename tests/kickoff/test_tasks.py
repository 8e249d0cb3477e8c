"""What kind of work a kickoff asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.documents import read_kickoff
from linter.kickoff.tasks import tasks_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "kickoffs"

CLASSES = {
    "schema-task": ("sdk-migration", "schema"),
    "touch-nothing-else": ("tests",),
    "no-scope": ("tests",),
    "d-labels": ("component",),
    "b-split": ("sdk-migration",),
    "package-names": ("sdk-migration", "schema"),
    "c-validation": (),
    "setext": (),
    "out-of-scope": (),
    "line-hints": (),
}


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_the_class_of_a_kickoff(name: str) -> None:
    kickoff = read_kickoff((FOLDER / f"{name}.md").read_text("utf-8"))
    paths = [each.text for each in kickoff.written() if each.is_path]
    assert tasks_of(kickoff, paths, reaches=False, closed=False) == CLASSES[name]


def test_the_code_has_its_say() -> None:
    kickoff = read_kickoff("# Move outline to the runner\n\nThe SDK moves out.\n")
    assert tasks_of(kickoff, ["src/outline.ts"], reaches=False, closed=False) == ()
    assert tasks_of(kickoff, ["src/outline.ts"], reaches=True, closed=False) == ("sdk-migration",)
    # Whoever mends a bug in a file that calls a model migrates nothing.
    bug = read_kickoff("# Fix the off-by-one in outline\n")
    assert tasks_of(bug, ["src/outline.ts"], reaches=True, closed=False) == ()


def test_a_project_has_names_of_its_own_for_its_gate() -> None:
    kickoff = read_kickoff("# Move the summariser to the runner\n")
    assert tasks_of(kickoff, ["app/summaries.py"], reaches=True, closed=False) == ()
    assert tasks_of(kickoff, ["app/summaries.py"], reaches=True, closed=False, ways={"runner"}) == ("sdk-migration",)
    bug = read_kickoff("# Fix the timeout of the runner\n")
    assert tasks_of(bug, ["app/summaries.py"], reaches=True, closed=False, ways={"runner"}) == ()
