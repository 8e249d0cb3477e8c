"""The flags of `sidestep hook`, read without typer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from linter.errors import UsageError

FAIL_CLOSED = "--fail-closed"
_SWITCHES = {FAIL_CLOSED: "fail_closed", "--gate": "gate"}
_VALUES = {"--kickoff": "kickoff", "--base": "base", "--name": "name", "--scorecard": "scorecard"}
VERIFIER = "verifier"


class Flags(NamedTuple):
    """What the operator says; the help of the command tells what each flag means."""

    host: str
    fail_closed: bool = False
    gate: bool = False
    kickoff: str = ""
    base: str = ""
    name: str = "sidestep"
    scorecard: str = ""


def flags_of(arguments: Sequence[str]) -> Flags:
    """The flags of a command line without its first word. Raises UsageError."""
    from linter.hooks import HOSTS

    rest = iter(arguments[1:])
    host = arguments[0] if arguments else ""
    if host not in (*HOSTS, VERIFIER):
        raise UsageError("name the host", hint=f"one of {', '.join((*HOSTS, VERIFIER))}")
    given: dict[str, Any] = {}
    for each in rest:
        if each in _SWITCHES:
            given[_SWITCHES[each]] = True
        elif each in _VALUES:
            value = next(rest, "")
            if not value:
                raise UsageError(f"{each} wants a value")
            given[_VALUES[each]] = value
        else:
            raise UsageError(f"there is no flag {each}", hint="see sidestep hook --help")
    return Flags(host, **given)


def path_or_none(name: str) -> Path | None:
    """A flag's path; None when it is not given."""
    return Path(name) if name else None
