"""What a baseline file may hold."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    rule: str
    path: str
    symbol: str
    sink: str
    fingerprint: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    entries: list[_Entry]


def wrong_in(content: object) -> tuple[str, str] | None:
    """The first key of a baseline that is wrong, and why; None when it is as it should be."""
    try:
        _File.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return ".".join(str(each)[:60] for each in first["loc"]) or "the file", first["msg"]
    return None
