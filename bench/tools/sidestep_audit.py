"""`sidestep audit` with all default rules."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bench.model import Command, Question, Tally, Unavailable
from bench.tools.programs import PYTHON, checkout_environment

NAME = "sidestep"
NOTE = (
    "all default rules: besides imports, SDKs loaded dynamically, HTTP requests to providers and agent CLIs, in "
    "TypeScript, JavaScript and Python. Parses only files that can matter. Passes over type-only imports, "
    "imports that nothing uses at run time, and tests, which the other tools count."
)
VERSION: tuple[str, ...] = ("--version",)


def locate() -> tuple[str, ...] | None:
    """This checkout, in this Python."""
    return (*PYTHON, "-m", "linter")


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Audits the tree as it is configured itself, or by default."""
    argv = (*program, "audit", str(question.tree), "--format", "json", "--exit-zero")
    return Command(argv, question.tree, checkout_environment())


def tally(out: bytes, err: bytes) -> Tally:
    """Files are those scanned, wholly or in part."""
    report: dict[str, Any] = json.loads(out)
    findings = report["findings"]
    files = report["files"]
    rules = Counter(each["rule"] for each in findings)
    detail = ", ".join(f"{number} {rule}" for rule, number in sorted(rules.items()))
    return Tally(files["scanned"] + len(files["partial"]), len(findings), detail)
