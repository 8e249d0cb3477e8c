"""`sidestep audit`: the whole tree, its baseline, and the formats."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from linter.formats import FORMATS

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import CLEAN, MAYBE, SINK


def test_the_repository_around_the_working_directory_is_audited(
    repository: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("src/a.ts", SINK)
    repository.write("lib/b.py", "import anthropic\nclient = anthropic.Anthropic()\n")
    monkeypatch.chdir(repository.root / "lib")
    result = sidestep("audit", "--format", "json")
    assert result.code == 1
    assert result.found == [("sdk-direct", "lib/b.py"), ("sdk-direct", "src/a.ts")]
    assert result.err == "2 findings: 2 certain, 0 ambiguous. 2 files scanned.\n"


def test_text_shows_code_and_says_nothing_on_stderr(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("src/a.ts", SINK)
    result = sidestep("audit")
    assert '1 | import OpenAI from "openai";\n    | ^^^' in result.out
    assert "\x1b" not in result.out
    assert result.err == ""


def test_a_folder_outside_of_git_is_walked(tmp_path: Path, sidestep: Sidestep) -> None:
    (tmp_path / "a.ts").write_text(SINK)
    result = sidestep("audit", tmp_path, "--format", "json")
    assert (result.code, result.found) == (1, [("sdk-direct", "a.ts")])


def test_a_folder_is_a_root_of_its_own(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("app/harness/a.ts", SINK)
    repository.write("sidestep.toml", '[zones]\ngates = ["app/harness/**"]\n')
    assert sidestep("audit").code == 0
    result = sidestep("audit", "app", "--format", "json")
    assert (result.code, result.found) == (1, [("sdk-direct", "harness/a.ts")])
    assert "sidestep.toml is not used: app is taken as a root of its own\n" in result.err
    repository.write("app/sidestep.toml", '[zones]\ngates = ["harness/**"]\n')
    inner = sidestep("audit", "app", "--format", "json")
    assert (inner.code, inner.err) == (0, "No findings. 1 file scanned.\n")


def test_zones_that_name_nothing_are_told(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", CLEAN)
    repository.write("sidestep.toml", '[zones]\ngates = ["src/harnes/**"]\n')
    assert 'zones.gates: "src/harnes/**" names no file' in sidestep("audit").err


def test_strict_leaves_out_what_is_excluded(repository: Repository, sidestep: Sidestep) -> None:
    """Files that the configuration excludes are listed, and are no reason to fail."""
    repository.write("sidestep.toml", 'exclude = ["vendor/**"]\n')
    repository.write("a.ts", "export const one = 1;\n")
    repository.write("vendor/b.ts", "export const two = 2;\n")
    result = sidestep("audit", "--strict", "--format", "json")
    assert (result.code, [each["path"] for each in json.loads(result.out)["files"]["skipped"]]) == (0, ["vendor/b.ts"])


def test_strict_counts_what_was_not_read(repository: Repository, sidestep: Sidestep) -> None:
    repository.write("a.ts", b"\0\0\0")
    assert sidestep("audit").code == 0
    assert sidestep("audit", "--strict").code == 3


def test_further_rules_can_be_named(repository: Repository, tmp_path: Path, sidestep: Sidestep) -> None:
    repository.write("a.ts", SINK)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "no-openai.toml").write_text(OWN_RULE)
    result = sidestep("audit", "--rules", pack, "--format", "json")
    assert ("no-openai", "a.ts") in result.found


class TestBaseline:
    def test_known_findings_are_not_reported_again(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("a.ts", SINK)
        repository.write("b.ts", MAYBE)
        written = sidestep("audit", "--write-baseline")
        assert (written.code, written.out) == (0, "")
        assert written.err.startswith("wrote 2 findings to ")
        assert (repository.root / ".sidestep-baseline.json").is_file()
        again = sidestep("audit")
        assert again.code == 0
        assert "Not shown: 2 baselined." in again.out

    def test_it_survives_moved_lines_and_shows_new_findings(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("a.ts", SINK)
        sidestep("audit", "--write-baseline")
        repository.write("a.ts", "\n\n" + SINK)
        repository.write("b.ts", SINK)
        assert sidestep("audit", "--format", "json").found == [("sdk-direct", "b.ts")]

    def test_it_can_be_left_out_or_be_another(self, repository: Repository, tmp_path: Path, sidestep: Sidestep) -> None:
        repository.write("a.ts", SINK)
        other = tmp_path / "known.json"
        sidestep("audit", "--write-baseline", "--baseline", other)
        assert sidestep("audit").code == 1
        assert sidestep("audit", "--baseline", other).code == 0
        assert sidestep("check", "a.ts", "--baseline", other).code == 0
        assert sidestep("audit", "--write-baseline").code == 0
        assert sidestep("audit", "--no-baseline").code == 1

    @pytest.mark.parametrize("flag", [("--no-baseline",), ("--format", "json"), ("--output", "x.txt")])
    @pytest.mark.usefixtures("repository")
    def test_writing_it_excludes_a_report(self, sidestep: Sidestep, flag: tuple[str]) -> None:
        result = sidestep("audit", "--write-baseline", *flag)
        assert (result.code, result.err) == (2, f"error: --write-baseline and {flag[0]} exclude each other\n")

    @pytest.mark.usefixtures("repository")
    def test_a_named_one_must_be_there(self, sidestep: Sidestep) -> None:
        result = sidestep("audit", "--baseline", "gone.json")
        assert result.code == 2
        assert "the baseline cannot be read" in result.err


class TestFormats:
    @pytest.mark.parametrize("name", FORMATS)
    def test_each_goes_to_stdout_and_to_a_file(
        self, repository: Repository, tmp_path: Path, sidestep: Sidestep, name: str
    ) -> None:
        repository.write("a.ts", SINK)
        shown = sidestep("audit", "--format", name)
        file = tmp_path / "report"
        written = sidestep("audit", "--format", name, "--output", file)
        assert (shown.code, written.code, written.out) == (1, 1, "")
        assert file.read_bytes() == shown.out.encode()
        assert "openai" in shown.out or "sdk-direct" in shown.out

    def test_machines_can_read_them(self, repository: Repository, sidestep: Sidestep) -> None:
        repository.write("a.ts", SINK)
        assert json.loads(sidestep("audit", "--format", "sarif").out)["version"] == "2.1.0"
        assert len(json.loads(sidestep("audit", "--format", "gitlab").out)) == 1
        assert ET.fromstring(sidestep("audit", "--format", "junit").out).tag == "testsuites"
        assert sidestep("audit", "--format", "github").out.startswith("::error ")

    @pytest.mark.usefixtures("repository")
    def test_an_unknown_one_is_a_usage_error(self, sidestep: Sidestep) -> None:
        result = sidestep("audit", "--format", "yaml")
        assert result.code == 2
        assert '"yaml" is none of text, json, sarif' in result.err


OWN_RULE = '''
id = "no-openai"
check = "sdk-direct"
capability = "run-a-model"
summary = "our own rule"
intent = "The same once more."
mend = "Do without."

[[flagged]]
why = "it is used"
language = "typescript"
code = """
import OpenAI from "openai"; // flag: no-openai
export const client = new OpenAI();
"""
'''
