"""The error codes that OpenAI's two APIs share, and with them the servers that imitate them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter.providers.model import Cause, Failure
from linter.providers.shapes import inner_error

_SPENT = frozenset(
    {
        "insufficient_quota",
        "credit_balance_exhausted",
        "billing_hard_limit_reached",
        "billing_not_active",
        "usage_limit_reached",
        "spend_limit_reached",
    }
)
"""Codes that come with status 429 and that no waiting mends."""

_TOO_LONG = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})
"""The second is llama.cpp's."""


def failure(status: int, error: Mapping[str, Any]) -> Failure | None:
    """See `linter.providers.protocol.Provider.failure`. `code` decides: `type` may be out of date."""
    inner = inner_error(error)
    words = {str(inner.get("code")), str(inner.get("type"))}
    if words & _SPENT:
        return Failure(Cause.GIVE_UP, "spent", "the account has no credit, or a limit on spending is reached")
    if words & _TOO_LONG:
        return Failure(Cause.ABSTAINED, "too-long", "the question is longer than the model can read")
    if "content_filter" in words or "content_policy_violation" in words:
        return Failure(Cause.ABSTAINED, "refusal", "the provider's filter refused the question")
    return None
