"""What bodies of all APIs have in common: JSON that others write, read strictly where it matters."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import from_json

_MOST_TOKENS = 10**9


class Body(BaseModel):
    """A part of a reply. Keys that are not asked for are left alone: APIs grow."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def _counted(value: Any) -> int:
    """A count of tokens. What is none counts as zero: it is a receipt, and no reason to lose an answer."""
    return value if type(value) is int and 0 <= value <= _MOST_TOKENS else 0


Count: TypeAlias = Annotated[int, BeforeValidator(_counted)]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
"""A string; "" for anything else."""


def error_of(body: bytes) -> dict[str, Any]:
    """The JSON object that a failed request came back with; {} when it is none."""
    try:
        found = from_json(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
