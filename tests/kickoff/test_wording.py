"""Drafts that a model words: what it is told, and what it may answer."""

from __future__ import annotations

import json

import pytest

from linter.kickoff.learning import Occurrence, drafts
from linter.kickoff.wording import worded
from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.texts import TextFile, load

WORDS = {
    "short": "If you find yourself loading the SDK from the side, that is the failure: name it and stop.",
    "shortcut": "The SDK is loaded by a file that nobody looks at.",
    "looks_right": "The named file is clean afterwards.",
    "is_not": "The loop runs in the same process as before.",
    "instead": "Send the work through the gate.",
    "cannot": "Write a handoff note with file and line.",
}
SEEN = Occurrence("sideways-import", 2, 0, ("sdk-migration",), ("sdk-dynamic",), ("relocated",))


class Model:
    """A model that answers with what it is given."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self.asked: list[Ask] = []

    def __call__(self, ask: Ask, seconds: float) -> Outcome:
        assert seconds > 0
        self.asked.append(ask)
        return self._outcome


def _reply(**changes: str) -> Reply:
    return Reply(json.dumps({**WORDS, **changes}), "gpt-6-luna", Usage())


def _draft(model: Model) -> tuple[str, str, str]:
    (draft,) = drafts([SEEN], {}, {}, lambda template: worded(template, model))
    return draft.text, draft.by, draft.why


def test_a_draft_is_worded_and_marked_as_such() -> None:
    model = Model(_reply())
    text, by, why = _draft(model)
    assert (by, why) == ("gpt-6-luna", "")
    assert "# A draft worded by the model gpt-6-luna, from what reviews found" in text
    read = load([TextFile("sideways-import.md", text.encode())])["sideways-import"]
    assert read.short == WORDS["short"]
    assert "**Why it is not.** The loop runs in the same process as before." in read.long
    (ask,) = model.asked
    assert "sideways-import" in ask.prompt


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Failure(Cause.EXHAUSTED, "timeout", "no answer"), "timeout: no answer"),
        (Reply("no JSON", "m", Usage()), "the answer does not fit the schema"),
        (Reply(json.dumps({"short": WORDS["short"]}), "m", Usage()), "the answer does not fit the schema"),
        (_reply(short="If you find yourself " + "so " * 60), "the short form has more than 45 words"),
        (_reply(instead="See https://example.com for it."), "markup, an address"),
        (_reply(cannot="Write // eslint-disable-next-line above it."), "a way to silence a check"),
        (_reply(is_not="It is hidden\u202e here for nobody."), "markup, an address"),
    ],
)
def test_what_does_not_do_leaves_the_template(outcome: Outcome, why: str) -> None:
    text, by, said = _draft(Model(outcome))
    assert by == ""
    assert why in said
    assert "# A draft by template" in text
