"""What tokens cost: by the operator's own prices, else by the list of the package genai-prices, if it is installed.

genai-prices is an extra (`pip install "sidestep[prices]"`): it brings an HTTP client of its own. Its list is used as
installed, and nobody is asked for a newer one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from linter.providers.addresses import is_own_machine
from linter.providers.model import Usage
from linter.providers.profile import Profile
from linter.providers.vendors import VENDORS

_MILLION = 1_000_000
_SAMPLE = Usage(_MILLION, 0, _MILLION)


class Pricing(NamedTuple):
    """The prices of one model: who says so, and what some tokens cost in USD. Without `of`, nobody knows."""

    source: str
    of: Callable[[Usage], float | None] | None = None

    def usd(self, usage: Usage) -> float | None:
        """What these tokens cost; None when prices are not known."""
        return None if self.of is None else self.of(usage)


def pricing_of(profile: Profile) -> Pricing:
    """Where the prices for a profile come from; `source` says why there are none."""
    if profile.price_in is not None and profile.price_out is not None:
        return Pricing("the operator's file", partial(_by_rates, profile.price_in, profile.price_out))
    vendor = VENDORS[profile.vendor]
    if not vendor.key_env and is_own_machine(profile.base_url):
        return Pricing("this machine", partial(_by_rates, 0.0, 0.0))
    if not vendor.listed or profile.base_url != vendor.base_url:
        return Pricing("unknown: no list has prices for this address; set price-in and price-out")
    return _listed(profile.model, vendor.listed)


def _listed(model: str, provider: str) -> Pricing:
    try:
        import genai_prices
    except ImportError:
        return Pricing('unknown: install "sidestep[prices]", or set price-in and price-out')
    of = partial(_by_list, model, provider)
    if of(_SAMPLE) is None:
        return Pricing("unknown: genai-prices does not list this model; set price-in and price-out")
    return Pricing(f"genai-prices {genai_prices.__version__}", of)


def _by_rates(price_in: float, price_out: float, usage: Usage) -> float:
    # What comes from a cache is cheaper, by how much the operator does not say: this is the most that it can be.
    return (usage.input_tokens * price_in + usage.output_tokens * price_out) / _MILLION


def _by_list(model: str, provider: str, usage: Usage) -> float | None:
    import genai_prices

    cached = min(usage.cached_tokens, usage.input_tokens)
    tokens = genai_prices.Usage(
        input_tokens=usage.input_tokens, cache_read_tokens=cached, output_tokens=usage.output_tokens
    )
    try:
        return float(genai_prices.calc_price(tokens, model, provider_id=provider).total_price)
    except LookupError:
        return None


_SHORT = 8
"""Tokens on top, for texts that are too short to be like others: `LISTER = "ls"` has nine in 13 bytes."""


def tokens_at_most(text: str) -> int:
    """More tokens than a text is likely to have, without knowing the model's tokeniser.

    Tokenisers in use make one token of three to four bytes of English or code. This counts one for two bytes of
    ASCII and for every byte of anything else, and some more, since a short text may be all names and marks; only text
    written to be hard to split has more.
    """
    raw = text.encode("utf-8", "replace")
    plain = len(text.encode("ascii", "ignore"))
    return -(-plain // 2) + len(raw) - plain + _SHORT
