"""`sidestep hook`, as its help tells it; the arguments are read by `linter.cli.hooking`."""

from __future__ import annotations

from typing import Annotated

import typer


def hook(
    host: Annotated[
        str, typer.Argument(metavar="HOST", help="claude-code, codex or cursor; or verifier, for pipelines.")
    ] = "",
    fail_closed: Annotated[
        bool, typer.Option("--fail-closed", help="Block when sidestep itself fails; else its errors block nothing.")
    ] = False,
    gate: Annotated[
        bool,
        typer.Option("--gate", help="verifier: exit 0 for passed, 1 for failed or in error, 2 for undecided."),
    ] = False,
    kickoff: Annotated[str, typer.Option("--kickoff", metavar="FILE", help="The kickoff of all sessions.")] = "",
    base: Annotated[
        str,
        typer.Option("--base", metavar="REV", help="What to compare with (default: where the session began, or HEAD)."),
    ] = "",
    name: Annotated[str, typer.Option("--name", help="verifier: the name in its answer.")] = "sidestep",
    scorecard: Annotated[str, typer.Option("--scorecard", metavar="FILE", help="Reviews of this repository.")] = "",
) -> int:
    """Answer a hook of an agent host: JSON on stdin, JSON on stdout, always exit code 0.

    On the start of a session and on a prompt: the block of the kickoff that is meant, as context. When the agent
    stops: the review of what changed since the session began; it is told to go on while that requests changes. Calls
    no model.
    """
    from linter.cli.hook_flags import Flags
    from linter.cli.hooking import answered

    return answered(Flags(host, fail_closed, gate, kickoff, base, name, scorecard))
