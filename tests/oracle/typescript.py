"""Asks the TypeScript compiler what the specifiers of a checkout mean, and compares."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linter.resolution import External, Local, ModuleResolver, Resolution

from .checkout import Checkout

_HERE = Path(__file__).parent
_MINUTES = 30
"""How long the compiler may take on one checkout; the largest of ours takes one minute."""


class Absent(Exception):
    """Node or the typescript package is not there; the message says which, and how to get it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The compiler's answer for one specifier in one file; see resolve.mjs for `how` and `owner`."""

    importer: str
    specifier: str
    resolved: str | None
    how: str
    owner: str
    config: str | None


def compiler(*, install: bool = False) -> Path:
    """The folder of the typescript package: `SIDESTEP_TYPESCRIPT`, or the pinned one beside this file.

    With `install`, the pinned one is installed if it is missing. Raises Absent.
    """
    if shutil.which("node") is None:
        raise Absent("node is not installed")
    chosen = Path(os.environ.get("SIDESTEP_TYPESCRIPT", _HERE / "node_modules" / "typescript"))
    if not chosen.exists() and install:
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=_HERE, check=True, capture_output=True)
    if not (chosen / "lib" / "typescript.js").exists():
        raise Absent(f"typescript 5 is not installed (npm ci --prefix {_HERE.relative_to(_HERE.parents[1])})")
    return chosen


def opinions(root: Path, checkout: Checkout, typescript: Path) -> Iterator[Opinion]:
    """What the compiler says of every specifier in the checkout."""
    done = subprocess.run(
        ["node", str(_HERE / "resolve.mjs"), str(root), str(typescript)],
        input="\n".join(checkout.paths()),
        capture_output=True,
        text=True,
        check=True,
        timeout=_MINUTES * 60,
    )
    for line in done.stdout.splitlines():
        yield Opinion(**json.loads(line))


def verdict(opinion: Opinion, answer: Resolution) -> str:
    """The class that a pair of answers falls into; those in AGREED are the same answer."""
    ours = answer.path if isinstance(answer, Local) else None
    if ours == opinion.resolved:
        if ours is not None:
            return "same file" if opinion.how == "plain" else "same file, once built"
        return "external for both" if isinstance(answer, External) else "no file for either"
    declared = opinion.resolved is not None and opinion.resolved.endswith((".d.ts", ".d.mts", ".d.cts"))
    if ours is None:
        external = declared and isinstance(answer, External)
        return "a package instead of its declaration" if external else "only the compiler finds a file"
    if opinion.resolved is None:
        return _only_ours(opinion, ours)
    if declared:
        return "an implementation instead of its declaration"
    return "another file"


def _only_ours(opinion: Opinion, ours: str) -> str:
    if not ours.endswith((".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")):
        return "a file that is no script, which the compiler does not look for"
    if opinion.how == "external":
        return "external for the compiler only"
    return "only we find a file"


AGREED = (
    "same file",
    "same file, once built",
    "external for both",
    "no file for either",
    "an implementation instead of its declaration",
    "a package instead of its declaration",
    "a file that is no script, which the compiler does not look for",
)
"""Classes in which both say the same, or differ because one asks for types and the other for what runs."""


def compare(root: Path, typescript: Path) -> Iterator[tuple[str, Opinion, Resolution]]:
    """Every specifier of a checkout with its class, the compiler's opinion and our answer."""
    checkout = Checkout(root)
    resolver = ModuleResolver(checkout)
    for opinion in opinions(root, checkout, typescript):
        answer = resolver.script(opinion.specifier, opinion.importer)
        yield verdict(opinion, answer), opinion, answer
