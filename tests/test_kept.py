"""Rules and configurations that are kept between runs: the same as read anew, and never an error."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter import rulebook
from linter.cache import Store
from linter.checks import CHECKS
from linter.config import LoadedConfig, load
from linter.errors import ConfigError
from linter.kept import Kept, key_of
from linter.rulebook import Rulebook

RULE = b"""\
id = "no-openai"
check = "sdk-direct"
capability = "run-a-model"
summary = "our own rule"
intent = "none"
mend = "call the gate"
"""
CONFIG = """\
extend-sdk = ["acme_llm"]
[zones]
gates = ["src/harness/**"]
tests = ["spec/**"]
[rules.sdk-direct]
severity = "warning"
"""


class Memory:
    """A store that forgets when the process ends."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}
        self.written = 0

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.written += 1
        self.entries[key] = data

    def trim(self) -> None:
        """There is room."""


def rules(kept: Kept | None) -> Rulebook:
    files = [*rulebook.bundled_files(), rulebook.RuleFile("ours/no-openai.toml", RULE)]
    return rulebook.load(files, CHECKS, kept)


def config(text: str, kept: Kept | None, known: tuple[str, ...] = ("sdk-direct",)) -> LoadedConfig:
    return load({"sidestep.toml": text.encode()}.get, known, kept=kept)


def test_rules_that_are_kept_are_the_same_and_not_checked_again() -> None:
    memory = Memory()
    anew = rules(None)
    assert rules(Kept(memory)) == anew
    # the bundled ones are shipped as they are when they are checked
    assert memory.written == 1
    assert rules(Kept(memory)) == anew
    assert memory.written == 1


def test_params_that_are_kept_are_the_same() -> None:
    memory = Memory()
    rules(Kept(memory))
    for rule in rules(Kept(memory)).rules.values():
        if rule.check:
            anew = rules(None).rules[rule.id]
            assert CHECKS[rule.check].parameters(rule.params) == CHECKS[rule.check].parameters(anew.params)


def test_a_configuration_that_is_kept_is_the_same() -> None:
    memory = Memory()
    first, again = config(CONFIG, Kept(memory)), config(CONFIG, Kept(memory))
    assert first == again == config(CONFIG, None)
    assert again.config.zones.has_own_tests
    assert memory.written == 1


def test_notices_are_kept_too() -> None:
    kept = Kept(Memory())
    assert config("sdk = []", kept).notices == config("sdk = []", kept).notices != ()


def test_a_configuration_is_read_anew_when_a_rule_that_it_names_is_gone() -> None:
    kept = Kept(Memory())
    config(CONFIG, kept)
    with pytest.raises(ConfigError, match="unknown rule") as caught:
        config(CONFIG, kept, known=("sdk-http",))
    assert "sidestep.toml:5" in str(caught.value)


def test_what_is_wrong_is_not_kept() -> None:
    memory = Memory()
    for _ in range(2):
        with pytest.raises(ConfigError):
            config("gates = []", Kept(memory))
    assert memory.entries == {}


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda _: b"null",
        lambda _: b"[]",
        lambda _: b'{"unknown": 1}',
        lambda _: b'{"config": {"zones": 1}, "path": null, "notices": []}',
        lambda _: b"[" * 100_000,
        lambda _: b"\xff",
    ],
)
def test_a_damaged_entry_is_worked_out_again(damage: Callable[[bytes], bytes]) -> None:
    memory = Memory()
    rules(Kept(memory))
    config(CONFIG, Kept(memory))
    memory.entries = {key: damage(data) for key, data in memory.entries.items()}
    assert rules(Kept(memory)) == rules(None)
    assert config(CONFIG, Kept(memory)) == config(CONFIG, None)


@pytest.mark.parametrize("value", [{"a": object()}, {"a": "x" * 600_000}, float("nan")])
def test_what_cannot_be_kept_is_not(value: Any) -> None:
    kept = Kept(Memory())
    kept.put(key_of(b"x"), value)
    assert kept.get(key_of(b"x")) is None or value != value


def test_keys_tell_parts_apart() -> None:
    assert len({key_of(b"ab", b"c"), key_of(b"a", b"bc"), key_of(b"abc"), key_of(b"", b"abc")}) == 4


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Kept(Store(tmp_path / "file" / "tables", 1_000_000, spread=1))
    assert rules(kept) == rules(None)
    assert config(CONFIG, kept) == config(CONFIG, None)


def test_processes_that_begin_together_agree(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from linter import rulebook; from linter.checks import CHECKS\n"
        "from linter.cache import Store; from linter.kept import Kept\n"
        "kept = Kept(Store(Path(sys.argv[1]), 1_000_000, spread=1))\n"
        "print(sorted(rulebook.load(rulebook.bundled_files(), CHECKS, kept).rules))\n"
    )
    root = Path(__file__).resolve().parents[1]
    argv = [sys.executable, "-c", program, str(tmp_path / "tables")]
    started = [subprocess.Popen(argv, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {each.communicate()[0] for each in started}
    assert [each.returncode for each in started] == [0, 0, 0]
    assert len(said) == 1
    kept = Kept(Store(tmp_path / "tables", 1_000_000, spread=1))
    assert rules(kept) == rules(None)
