"""What tokens cost: by the operator's own prices, else by the list of the package genai-prices, if it is installed.

genai-prices is an extra (`pip install sidestep[prices]`): it brings an HTTP client of its own, and its list is used as
installed, without asking anybody for a newer one.
"""

from __future__ import annotations

from typing import NamedTuple

from linter.providers.model import Usage
from linter.providers.profile import Profile

_MILLION = 1_000_000


class Pricing(NamedTuple):
    """The prices of one model.

    `source` says whose they are, and is "" when there are none. `rates` are USD for a million tokens of input and
    output by the operator; `listed` is the model's name and provider in the list.
    """

    source: str = ""
    rates: tuple[float, float] | None = None
    listed: tuple[str, str | None] | None = None

    def usd(self, usage: Usage) -> float | None:
        """What these tokens cost; None when prices are not known."""
        if self.rates is not None:
            # What a cache gives is cheaper, by how much the operator does not say: this is the most it can be.
            return (usage.input_tokens * self.rates[0] + usage.output_tokens * self.rates[1]) / _MILLION
        return None


def pricing_of(profile: Profile) -> Pricing:
    """Where the prices for a profile come from."""
    if profile.price_in is not None and profile.price_out is not None:
        return Pricing("the operator", (profile.price_in, profile.price_out))
    return Pricing()


def tokens_at_most(text: str) -> int:
    """More tokens than a text is likely to have, without knowing the model's tokeniser.

    Tokenisers in use make one token of three to four bytes of English or code. This counts one for two bytes of
    ASCII and for every byte of anything else; only text written to be hard to split has more.
    """
    raw = text.encode("utf-8", "replace")
    plain = len(text.encode("ascii", "ignore"))
    return -(-plain // 2) + len(raw) - plain
