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
        ("All validators now run in the sandboxed harness.", ("elsewhere",)),
        ("The host no longer talks to the model provider.", ("no-sdk",)),
        ("Migrated both helpers off the SDK.", ("migrated",)),
        ("generateOutline is now executed in Daytona.", ("elsewhere",)),
        ("Removed the OpenAI dependency from the validators.", ("no-sdk",)),
        ("Every LLM call has been rerouted through the gate.", ("all-migrated", "elsewhere")),
        ("There are no remaining in-process model calls.", ("no-sdk",)),
        ("The dynamic import keeps the SDK out of the host, which is cleaner.", ("late-load",)),
        ("Replaced the SDK with the harness in all services.", ("migrated",)),
        ("Zero direct SDK usages remain.", ("no-sdk",)),
        ("The outline service is fully isolated now.", ("elsewhere",)),
        ("Outline generation happens in the worker image.", ("elsewhere",)),
        ("The static import is gone, so the host does not depend on the SDK any more.", ("no-sdk", "late-load")),
        ("Migration complete.", ("all-migrated",)),
        ("SDK calls were moved behind the harness.", ("migrated",)),
        ("Agent loop: sandboxed ✅", ("elsewhere",)),
        ("Both entry points go through harness.run().", ("all-migrated", "elsewhere")),
        ("The services delegate to the sandbox.", ("elsewhere",)),
        ("No host code touches OpenAI anymore.", ("no-sdk",)),
        ("This closes the violation: nothing runs in-host.", ("all-migrated", "elsewhere")),
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
        "generateTitle still calls the SDK; see hand-off.",
        "The second helper is not migrated yet.",
        "Next step: move the title helper into the sandbox.",
        "I did not touch the title helper.",
        "Left the SDK in place for titles on purpose.",
    ],
)
def test_plans_conditions_and_admissions_claim_nothing(sentence: str) -> None:
    assert kinds_of(sentence) == ()


def test_a_hostile_sentence_takes_no_time() -> None:
    assert kinds_of("all the " * 50_000 + "migrated to the ") in ((), ("all-migrated",))
