"""What a judge has to answer: the shape, and the reading of a reply in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linter.formats.sanitise import clipped, flowing

SCHEMA_NAME: Final = "verdict"

LONGEST_REASON: Final = 200
_LONGEST_REPLY: Final = 20_000
"""Characters of a reply that are looked at; an answer has some 600."""

SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "verdict": {
            "type": "string",
            "enum": ["violation", "compliant", "uncertain"],
            "description": "whether the code breaks the rule at the finding",
        },
        "line": {"type": "integer", "description": "number of the line that decides it; 0 if uncertain"},
        "quote": {"type": "string", "description": "that line's code, copied without its number; empty if uncertain"},
        "witness": {
            "type": "array",
            "items": {"type": "string"},
            "description": "ids of the edges that show it, such as E1 or B1; empty if uncertain",
        },
        "reason": {"type": "string", "description": "why, in one sentence of at most 200 characters"},
    },
    "required": ["verdict", "line", "quote", "witness", "reason"],
    "additionalProperties": False,
}
"""JSON Schema of an answer. Every property is required and none is bounded, as strict modes want it."""


class Answer(BaseModel):
    """A reply in the right shape. Nothing in it is verified."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    verdict: Literal["violation", "compliant", "uncertain"]
    line: int
    quote: Annotated[str, Field(max_length=2_000)]
    witness: Annotated[tuple[Annotated[str, Field(max_length=12)], ...], Field(max_length=64)]
    reason: Annotated[str, Field(max_length=4_000)]

    @property
    def shown_reason(self) -> str:
        """The reason, on one line and not longer than was asked for."""
        return clipped(flowing(self.reason), LONGEST_REASON)


def read(text: str) -> Answer | str:
    """The answer in a reply, or in a few words what is wrong with it."""
    if len(text) > _LONGEST_REPLY:
        return "it is too long"
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            return "it is not one JSON object"
        where = ".".join(str(each) for each in first["loc"][:1] if each in SCHEMA["properties"])
        return f'"{where}" does not fit the schema' if where else "it does not fit the schema"
