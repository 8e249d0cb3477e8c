"""The error codes that OpenAI's two APIs share, and with them the servers that imitate them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter.providers.model import Cause, Failure
from linter.providers.shapes import inner_error

_SPENT = frozenset(
    {
        "billing_hard_limit_reached",
        "billing_not_active",
        "credit_balance_exhausted",
        "insufficient_quota",
        "organization_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
        "project_spend_limit_exceeded",
        "usage_limit_exceeded",
    }
)
"""Codes that come with status 429 and that no waiting mends (the official SDK's types, and for `billing_hard_limit…`
and `insufficient_quota` OpenAI's guide to error codes)."""

_REFUSED = frozenset(
    {"bio_policy", "content_filter", "content_policy_violation", "cyber_policy", "misalignment_policy_violation"}
)

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
    if words & _REFUSED:
        return Failure(Cause.ABSTAINED, "refusal", "the provider's filter refused the question")
    return None
