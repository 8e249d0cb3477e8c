"""Which sentences claim something of a change, and which do not."""

from __future__ import annotations

import pytest

from linter.review.claims import kinds_of


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("All call sites in src/outline.ts are migrated to the harness.", ("all-migrated", "migrated")),
        ("Both helpers now go through the harness.", ("all-migrated", "elsewhere")),
        ("The migration is complete.", ("all-migrated",)),
        ("No direct SDK calls remain in `src/outline.ts`.", ("no-sdk",)),
        ("Removed the Anthropic SDK dependency.", ("no-sdk",)),
        ("The service no longer imports the OpenAI SDK.", ("no-sdk",)),
        ("Per-validator services run via Daytona in production.", ("elsewhere",)),
        ("The agent loop is now sandboxed.", ("elsewhere",)),
        ("It never runs in the host process.", ("elsewhere",)),
        ("Migrated `outline` off the Claude SDK.", ("migrated",)),
        ("Replaced the static import with a dynamic import(), which is cleaner.", ("late-load",)),
        ("24/24 tests green.", ("tests",)),
        ("Typecheck is clean.", ("tests",)),
    ],
)
def test_a_claim_is_known(sentence: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(sentence) == kinds


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "The outline should run in the harness.",
        "Once the harness has a task, this will run in the sandbox.",
        "Does this run in the sandbox?",
        "makeTitle still calls the SDK and is left for the next ticket.",
        "All call sites except makeTitle are migrated.",
        "TODO: migrate the helper to the harness.",
        "If the flag is set, it runs in the harness.",
        "AnythingLLM runs in a container here.",
        "Added a component that mirrors DraftNotice.",
        "The SDK is documented in README.md.",
        "Not all validators are migrated.",
    ],
)
def test_plans_conditions_and_admissions_claim_nothing(sentence: str) -> None:
    assert kinds_of(sentence) == ()


def test_a_hostile_sentence_takes_no_time() -> None:
    assert kinds_of("all the " * 50_000 + "migrated to the ") in ((), ("all-migrated",))
