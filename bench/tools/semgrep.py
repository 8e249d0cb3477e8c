"""semgrep with local rules that find the same imports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.model import Command, Question, SdkModules, Tally, Unavailable
from bench.modules import npm_pattern, python_pattern
from bench.tools.programs import on_path

NAME = "semgrep"
NOTE = (
    "two local rules, no network. Imports, re-exports, import(), require() and importlib in TypeScript, JavaScript "
    "and Python, type-only imports among them; not whether the import is used. Its default .semgrepignore leaves "
    "out some folders of tests and of vendored code."
)
VERSION: tuple[str, ...] = ("--version", "--disable-version-check")

_SCRIPT = (
    'import $X from "$MODULE"',
    'import {$X} from "$MODULE"',
    'import * as $X from "$MODULE"',
    'import "$MODULE"',
    'import("$MODULE")',
    'require("$MODULE")',
    'export {$X} from "$MODULE"',
    'export * from "$MODULE"',
)
_PYTHON = (
    "import $MODULE",
    "from $MODULE import $X",
    'importlib.import_module("$MODULE", ...)',
    '__import__("$MODULE", ...)',
)


def locate() -> tuple[str, ...] | None:
    """The program that PyPI's package installs."""
    return on_path("semgrep")


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """One file with both rules, and every road to the network closed. JSON is YAML, which is what semgrep reads."""
    path = scratch / "rules.yml"
    path.write_text(json.dumps({"rules": rules_for(question.modules)}), "utf-8")
    options = ("--metrics", "off", "--disable-version-check", "--oss-only", "--json", "--quiet")
    environment = {
        "SEMGREP_SETTINGS_FILE": str(scratch / "settings.yml"),
        "SEMGREP_LOG_FILE": str(scratch / "semgrep.log"),
        "SEMGREP_SEND_METRICS": "off",
        "SEMGREP_ENABLE_VERSION_CHECK": "0",
    }
    return Command((*program, "scan", "--config", str(path), *options, "."), question.tree, environment)


def tally(out: bytes, err: bytes) -> Tally:
    """Files are those scanned; its errors are mostly files read in part."""
    report: dict[str, Any] = json.loads(out)
    errors = len(report["errors"])
    detail = f"{errors} errors, of syntax it could not read" if errors else ""
    return Tally(len(report["paths"]["scanned"]), len(report["results"]), detail)


def rules_for(modules: SdkModules) -> list[dict[str, Any]]:
    """The rule for scripts and that for Python."""
    return [
        _rule("sdk-script", ["typescript", "javascript"], _SCRIPT, npm_pattern(modules)),
        _rule("sdk-python", ["python"], _PYTHON, python_pattern(modules)),
    ]


def _rule(identifier: str, languages: list[str], patterns: tuple[str, ...], regex: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "languages": languages,
        "severity": "WARNING",
        "message": "SDK",
        "patterns": [
            {"pattern-either": [{"pattern": each} for each in patterns]},
            {"metavariable-regex": {"metavariable": "$MODULE", "regex": f"^{regex}$"}},
        ],
    }
