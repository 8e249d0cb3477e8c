"""Plans in the shapes that planners write."""

from __future__ import annotations

import json

import pytest

from linter.documents import read_plan

ENGINE = {
    "objective": "Run the outline service in the harness",
    "assumptions": ["`src/legacy.ts` is left as it is, because another ticket owns it"],
    "decomposition": [
        {
            "id": "s1",
            "description": "Migrate `generateOutline` in src/outline.ts",
            "node_type": "implement",
            "depends_on": [],
        },
        {"id": "s2", "description": "Add tests", "node_type": "test", "depends_on": ["s1"]},
    ],
    "artifact_contract": {"outputs": ["src/outline.ts", "tests/outline.test.ts"], "success_verifiers": []},
    "verifier_contract": {"checks": [{"id": "v1", "description": "tests", "command": "npm test"}]},
}


def test_the_plan_of_an_engine() -> None:
    text = json.dumps(ENGINE, indent=2)
    plan = read_plan(text)
    assert plan.objective == "Run the outline service in the harness"
    assert [(each.text, each.paths, each.symbols) for each in plan.steps] == [
        ("Migrate `generateOutline` in src/outline.ts", ("src/outline.ts",), ("generateOutline",)),
        ("Add tests s1", (), ()),
    ]
    assert [each.text for each in plan.paths] == ["src/outline.ts", "tests/outline.test.ts"]
    assert [each.text for each in plan.outputs] == ["src/outline.ts", "tests/outline.test.ts"]
    assert [each.text for each in plan.commands] == ["npm test"]
    assert [each.text for each in plan.notes] == ENGINE["assumptions"]
    lines = text.split("\n")
    told = [(each.text, each.line) for each in plan.paths]
    told += [(each.text, each.line) for each in plan.commands]
    told += [(each.text, each.line) for each in plan.notes]
    assert all(text in lines[line - 1] for text, line in told)


def test_the_steps_of_a_code_fix_planner() -> None:
    plan = read_plan(
        json.dumps(
            {
                "steps": [
                    {
                        "step": 1,
                        "action": "Return 0 for empty carts",
                        "target_file": "src/tally.js",
                        "rationale": "NaN",
                        "estimated_lines_changed": 3,
                    }
                ],
                "success_check": "npm test",
            }
        )
    )
    assert [each.text for each in plan.paths] == ["src/tally.js"]
    assert plan.steps[0].paths == ("src/tally.js",)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(
            {
                "sub_epics": [
                    {"id": "a", "title": "Validators", "scope_globs": ["src/validators/**"], "dod_probes": ["green"]}
                ],
                "coverage_summary": "all",
            }
        ),
        "sub_epics:\n  - id: a\n    title: Validators\n    scope_globs:\n      - src/validators/**\n",
        'Here is it:\n\n```json\n{"sub_epics": [{"title": "Validators", "scope_globs": ["src/validators/**"]}]}\n```\n',
    ],
)
def test_sub_epics_as_json_yaml_and_inside_of_prose(text: str) -> None:
    plan = read_plan(text)
    assert [each.text for each in plan.paths] == ["src/validators/**"]
    assert len(plan.steps) == 1
    assert plan.steps[0].text.startswith(("Validators", "a Validators"))


def test_a_plan_in_prose() -> None:
    plan = read_plan(
        """\
# Plan

**Outcome:** the banner shows on every page.

## Candidate files

- `ui/Banner.tsx`
- `ui/Page.tsx`

## Steps

1. Write `Banner`.
2. Wire it up in `ui/Page.tsx`.

## Out of scope

- `ui/legacy/Page.tsx`
- the reader, because it has no layout yet: handed to UI-12

## Verifiers

- `yarn jest ui`
"""
    )
    assert [each.text for each in plan.paths] == ["ui/Banner.tsx", "ui/Page.tsx"]
    assert [each.text for each in plan.commands] == ["yarn jest ui"]
    assert [(each.text, each.line) for each in plan.left_out] == [
        ("`ui/legacy/Page.tsx`", 17),
        ("the reader, because it has no layout yet: handed to UI-12", 18),
    ]
    assert [each.line for each in plan.notes] == [18]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1, 2",
        '{"steps": 7}',
        '{"steps": [null, 1, "x"]}',
        "steps: [*a]",
        "steps: &a [*a]",
        "{" * 5000,
        "[" * 100_000,
    ],
)
def test_what_is_no_plan_is_an_empty_one(text: str) -> None:
    assert read_plan(text).paths == ()


def test_aliases_are_refused() -> None:
    """A text of a kilobyte would become gigabytes."""
    bomb = "steps:\n  - &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"  - &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    assert len(read_plan(bomb).steps) < 20
