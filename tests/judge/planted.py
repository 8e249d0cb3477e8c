"""Secrets of many kinds, put together when a test runs: none of them was ever valid."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable, Iterator

ALPHANUMERIC = string.ascii_letters + string.digits
UPPER = string.ascii_uppercase + string.digits
HEXADECIMAL = "0123456789abcdef"
BASE64 = ALPHANUMERIC + "-_"

FORMS: dict[str, tuple[str, str, int]] = {
    "adafruit": ("aio_", ALPHANUMERIC, 28),
    "age": ("AGE-SECRET-KEY-1", UPPER, 58),
    "alibaba": ("LTAI", ALPHANUMERIC, 20),
    "anthropic": ("sk-ant-api03-", BASE64, 93),
    "artifactory": ("AKCp", ALPHANUMERIC, 69),
    "atlassian": ("ATATT3", BASE64, 180),
    "aws key id": ("AKIA", UPPER, 16),
    "buildkite": ("bkua_", ALPHANUMERIC, 40),
    "circleci": ("CCIPAT_", ALPHANUMERIC, 60),
    "clojars": ("CLOJARS_", HEXADECIMAL, 60),
    "contentful": ("CFPAT-", BASE64, 43),
    "databricks": ("dapi", HEXADECIMAL, 32),
    "deepseek": ("sk-", HEXADECIMAL, 32),
    "digitalocean": ("dop_v1_", HEXADECIMAL, 64),
    "docker": ("dckr_pat_", BASE64, 27),
    "doppler": ("dp.pt.", ALPHANUMERIC, 43),
    "duffel": ("duffel_live_", BASE64, 43),
    "easypost": ("EZAK", ALPHANUMERIC, 54),
    "facebook": ("EAA", ALPHANUMERIC, 120),
    "figma": ("figd_", BASE64, 40),
    "flutterwave": ("FLWSECK_TEST-", HEXADECIMAL, 32),
    "fly": ("fo1_", BASE64, 43),
    "github": ("ghp_", ALPHANUMERIC, 36),
    "github fine-grained": ("github_pat_", ALPHANUMERIC + "_", 82),
    "gitlab": ("glpat-", BASE64, 20),
    "google api key": ("AIza", BASE64, 35),
    "google oauth secret": ("GOCSPX-", BASE64, 28),
    "google oauth token": ("ya29.", BASE64, 100),
    "grafana": ("glsa_", ALPHANUMERIC, 41),
    "groq": ("gsk_", ALPHANUMERIC, 52),
    "heroku": ("HRKU-", BASE64, 60),
    "hugging face": ("hf_", ALPHANUMERIC, 34),
    "linear": ("lin_api_", ALPHANUMERIC, 40),
    "mailgun": ("key-", HEXADECIMAL, 32),
    "netlify": ("nfp_", ALPHANUMERIC, 36),
    "new relic": ("NRAK-", UPPER, 27),
    "notion": ("ntn_", ALPHANUMERIC, 46),
    "npm": ("npm_", ALPHANUMERIC, 36),
    "openai": ("sk-proj-", BASE64, 120),
    "openrouter": ("sk-or-v1-", HEXADECIMAL, 64),
    "openshift": ("sha256~", BASE64, 43),
    "perplexity": ("pplx-", ALPHANUMERIC, 48),
    "planetscale": ("pscale_tkn_", BASE64, 43),
    "prefect": ("pnu_", ALPHANUMERIC, 36),
    "pulumi": ("pul-", HEXADECIMAL, 40),
    "pypi": ("pypi-AgEIcHlwaS5vcmc", BASE64, 150),
    "readme": ("rdme_", ALPHANUMERIC, 70),
    "replicate": ("r8_", ALPHANUMERIC, 37),
    "rubygems": ("rubygems_", HEXADECIMAL, 48),
    "sendinblue": ("xkeysib-", HEXADECIMAL, 64),
    "sentry": ("sntrys_", BASE64, 120),
    "shopify": ("shpat_", HEXADECIMAL, 32),
    "slack": ("xoxb-", string.digits + "-", 40),
    "sourcegraph": ("sgp_", HEXADECIMAL, 40),
    "square": ("sq0atp-", BASE64, 22),
    "stripe": ("sk_live_", ALPHANUMERIC, 24),
    "supabase": ("sbp_", HEXADECIMAL, 40),
    "typeform": ("tfp_", BASE64, 59),
    "vault": ("hvs.", BASE64, 90),
    "xai": ("xai-", ALPHANUMERIC, 80),
}
"""Kinds of tokens: how they begin, of what characters the rest is, and of how many."""

UNNAMED: dict[str, Callable[[random.Random], str]] = {
    "jwt": lambda chance: ".".join(f"eyJ{_of(chance, BASE64, size)}" for size in (30, 80, 40)),
    "sendgrid": lambda chance: f"SG.{_of(chance, BASE64, 22)}.{_of(chance, BASE64, 43)}",
    "telegram": lambda chance: f"{_of(chance, string.digits, 10)}:AA{_of(chance, BASE64, 33)}",
    "discord": lambda chance: f"M{_of(chance, BASE64, 23)}.{_of(chance, BASE64, 6)}.{_of(chance, BASE64, 38)}",
    "twilio": lambda chance: f"SK{_of(chance, HEXADECIMAL, 32)}",
    "mailchimp": lambda chance: f"{_of(chance, HEXADECIMAL, 32)}-us12",
    "azure client secret": lambda chance: f"{_of(chance, ALPHANUMERIC, 3)}8Q~{_of(chance, BASE64, 34)}",
    "random bytes": lambda chance: base64.b64encode(chance.randbytes(48)).decode(),
    "random digits": lambda chance: chance.randbytes(32).hex(),
}
"""Tokens of several parts, and such as nobody gave a form."""


def tokens() -> Iterator[tuple[str, str]]:
    """A token of every kind; the same ones each time."""
    chance = random.Random(20261125)
    for kind, (prefix, characters, length) in FORMS.items():
        yield kind, prefix + _of(chance, characters, length)
    for kind, make in UNNAMED.items():
        yield kind, make(chance)


def _of(chance: random.Random, characters: str, length: int) -> str:
    # Begins and ends with a letter or digit, as tokens do where their issuers take care.
    inner = "".join(chance.choice(characters) for _ in range(length - 2))
    plain = [each for each in characters if each.isalnum()]
    return f"{chance.choice(plain)}{inner}{chance.choice(plain)}"
