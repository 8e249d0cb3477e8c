"""Which judges a command asks, by its flags and the operator's environment. The repository has no say in it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from linter.cli.flags import JudgeFlags
from linter.errors import UsageError

if TYPE_CHECKING:
    from linter.providers.judge import Judge
    from linter.providers.operator import Operator

VARIABLE = "SIDESTEP_JUDGE"
"""The environment variable that says for audits what `--judge` says; several values are separated by commas."""

IN_HOOKS = "SIDESTEP_JUDGE_IN_HOOKS"
"""The environment variable that lets hooks ask judges."""

_HOOK_SIGNS = ("PRE_COMMIT", "GIT_INDEX_FILE", "GIT_AUTHOR_DATE")
"""Variables that pre-commit and git set for the hooks that they run."""


class Mode(StrEnum):
    """How much depends on judges."""

    OFF = "off"
    AUTO = "auto"
    REQUIRE = "require"


class Choice(NamedTuple):
    """A mode, the judges named, and what the person should know about the choice."""

    mode: Mode = Mode.OFF
    names: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def choice_of(flags: JudgeFlags, command: str, environ: Mapping[str, str]) -> Choice:
    """What the operator chose.

    In a hook the command line comes from the repository's configuration, so there a judge is asked only if the
    environment allows it.
    """
    said = tuple(flags.judges)
    if not said and command == "audit":
        said = tuple(each.strip() for each in environ.get(VARIABLE, "").split(",") if each.strip())
    choice = _read(said)
    if choice.mode is not Mode.OFF and any(environ.get(each) for each in _HOOK_SIGNS) and not environ.get(IN_HOOKS):
        why = f"no judge is asked in a hook, whose arguments are the repository's; {IN_HOOKS}=1 allows it"
        return Choice(notices=(why,))
    return choice


def _read(said: tuple[str, ...]) -> Choice:
    modes = [each for each in said if each in set(Mode)]
    names = tuple(dict.fromkeys(each for each in said if each not in modes))
    if Mode.OFF in modes or not said:
        return Choice()
    return Choice(Mode.REQUIRE if Mode.REQUIRE in modes else Mode.AUTO, names)


def judges_of(choice: Choice, operator: Operator, environ: Mapping[str, str], *, asking: bool) -> list[Judge]:
    """The judges to be asked; none where the mode is `auto` and none is configured.

    Args:
        choice: what the operator chose.
        operator: what the operator's file says.
        environ: the environment, which holds the keys.
        asking: whether anything shall be sent; if not, no keys are needed.

    Raises UsageError when a name means nothing or `require` finds nobody, ConfigError when a key is missing.
    """
    from linter.providers.opening import judge_of, profile_of
    from linter.providers.transport import Transport

    names = choice.names or operator.default
    if not names and choice.mode is Mode.REQUIRE:
        hint = "name one (--judge gpt-6-luna), or write a judges.toml: see docs/judge.md"
        raise UsageError("no judge is configured", hint=hint)
    profiles = [profile_of(each, operator) for each in names]
    keys = {} if asking else {each.key_env: "none-is-needed" for each in profiles if each.key_env}
    exchange = Transport()
    return [judge_of(each, {**environ, **keys}, exchange) for each in profiles]
