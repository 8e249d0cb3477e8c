"""What is wrong with a configuration, in words that name the key and say how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from linter.config.toml_lines import KeyPath
from linter.config.validation import Configuration, RuleSettings, ZoneSettings
from linter.errors import ConfigError

OPERATOR_ONLY = frozenset(
    {
        "api-base",
        "api-key",
        "api-key-env",
        "author",
        "author-model",
        "base-url",
        "baseline",
        "budget",
        "cache",
        "cache-dir",
        "cache-folder",
        "concurrency",
        "effort",
        "env",
        "env-file",
        "exit-zero",
        "fix",
        "format",
        "header",
        "headers",
        "jobs",
        "judge",
        "judge-model",
        "judges",
        "key",
        "key-env",
        "key-variable",
        "lineage",
        "max-cost",
        "max-output-tokens",
        "max-questions",
        "max-seconds",
        "max-tokens",
        "max-usd",
        "model",
        "model-provider",
        "models",
        "offline",
        "organization",
        "output",
        "output-file",
        "plugins",
        "policy",
        "price",
        "price-in",
        "price-out",
        "prices",
        "profile",
        "profiles",
        "project",
        "provider",
        "providers",
        "proxy",
        "replay",
        "report",
        "scorecard",
        "soft-lineage",
        "store",
        "strict",
        "structured",
        "temperature",
        "timeout",
        "token",
        "token-env",
        "unknown-author",
        "unsafe-fixes",
        "url",
        "verdicts",
        "verdicts-file",
        "workers",
        "write",
        "write-baseline",
    }
)
"""Keys that people may look for here and that only the operator may set: they choose where data goes, what
runs, which key is used, what is written. Everything unknown is refused; these get a reason of their own."""

_MOST_LISTED = 20
_LONGEST_SHOWN = 60
_LISTS = 'must be a list of strings, such as ["a", "b"]'


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """Something wrong at a key, and how to mend it."""

    key: KeyPath
    message: str
    mend: str = ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """The question that a near miss deserves; empty when nothing is near."""
    near = difflib.get_close_matches(word[:_LONGEST_SHOWN], sorted(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""


def problems_of(error: ValidationError) -> list[ConfigProblem]:
    """Everything that pydantic holds against a configuration."""
    return [problem_in(each, _unknown_key) for each in error.errors(include_url=False, include_input=True)]


def problem_in(error: ErrorDetails, unknown: Callable[[KeyPath], ConfigProblem]) -> ConfigProblem:
    """One of pydantic's errors in our words; `unknown` has those for a key that the table does not have."""
    key, kind, found = tuple(error["loc"]), error["type"], error["input"]
    if kind == "extra_forbidden":
        return unknown(key)
    if kind in ("tuple_type", "list_type"):
        mend = f'write ["{shown(found)}"]' if isinstance(found, str) else ""
        return ConfigProblem(key, f"{_LISTS}, and is {_kind_of(found)}", mend)
    if kind == "string_type":
        return ConfigProblem(key, f"must be a string, and is {_kind_of(found)}")
    if kind == "literal_error":
        return _wrong_choice(key, found, str(error.get("ctx", {}).get("expected", "")))
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return ConfigProblem(key, f"must be a table, and is {_kind_of(found)}")
    message = str(error.get("ctx", {}).get("error", error["msg"]))
    return ConfigProblem(key, f'"{shown(found)}" {message}' if isinstance(found, str) else message)


def _unknown_key(key: KeyPath) -> ConfigProblem:
    name = str(key[-1])
    if name.lower().replace("_", "-") in OPERATOR_ONLY:
        return ConfigProblem(
            key,
            "only the operator may set this, not the repository that is linted",
            "remove it; it belongs on the command line or in the environment",
        )
    table = _table_at(key[:-1])
    if table is RuleSettings and name == "enabled":
        return ConfigProblem(key, "unknown key", 'to switch a rule off, write severity = "off"')
    allowed = [field.alias or each for each, field in table.model_fields.items()]
    mend = suggestion(name, allowed) or f"known here: {', '.join(allowed)}"
    return ConfigProblem(key, "unknown key", mend)


def _table_at(key: KeyPath) -> type[BaseModel]:
    if not key:
        return Configuration
    return ZoneSettings if key[0] == "zones" else RuleSettings


def _wrong_choice(key: KeyPath, found: object, expected: str) -> ConfigProblem:
    choices = expected.replace("'", '"')
    if found is False:
        return ConfigProblem(key, f"must be {choices}, and is false", 'to switch the rule off, write "off"')
    mend = suggestion(found, choices.replace('"', " ").replace(",", " ").split()) if isinstance(found, str) else ""
    what = f'"{shown(found)}"' if isinstance(found, str) else _kind_of(found)
    return ConfigProblem(key, f"must be {choices}, and is {what}", mend)


def _kind_of(value: object) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "a boolean"),
        (str, "a string"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a table"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "a date or time")


def unknown_rules(rules: object, known: Collection[str]) -> list[ConfigProblem]:
    """The ids under `[rules]` that no rule has; `rules` is the table as read."""
    if not isinstance(rules, Mapping):
        return []
    return [
        ConfigProblem(("rules", each), "unknown rule", suggestion(each, known) or "`sidestep rules list` shows all")
        for each in rules
        if each not in known
    ]


def shown(text: str) -> str:
    """The text, cut to what a message can hold."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def as_error(problems: Iterable[ConfigProblem], path: str, lines: Mapping[KeyPath, int], root: KeyPath) -> ConfigError:
    """One error for all problems, in the order of the file.

    `lines` gives the line of every key of the file, and `root` is the table of it that is ours.
    """
    placed = sorted(
        ((_line(root + each.key, lines), _written(each.key), each) for each in problems),
        key=lambda one: one[:2],
    )
    if len(placed) == 1:
        line, key, only = placed[0]
        return ConfigError(f"{key}: {only.message}", f"{path}:{line}: {key}", only.mend or None)
    listed = [
        f"  {path}:{line}: {key}: {each.message}" + (f" ({each.mend})" if each.mend else "")
        for line, key, each in placed[:_MOST_LISTED]
    ]
    if len(placed) > _MOST_LISTED:
        listed.append(f"  and {len(placed) - _MOST_LISTED} more")
    return ConfigError("\n".join([f"{path} has {len(placed)} problems:", *listed]))


def _line(key: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """The line of the key, or of the nearest table around it."""
    return next((lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines), 1)


def _written(key: KeyPath) -> str:
    """The key as people write it: `rules.sdk-direct.severity`, `zones.gates[1]`."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{shown(part)}"
    return text.removeprefix(".") or "the file"
