"""oxlint with `no-restricted-imports` and no other rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.model import Command, Question, Tally, Unavailable
from bench.modules import npm_pattern
from bench.tools.programs import on_path

NAME = "oxlint"
NOTE = (
    "no-restricted-imports alone, type-only imports allowed. Static imports, re-exports and import() in TypeScript "
    "and JavaScript; neither require() nor Python, and not whether the import is used."
)
VERSION: tuple[str, ...] = ("--version",)

_LINTED_WITH_ERRORS = 1


def locate() -> tuple[str, ...] | None:
    """From PyPI (a native program) or npm (started by Node.js)."""
    return on_path("oxlint")


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """One regular expression for all modules; the configurations of the tree are not read."""
    pattern = {"regex": f"^{npm_pattern(question.modules)}$", "allowTypeImports": True}
    configuration = {
        "plugins": [],
        "categories": {"correctness": "off"},
        "rules": {"no-restricted-imports": ["error", {"patterns": [pattern]}]},
    }
    path = scratch / "oxlintrc.json"
    path.write_text(json.dumps(configuration), "utf-8")
    argv = (*program, "--config", str(path), "--disable-nested-config", "--format", "json", ".")
    return Command(argv, question.tree, accepted=frozenset({0, _LINTED_WITH_ERRORS}))


def tally(out: bytes, err: bytes) -> Tally:
    """Files are those linted, findings what the rule reported; files it could not parse are told apart."""
    report: dict[str, Any] = json.loads(out)
    codes = [str(each.get("code", "")) for each in report["diagnostics"]]
    found = sum("no-restricted-imports" in each for each in codes)
    others = len(codes) - found
    return Tally(report["number_of_files"], found, f"{others} other diagnostics, of syntax" if others else "")
