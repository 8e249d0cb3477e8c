"""Reads scorecards. Others may write them, so every line is checked; one that is wrong costs no other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from linter.scorecard.model import SCHEMA, Entry, Scorecard, key_of

if TYPE_CHECKING:
    from pydantic import BaseModel


def read(text: str) -> Scorecard:
    """The entries of a scorecard, in order. Never raises."""
    from pydantic import ValidationError

    entries: list[Entry] = []
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = _model().model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(each) for each in first["loc"])
            problems.append((number, f"{where}: {first['msg']}" if where else first["msg"]))
            continue
        if getattr(found, "schema_version", SCHEMA) > SCHEMA:
            problems.append((number, "is of a newer version of sidestep"))
            continue
        values = {field: getattr(found, field) for field in Entry._fields}
        entries.append(Entry(**values))
    return Scorecard(tuple(entries), tuple(problems))


@cache
def _model() -> type[BaseModel]:
    from typing import Annotated, Any, get_type_hints

    from pydantic import ConfigDict, Field, create_model

    count = Annotated[int, Field(ge=0, le=10**12)]
    fields: dict[str, Any] = {}
    for name, hint in get_type_hints(Entry).items():
        default = Entry._field_defaults[name]
        fields[name] = (count if hint is int else hint, Field(default, alias=key_of(name)))
    for name in ("ledger", "framings"):
        fields[name] = (dict[str, count], Field({}))
    fields["schema_version"] = (int, Field(SCHEMA, alias="schema"))
    # Lines are only added to, so a key that is not known is of a later version.
    return create_model("Line", __config__=ConfigDict(extra="ignore", allow_inf_nan=False), **fields)
