"""What each tool is told and how its answer is read; the tools themselves are not started."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.contests import CONTESTS
from bench.model import Command, Question, SdkModules, Tally, Tool
from bench.modules import npm_pattern, python_pattern, read_modules
from bench.samples import naming_sdk, spread
from bench.tools import (
    ast_grep,
    dependency_cruiser,
    oxlint,
    semgrep,
    sidestep_audit,
    sidestep_check,
    sidestep_migrated,
    sidestep_migrated_again,
    sidestep_migrated_edited,
    sidestep_sdk,
    sidestep_unmigrated,
)
from bench.tools.programs import CHECKOUT

from .fakes import QUESTION

MODULES = QUESTION.modules
CAPABILITY = CHECKOUT / "rules" / "boundary" / "run-a-model.capability.toml"


def prepared(tool: Tool, tmp_path: Path, question: Question = QUESTION) -> Command:
    """What the tool is started with."""
    command = tool.prepare((tool.NAME,), question, tmp_path)
    assert isinstance(command, Command)
    return command


@pytest.mark.parametrize("specifier", ["openai", "openai/resources/chat", "@ai-sdk/openai", "@ai-sdk/openai/internal"])
def test_npm_modules_and_their_sub_paths_match(specifier: str) -> None:
    """A scope matches whatever is in it."""
    assert re.fullmatch(npm_pattern(MODULES), specifier)


@pytest.mark.parametrize("specifier", ["openai-edge", "./openai", "@ai-sdk/", "@ai-sdk", "google.genai"])
def test_other_npm_modules_do_not(specifier: str) -> None:
    """Nor do longer names, local files or the other ecosystem."""
    assert not re.fullmatch(npm_pattern(MODULES), specifier)


def test_python_modules_match_with_their_submodules() -> None:
    """A dot is a dot."""
    pattern = python_pattern(MODULES)
    assert all(re.fullmatch(pattern, name) for name in ("openai", "openai.types.chat", "google.genai"))
    assert not any(re.fullmatch(pattern, name) for name in ("openai_x", "google", "googleXgenai"))


def test_the_modules_are_those_of_the_rules() -> None:
    """In both ecosystems where an entry says so, or says nothing."""
    modules = read_modules(CAPABILITY.read_text("utf-8"))
    assert {"openai", "@ai-sdk/", "ai"} <= set(modules.npm)
    assert {"openai", "google.genai"} <= set(modules.python)
    assert "google.genai" not in modules.npm
    assert read_modules('[[sdk]]\nmodule = "x"\n') == SdkModules(("x",), ("x",))


def test_oxlint_has_one_rule_and_no_other_configuration(tmp_path: Path) -> None:
    """What the tree says about oxlint would change what is measured."""
    argv = prepared(oxlint, tmp_path).argv
    configuration = json.loads(Path(argv[argv.index("--config") + 1]).read_text("utf-8"))
    assert list(configuration["rules"]) == ["no-restricted-imports"]
    assert configuration["categories"] == {"correctness": "off"}
    assert "--disable-nested-config" in argv


def test_oxlint_answer() -> None:
    """Syntax errors are no findings."""
    codes = ["eslint(no-restricted-imports)", "eslint(no-restricted-imports)", None]
    report = {"diagnostics": [{"code": each} for each in codes], "number_of_files": 2964}
    assert oxlint.tally(json.dumps(report).encode(), b"") == Tally(2964, 2, "1 other diagnostics, of syntax")


def test_ast_grep_has_a_rule_for_each_of_its_languages(tmp_path: Path) -> None:
    """Named by a configuration outside the tree."""
    argv = prepared(ast_grep, tmp_path).argv
    configuration = Path(argv[argv.index("--config") + 1])
    folder = configuration.parent / json.loads(configuration.read_text("utf-8"))["ruleDirs"][0]
    rules: list[dict[str, Any]] = [json.loads(each.read_text("utf-8")) for each in folder.iterdir()]
    assert sorted(each["language"] for each in rules) == ["JavaScript", "Python", "Tsx", "TypeScript"]
    assert len({each["id"] for each in rules}) == 4


def test_ast_grep_answer() -> None:
    """One finding a line, files from its summary."""
    err = b"sg: summary|file: scannedFileCount=2972,skippedFileCount=0\n"
    assert ast_grep.tally(b'{"text":"a"}\n{"text":"b"}\n', err) == Tally(2972, 2)
    assert ast_grep.tally(b"", b"") == Tally(None, 0)


def test_semgrep_stays_off_the_network(tmp_path: Path) -> None:
    """Local rules, no metrics, no look for a newer version."""
    command = prepared(semgrep, tmp_path)
    assert command.argv[command.argv.index("--metrics") + 1] == "off"
    assert "--disable-version-check" in command.argv
    assert Path(command.argv[command.argv.index("--config") + 1]).is_file()
    assert all(str(tmp_path) in command.environment[f"SEMGREP_{name}_FILE"] for name in ("SETTINGS", "LOG"))


def test_semgrep_answer() -> None:
    """Its errors are told beside its findings."""
    report = {"results": [{}, {}], "errors": [{}], "paths": {"scanned": ["a.ts", "b.ts", "c.ts"]}}
    tally = semgrep.tally(json.dumps(report).encode(), b"")
    assert (tally.files, tally.findings) == (3, 2)
    assert tally.detail.startswith("1 errors")


def test_sidestep_answer() -> None:
    """Files read in part were read."""
    findings = [{"rule": "sdk-http"}, {"rule": "sdk-direct"}, {"rule": "sdk-http"}]
    files = {"scanned": 8, "partial": [{"path": "a.ts"}], "skipped": [{"path": "b.ts"}]}
    report = json.dumps({"findings": findings, "files": files}).encode()
    assert sidestep_audit.tally(report, b"") == Tally(9, 3, "1 sdk-direct, 2 sdk-http")


def test_a_check_names_its_files_and_a_tree_without_any_has_none(tmp_path: Path) -> None:
    """No files would mean the staged ones."""
    question = Question(tmp_path, MODULES, sample=("a.ts", "-b.ts"))
    assert prepared(sidestep_check, tmp_path, question).argv[-3:] == ("--", "a.ts", "-b.ts")
    assert not isinstance(sidestep_check.prepare(("sidestep",), QUESTION, tmp_path), Command)


def test_names_are_unique_and_every_yardstick_takes_part() -> None:
    """`--only` and the table go by name."""
    names = [tool.NAME for contest in CONTESTS for tool in contest.tools]
    assert len(names) == len(set(names))
    assert all(each.yardstick in {tool.NAME for tool in each.tools} for each in CONTESTS)


def test_every_tool_module_takes_part() -> None:
    """One that is in no contest would be forgotten."""
    modules = {each.stem for each in (CHECKOUT / "bench" / "tools").glob("*.py")} - {"__init__", "programs"}
    registered = {str(getattr(tool, "__name__", "")) for contest in CONTESTS for tool in contest.tools}
    assert {each.rpartition(".")[2] for each in registered} == modules


def test_samples_are_spread_over_the_tree() -> None:
    """From the first on, evenly; the same for the same tree."""
    paths = [f"{number:03}.ts" for number in range(100)]
    assert spread(paths) == tuple(f"{number:03}.ts" for number in range(0, 100, 10))
    assert spread(paths[:3]) == tuple(paths[:3])


def test_files_that_name_an_sdk(tmp_path: Path) -> None:
    """Quoted in scripts, imported in Python; what is gone is passed over."""
    texts = {
        "a.ts": 'import x from "openai/resources";',
        "b.ts": 'import x from "openai-edge";',
        "c.py": "def f():\n    from google.genai import Client\n",
        "d.py": 'name = "openai"',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert list(naming_sdk(tmp_path, [*texts, "gone.ts"], MODULES)) == ["a.ts", "c.py"]


def test_dependency_cruiser_follows_imports_to_the_modules(tmp_path: Path) -> None:
    """Whether they are installed or not, and no other ones."""
    argv = prepared(dependency_cruiser, tmp_path).argv
    configuration = json.loads(Path(argv[argv.index("--config") + 1]).read_text("utf-8"))
    (rule,) = configuration["forbidden"]
    assert rule["to"]["reachable"] is True
    found = [
        "openai",
        "openai/x",
        "node_modules/openai/index.js",
        "packages/a/node_modules/@ai-sdk/x/index.js",
        "@ai-sdk/x",
    ]
    assert all(re.search(rule["to"]["path"], each) for each in found)
    assert not any(re.search(rule["to"]["path"], each) for each in ["src/openai.ts", "openai-edge", "lib/openai/a.ts"])


def test_dependency_cruiser_answer() -> None:
    """A file that leads to several SDKs is one finding."""
    violations = [{"from": "a.ts", "to": "openai"}, {"from": "a.ts", "to": "ai"}, {"from": "b.ts", "to": "openai"}]
    answer = {"summary": {"violations": violations, "totalCruised": 12}}
    assert dependency_cruiser.tally(json.dumps(answer).encode(), b"") == Tally(12, 2, "3 pairs of file and SDK")


def test_all_is_migrated_in_a_copy(tmp_path: Path) -> None:
    """The tree itself is left as it is; only the second contestant keeps its cache."""
    tree = tmp_path / "tree"
    (tree / "src").mkdir(parents=True)
    (tree / "src" / "a.ts").write_text("export {};\n")
    (tree / "sidestep.toml").write_text('exclude = ["**"]\n')
    for number, tool in enumerate((sidestep_migrated, sidestep_migrated_again)):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        command = prepared(tool, scratch, Question(tree, MODULES))
        assert command.cwd == scratch / "tree"
        assert (command.cwd / "src" / "a.ts").read_text() == "export {};\n"
        assert (command.cwd / "sidestep.toml").read_text() == '[zones]\nmigrated = ["**"]\n'
        assert (command.environment["SIDESTEP_CACHE_DIR"] == "") is (tool is sidestep_migrated)
    assert (tree / "sidestep.toml").read_text() == 'exclude = ["**"]\n'


def test_what_is_asked_of_a_copy(tmp_path: Path) -> None:
    """Each copy has a configuration of its own, and the tree is left as it is."""
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.ts").write_text('import "openai"\n', "utf-8")
    question = Question(tree, MODULES, sample=("a.ts",), sdk_sample=("a.ts",))
    commands = {}
    for tool in (sidestep_sdk, sidestep_unmigrated, sidestep_migrated, sidestep_migrated_edited):
        scratch = tmp_path / tool.NAME
        scratch.mkdir()
        commands[tool.NAME] = prepared(tool, scratch, question)
    written = {name: (command.cwd / "sidestep.toml").read_text("utf-8") for name, command in commands.items()}
    assert written["unmigrated"] == ""
    assert written["migrated"] == written["migrated-edited"] == '[zones]\nmigrated = ["**"]\n'
    assert "[rules.sdk-http]" in written["sdk-rules"]
    assert "[rules.sdk-direct]" not in written["sdk-rules"]
    edited = commands["migrated-edited"]
    subprocess.run((*edited.argv[:5], sys.executable, "-c", ""), cwd=edited.cwd, check=True)
    assert (edited.cwd / "a.ts").read_text("utf-8") == 'import "openai"\n\n'
    assert (tree / "a.ts").read_text("utf-8") == 'import "openai"\n'
