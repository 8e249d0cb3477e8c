"""`python -m tests.oracle typescript|python CHECKOUT`: how far resolution agrees with an independent judge.

Prints the number of answers in each class, the agreement among imports that lead into the project (relative,
alias, workspace, own package), and with `--differences` every answer that differs. Exits with 1 where the
agreement is below `--at-least`.

The TypeScript judge needs node and the package that `npm ci --prefix tests/oracle` installs, or one of
version 5 that SIDESTEP_TYPESCRIPT names (the folder of the package). The Python judge needs nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from . import cpython, typescript


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("judge", choices=("typescript", "python"))
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--differences", action="store_true", help="print every answer that differs")
    parser.add_argument("--at-least", type=float, default=99.5, metavar="PERCENT")
    options = parser.parse_args()
    root = options.checkout.resolve()
    try:
        rows = _scripts(root, typescript.compiler()) if options.judge == "typescript" else _modules(root)
    except typescript.Absent as reason:
        parser.error(str(reason))
    classes: Counter[str] = Counter()
    for kind, agreed, line in rows:
        classes[kind] += 1
        if options.differences and not agreed:
            print(f"{kind}: {line}")
    return _summary(classes, options.judge, options.at_least)


def _scripts(root: Path, package: Path) -> Iterator[tuple[str, bool, str]]:
    for kind, opinion, answer in typescript.compare(root, package):
        said = f"{opinion.resolved} ({opinion.how}, {opinion.owner} {opinion.config})"
        line = f"{opinion.importer}: {opinion.specifier}: compiler {said}; we {answer}"
        yield kind, kind in typescript.AGREED, line


def _modules(root: Path) -> Iterator[tuple[str, bool, str]]:
    for kind, opinion, answer in cpython.compare(root):
        line = f"{opinion.importer}: {opinion.spelled}: python {opinion.resolved}; we {answer}"
        yield kind, kind in cpython.AGREED, line


def _summary(classes: Counter[str], judge: str, at_least: float) -> int:
    agreed = typescript.AGREED if judge == "typescript" else cpython.AGREED
    for kind, count in classes.most_common():
        print(f"{count:8,}  {'agree ' if kind in agreed else 'DIFFER'}  {kind}")
    local = {kind: count for kind, count in classes.items() if kind != "external for both"}
    same = sum(count for kind, count in local.items() if kind in agreed)
    total = sum(local.values())
    percent = 100 * same / total if total else 100.0
    print(f"agreement on imports that lead into the project: {same:,} of {total:,}, {percent:.2f} %")
    return 0 if percent >= at_least else 1


if __name__ == "__main__":
    sys.exit(main())
