"""`sidestep judge doctor`, against servers on loopback."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from linter.cache import VARIABLE
from linter.providers.opening import open_judge
from linter.providers.profile import Structured

from ..providers.chat import KEY, completion
from ..providers.loopback import Loopback, Say, say
from ..sources.scratch import Repository
from .conftest import Sidestep

HONOURED = completion('{"sign": "amber-17"}')
IGNORED = completion("The sign is a stop sign.")


@pytest.fixture
def file(tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's file, outside of the repository that is the working directory."""
    path = tmp_path / "judges.toml"
    monkeypatch.setenv("SIDESTEP_JUDGES", str(path))
    monkeypatch.setenv("LOCAL_KEY", KEY)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return path


def entry(name: str, url: str, more: str = "") -> str:
    return (
        f'[judges.{name}]\nprovider = "openai-compatible"\nmodel = "m-1"\nbase-url = "{url}"\n'
        f'key-env = "LOCAL_KEY"\nlineage = ["alibaba"]\n{more}\n'
    )


def test_a_judge_that_works(file: Path, sidestep: Sidestep) -> None:
    with Loopback([say(HONOURED)]) as server:
        file.write_text(entry("local", server.url, "price-in = 0.1\nprice-out = 0.6"))
        result = sidestep("judge", "doctor")
        (asked,) = server.asked
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "local: works"
    assert f"  asked       m-1 of openai-compatible, by openai-chat at {server.url}" in lines
    assert any(each.startswith("  answered    m-1-2026, in 0.") for each in lines)
    assert "  family      alibaba" in lines
    assert "  structured  json_schema" in lines
    assert "  price       0.10 USD for a million tokens in, 0.60 out (the operator's file)" in lines
    assert "  this check  1 request, 100 tokens in, 7 out, 0.000014 USD" in lines
    assert "amber-17" not in json.dumps(asked.body["messages"])


def _by_mode(mode: Structured, otherwise: Any) -> list[Say]:
    modes = list(Structured)
    return [*([otherwise] * modes.index(mode)), say(HONOURED)]


@pytest.mark.parametrize("otherwise", [say(IGNORED), say(status=400), say(status=500, x_should_retry="false")])
@pytest.mark.parametrize("mode", Structured)
def test_the_strongest_mode_that_is_honoured_is_kept(
    mode: Structured, otherwise: Say, file: Path, sidestep: Sidestep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    environ = {"SIDESTEP_JUDGES": str(file), "LOCAL_KEY": KEY}
    with Loopback(_by_mode(mode, otherwise)) as server:
        file.write_text(entry("local", server.url))
        result = sidestep("judge", "doctor", "local")
        file.write_text(entry("local", server.url) + entry("told", server.url, 'structured = "json_object"'))
    assert result.code == 0
    assert f"  structured  {mode}" in result.out.splitlines()
    assert open_judge("local", environ).profile.structured is mode
    assert open_judge("told", environ).profile.structured is Structured.JSON_OBJECT
    assert not [
        each for each in (tmp_path / "cache").rglob("*") if each.is_file() and KEY.encode() in each.read_bytes()
    ]


def test_a_judge_that_never_answers_in_json(file: Path, sidestep: Sidestep) -> None:
    with Loopback([say(IGNORED)]) as server:
        file.write_text(entry("local", server.url))
        result = sidestep("judge", "doctor")
        assert len(server.asked) == len(Structured)
    assert result.code == 1
    assert "local: cannot be used" in result.out
    assert "  problem     its replies are not the JSON that was asked for" in result.out


def test_some_work_and_some_do_not(file: Path, sidestep: Sidestep) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with Loopback([say(HONOURED)]) as good, Loopback([say({"error": {"message": KEY}}, status=401)]) as bad:
        file.write_text(
            entry("good", good.url)
            + entry("refused", bad.url)
            + entry("down", nobody)
            + '[judges.keyless]\nprovider = "openai"\nmodel = "gpt-6-luna"\n'
        )
        result = sidestep("judge", "doctor")
        assert len(bad.asked) == 1
    assert result.code == 1
    assert [each for each in result.out.splitlines() if not each.startswith(" ")] == [
        "good: works",
        "refused: cannot be used",
        "down: cannot be used",
        "keyless: cannot be used",
    ]
    assert "auth: the server does not accept the key in LOCAL_KEY (status 401)" in result.out
    assert "unreachable: the server cannot be reached" in result.out
    assert "OPENAI_API_KEY is not set" in result.out
    assert KEY not in result.out + result.err


def test_an_answer_by_a_model_of_another_family(file: Path, sidestep: Sidestep) -> None:
    with Loopback([say(completion('{"sign": "amber-17"}', model="claude-haiku-5-5"))]) as server:
        file.write_text(entry("local", server.url))
        assert "of another family" in sidestep("judge", "doctor").out


@pytest.mark.usefixtures("file")
def test_there_has_to_be_a_judge(sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sidestep("judge", "doctor").code == 2
    monkeypatch.delenv("SIDESTEP_JUDGES")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    result = sidestep("judge", "doctor")
    assert (result.code, result.out) == (2, "")
    assert "no judge is configured" in result.err
    assert sidestep("judge", "doctor", "nobody").code == 2


def test_a_file_in_the_repository_is_refused(
    repository: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback([say(HONOURED)]) as server:
        repository.write("judges.toml", entry("local", server.url))
        monkeypatch.setenv("SIDESTEP_JUDGES", "judges.toml")
        result = sidestep("judge", "doctor")
        assert server.asked == []
    assert result.code == 2
    assert "from inside the audited tree" in result.err
