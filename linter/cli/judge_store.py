"""The store of answers, for commands that only look at it."""

from __future__ import annotations

from linter.cache import STATE_VARIABLE, state_folder
from linter.cli import terminal
from linter.errors import UsageError
from linter.judge.store import Store


def store_here() -> Store:
    """The operator's store. Raises UsageError when there shall be none."""
    folder = state_folder()
    if folder is None:
        raise UsageError("answers of judges are kept nowhere", hint=f"{STATE_VARIABLE} is off, or there is no home")
    store = Store(folder)
    for each in store.notices:
        terminal.notice(each)
    return store
