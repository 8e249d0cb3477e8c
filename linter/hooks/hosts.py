"""The hosts: how each says what happened, and how each wants to be answered.

Claude Code and Codex share one contract (code.claude.com/docs/en/hooks, developers.openai.com/codex/hooks); Cursor has
its own (cursor.com/docs/agent/hooks). All three take "{}" for "go on".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

LARGEST = 8 * 1024 * 1024
"""Bytes of an event that are read: a prompt may hold whole files."""

Answer = dict[str, Any]


class Moment(Enum):
    """What happened, as far as sidestep has something to say."""

    START = auto()
    PROMPT = auto()
    STOP = auto()
    OTHER = auto()


class Event(NamedTuple):
    """What a host says.

    Args:
        moment: what happened.
        name: what the host calls it.
        session: the id of the session; "" when there is none.
        folder: the working directory; "" when it is not told.
        prompt: what the user wrote, for PROMPT.
        again: whether the agent stops after a hook has already made it go on.
    """

    moment: Moment
    name: str = ""
    session: str = ""
    folder: str = ""
    prompt: str = ""
    again: bool = False


class Host(NamedTuple):
    """One host: how its events are read, and how it is told a context or a reason to go on."""

    read: Callable[[Mapping[str, Any]], Event]
    context: Callable[[Event, str], Answer]
    block: Callable[[Event, str], Answer]


class BadEvent(ValueError):
    """What came on stdin is no event."""


def read(host: Host, text: str) -> Event:
    """The event that a host says. Raises BadEvent."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise BadEvent("stdin holds no JSON") from None
    if not isinstance(found, dict):
        raise BadEvent("stdin holds no JSON object")
    return host.read(found)


def _text(found: Mapping[str, Any], *keys: str) -> str:
    """The first of these keys that holds text."""
    return next((found[key] for key in keys if isinstance(found.get(key), str)), "")


# --- Claude Code and Codex -----------------------------------------------------------------------------

_CLAUDE_MOMENTS = {
    "SessionStart": Moment.START,
    "UserPromptSubmit": Moment.PROMPT,
    "Stop": Moment.STOP,
}


def _read_claude(found: Mapping[str, Any]) -> Event:
    name = _text(found, "hook_event_name")
    return Event(
        moment=_CLAUDE_MOMENTS.get(name, Moment.OTHER),
        name=name,
        session=_text(found, "session_id"),
        folder=_text(found, "cwd"),
        prompt=_text(found, "prompt"),
        again=found.get("stop_hook_active") is True,
    )


def _context_claude(event: Event, text: str) -> Answer:
    return {"hookSpecificOutput": {"hookEventName": event.name, "additionalContext": text}}


def _block_claude(event: Event, reason: str) -> Answer:
    return {"decision": "block", "reason": reason}


# --- Cursor --------------------------------------------------------------------------------------------

_CURSOR_MOMENTS = {
    "sessionStart": Moment.START,
    "beforeSubmitPrompt": Moment.PROMPT,
    "stop": Moment.STOP,
}


def _read_cursor(found: Mapping[str, Any]) -> Event:
    name = _text(found, "hook_event_name")
    roots = found.get("workspace_roots")
    first = roots[0] if isinstance(roots, list) and roots and isinstance(roots[0], str) else ""
    loops = found.get("loop_count")
    # An aborted or failed turn is the user's to decide about.
    ended = found.get("status") not in (None, "completed")
    return Event(
        moment=_CURSOR_MOMENTS.get(name, Moment.OTHER),
        name=name,
        session=_text(found, "conversation_id", "session_id"),
        folder=first or _text(found, "cwd"),
        prompt=_text(found, "prompt"),
        again=(isinstance(loops, int) and loops > 0) or ended,
    )


def _context_cursor(event: Event, text: str) -> Answer:
    """Only the start of a session takes a context; a prompt can only be let through."""
    return {"additional_context": text} if event.moment is Moment.START else {"continue": True}


def _block_cursor(event: Event, reason: str) -> Answer:
    if event.moment is Moment.STOP:
        return {"followup_message": reason}
    return {"continue": False, "user_message": reason}


_CLAUDE = Host(_read_claude, _context_claude, _block_claude)
_CURSOR = Host(_read_cursor, _context_cursor, _block_cursor)

HOSTS: Mapping[str, Host] = {"claude-code": _CLAUDE, "codex": _CLAUDE, "cursor": _CURSOR}
"""By the names that the command takes."""
