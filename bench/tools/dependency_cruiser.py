"""dependency-cruiser with one rule: nothing may lead to an SDK, by whatever imports."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bench.model import Command, Question, SdkModules, Tally, Unavailable
from bench.tools.programs import on_path

NAME = "dependency-cruiser"
NOTE = (
    "one `reachable` rule: files from which imports lead to an SDK, which is less than calls that lead to one. "
    "TypeScript (type-only imports left out) and JavaScript, no Python. Reads the tsconfig.json at the root of the "
    "tree, if there is one, and no other; its cache is off. It needs the npm package typescript beside it."
)
VERSION: tuple[str, ...] = ("--version",)

_FOLLOWED = r"(^|/)node_modules/"


def locate() -> tuple[str, ...] | None:
    """The program that npm installs."""
    return on_path("depcruise")


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """A configuration outside the tree; with a severity below error it ends with 0."""
    options: dict[str, Any] = {
        "doNotFollow": {"path": _FOLLOWED},
        "exclude": {"path": r"(^|/)\.git/"},
        "tsPreCompilationDeps": False,
    }
    if (question.tree / "tsconfig.json").is_file():
        options["tsConfig"] = {"fileName": "tsconfig.json"}
    target = {"path": _pattern(question.modules), "reachable": True}
    rule = {"name": "reaches-sdk", "severity": "warn", "from": {"pathNot": _FOLLOWED}, "to": target}
    path = scratch / "dependency-cruiser.json"
    path.write_text(json.dumps({"forbidden": [rule], "options": options}), "utf-8")
    return Command((*program, "--config", str(path), "--output-type", "json", "."), question.tree)


def tally(out: bytes, err: bytes) -> Tally:
    """Files are the modules it followed, packages among them; findings are the files that lead to an SDK."""
    summary: dict[str, Any] = json.loads(out)["summary"]
    files = {each["from"] for each in summary["violations"]}
    return Tally(summary["totalCruised"], len(files), f"{len(summary['violations'])} pairs of file and SDK")


def _pattern(modules: SdkModules) -> str:
    """The modules as it sees them, installed or not. It refuses expressions with many repetitions, so there are none.

    A scope ends in a slash, and any other name where a slash or the end follows.
    """
    names = "|".join(re.escape(each) for each in modules.npm if not each.endswith("/"))
    scopes = "|".join(re.escape(each) for each in modules.npm if each.endswith("/"))
    return f"(?:^|node_modules/)(?:(?:{names})(?:$|/)|{scopes})"
