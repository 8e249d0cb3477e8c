"""`sidestep rules test`: runs the examples that rules bring along."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from linter.cli import options, terminal
from linter.report import CLEAN, FOUND


def rules_test(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="A folder of rules to test (default: all rules that hold here)."),
    ] = None,
    root: options.Root = None,
    rules: options.RuleFolders = None,
) -> int:
    """Test rules by their own examples: what is marked must be flagged, and nothing else.

    Exits with 1 when an example fails.
    """
    from linter import rule_tests, rulebook
    from linter.cli.here import rulebook_here
    from linter.formats.sanitise import visible
    from linter.formats.summary import counted

    further = list(rules or ())
    book = rulebook_here(root, [*further, folder] if folder is not None else further)
    names = {each.name for each in rulebook.folder_files(folder)} if folder is not None else set()
    chosen = [each for each in book.rules.values() if not names or book.sources[f"rule {each.id}"] in names]
    outcomes = [rule_tests.run_case(case, book) for case in rule_tests.cases(chosen)]
    failed = [each for each in outcomes if not each.passed]
    for each in failed:
        terminal.write("\n".join(visible(line) for line in each.lines()) + "\n\n")
    for rule in chosen:
        if not rule.flagged and rule.check:  # without a check it is about no code
            terminal.notice(f"{rule.id} has no flagged example")
    tested = f"{counted(len(outcomes), 'example')} of {counted(len(chosen), 'rule')}"
    terminal.write(f"{tested}: {len(failed)} failed\n")
    return FOUND if failed else CLEAN
