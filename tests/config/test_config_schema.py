from __future__ import annotations

import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from linter.config import load
from linter.config.schema import json_schema
from linter.errors import ConfigError

RULES = ("sdk-direct", "enum-string")

RIGHT = [
    "",
    "sdk = ['@anthropic-ai/', 'openai', 'openai/resources', 'anthropic.types', 'ai', '@ai-sdk/openai']",
    "extend-sdk = ['acme_llm']\nexclude = ['vendor/', '**/*.gen.{ts,js}', 'app/[id]/x']",
    "rule-folders = ['team-rules', './a/b/', 'a..b']",
    "[zones]\ngates = ['src/harness/**', '@acme/harness', '@acme/', 'acme.harness', './@x/**']",
    "[zones]\nhost = []\nsandbox = ['**']\ntests = []",
    "[zones]\nmigrated = ['**', 'src/a.ts#f', 'src/**/*.ts#Class.#method', '/a/b.py#ä']",
    "[rules.sdk-direct]\nseverity = 'off'\n[rules.enum-string]",
]
WRONG = [
    "sdk = 'openai'",
    "sdk = ['']",
    "sdk = ['a b']",
    "sdk = ['./a']",
    "sdk = ['@acme']",
    "sdks = []",
    "judge = 'x'",
    "exclude = ['!a']",
    "exclude = ['']",
    "exclude = ['a/../b']",
    "exclude = ['a\\b']",
    "rule-folders = ['../a']",
    "rule-folders = ['/a']",
    "rule-folders = ['./.']",
    "[zones]\ngate = []",
    "[zones]\ngates = ['@acme/*']",
    "[zones]\ngates = ['@acme']",
    "[zones]\nmigrated = ['a#']",
    "[zones]\nmigrated = ['a#b c']",
    "[zones]\nmigrated = ['#a']",
    "[rules.sdk-direct]\nseverity = 'warn'",
    "[rules.sdk-direct]\nseverity = false",
    "[rules.nope]",
    "rules = []",
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema(RULES)


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_right_for_both(text: str, schema: dict[str, Any]) -> None:
    load({"sidestep.toml": text.encode()}.get, RULES)
    Draft202012Validator(schema).validate(tomllib.loads(text))


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_wrong_for_both(text: str, schema: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        load({"sidestep.toml": text.encode()}.get, RULES)
    assert not Draft202012Validator(schema).is_valid(tomllib.loads(text))


def test_every_key_is_described_and_nothing_else_is_allowed(schema: dict[str, Any]) -> None:
    tables = [schema, schema["$defs"]["ZoneSettings"], schema["$defs"]["RuleSettings"]]
    for table in tables:
        assert table["additionalProperties"] is False
        assert all(each.get("description") for each in table["properties"].values())
    assert schema["properties"]["rules"]["additionalProperties"] is False
    assert sorted(schema["properties"]["rules"]["properties"]) == sorted(RULES)


def test_absence_is_no_value(schema: dict[str, Any]) -> None:
    assert "null" not in str(schema)
    assert "None" not in str(schema)
