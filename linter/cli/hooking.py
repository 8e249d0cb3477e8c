"""`sidestep hook`: answers the hooks of agent hosts.

Apart from the other commands, because a host takes exit code 2 for "block": here a mistake in the command line, a
broken repository or a bug of ours all end with 0 and an empty answer, unless the operator says --fail-closed. So the
arguments are read here and not by typer; typer only knows them for its help.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from linter.cli import terminal
from linter.cli.hook_flags import FAIL_CLOSED, VERIFIER, Flags, flags_of
from linter.errors import SidestepError, UsageError


def hook(arguments: Sequence[str]) -> int:
    """Answers one event, or verifies once; gives the exit code. Raises nothing but KeyboardInterrupt."""
    try:
        flags = flags_of(arguments)
    except UsageError as error:
        from linter.hooks import HOSTS, on_error

        terminal.fail(error)
        closed = FAIL_CLOSED in arguments
        host = HOSTS.get(arguments[0]) if arguments else None
        terminal.write(json.dumps(on_error(host, None, error.message, closed=closed) if host else {}) + "\n")
        return 1 if closed and host is None else 0
    return answered(flags)


def answered(flags: Flags) -> int:
    """Answers one event, or verifies once; gives the exit code."""
    if flags.host == VERIFIER:
        from linter.cli.verifying import verify

        return verify(flags)
    return _answer(flags)


def _answer(flags: Flags) -> int:
    from linter.cache import open_store
    from linter.hooks import HOSTS, Event, Sessions, answer, on_error, read
    from linter.hooks.hosts import LARGEST

    host = HOSTS[flags.host]
    event: Event | None = None
    try:
        text = sys.stdin.buffer.read(LARGEST + 1).decode("utf-8", "replace")
        event = read(host, text)
        from linter.cli.hook_work import HookWork

        sessions = Sessions(flags.host, open_store("sessions", _LIMIT, spread=1))
        given = answer(host, event, sessions, HookWork(flags.kickoff, flags.base, flags.scorecard))
    except Exception as error:  # whatever it is, it is ours, and no reason to stop an agent
        why = str(error).partition("\n")[0] or type(error).__name__
        terminal.notice(f"sidestep hook: {why}")
        if not isinstance(error, (SidestepError, ValueError, OSError)):
            import traceback

            terminal.say_bug(traceback.format_exc())
        given = on_error(host, event, type(error).__name__, closed=flags.fail_closed)
    reason = given.get("reason") or given.get("followup_message")
    if isinstance(reason, str):
        terminal.notice(reason.partition("\n")[0])
    terminal.write(json.dumps(given) + "\n")
    return 0


_LIMIT = 16 * 1024 * 1024
"""Bytes on disk for what is known of sessions."""
