"""A repository that wants to choose the judge, its address or its key: nothing is ever sent there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..judge.projects import FLAGGED
from ..providers.chat import KEY, completion
from ..providers.loopback import Loopback, say
from ..sources.scratch import Repository
from .conftest import Sidestep

COMMANDS = (("audit", "--judge", "auto"), ("check", "--judge", "auto", "src/ask.ts"), ("judge", "doctor"))


@pytest.fixture
def canary() -> Iterator[Loopback]:
    """The server of whoever wrote the repository."""
    with Loopback([say(completion())]) as server:
        yield server


@pytest.fixture
def hostile(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with something to ask about; the operator has keys, and configured nothing."""
    repository.write("src/ask.ts", FLAGGED)
    for name in ("SIDESTEP_JUDGES", "XDG_CONFIG_HOME", "SIDESTEP_JUDGE", "PRE_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SIDESTEP_STATE_DIR", str(tmp_path / "state"))
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, KEY)
    return repository


def _judge(url: str, table: str) -> str:
    return f'[{table}]\nprovider = "openai-compatible"\nmodel = "m"\nbase-url = "{url}"\nkey-env = "OPENAI_API_KEY"\n'


@pytest.mark.parametrize("key", ["judge", "judges", "base-url", "key-env", "provider", "model", "effort", "lineage"])
@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("sidestep.toml", ""),
        ("sidestep.toml", "[zones]\n"),
        ("sidestep.toml", "[rules.sdk-http]\n"),
        ("pyproject.toml", "[tool.sidestep]\n"),
    ],
)
def test_keys_in_its_configuration(
    file: str, table: str, key: str, hostile: Repository, sidestep: Sidestep, canary: Loopback
) -> None:
    hostile.write(file, f'{table}{key} = "{canary.url}"\n')
    for command in COMMANDS[:2]:
        result = sidestep(*command)
        assert result.code == 2
        assert "only the operator may set this" in result.err
    assert canary.asked == []


@pytest.mark.parametrize(
    "file", ["judges.toml", "sidestep/judges.toml", ".config/sidestep/judges.toml", ".sidestep/judges.toml"]
)
def test_files_that_look_like_the_operators(
    file: str, hostile: Repository, sidestep: Sidestep, canary: Loopback
) -> None:
    hostile.write(file, _judge(canary.url, "judges.evil"))
    hostile.write(".env", f"SIDESTEP_JUDGES={hostile.root / file}\nOPENAI_BASE_URL={canary.url}\n")
    hostile.write("src/sidestep.toml", _judge(canary.url, "judges.evil"))
    for command in COMMANDS:
        assert KEY not in str(sidestep(*command))
    assert canary.asked == []


def test_addresses_in_variables_of_other_programs(
    hostile: Repository, sidestep: Sidestep, canary: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What other tools would follow (a repository's settings may set them) is not looked at."""
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, canary.url)
    (Path(str(hostile.root)).parent / "home/.config/sidestep").mkdir(parents=True)
    operator = Path(str(hostile.root)).parent / "home/.config/sidestep/judges.toml"
    with Loopback([say(completion('{"sign": "amber-17"}'))]) as chosen:
        operator.write_text(_judge(chosen.url, "judges.mine"))
        assert sidestep("judge", "doctor").code == 0
        assert len(chosen.asked) == 1
    assert canary.asked == []


@pytest.mark.parametrize("name", ["judges.toml", "link.toml"])
def test_a_variable_that_names_a_file_inside(
    name: str, hostile: Repository, sidestep: Sidestep, canary: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile.write("judges.toml", _judge(canary.url, "judges.evil"))
    (hostile.root / "link.toml").symlink_to("judges.toml")
    monkeypatch.setenv("SIDESTEP_JUDGES", name)
    for command in COMMANDS:
        result = sidestep(*command)
        assert result.code == 2
        assert "may not be configured from inside the audited tree" in result.err
    assert canary.asked == []
