"""`python -m bench`: the command line of the measurement."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import machine
from bench.contests import CONTESTS
from bench.holding import hold
from bench.measuring import Plan
from bench.model import Contest, Question, Result, Tree
from bench.modules import read_modules
from bench.record import record
from bench.samples import naming_sdk, spread
from bench.table import head, render
from bench.tools.programs import CHECKOUT
from linter.errors import SidestepError
from linter.languages import BY_SUFFIX
from linter.sources import list_files

_CAPABILITY = CHECKOUT / "rules" / "boundary" / "run-a-model.capability.toml"
_WORKED, _FAILED, _USAGE = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Measures and prints. 0 also where a tool is missing; 1 when one failed; 2 when the tree cannot be read."""
    options = _parser().parse_args(arguments)
    tree = options.tree.resolve()
    try:
        listing = list_files(tree)
    except SidestepError as error:
        print(f"error: {error}", file=sys.stderr)
        return _USAGE
    sources = listing.only(BY_SUFFIX).paths
    about, size = machine.describe(), Tree(tree.name, len(listing.paths), len(sources))
    plan = Plan(options.runs, options.budget)
    results = _held(_question(tree, sources), plan, options.only)
    print(head(about, size, plan), *map(render, results), sep="\n\n", end="")
    if options.json is not None:
        options.json.write_text(record(about, size, results), "utf-8")
    return _FAILED if any(_failed(each) for each in results) else _WORKED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = [tool.NAME for contest in CONTESTS for tool in contest.tools]
    parser.add_argument(
        "tree", metavar="TREE", type=Path, nargs="?", default=CHECKOUT, help="a repository (default: this checkout)"
    )
    parser.add_argument(
        "--runs",
        type=_positive,
        default=5,
        metavar="N",
        help="measured runs of each tool (default: 5; check: at least 9)",
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=240,
        metavar="SECONDS",
        help="a tool that has taken this long makes no more runs than three (default: 240)",
    )
    parser.add_argument(
        "--only", nargs="+", choices=names, metavar="TOOL", help=f"measure these alone: {', '.join(names)}"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run's figures to this file")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def _question(tree: Path, sources: Sequence[str]) -> Question:
    modules = read_modules(_CAPABILITY.read_text("utf-8"))
    return Question(tree, modules, spread(sources), spread(tuple(naming_sdk(tree, sources, modules))))


def _held(question: Question, plan: Plan, only: Sequence[str] | None) -> Sequence[Result]:
    results = [hold(each, question, plan, only, _progress) for each in CONTESTS if _takes_part(each, only)]
    _progress("")
    return results


def _takes_part(contest: Contest, only: Sequence[str] | None) -> bool:
    return only is None or any(tool.NAME in only for tool in contest.tools)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _failed(result: Result) -> bool:
    return any(each.problem and not each.missing for each in result.entries)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
