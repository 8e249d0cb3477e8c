"""`sidestep kickoff check`: whether kickoffs say what they have to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import kickoff_options, options, terminal
from linter.report import CLEAN, FOUND

if TYPE_CHECKING:
    from linter.kickoff.checking import Held, Problem
    from linter.kickoff.selecting import Seen
    from linter.texts import Library

_FORMATS = ("text", "json")


def _known_format(name: str) -> str:
    if name not in _FORMATS:
        raise typer.BadParameter(f'"{name}" is none of {", ".join(_FORMATS)}.')
    return name


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Kickoffs, or folders of them (*.md).")],
    plan: kickoff_options.Plan = None,
    task: kickoff_options.Task = None,
    format_: Annotated[
        str, typer.Option("--format", callback=_known_format, metavar="|".join(_FORMATS), help="How it is written.")
    ] = "text",
    scorecard: kickoff_options.Scorecard = None,
    texts: kickoff_options.Texts = None,
    root: options.Root = None,
    rules: options.RuleFolders = None,
    jobs: options.Jobs = None,
    no_cache: options.NoCache = False,
) -> int:
    """Check kickoffs: failures that this code invites and that nobody names, files that are not there, contradictions.

    With --plan, also what the plan leaves out of the kickoff. Exit codes: 0 clean, 1 problems, 2 usage error.
    """
    from linter.cli.documents import bytes_of, document
    from linter.cli.projects import Wanted, entries_of, library_here, project_here
    from linter.documents import Unreadable, read_kickoff, read_plan, text_of
    from linter.kickoff.checking import Problem, problems
    from linter.kickoff.selecting import seen_in
    from linter.kickoff.situation import situation

    library = library_here(texts or (), kept=not no_cache)
    entries = entries_of(scorecard)
    planned = read_plan(document(plan)) if plan is not None else None
    found: list[tuple[str, Problem]] = []
    texts_of = {file: text_of(bytes_of(file)) for file in _kickoffs(files)}
    kickoffs = {file: read_kickoff(text) for file, text in texts_of.items() if isinstance(text, str)}
    with project_here(Wanted(root, rules or (), jobs, no_cache), list(kickoffs.values())) as project:
        seen = seen_in(entries, dict(project.known.framings))
        for file, text in texts_of.items():
            if isinstance(text, Unreadable):
                mend = "a kickoff is UTF-8 text of at most 1 MiB"
                found.append((str(file), Problem(1, "unreadable", f"the kickoff {text.reason}", mend)))
                continue
            held = _held(file, text, library, seen)
            situated = situation(project, kickoffs[file], planned, task)
            found += [(str(file), each) for each in problems(situated, held)]
    terminal.write(_as_json(found) if format_ == "json" else _as_text(found))
    return FOUND if found else CLEAN


def _kickoffs(files: list[Path]) -> list[Path]:
    """The files named, and the Markdown files in folders named, each once."""
    found: dict[Path, None] = {}
    for each in files:
        found.update(dict.fromkeys(sorted(each.glob("**/*.md")) if each.is_dir() else [each]))
    return list(found)


def _held(file: Path, text: str, library: Library, seen: Seen) -> Held:
    from linter.documents.block import find, framings_in
    from linter.kickoff.checking import Held

    block = find(text)
    line = text.count("\n", 0, block.start) + 1 if block is not None else 1
    return Held(library, seen, str(file), block, line, framings_in(text))


def _as_text(found: list[tuple[str, Problem]]) -> str:
    from linter.formats.sanitise import visible

    if not found:
        return "No problems.\n"
    lines = []
    for file, each in found:
        lines.append(visible(f"{file}:{each.line}: {each.kind}: {each.message}"))
        lines.append(visible(f"  mend: {each.mend}"))
    return "\n".join([*lines, "", f"{len(found)} problem{'' if len(found) == 1 else 's'}."]) + "\n"


def _as_json(found: list[tuple[str, Problem]]) -> str:
    objects = [{"path": file, **each._asdict()} for file, each in found]
    return json.dumps({"schema": 1, "problems": objects}, indent=2) + "\n"
