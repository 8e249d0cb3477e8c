"""Checks a configuration with which nothing is wrong.

It says what `linter.config.validation` says of such a table, which needs pydantic, and that takes longer to import
than most trees to lint. Whatever may be wrong is left to it: it has the words for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, get_args

from linter.config import entries
from linter.config.model import RuleSeverity

_Check: TypeAlias = Callable[[Any], Any]


def plain(table: Any) -> dict[str, Any] | None:
    """What was written, with the names of our fields; None when anything is wrong."""
    try:
        found: dict[str, Any] = _CONFIGURATION(table)
    except (KeyError, TypeError, ValueError):
        return None
    return found


def _list(each: Callable[[str], str], together: Callable[[tuple[str, ...]], object] | None = None) -> _Check:
    def check(found: Any) -> list[str]:
        if type(found) is not list or not all(type(one) is str for one in found):
            raise TypeError("no list of strings")
        right = [each(one) for one in found]
        if together is not None:
            together(tuple(right))
        return right

    return check


def _table(**checks: _Check) -> _Check:
    known = {name.replace("_", "-"): (name, check) for name, check in checks.items()}

    def check(found: Any) -> dict[str, Any]:
        return {known[key][0]: known[key][1](value) for key, value in _items(found)}

    return check


def _items(found: Any) -> list[tuple[str, Any]]:
    if type(found) is not dict:
        raise TypeError("no table")
    return list(found.items())


def _severity(found: Any) -> Any:
    if found not in get_args(RuleSeverity):
        raise ValueError("no severity")
    return found


_RULE = _table(severity=_severity)


def _rules(found: Any) -> Mapping[str, Any]:
    return {name: _RULE(settings) for name, settings in _items(found)}


_GLOBS = _list(entries.check_glob, entries.check_all_globs)
_MODULES = _list(entries.check_module)

_CONFIGURATION = _table(
    sdk=_MODULES,
    extend_sdk=_MODULES,
    exclude=_GLOBS,
    rule_folders=_list(entries.check_folder),
    zones=_table(
        gates=_list(entries.check_gate, entries.check_all_gates),
        sandbox=_GLOBS,
        host=_GLOBS,
        migrated=_list(entries.check_migrated, entries.check_all_migrated),
        tests=_GLOBS,
    ),
    rules=_rules,
)
