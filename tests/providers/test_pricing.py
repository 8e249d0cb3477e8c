"""What questions cost, before and after."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.providers.model import Usage
from linter.providers.opening import open_judge, profile_of
from linter.providers.operator import Operator
from linter.providers.pricing import pricing_of, tokens_at_most
from linter.providers.profile import Profile

from .chat import ASK, KEY
from .test_apis import profile

USAGE = Usage(3000, 2000, 150)


def test_the_operators_own_prices_win() -> None:
    pricing = pricing_of(profile("openai", price_in=1.0, price_out=10.0))
    assert pricing.source == "the operator's file"
    assert pricing.usd(USAGE) == pytest.approx(0.003 + 0.0015)


@pytest.mark.parametrize(
    ("name", "usd", "cached"),
    [
        # for 1,000 questions of 3,000 tokens with 150 for the answer, of genai-prices 0.2.3
        ("claude-haiku-5-5", 0.38, 0.20),
        ("gpt-6-luna", 0.38, 0.20),
        ("MiniMax-M3", 1.08, 0.60),
        ("gemini-3.5-flash-lite", 1.28, 0.74),
    ],
)
def test_prices_of_the_list(name: str, usd: float, cached: float) -> None:
    pricing = pricing_of(profile_of(name, Operator()))
    assert pricing.source.startswith("genai-prices ")
    full, part = pricing.usd(Usage(3000, 0, 150)), pricing.usd(USAGE)
    assert full is not None
    assert part is not None
    assert (full * 1000, part * 1000) == pytest.approx((usd, cached), abs=0.006)


def test_prices_that_nobody_knows() -> None:
    for each in (profile("openai"), profile("anthropic", base_url="https://proxy.example.com")):
        pricing = pricing_of(each)
        assert pricing.source.startswith("unknown: ")
        assert pricing.usd(USAGE) is None


def test_a_server_on_this_machine_is_free() -> None:
    assert pricing_of(profile("ollama")).usd(USAGE) == 0.0
    assert pricing_of(profile("ollama", base_url="https://ollama.example.com/v1")).usd(USAGE) is None


def test_the_bound_holds_for_the_longest_answer() -> None:
    judge = open_judge("gpt-6-luna", {"OPENAI_API_KEY": KEY})
    bound, cost = judge.bound(ASK), judge.cost(Usage(60, 0, ASK.max_output_tokens))
    assert bound is not None
    assert cost is not None
    assert bound > cost > 0
    assert judge.at_most(ASK).output_tokens == ASK.max_output_tokens


def test_the_price_list_is_not_needed() -> None:
    """Where it is not installed, prices are unknown, and nothing else changes."""
    code = (
        "import sys; sys.modules['genai_prices'] = None\n"
        "from linter.providers.opening import open_judge\n"
        "judge = open_judge('gpt-6-luna', {'OPENAI_API_KEY': 'x'})\n"
        "print(judge.pricing.source)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith('unknown: install "sidestep[prices]"')


@given(st.text(max_size=200))
def test_tokens_are_counted_high(text: str) -> None:
    size = len(text.encode("utf-8", "replace"))
    assert size / 2 <= tokens_at_most(text) <= size + 9


def test_profiles_need_both_prices() -> None:
    half = Profile("j", "vllm", "openai-chat", "m", "https://x.test", price_in=1.0)
    assert pricing_of(half).usd(USAGE) is None
