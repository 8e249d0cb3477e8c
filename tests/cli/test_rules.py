"""`sidestep rules`: list, explain, test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linter.cli import outcome

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import SINK
from .test_audit import OWN_RULE


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder with one rule of a user's own."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "no-openai.toml").write_text(OWN_RULE)
    return folder


class TestList:
    @pytest.mark.usefixtures("repository")
    def test_all_rules_are_in_the_table(self, sidestep: Sidestep) -> None:
        lines = sidestep("rules", "list").out.splitlines()
        assert lines[0].split() == ["rule", "severity", "finds"]
        assert {"sdk-direct", "sdk-dynamic", "sdk-http", "sdk-cli", "suppressed"} <= {
            each.split()[0] for each in lines[1:]
        }

    @pytest.mark.usefixtures("repository")
    def test_json_is_for_programs(self, pack: Path, sidestep: Sidestep) -> None:
        listed = json.loads(sidestep("rules", "list", "--format", "json", "--rules", pack).out)
        assert [each["id"] for each in listed] == sorted(each["id"] for each in listed)
        own = next(each for each in listed if each["id"] == "no-openai")
        assert own == {
            "id": "no-openai",
            "severity": "error",
            "summary": "our own rule",
            "indifferent_to": [],
            "framings": [],
            "file": "pack/no-openai.toml",
        }

    def test_the_rules_of_the_repository_are_there(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("lint/no-openai.toml", OWN_RULE)
        repository.write("sidestep.toml", 'rule-folders = ["lint"]\n')
        assert "no-openai" in sidestep("rules", "list").out

    def test_a_wrong_configuration_does_not_stand_in_the_way(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("sidestep.toml", "[rules.sdk-drect]\n")
        result = sidestep("rules", "list")
        assert result.code == 0
        assert "sdk-direct" in result.out
        assert "the configuration is left out" in result.err


@pytest.mark.usefixtures("repository")
class TestExplain:
    def test_everything_about_the_rule_is_told(self, sidestep: Sidestep) -> None:
        out = sidestep("rules", "explain", "sdk-direct").out
        for part in (
            "sdk-direct (error): a model SDK is imported by host code",
            "Makes no difference\n  load time, file location",
            "How it is dressed up\n  static-import          the SDK",
            "How to mend it\n  Move the work behind the gate",
            "Flagged: a client is constructed and called",
            '    import OpenAI from "openai"; // flag: sdk-direct',
            "Left alone: a type runs nothing",
            "From rules/boundary/sdk-direct.toml",
        ):
            assert part in out

    def test_an_unknown_rule_gets_a_suggestion(self, sidestep: Sidestep) -> None:
        result = sidestep("rules", "explain", "sdk-drect")
        assert (result.code, result.out) == (2, "")
        assert result.err == 'error: no rule is called "sdk-drect"\n  hint: did you mean "sdk-direct"?\n'


@pytest.mark.usefixtures("repository")
class TestTest:
    def test_the_bundled_examples_pass(self, sidestep: Sidestep) -> None:
        result = sidestep("rules", "test")
        assert (result.code, result.err) == (0, "")
        assert result.out.endswith(" rules: 0 failed\n")

    def test_a_folder_is_tested_by_itself(self, pack: Path, sidestep: Sidestep) -> None:
        result = sidestep("rules", "test", pack)
        assert (result.code, result.out) == (0, "1 example of 1 rule: 0 failed\n")

    def test_failures_say_what_was_expected_and_found(self, pack: Path, sidestep: Sidestep) -> None:
        moved = OWN_RULE.replace(" // flag: no-openai", "").replace("client =", "client = // flag: no-openai\n")
        (pack / "no-openai.toml").write_text(moved)
        result = sidestep("rules", "test", pack)
        assert (result.code, result.out.splitlines()) == (
            1,
            [
                "no-openai flagged 1: it is used",
                "  expected and not found: src/example.ts:2: no-openai, certain",
                "  found and not expected: src/example.ts:1: no-openai, certain",
                "",
                "1 example of 1 rule: 1 failed",
            ],
        )

    def test_a_clean_example_must_be_clean(self, pack: Path, sidestep: Sidestep) -> None:
        (pack / "no-openai.toml").write_text(
            OWN_RULE + f"[[clean]]\nwhy = 'it is not'\nlanguage = 'typescript'\ncode = '''{SINK}'''\n"
        )
        result = sidestep("rules", "test", pack)
        assert result.code == 1
        assert "no-openai clean 1: it is not\n  found and not expected: src/example.ts:1" in result.out

    def test_a_broken_example_is_told(self, pack: Path, sidestep: Sidestep) -> None:
        text = OWN_RULE + "config = 'zone.gates = []'\n"
        (pack / "no-openai.toml").write_text(text)
        assert 'did you mean "zones"?' in sidestep("rules", "test", pack).out
        (pack / "no-openai.toml").write_text(OWN_RULE.replace("export const", "export const const"))
        assert "src/example.ts is not wholly read: line 2" in sidestep("rules", "test", pack).out

    def test_a_rule_without_examples_is_told(self, pack: Path, sidestep: Sidestep) -> None:
        (pack / "no-openai.toml").write_text(OWN_RULE.partition("[[flagged]]")[0])
        result = sidestep("rules", "test", pack)
        assert (result.code, result.err) == (0, "no-openai has no flagged example\n")

    def test_a_folder_without_rules_is_an_error(self, tmp_path: Path, sidestep: Sidestep) -> None:
        assert sidestep("rules", "test", tmp_path).code == 2


def test_a_wrong_rule_file_names_file_line_and_key(repository: Repository, pack: Path, sidestep: Sidestep) -> None:
    (pack / "no-openai.toml").write_text(OWN_RULE.replace("summary", "sumary"))
    for command in (["audit"], ["rules", "list"], ["rules", "test"], ["check", "--root", "."]):
        repository.write("a.ts", SINK)
        repository.git("add", "a.ts")
        result = sidestep(*command, "--rules", pack)
        assert result.code == 2
        assert "pack/no-openai.toml" in result.err


def test_rules_without_a_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["rules"]) == 2
    assert capsys.readouterr().err == "error: Missing command.\n  hint: see sidestep rules --help\n"
