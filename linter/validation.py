"""pydantic models of our named tuples, for tables that people write.

Importing pydantic and building models takes longer than many a run, so this module is imported only where there
is something that has not been checked before. What pydantic gives back is plain data again, for `linter.tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

Refinements: TypeAlias = Mapping[type, Mapping[str, Any]]
"""Stricter types for fields of named tuples."""


def model_of(kind: type, refined: Refinements, *, kebab: bool) -> type[BaseModel]:
    """A model with the fields of a named tuple, and of those inside it, that forbids all other keys.

    Args:
        kind: the named tuple.
        refined: what pydantic shall ask of fields, where their own types say too little.
        kebab: whether keys are written with hyphens where fields have underscores.
    """
    defaults: Mapping[str, Any] = getattr(kind, "_field_defaults", {})
    fields: dict[str, Any] = {
        name: (_modelled(hint, refined, kebab), defaults.get(name, ...))
        for name, hint in {**get_type_hints(kind), **refined.get(kind, {})}.items()
    }
    config = ConfigDict(extra="forbid", alias_generator=_kebab if kebab else None)
    return create_model(kind.__name__, __config__=config, **fields)


def plain(model: BaseModel) -> dict[str, Any]:
    """What was written, as data for `linter.tables`."""
    return model.model_dump(mode="json", exclude_unset=True)


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _modelled(hint: Any, refined: Refinements, kebab: bool) -> Any:
    if isinstance(hint, type) and hasattr(hint, "_field_defaults"):
        return model_of(hint, refined, kebab=kebab)
    if get_origin(hint) is tuple:
        return tuple[tuple(_modelled(each, refined, kebab) for each in get_args(hint))]  # type: ignore[misc]
    return hint
