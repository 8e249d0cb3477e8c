"""The configuration of a repository, with what holds where it says nothing.

What the repository may write is checked by `linter.config.validation`, which also says what each key means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from linter.config.defaults import TESTS
from linter.findings import Severity
from linter.tables import row

RuleSeverity: TypeAlias = Literal["error", "warning", "info", "off"]


class ZoneSettings(NamedTuple):
    """Where code executes: globs, and for gates and migrated code also the forms of `linter.config.entries`."""

    gates: tuple[str, ...] = ()
    sandbox: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    migrated: tuple[str, ...] = ()
    tests: tuple[str, ...] = TESTS

    @property
    def has_own_tests(self) -> bool:
        """Whether the repository lists its tests; it may list what the default does."""
        return self.tests is not TESTS


class RuleSettings(NamedTuple):
    """What the repository sets for one rule."""

    severity: RuleSeverity | None = None


class Config(NamedTuple):
    """Everything that a repository may configure. `sdk` is None for the default list."""

    sdk: tuple[str, ...] | None = None
    extend_sdk: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rule_folders: tuple[str, ...] = ()
    zones: ZoneSettings = ZoneSettings()
    rules: Mapping[str, RuleSettings] = {}

    def severity(self, rule: str, default: Severity) -> Severity | None:
        """How much the rule's findings weigh in this repository; None when the rule is off."""
        settings = self.rules.get(rule)
        if settings is None or settings.severity is None:
            return default
        return None if settings.severity == "off" else Severity(settings.severity)


def config_of(table: Mapping[str, Any]) -> Config:
    """The configuration that a checked table is. Raises TypeError when it was checked for other fields."""
    zones = row(ZoneSettings, table.get("zones", {}))
    rules = {name: row(RuleSettings, each) for name, each in table.get("rules", {}).items()}
    return row(Config, {**table, "zones": zones, "rules": rules})
