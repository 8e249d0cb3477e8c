"""The configuration of a repository: what it may say, how it is read, and its schema."""

from __future__ import annotations

from linter.config.loading import LoadedConfig, RulesIn, TreeReader, load
from linter.config.model import Config, RuleSettings, RuleSeverity, ZoneSettings
from linter.config.schema import json_schema

__all__ = [
    "Config",
    "LoadedConfig",
    "RuleSettings",
    "RuleSeverity",
    "RulesIn",
    "TreeReader",
    "ZoneSettings",
    "json_schema",
    "load",
]
