"""`sidestep kickoff list` and `sidestep kickoff show`: the texts that name failures."""

from __future__ import annotations

from typing import Annotated

import typer

from linter.cli import kickoff_options, terminal
from linter.errors import UsageError


def list_texts(texts: kickoff_options.Texts = None) -> int:
    """List the texts: the framing that each names, the rules that find it, and its short form."""
    from linter.cli.projects import library_here
    from linter.formats.sanitise import visible

    library = library_here(texts or ())
    longest = max(map(len, library))
    lines = [f"{each.id:<{longest}}  {', '.join(each.rules)}: {each.short}" for each in library.values()]
    terminal.write("\n".join(map(visible, lines)) + "\n")
    return 0


def show(
    framing: Annotated[str, typer.Argument(metavar="FRAMING", help="The framing that the text names.")],
    texts: kickoff_options.Texts = None,
) -> int:
    """Print the whole text for one framing."""
    from linter.cli.projects import library_here
    from linter.config.problems import shown, suggestion
    from linter.formats.sanitise import visible

    library = library_here(texts or ())
    found = library.get(framing)
    if found is None:
        hint = suggestion(framing, library) or "see `sidestep kickoff list`"
        raise UsageError(f'no text names "{shown(framing)}"', hint=hint)
    body = "\n".join(visible(line) for line in found.long.split("\n"))
    head = [f"{found.id}: {found.short}", "", f"Found by {', '.join(found.rules)}. Tasks: {', '.join(found.tasks)}."]
    terminal.write("\n".join([*map(visible, head), "", body]) + f"\nFrom {visible(found.source)}\n")
    return 0
