"""Checks rule files that have not been checked before, and says where they are wrong.

Imported only then: it needs pydantic (see `linter.validation`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Final, Protocol, runtime_checkable

from pydantic import BaseModel, Field, ValidationError

from linter.capability import CapabilityFile
from linter.config.toml_lines import key_lines
from linter.errors import RuleError
from linter.rule import Framing, Kind, Rule, RuleFile
from linter.validation import model_of, plain

_LARGEST = 1_000_000
"""Bytes of a rule file that are read; the largest bundled one has a fifth of that."""

_Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
_REFINED: Final = {Rule: {"id": _Id}, Framing: {"id": _Id}}


def checked(file: RuleFile, checks: Mapping[str, Kind]) -> dict[str, Any]:
    """The file's table with the names of our fields, ready for `rule_of` or `capability_file`.

    Raises:
        RuleError: the file is not TOML, or has unknown or wrong keys.
    """
    table = _parsed(file)
    if file.is_capability:
        return plain(_validated(file, table, _capability_model()))
    rule = plain(_validated(file, table, _rule_model()))
    if rule.get("check"):
        rule["params"] = _params(file, rule["check"], table.get("params", {}), checks)
    return rule


def _params(file: RuleFile, check: str, table: Any, checks: Mapping[str, Kind]) -> dict[str, Any]:
    if check not in checks:
        hint = f"known: {', '.join(sorted(checks))}"
        raise RuleError(f'there is no check "{check}"', _at(file, ("check",)), hint)
    kind = checks[check]
    params = plain(_validated(file, table, _params_model(kind.Params), ("params",)))
    try:
        found = kind.parameters(params)
        if isinstance(found, _Verifying):
            found.verify()
    except ValueError as error:
        raise RuleError(str(error), _at(file, ("params",))) from None
    return params


@runtime_checkable
class _Verifying(Protocol):
    """Params that have conditions which types do not say."""

    def verify(self) -> None:
        """Raises ValueError when they do not hold."""


@cache
def _rule_model() -> type[BaseModel]:
    return model_of(Rule, _REFINED, kebab=True)


@cache
def _capability_model() -> type[BaseModel]:
    return model_of(CapabilityFile, {}, kebab=False)


@cache
def _params_model(kind: type) -> type[BaseModel]:
    return model_of(kind, {}, kebab=True)


def _parsed(file: RuleFile) -> dict[str, Any]:
    if len(file.text) > _LARGEST:
        raise RuleError("the file is larger than 1 MB", file.name, "a rule is a small TOML file")
    try:
        return tomllib.loads(file.text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 at byte {error.start}", file.name, "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"not valid TOML: {error}", file.name) from None
    except RecursionError:
        raise RuleError("nested too deeply", file.name, "a rule file nests at most a few levels") from None


def _validated(file: RuleFile, table: Any, model: type[BaseModel], outer: tuple[str, ...] = ()) -> BaseModel:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise RuleError(*_explained(file, error, outer)) from None


def _explained(file: RuleFile, error: ValidationError, outer: tuple[str, ...]) -> tuple[str, str]:
    """Message and place of the first thing that is wrong, and how many more there are."""
    details = error.errors(include_url=False)
    first = details[0]
    key = (*outer, *first["loc"])
    what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
    return f"{what}{more}", _at(file, key)


def _at(file: RuleFile, key: Sequence[str | int]) -> str:
    dotted = ".".join(str(each) for each in key)
    lines = key_lines(file.text.decode("utf-8"))
    line = next((lines[tuple(key[:end])] for end in range(len(key), 0, -1) if tuple(key[:end]) in lines), 0)
    return f"{file.name}:{line}: {dotted}" if line else f"{file.name}: {dotted}"
