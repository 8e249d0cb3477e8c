"""`sidestep audit` where all host code is declared migrated: chains are looked for from everywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.model import Command, Question, Unavailable
from bench.tools import sidestep_audit
from bench.tools.programs import checkout_environment
from linter.errors import SidestepError
from linter.sources import list_files

NAME = "migrated"
NOTE = (
    '`sidestep audit` with `migrated = ["**"]` on a copy of the tree that has no other configuration: also follows '
    "calls across files, from every sink to what leads there. Nothing is remembered."
)
VERSION = sidestep_audit.VERSION

locate = sidestep_audit.locate
tally = sidestep_audit.tally


_MIGRATED = '[zones]\nmigrated = ["**"]\n'


def prepare(program: tuple[str, ...], question: Question, scratch: Path) -> Command | Unavailable:
    """Audits the copy, with an empty cache in each run."""
    return audit(program, question.tree, scratch, {})


def audit(
    program: tuple[str, ...],
    tree: Path,
    scratch: Path,
    environment: dict[str, str],
    configuration: str = _MIGRATED,
) -> Command | Unavailable:
    """Copies the files that are linted, as a repository of its own with this configuration, and audits them."""
    try:
        copy = copied(tree, scratch / "tree", configuration)
    except (OSError, SidestepError, subprocess.SubprocessError) as error:
        return Unavailable(f"the tree cannot be copied: {error}")
    argv = (*program, "audit", str(copy), "--format", "json", "--exit-zero")
    return Command(argv, copy, {**checkout_environment(), **environment})


def copied(tree: Path, target: Path, configuration: str) -> Path:
    """A copy of what git would give, with this configuration and no other."""
    for path in list_files(tree).paths:
        if (tree / path).is_file() and not (tree / path).is_symlink():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(tree / path, target / path)
    (target / "sidestep.toml").write_text(configuration, "utf-8")
    subprocess.run(("git", "init", "--quiet", str(target)), check=True, capture_output=True)
    subprocess.run(("git", "-C", str(target), "add", "--all", "--force"), check=True, capture_output=True)
    return target
