"""Which model is asked, where and how: what the operator chose, and never the repository under audit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TIMEOUT = 120.0
"""Seconds that one question may take, unless the operator says otherwise: models that think take a minute."""


class Structured(StrEnum):
    """The means by which an endpoint can be held to a JSON Schema, from the strongest to the weakest."""

    JSON_SCHEMA = "json_schema"
    """The schema is a part of the request, and decoding is bound to it."""
    FORCED_TOOL = "forced_tool"
    """The schema is that of a tool's arguments, and the model has to call the tool."""
    JSON_OBJECT = "json_object"
    """The reply is some JSON; the schema stands in the prompt only."""
    PROMPT_ONLY = "prompt_only"
    """Nothing but the prompt."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One judge as configured. It does not hold the key, only the name of the variable that does.

    Args:
        name: how it is named on the command line.
        vendor: its row in `linter.providers.vendors`.
        api: the module of `linter.providers` that speaks to it.
        model: the model's name as its endpoint knows it.
        base_url: what the API's own paths are appended to; no slash at its end.
        key_env: the environment variable that holds the key; "" where none is needed.
        structured: how replies are held to their schema.
        max_output_tokens: replaces what a question allows; for models that think, and count that.
        version: the API's version, where it wants one in a header.
        effort: how hard the model shall think, in the API's own words; "" leaves that to the API.
        timeout: the most seconds that one question may take, retries included.
        price_in, price_out: USD for a million tokens; None for what a price list says.
        lineage: replaces what the model's name says about its families.
    """

    name: str
    vendor: str
    api: str
    model: str
    base_url: str
    key_env: str = ""
    structured: Structured = Structured.JSON_SCHEMA
    max_output_tokens: int | None = None
    version: str = ""
    effort: str = ""
    timeout: float = TIMEOUT
    price_in: float | None = None
    price_out: float | None = None
    lineage: frozenset[str] | None = None
