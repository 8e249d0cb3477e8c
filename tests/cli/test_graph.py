"""`sidestep graph`: imports, sinks and chains, for programs and for people."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest

from ..sources.scratch import Repository
from .conftest import Sidestep
from .runs import Result

_FILES = {
    "package.json": '{"dependencies": {"openai": "^5"}, "imports": {"#ports": "./src/ports.ts"}}',
    "sidestep.toml": '[zones]\ngates = ["src/harness/**"]\nmigrated = ["src/services/**"]\n',
    "src/models/ask.ts": 'import OpenAI from "openai";\n'
    "export async function ask(text: string) {\n  return new OpenAI().responses.create({ input: text });\n}\n",
    "src/models/index.ts": 'export * from "./ask.js";\n',
    "src/services/outline.ts": 'import { ask } from "../models";\nimport { help } from "./help";\n'
    'import type { Port } from "#ports";\nimport "./gone.css";\n'
    'export const outline = (port: Port) => ask("outline");\nexport const other = () => help();\n',
    "src/services/help.ts": 'import { ask } from "../models/ask";\nimport fs from "fs";\n'
    "export class Help {\n  help() { return ask(fs.name); }\n}\nexport const help = () => new Help().help();\n",
    "src/services/lazy.ts": 'const NAME = "../models/" + "ask.js";\n'
    "export const lazy = async (name: string) => [await import(NAME), await import(name), require('node:path')];\n",
    "src/harness/run.ts": 'import { ask } from "../models";\nexport const run = () => ask("x");\n',
    "src/ports.ts": "export interface Port { ask(): void }\n",
    "src/clean.ts": 'import { run } from "./harness/run";\nrun();\n',
    "app/__init__.py": "",
    "app/jobs.py": "import importlib\nimport openai.types\nfrom . import helper, gone\nfrom .helper import f\n"
    'm = importlib.import_module("app.helper")\n',
    "app/helper.py": "def f(): ...\n",
}


@pytest.fixture
def project(repository: Repository) -> Repository:
    for path, text in _FILES.items():
        repository.write(path, text)
    return repository


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.code == 0
    return [json.loads(each) for each in result.out.splitlines()]


@pytest.mark.usefixtures("project")
def test_imports_with_what_they_mean(sidestep: Sidestep) -> None:
    imports = [each for each in lines(sidestep("graph")) if "specifier" in each]
    found = [(each["path"], each["line"], each["specifier"], each["kind"], each["resolved"]) for each in imports]
    assert found == [
        ("app/jobs.py", 1, "importlib", "static", "python:importlib"),
        ("app/jobs.py", 2, "openai.types", "static", "python:openai.types"),
        ("app/jobs.py", 3, ".", "static", "app/__init__.py"),
        ("app/jobs.py", 3, ".", "static", "app/helper.py"),
        ("app/jobs.py", 4, ".helper", "static", "app/helper.py"),
        ("app/jobs.py", 5, "app.helper", "importlib", "app/helper.py"),
        ("src/clean.ts", 1, "./harness/run", "static", "src/harness/run.ts"),
        ("src/harness/run.ts", 1, "../models", "static", "src/models/index.ts"),
        ("src/models/ask.ts", 1, "openai", "static", "npm:openai"),
        ("src/models/index.ts", 1, "./ask.js", "reexport", "src/models/ask.ts"),
        ("src/services/help.ts", 1, "../models/ask", "static", "src/models/ask.ts"),
        ("src/services/help.ts", 2, "fs", "static", "node:fs"),
        ("src/services/lazy.ts", 2, "", "dynamic", None),
        ("src/services/lazy.ts", 2, "../models/ask.js", "dynamic", "src/models/ask.ts"),
        ("src/services/lazy.ts", 2, "node:path", "require", "node:path"),
        ("src/services/outline.ts", 1, "../models", "static", "src/models/index.ts"),
        ("src/services/outline.ts", 2, "./help", "static", "src/services/help.ts"),
        ("src/services/outline.ts", 3, "#ports", "type", "src/ports.ts"),
        ("src/services/outline.ts", 4, "./gone.css", "effect", None),
    ]
    why = [each["why"] for each in imports if each["resolved"] is None]
    assert why == ["the module is not known from the code", "no file is at src/services/gone.css"]


@pytest.mark.usefixtures("project")
def test_sinks_come_last(sidestep: Sidestep) -> None:
    *imports, last = lines(sidestep("graph"))
    assert last == {
        "sink": "npm:openai",
        "path": "src/models/ask.ts",
        "line": 3,
        "symbol": "ask",
        "vendor": "openai",
        "certainty": "certain",
    }
    assert not any("sink" in each for each in imports)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("reach", "first", "steps"),
    [
        ("src/services/outline.ts", ["src/services/outline.ts:5", "src/services/outline.ts:6"], [2, 4]),
        ("src/services/outline.ts#outline", ["src/services/outline.ts:5"], [2]),
        ("./src/services/help.ts#Help", ["src/services/help.ts:4"], [2]),
        ("src/models/ask.ts#ask", ["src/models/ask.ts:3", "src/models/ask.ts:3"], [1, 1]),
        ("src/clean.ts", [], []),
        ("src/ports.ts", [], []),
    ],
)
def test_chains_go_through_migrated_code_and_end_at_gates(
    sidestep: Sidestep, reach: str, first: list[str], steps: list[int]
) -> None:
    chains = lines(sidestep("graph", "--reach", reach, "--format", "jsonl"))
    starts = [f"{each['chain'][0]['path']}:{each['chain'][0]['line']}" for each in chains]
    assert starts == first
    assert [len(each["chain"]) for each in chains] == steps
    assert {(each["sink"], each["certainty"]) for each in chains} <= {("npm:openai", "certain")}


@pytest.mark.usefixtures("project")
def test_chains_as_text(sidestep: Sidestep) -> None:
    result = sidestep("graph", "--reach", "src/services/outline.ts#outline")
    assert result.out == (
        "npm:openai in src/models/ask.ts:3, certain\n"
        "  1. src/services/outline.ts:5 outline: calls ask()\n"
        "  2. src/models/ask.ts:3 ask: openai.responses.create()\n"
    )
    assert sidestep("graph", "--reach", "src/ports.ts").out == "nothing leads from there to a sink\n"


@pytest.mark.usefixtures("project")
def test_drawings_show_what_leads_to_sinks(sidestep: Sidestep) -> None:
    mermaid = sidestep("graph", "--format", "mermaid").out
    labels = dict(re.findall(r'^  (n\d+)\[\(?"(.*?)"\)?\]$', mermaid, re.MULTILINE))
    edges = {(labels[one], labels[two]) for one, two in re.findall(r"^  (n\d+) --> (n\d+)$", mermaid, re.MULTILINE)}
    assert ("src/models/index.ts", "src/models/ask.ts") in edges
    assert ("src/models/ask.ts", "npm:openai") in edges
    assert not any("ports" in each or "app/" in each for each in labels.values())
    dot = sidestep("graph", "--format", "dot").out
    assert {tuple(each) for each in re.findall(r'^  "(.*)" -> "(.*)";$', dot, re.MULTILINE)} == edges
    chain = sidestep("graph", "--reach", "src/services/outline.ts#outline", "--format", "dot").out
    assert '  "src/services/outline.ts#outline" -> "src/models/ask.ts#ask";\n' in chain
    if shutil.which("dot"):
        subprocess.run(["dot", "-Tsvg"], input=dot.encode(), check=True, capture_output=True)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("style", ["jsonl", "text", "mermaid", "dot"])
def test_every_form_is_the_same_again_and_ends_in_a_newline(sidestep: Sidestep, style: str) -> None:
    for more in ((), ("--reach", "src/services/outline.ts")):
        result = sidestep("graph", "--format", style, *more)
        assert result == sidestep("graph", "--format", style, "--jobs", "1", *more)
        assert result.code == 0
        assert result.out.endswith("\n")


def test_names_from_the_repository_are_harmless(repository: Repository, sidestep: Sidestep) -> None:
    repository.write(
        'src/a"];\x1b[31m&<b>#.ts', 'import "openai";\nimport OpenAI from "openai";\nnew OpenAI().x.y();\n'
    )
    for style in ("jsonl", "text", "mermaid", "dot"):
        out = sidestep("graph", "--format", style).out
        assert "\x1b" not in out
        assert style not in ("mermaid",) or '"]' not in out.replace('"]\n', "").replace('")]\n', "")
        assert style != "dot" or 'a\\"];' in out


@pytest.mark.usefixtures("project")
def test_what_was_not_read_is_told(project: Repository, sidestep: Sidestep) -> None:
    project.write("src/binary.ts", b"\0")
    project.write("src/broken.ts", "const = ;")
    result = sidestep("graph")
    assert result.err == ("1 file not read: see `sidestep audit`\n1 file read in part: see `sidestep audit`\n")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--reach", "src/modls/ask.ts"),
            'no source file is called "src/modls/ask.ts"\n  hint: did you mean "src/models/ask.ts"?',
        ),
        (("--reach", "src/models/ask.ts#aks"), 'src/models/ask.ts has no symbol "aks"\n  hint: did you mean "ask"?'),
        (("--reach", "package.json"), 'no source file is called "package.json"'),
        (("--format", "svg"), '"svg" is none of jsonl, text, mermaid, dot'),
        (("nowhere",), "nowhere does not exist"),
    ],
)
def test_mistakes_are_explained(sidestep: Sidestep, arguments: tuple[str, ...], message: str) -> None:
    result = sidestep("graph", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_path_may_be_given_from_the_working_directory(
    project: Repository, sidestep: Sidestep, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = sidestep("graph", "--reach", "src/services/outline.ts").out
    monkeypatch.chdir(project.root / "src" / "services")
    assert sidestep("graph", "--reach", "outline.ts").out == expected


@pytest.mark.usefixtures("project")
def test_it_can_go_to_a_file(project: Repository, sidestep: Sidestep) -> None:
    expected = sidestep("graph", "--format", "dot").out
    result = sidestep("graph", "--format", "dot", "--output", project.root / "graph.dot")
    assert result.out == ""
    assert (project.root / "graph.dot").read_text() == expected
