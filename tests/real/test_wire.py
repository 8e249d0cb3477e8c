"""A model of 135 million parameters behind llama.cpp's server: what is sent is understood, and what comes back too.

It shows how the wire behaves, and nothing about judging: such a model answers without understanding.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx
import pytest

from linter.providers.judge import Judge
from linter.providers.model import Ask, Cause, Failure, Reply
from linter.providers.opening import open_judge
from linter.providers.pricing import tokens_at_most

from ..cli.conftest import Sidestep, sidestep
from ..cli.runs import ROOT

__all__ = ["sidestep"]

pytestmark = pytest.mark.real_llm

MODEL = "SmolLM2-135M-Instruct"
SCHEMA = {
    "type": "object",
    "properties": {
        "verdict": {"type": "string", "enum": ["violation", "compliant", "uncertain"]},
        "line": {"type": "integer"},
    },
    "required": ["verdict", "line"],
    "additionalProperties": False,
}
CODE = "1| import OpenAI from 'openai';\n2| const client = new OpenAI();\n"
ASK = Ask("You judge code.", f"Does this code import an SDK?\n{CODE}", SCHEMA, "verdict", 60)


@pytest.fixture
def file(real_server: str, tmp_path: Path) -> Path:
    """The same model by three APIs of the same server."""
    path = tmp_path / "judges.toml"
    path.write_text(
        f'[judges.chat]\nprovider = "llama-cpp"\nmodel = "{MODEL}"\nbase-url = "{real_server}/v1"\n'
        f'[judges.messages]\nprovider = "anthropic-compatible"\nmodel = "{MODEL}"\nbase-url = "{real_server}"\n'
        f'[judges.responses]\nprovider = "openai"\nmodel = "{MODEL}"\nbase-url = "{real_server}/v1"\n'
    )
    return path


def opened(name: str, file: Path) -> Judge:
    return open_judge(name, {"SIDESTEP_JUDGES": str(file)})


def test_replies_are_held_to_the_schema(file: Path) -> None:
    for question in range(3):
        outcome = opened("chat", file).ask(Ask("You judge.", f"{question}: {CODE}", SCHEMA, "verdict", 60), 60.0)
        assert isinstance(outcome, Reply), outcome
        answer = json.loads(outcome.text)
        assert answer["verdict"] in ("violation", "compliant", "uncertain")
        assert isinstance(answer["line"], int)
        assert outcome.usage.input_tokens > 0
        assert opened("chat", file).cost(outcome.usage) == 0.0
        told = opened("chat", file).at_most(ASK)
        assert told.input_tokens >= outcome.usage.input_tokens


def test_a_schema_that_is_ignored_is_no_reason_to_believe_the_reply(file: Path) -> None:
    """Status 200, and free text or something like JSON: whoever asked has to validate it."""
    for name in ("messages", "responses"):
        outcome = opened(name, file).ask(ASK, 60.0)
        assert isinstance(outcome, Reply) or outcome.reason == "truncated"


def test_the_doctor_tells_them_apart(
    file: Path, sidestep: Sidestep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDESTEP_JUDGES", str(file))
    repository = tmp_path / "repo"
    repository.mkdir()
    monkeypatch.chdir(repository)
    result = sidestep("judge", "doctor")
    assert result.code == 1
    assert "chat: works" in result.out
    assert "  structured  json_schema" in result.out
    assert "messages: cannot be used" in result.out
    assert "responses: cannot be used" in result.out
    assert "its replies are not the JSON that was asked for" in result.out


def test_too_long_a_question_and_too_long_an_answer(file: Path) -> None:
    long = opened("chat", file).ask(Ask("s", "word " * 6000, SCHEMA, "verdict", 60), 60.0)
    assert isinstance(long, Failure)
    assert (long.cause, long.reason, long.attempts) == (Cause.ABSTAINED, "too-long", 1)
    cut = opened("chat", file).ask(Ask("s", "Which?", SCHEMA, "verdict", 3), 60.0)
    assert isinstance(cut, Failure)
    assert (cut.cause, cut.reason) == (Cause.ABSTAINED, "truncated")


def test_a_slow_model_is_not_waited_for(file: Path) -> None:
    began = time.monotonic()
    outcome = opened("chat", file).ask(Ask("s", "word " * 3000, SCHEMA, "verdict", 60), 0.3)
    assert isinstance(outcome, Failure)
    assert outcome.reason == "timeout"
    assert time.monotonic() - began < 3


def test_tokens_are_counted_high(real_server: str) -> None:
    """No file of these fixtures has more tokens than are reckoned with, by the tokeniser of this model."""
    for path in sorted((ROOT / "fixtures").rglob("*.[tp][sy]"))[:150]:
        text = path.read_text("utf-8", "replace")
        answer = httpx.post(f"{real_server}/tokenize", json={"content": text}, timeout=30)
        assert len(answer.json()["tokens"]) <= tokens_at_most(text), path
