"""The configuration of a repository: what it may say, and how it is read. Its schema is in `linter.config.schema`."""

from __future__ import annotations

from linter.config.loading import LoadedConfig, RulesIn, TreeReader, load
from linter.config.model import Config, RuleSettings, RuleSeverity, ZoneSettings

__all__ = [
    "Config",
    "LoadedConfig",
    "RuleSettings",
    "RuleSeverity",
    "RulesIn",
    "TreeReader",
    "ZoneSettings",
    "load",
]
