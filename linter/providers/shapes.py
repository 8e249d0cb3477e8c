"""What bodies of all APIs have in common: JSON that others write, read strictly where it matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import from_json

from linter.providers.profile import Profile

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


def inner_error(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands under `error`, where all these APIs put it; {} when nothing does."""
    found = error.get("error")
    return found if isinstance(found, Mapping) else {}


def no_pause(error: Mapping[str, Any]) -> float | None:
    """For APIs that say in headers how long to wait, if they say it at all."""
    return None


def bearer(profile: Profile, key: str) -> Mapping[str, str]:
    """The header that most APIs want the key in (RFC 6750)."""
    return {"authorization": f"Bearer {key}"}


def error_of(body: bytes) -> dict[str, Any]:
    """The JSON object that a failed request came back with; {} when it is none."""
    try:
        found = from_json(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
