"""`sidestep kickoff learn`: texts for the next kickoffs, from what reviews found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import kickoff_options, options, terminal
from linter.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from linter.kickoff.learning import Occurrence
    from linter.kickoff.wording import Worded
    from linter.texts import Inoculation

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
"""What a framing is called; a file is named for it, and a review may come from anywhere."""


def learn(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scorecard, or the JSON of one review.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="The folder of texts that files are written to.")
    ],
    task: Annotated[
        str, typer.Option("--task", metavar="CLASS", help="What kind of work the review was about, if FILE is one.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
    judge: Annotated[
        str | None,
        typer.Option(
            "--judge",
            metavar="NAME",
            help="A judge that words the drafts (see judges.toml). It is told our words alone, nothing of the code.",
        ),
    ] = None,
    texts: kickoff_options.Texts = None,
    rules: options.RuleFolders = None,
) -> int:
    """Draft texts for framings that no text names, and note how often the others were seen.

    A text that was seen here fits every kickoff of its task and language from then on: name FOLDER with --texts. What
    is drafted is a template, or a model's words where --judge names one: read it before you use it.
    """
    from linter.checks import CHECKS
    from linter.cli.output import replace_file
    from linter.cli.projects import library_here
    from linter.kept import kept_here
    from linter.kickoff.learning import drafts
    from linter.kickoff.wording import Worded
    from linter.rulebook import bundled_files, folder_files, load

    own = [output] if output.is_dir() and any(output.glob("*.md")) else []
    library = library_here([*(texts or ()), *own])
    # Rules of the repository itself are left out: their words would get into the texts.
    files = [*bundled_files(), *(each for folder in rules or () for each in folder_files(folder))]
    book = load(files, CHECKS, kept_here())
    found = [each for each in _occurrences(file, task) if _NAME.match(each.framing)]
    made = drafts(found, library, book.rules, _wording(judge) if judge and not dry_run else Worded)
    if not dry_run and made:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"the folder cannot be made: {error.strerror}", str(output)) from None
    for each in made:
        target = output / f"{each.framing}.md"
        if not dry_run:
            replace_file(target, each.text)
        by = f" (worded by {each.by})" if each.by else ""
        what = f"a draft: no text named it{by}" if each.fresh else "seen here, so it will be named"
        if each.why:
            terminal.notice(f"{target}: still the template, for {judge} did not word it ({each.why})")
        again = "; it came back although a kickoff named it, so say it more plainly" if each.recurs else ""
        terminal.write(f"{target}: {what}{again}\n")
    if not made:
        terminal.write("nothing to learn: every framing that was found is named as often as it was seen\n")
    return 0


def _wording(name: str) -> Callable[[Inoculation], Worded]:
    """What words a template with a judge. Raises UsageError, ConfigError."""
    import os

    from linter.kickoff.wording import worded
    from linter.providers.opening import open_judge
    from linter.sources import find_root

    asking = open_judge(name, os.environ, str(find_root(Path.cwd()))).ask
    return lambda template: worded(template, asking)


def _occurrences(file: Path, task: str) -> tuple[Occurrence, ...]:
    import json

    from linter.cli.documents import document
    from linter.kickoff.learning import occurrences, occurrences_in
    from linter.scorecard import read

    text = document(file)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict) and ("findings" in whole or isinstance(whole.get("ledger"), list)):
        return occurrences_in(whole, task)
    card = read(text)
    for line, reason in card.problems:
        terminal.notice(f"{file}:{line}: left out, for it is no review: {reason}")
    return occurrences(card.entries)
