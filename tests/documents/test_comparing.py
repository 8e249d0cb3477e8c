"""A plan or a change against its kickoff."""

from __future__ import annotations

import pytest

from linter.documents import Item, Left, Plan, ScopeItem, Step, compare, read_kickoff, read_plan, same_path
from linter.documents.model import Named

KICKOFF = read_kickoff(
    """\
# Validators off the SDK

## Files in scope (touch ONLY these)

- `src/run.ts`
- `src/tone.ts`
- `src/facts.ts`
- `tests/facts.test.ts` (new)

## Forbidden

- `src/legacy.ts`

## Deliverables

1. **`src/run.ts`** calls the harness.
2. **Tone** goes through the gate, with its own prompt registered.
3. **`src/elsewhere.ts`** is cleaned up.
"""
)


def _missing(*changed: str, notes: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    found = compare(KICKOFF, changed=changed, notes=[Item(each, 1) for each in notes])
    return [(each.text, each.note is not None) for each in found.missing]


def test_everything_done_leaves_nothing_out() -> None:
    found = compare(KICKOFF, changed=["src/run.ts", "src/tone.ts", "src/facts.ts", "tests/facts.test.ts"])
    assert found.missing == ()
    assert found.beyond == ()


def test_a_file_that_is_left_out_is_missing_unless_a_note_says_so() -> None:
    changed = ("src/run.ts", "src/tone.ts", "tests/facts.test.ts")
    assert _missing(*changed) == [("src/facts.ts", False)]
    note = "`src/facts.ts` is not migrated: the harness has no search tool."
    assert _missing(*changed, notes=(note,)) == [("src/facts.ts", True)]
    assert _missing(*changed, notes=("Something else is not done: no time.",)) == [("src/facts.ts", False)]


def test_what_lies_beyond() -> None:
    found = compare(KICKOFF, changed=["src/run.ts", "src/legacy.ts", "README.md"])
    assert [(each.path, each.forbidden, each.line) for each in found.beyond] == [
        ("README.md", True, 0),
        ("src/legacy.ts", True, 12),
    ]


def test_a_plan_that_is_narrower() -> None:
    plan = read_plan('{"steps": [{"action": "Call the harness", "target_file": "src/run.ts"}]}')
    found = compare(KICKOFF, plan)
    assert [(each.kind, each.text[:20], each.line) for each in found.missing] == [
        (Left.FILE, "src/tone.ts", 6),
        (Left.FILE, "src/facts.ts", 7),
        (Left.NEW_FILE, "tests/facts.test.ts", 8),
        (Left.DELIVERABLE, "Tone goes through th", 17),
    ]


def test_words_of_a_deliverable_may_stand_in_a_step() -> None:
    paths = tuple(ScopeItem(Named.FILE, each, 1) for each in ("src/run.ts", "src/facts.ts", "src/tone.ts", "tests/*"))
    step = Step("Register the prompt of the tone validator and go through the gate", 3)
    assert compare(KICKOFF, Plan(steps=(step,), paths=paths)).missing == ()


def test_a_deliverable_beyond_touch_only_is_never_asked_for() -> None:
    assert all("elsewhere" not in each.text for each in compare(KICKOFF, Plan()).missing)


def test_without_scope_nothing_lies_beyond() -> None:
    assert compare(read_kickoff("# Title\n\nMake it work in `a.py`.\n"), changed=["b.py"]).beyond == ()


@pytest.mark.parametrize(
    ("named", "path", "same"),
    [
        ("src/a.ts", "src/a.ts", True),
        ("./src/a.ts", "src/a.ts", True),
        ("a.ts", "src/a.ts", True),
        ("a.ts", "src/ba.ts", False),
        ("src/", "src/x/a.ts", True),
        ("src", "src2/a.ts", False),
        ("src/**", "src/x/a.ts", True),
        ("src/*.ts", "src/x/a.ts", False),
        ("ui/src/{a,b}/**", "ui/src/b/c.tsx", True),
        ("/work/tree/src/a.ts", "src/a.ts", True),
        ("app/[id]/page.tsx", "app/[id]/page.tsx", True),
        ("src/a.ts", "other/src/a.ts", True),
    ],
)
def test_which_path_a_name_takes_in(named: str, path: str, same: bool) -> None:
    assert same_path(named, path) is same


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        ("1. Migrate `src/validators/outline.ts`.", ["src/validators/title.ts"]),
        ("1. Migrate `outline.ts` and `title.ts` in src/validators.", []),
        ("1. Migrate `src/validators/*.ts` one after the other.", []),
        ("1. Migrate `src/validators/`.", []),
        ("1. Migrate the tone service in `src/tone.ts`.", ["src/validators/"]),
        ("1. Migrate `src/validators/outline.ts`.\n\n## Handoff note\n`title.ts` is left to the next ticket.", []),
    ],
)
def test_a_plan_for_a_part_of_a_folder_leaves_the_rest_out(plan: str, missing: list[str]) -> None:
    """Where it is known that there is something to do in the rest."""
    kickoff = read_kickoff("# Ticket\n\nMigrate all validators under `src/validators/` to the harness.\n")
    holding = ["src/validators/outline.ts", "src/validators/title.ts", "src/grade.ts"]
    found = compare(kickoff, read_plan(f"# Plan\n\n{plan}\n"), holding=holding)
    assert [each.text for each in found.open] == missing
