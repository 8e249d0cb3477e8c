"""The JSON Schema of the configuration, for editors."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from linter.config.validation import Configuration

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(known_rules: Collection[str]) -> dict[str, Any]:
    """The schema of `sidestep.toml` and of `[tool.sidestep]`, with the ids of the known rules.

    Whatever the loader accepts is valid by it. The loader alone refuses globs with too many alternatives.
    """
    schema = Configuration.model_json_schema(by_alias=True)
    settings = schema["properties"]["rules"].pop("additionalProperties")
    schema["properties"]["rules"].update(
        properties=dict.fromkeys(sorted(known_rules), settings), additionalProperties=False
    )
    _without_nothing(schema)
    return {"$schema": DIALECT, **schema, "title": "sidestep configuration"}


def _without_nothing(schema: Any) -> None:
    """Takes out what only says that a key may be absent: TOML has no null."""
    if isinstance(schema, dict):
        if schema.get("default", ...) is None:
            del schema["default"]
        schema.pop("title", None)
        for each in schema.pop("anyOf", ()):
            if each != {"type": "null"}:
                schema.update(each)
        for each in schema.values():
            _without_nothing(each)
    elif isinstance(schema, list):
        for each in schema:
            _without_nothing(each)
