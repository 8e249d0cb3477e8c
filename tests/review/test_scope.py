"""What a kickoff asks for and forbids, as far as the answer of a review depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.review import Paper, Papers

from ..cli.test_review import BASE, CLOSED, KICKOFF
from .changes import reviewed

TEST = "import { expect, test } from 'vitest';\ntest('x', () => expect(1).toBe(1));\n"
README = {**BASE, "README.md": "The outline.\n"}


@pytest.mark.parametrize(
    ("head", "kickoff", "overall"),
    [
        pytest.param(CLOSED, "# X\n\n## Scope\n- `/home/me/repo/src/outline.ts`\n", "APPROVE", id="absolute path"),
        pytest.param(CLOSED, "Move src/outline.ts. Only src/outline.ts may be edited.\n", "APPROVE", id="prose"),
        pytest.param({**CLOSED, "pnpm-lock.yaml": "x"}, KICKOFF, "APPROVE", id="lock file"),
        pytest.param({**CLOSED, "src/db.ts": "export {};\n"}, KICKOFF, "REQUEST_CHANGES", id="beyond the list"),
        pytest.param({**CLOSED, "tests/a.test.ts": TEST}, KICKOFF, "NEEDS_JUDGEMENT", id="a test that is not named"),
        pytest.param(
            {**CLOSED, "tests/a.test.ts": TEST},
            f"{KICKOFF}\n## Tests\n- Update `tests/a.test.ts`.\n",
            "APPROVE",
            id="a test that is named elsewhere",
        ),
        pytest.param(README, "# X\n\n## Goal\nMove `src/outline.ts`.\n", "REQUEST_CHANGES", id="named in the goal"),
        pytest.param(README, "# X\n\nMove the outline service.\n", "NEEDS_JUDGEMENT", id="named in words alone"),
        pytest.param(README, "# X\n\n## Scope\n- `README.md`\n", "APPROVE", id="something else is asked for"),
    ],
)
def test_the_kickoff_decides_what_counts(tmp_path: Path, head: dict[str, str], kickoff: str, overall: str) -> None:
    report = reviewed(tmp_path, BASE, head, papers=Papers(Paper("kickoff.md", kickoff)))
    assert report.review is not None
    assert (str(report.review.overall), report.review.why) == (overall, report.review.why)


def test_a_note_hands_named_work_over(tmp_path: Path) -> None:
    note = "# Report\n\n## Handoff note\n`src/outline.ts` is left to the next ticket: the harness has no task yet.\n"
    kickoff = "# X\n\n## Scope\n- `src/outline.ts`\n- `README.md`\n"
    without = reviewed(tmp_path / "a", BASE, README, papers=Papers(Paper("kickoff.md", kickoff)))
    told = reviewed(
        tmp_path / "b", BASE, README, papers=Papers(Paper("kickoff.md", kickoff), None, Paper("r.md", note))
    )
    assert without.review is not None
    assert told.review is not None
    assert (without.review.overall, without.review.scope.missing) == ("REQUEST_CHANGES", ("src/outline.ts",))
    assert (told.review.overall, told.review.scope.handed_over) == ("APPROVE", ("src/outline.ts",))


def test_a_kickoff_may_come_in_with_the_change_and_not_be_edited_by_it(tmp_path: Path) -> None:
    papers = Papers(Paper("kickoff.md", KICKOFF))
    added = reviewed(tmp_path / "a", BASE, {**CLOSED, "kickoff.md": KICKOFF}, papers=papers)
    edited = reviewed(tmp_path / "b", {**BASE, "kickoff.md": "# X\n"}, {**CLOSED, "kickoff.md": KICKOFF}, papers=papers)
    assert added.review is not None
    assert edited.review is not None
    assert (added.review.overall, added.review.scope.forbidden) == ("APPROVE", ())
    assert (edited.review.overall, edited.review.scope.forbidden) == ("REQUEST_CHANGES", ("kickoff.md",))
