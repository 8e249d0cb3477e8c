"""`sidestep judge show`: what was asked about a finding, what was answered, and what it cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import terminal
from linter.errors import UsageError
from linter.formats.sanitise import visible

if TYPE_CHECKING:
    from linter.judge.memory import Kept

_SHORTEST = 6


def judge_show(
    fingerprint: Annotated[
        str, typer.Argument(metavar="FINGERPRINT", help="Of the finding, as JSON has it; its first characters will do.")
    ],
    system: Annotated[
        bool, typer.Option("--system", help="Also what judges are told with every question of the rule.")
    ] = False,
) -> int:
    """Show every question about a finding that was put to a judge, with the reply and its receipts."""
    from linter.cli.judge_store import store_here

    if len(fingerprint) < _SHORTEST:
        raise UsageError(f'"{fingerprint}" is too short for a fingerprint', hint="give six characters or more")
    with store_here() as store:
        found = store.about(fingerprint.lower())
    if not found:
        hint = "fingerprints stand in the JSON format; answers are kept where SIDESTEP_STATE_DIR says"
        raise UsageError(f'nothing was asked about a finding "{fingerprint}"', hint=hint)
    terminal.write("\n".join(_shown("\n\n".join("\n".join(_lines(key, kept, system)) for key, kept in found))) + "\n")
    return 0


def _shown(text: str) -> Iterator[str]:
    return (visible(line.replace("\t", "    ")) for line in text.split("\n"))


def _lines(key: str, kept: Kept, system: bool) -> Iterator[str]:
    yield f"key       {key}"
    yield f"model     {kept.model}"
    yield f"trust     {kept.trust or 'unchecked'}"
    cost = "" if kept.usd is None else f", {kept.usd:.6f} USD"
    yield f"tokens    {kept.input_tokens:,} in, {kept.output_tokens:,} out{cost}"
    if kept.request_ids:
        yield f"requests  {', '.join(kept.request_ids)}"
    if system:
        yield from ("", "--- told", kept.system)
    yield from ("", "--- asked", kept.prompt, "", "--- answered")
    yield f"{kept.cause}: {kept.detail}" if kept.cause else kept.text
