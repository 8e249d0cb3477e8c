"""The errors a person can mend. Each says what is wrong, where, and how to mend it.

    SidestepError        everything sidestep raises on purpose; the command line prints it and exits with 2
    ├── UsageError       the command line asks for something impossible
    ├── ConfigError      sidestep.toml or [tool.sidestep] is wrong
    ├── RuleError        a rule file is wrong
    ├── TextError        a text for kickoffs is wrong
    └── SourceError      files, folders, revisions or git do not give what was asked for

Anything else that escapes is a bug in sidestep.
"""

from __future__ import annotations

from typing import ClassVar


class SidestepError(Exception):
    """Something the user can mend.

    `message` says what is wrong in one sentence, `where` names the place ("sidestep.toml:4: zones.gate")
    and `hint` says how to mend it. All three are plain text; whoever prints them makes them safe to print.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, where: str | None = None, hint: str | None = None) -> None:
        # All three are arguments of the base class, so that the error survives pickling between processes.
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.message]
        if self.where is not None:
            lines.append(f"  --> {self.where}")
        if self.hint is not None:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


class UsageError(SidestepError):
    """The command line asks for something impossible."""


class ConfigError(SidestepError):
    """The configuration is wrong."""


class RuleError(SidestepError):
    """A rule file is wrong."""


class TextError(SidestepError):
    """A text for kickoffs is wrong."""


class SourceError(SidestepError):
    """Files, folders, revisions or git do not give what was asked for."""
