"""Parses and checks a configuration that was not read before; one that is wrong needs pydantic to say how."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from linter.config.entries import check_folder
from linter.config.names import MAX_BYTES, OWN_FILE, SHARED_FILE
from linter.config.plain import plain
from linter.config.toml_lines import KeyPath, key_lines, overlong_key
from linter.errors import ConfigError

_OWN_TABLE = ("tool", "sidestep")


@dataclass(frozen=True, slots=True)
class _Source:
    """A configuration as read: the file's text, our table of it, and where in the file that table is."""

    path: str
    text: str
    table: Any
    root: KeyPath


def read(
    own: bytes | None,
    shared: bytes | None,
    known_rules: Collection[str],
    rules_in: Callable[[str], Collection[str]],
) -> tuple[dict[str, Any], str | None, tuple[str, ...]]:
    """A table for `config_of`, the file it stands in, and what the user should know.

    Takes the bytes of both files that may hold it. Raises ConfigError that lists everything wrong with it.
    """
    source, notices = _find(own, shared)
    if source is None:
        return {}, None, notices
    table = _validated(source, known_rules, rules_in)
    if table.get("sdk") == [] and not table.get("extend_sdk"):
        notices += (f"{source.path}: sdk is empty, so no module counts as a model SDK",)
    return table, source.path, notices


def _find(own: bytes | None, shared: bytes | None) -> tuple[_Source | None, tuple[str, ...]]:
    if own is not None:
        text = _decoded(own, OWN_FILE)
        source = _Source(OWN_FILE, text, _parsed(text, OWN_FILE), ())
        return source, _shadowed(shared)
    return (None if shared is None else _shared(shared)), ()


def _shared(raw: bytes) -> _Source | None:
    """Our table of pyproject.toml, if it has one."""
    text = _decoded(raw, SHARED_FILE)
    table: Any = _parsed(text, SHARED_FILE)
    for key in _OWN_TABLE:
        if not isinstance(table, dict) or key not in table:
            return None
        table = table[key]
    return _Source(SHARED_FILE, text, table, _OWN_TABLE)


def _shadowed(shared: bytes | None) -> tuple[str, ...]:
    """A notice when pyproject.toml configures sidestep too. Its mistakes are not ours when it is not used."""
    if shared is None:
        return ()
    try:
        ignored = _shared(shared) is not None
    except ConfigError:
        ignored = False
    return (f"[tool.sidestep] in {SHARED_FILE} is ignored: {OWN_FILE} is used",) if ignored else ()


def _decoded(raw: bytes, path: str) -> str:
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"is larger than {MAX_BYTES // 1024} KiB", path, "name folders instead of files")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError("is not UTF-8, as TOML has to be", f"{path}:{line}", "save it as UTF-8") from None


def _parsed(text: str, path: str) -> dict[str, Any]:
    overlong = overlong_key(text)
    if overlong is not None:
        raise ConfigError("has a key of over a hundred parts", f"{path}:{overlong}", "shorten the key")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is not valid TOML: {error}", path, "see https://toml.io for the format") from None
    except RecursionError:
        raise ConfigError("is nested too deeply", path, "flatten it") from None


def _validated(
    source: _Source, known_rules: Collection[str], rules_in: Callable[[str], Collection[str]]
) -> dict[str, Any]:
    known = set(known_rules)
    if isinstance(source.table, dict):
        known.update(*(rules_in(each) for each in _folders(source.table)))
    found = plain(source.table)
    return found if found is not None and known.issuperset(found.get("rules", ())) else _judged(source, known)


def _judged(source: _Source, known_rules: Collection[str]) -> dict[str, Any]:
    """A table that may be wrong. Raises ConfigError that lists everything that is."""
    from pydantic import ValidationError

    from linter.config.problems import ConfigProblem, as_error, problems_of, unknown_rules
    from linter.config.validation import checked

    problems: list[ConfigProblem] = []
    config = None
    try:
        config = checked(source.table)
    except ValidationError as error:
        problems = problems_of(error)
    if isinstance(source.table, dict):
        problems += unknown_rules(source.table.get("rules"), known_rules)
    if config is None or problems:
        raise as_error(problems, source.path, key_lines(source.text), source.root)
    return config


def _folders(table: dict[str, Any]) -> list[str]:
    """The rule folders that are right, whatever else is wrong."""
    named = table.get("rule-folders")
    folders = []
    for each in named if isinstance(named, list) else ():
        try:
            folders.append(check_folder(each))
        except (TypeError, ValueError):
            continue
    return folders
