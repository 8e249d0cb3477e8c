"""`sidestep kickoff check`: what is wrong with a kickoff, with its line and a mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..cli.conftest import Sidestep, sidestep
from .projects import FILES, KICKOFF, OUTLINE, written

__all__ = ["sidestep"]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIDESTEP_CACHE_DIR", str(tmp_path / "cache"))
    made = written(tmp_path / "repo")
    monkeypatch.chdir(made)
    (made / "k.md").write_text(KICKOFF)
    return made


def _problems(sidestep: Sidestep, *arguments: str) -> list[tuple[int, str]]:
    result = sidestep("kickoff", "check", "k.md", "--format", "json", *arguments)
    found = json.loads(result.out)["problems"]
    assert result.code == (1 if found else 0)
    assert all(each["message"] and each["mend"] for each in found)
    return [(each["line"], each["kind"]) for each in found]


def test_a_migration_that_names_no_failure(root: Path, sidestep: Sidestep) -> None:
    assert _problems(sidestep) == [(1, "unnamed-failure")]
    text = sidestep("kickoff", "check", "k.md").out
    assert text.startswith(
        "k.md:1: unnamed-failure: the named files reach 2 calls that run in the host, and the kickoff "
    )
    assert "names no way in which this fails here: dynamic-import" in text
    assert "  mend: run `sidestep kickoff augment k.md --in-place`\n" in text


def test_one_failure_named_and_not_its_siblings(root: Path, sidestep: Sidestep) -> None:
    said = "\nA dynamic import is NOT a sandbox boundary: if you find yourself reaching for it, name it and stop.\n"
    (root / "k.md").write_text(KICKOFF + said)
    message = sidestep("kickoff", "check", "k.md").out
    assert "names dynamic-import, and not its siblings sdk-in-callee" in message


def test_an_augmented_kickoff_is_clean_until_the_code_changes(root: Path, sidestep: Sidestep) -> None:
    sidestep("kickoff", "augment", "k.md", "--in-place")
    assert _problems(sidestep) == []
    assert sidestep("kickoff", "check", "k.md").out == "No problems.\n"
    (root / "src/services/outline.ts").write_text(OUTLINE.replace("\nconst openai", "\n\nconst openai"))
    line = (root / "k.md").read_text().split("<!--")[0].count("\n") + 1
    assert _problems(sidestep) == [(line, "stale-inventory")]
    sidestep("kickoff", "augment", "k.md", "--in-place")
    assert _problems(sidestep) == []


def test_files_that_are_not_there(root: Path, sidestep: Sidestep) -> None:
    scope = "- `src/plian.ts`\n- `src/new.ts` (new)\n- `lib/**`\n- `src/`\n- `plain.ts`\n"
    (root / "k.md").write_text(f"# Rename\n\n## Scope\n\n{scope}")
    assert _problems(sidestep) == [(5, "missing-file"), (7, "missing-file")]
    assert "src/plain.ts" in sidestep("kickoff", "check", "k.md").out


def test_a_schema_task_without_the_rule(root: Path, sidestep: Sidestep) -> None:
    text = "# Schema of the reply\n\n## Deliverables\n\n1. A zod schema of the reply in `src/plain.ts`.\n"
    (root / "k.md").write_text(text)
    assert _problems(sidestep) == [(1, "no-closed-set-rule")]
    (root / "k.md").write_text(f"{text}2. Any field with a fixed value set is `z.enum`, never a bare string.\n")
    assert _problems(sidestep) == []


def test_contradictions(root: Path, sidestep: Sidestep) -> None:
    (root / "k.md").write_text(
        "# Rename\n\n## Files in scope (touch ONLY these)\n\n- `src/plain.ts`\n- `src/models/`\n\n"
        "## Forbidden\n\n- `src/plain.ts`\n- `src/models/ask.ts`\n\n"
        "## Changes (exact)\n\n1. `src/services/outline.ts` is renamed.\n2. `src/models/` too.\n"
    )
    assert _problems(sidestep) == [(5, "contradiction"), (15, "contradiction")]


def test_a_plan_that_differs(root: Path, sidestep: Sidestep) -> None:
    (root / "k.md").write_text(
        "# Rename\n\n## Files in scope (touch ONLY these)\n\n- `src/plain.ts`\n- `src/models/ask.ts`\n\n"
        "## Out of scope\n\n- `src/harness/`\n"
    )
    plan = {
        "steps": [{"action": "rename", "target_file": "src/plain.ts"}, {"action": "x", "files": ["src/harness/run.ts"]}]
    }
    (root / "plan.json").write_text(json.dumps(plan))
    assert _problems(sidestep, "--plan", "plan.json") == [(6, "plan-narrower"), (10, "plan-forbidden")]
    plan["handoff"] = ["src/models/ask.ts is left: the harness has no such task yet"]
    (root / "plan.json").write_text(json.dumps(plan))
    assert _problems(sidestep, "--plan", "plan.json") == [(10, "plan-forbidden")]


@pytest.mark.parametrize("data", [b"\xff", b"a\0", b"\xff\xfea\0", b"a" * (1024 * 1024 + 1)])
def test_what_cannot_be_read_is_a_problem(root: Path, sidestep: Sidestep, data: bytes) -> None:
    (root / "k.md").write_bytes(data)
    assert _problems(sidestep) == [(1, "unreadable")]


def test_a_folder_of_kickoffs(root: Path, sidestep: Sidestep) -> None:
    folder = root / "kickoffs"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.md").write_text(KICKOFF)
    assert sidestep("kickoff", "check", "kickoffs").out.count("unnamed-failure") == 3
    assert sidestep("kickoff", "check", "missing.md").code == 2


def test_hostile_names_in_messages(root: Path, sidestep: Sidestep) -> None:
    (root / "k.md").write_text("# T\n\n## Scope\n\n- `src/\x1b[31m::error::x.ts`\n")
    out = sidestep("kickoff", "check", "k.md").out
    assert "missing-file" in out
    assert "\x1b" not in out
    assert FILES
