"""ast-grep with rules that find the same imports by their syntax."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bench.model import Command, Question, SdkModules, Tally, Unavailable
from bench.modules import npm_pattern, python_pattern
from bench.tools.programs import on_path

NAME = "ast-grep"
NOTE = (
    "one rule per language. Imports, re-exports, import(), require() and importlib by their syntax in TypeScript, "
    "JavaScript and Python, without `import type` statements; not `from google import genai`, not whether the "
    "import is used, no variables as specifiers."
)
VERSION: tuple[str, ...] = ("--version",)

_Rule = dict[str, Any]
_FOUND = 1
_SCANNED = re.compile(rb"scannedFileCount=(\d+)")


def locate() -> tuple[str, ...] | None:
    """By its long name: `sg` is also a program of Linux."""
    return on_path("ast-grep")


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Four rule files. JSON is YAML, which is what ast-grep reads."""
    rules = scratch / "rules"
    rules.mkdir()
    for language, rule in rules_for(question.modules).items():
        content = {"id": f"sdk-{language.lower()}", "language": language, "message": "SDK", "rule": rule}
        (rules / f"{language}.yml").write_text(json.dumps(content), "utf-8")
    path = scratch / "sgconfig.yml"
    path.write_text(json.dumps({"ruleDirs": [rules.name]}), "utf-8")
    argv = (*program, "scan", "--config", str(path), "--json=stream", "--inspect", "summary", ".")
    return Command(argv, question.tree, accepted=frozenset({0, _FOUND}))


def tally(out: bytes, err: bytes) -> Tally:
    """A line of output is a finding; the number of files is in the summary that was asked for."""
    scanned = _SCANNED.search(err)
    findings = sum(1 for line in out.splitlines() if line.strip())
    return Tally(int(scanned[1]) if scanned else None, findings)


def rules_for(modules: SdkModules) -> dict[str, _Rule]:
    """The rule of each language that ast-grep tells apart. Node kinds are those of the tree-sitter grammars."""
    typed = _script_rule(modules, typed=True)
    return {
        "TypeScript": typed,
        "Tsx": typed,
        "JavaScript": _script_rule(modules, typed=False),
        "Python": _python_rule(modules),
    }


def _script_rule(modules: SdkModules, *, typed: bool) -> _Rule:
    text = f"^[\"'`]{npm_pattern(modules)}[\"'`]$"
    source = {"has": {"field": "source", "regex": text}}
    statement: _Rule = {"kind": "import_statement", **source}
    places = [statement, {"kind": "export_statement", **source}, _call("call_expression", "^(?:import|require)$", text)]
    if typed:
        statement["not"] = {"regex": r"^import\s+type\b"}
        required = {"kind": "import_require_clause", "has": {"kind": "string", "regex": text}}
        places.append({"kind": "import_statement", "has": required})
    return {"any": places}


def _python_rule(modules: SdkModules) -> _Rule:
    name = f"^{python_pattern(modules)}$"
    text = f"^[\"']{python_pattern(modules)}[\"']$"
    plain = {"kind": "dotted_name", "regex": name}
    renamed = {"kind": "aliased_import", "has": {"field": "name", "regex": name}}
    return {
        "any": [
            {"kind": "import_statement", "has": {"any": [plain, renamed]}},
            {"kind": "import_from_statement", "has": {"field": "module_name", "regex": name}},
            _call("call", r"(?:^|\.)(?:import_module|__import__)$", text),
        ]
    }


def _call(kind: str, function: str, text: str) -> _Rule:
    argument = {"field": "arguments", "has": {"kind": "string", "regex": text}}
    return {"kind": kind, "all": [{"has": {"field": "function", "regex": function}}, {"has": argument}]}
