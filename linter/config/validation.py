"""The configuration as a repository may write it: an allowlist of keys, each with what it accepts.

Imported only where a configuration has not been checked before: pydantic takes longer to import than many a run.
What it accepts is plain data again, from which `linter.config.model` makes our types.

Only what chooses *what is linted* has a key here. Where data goes, what runs, which key is used and what is
written belongs to the operator; such keys are refused by name (see `linter.config.problems`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from linter.config import defaults, entries
from linter.config.model import RuleSeverity
from linter.globs import FORM, MAX_LENGTH


def _form(pattern: str) -> dict[str, JsonValue]:
    return {"pattern": pattern, "maxLength": MAX_LENGTH}


Glob = Annotated[str, AfterValidator(entries.check_glob), Field(json_schema_extra=_form(FORM))]
Globs = Annotated[tuple[Glob, ...], AfterValidator(entries.check_all_globs)]
GateEntry = Annotated[str, AfterValidator(entries.check_gate), Field(json_schema_extra=_form(entries.GATE_FORM))]
MigratedEntry = Annotated[
    str, AfterValidator(entries.check_migrated), Field(json_schema_extra={"pattern": entries.MIGRATED_FORM})
]
ModuleName = Annotated[
    str, AfterValidator(entries.check_module), Field(json_schema_extra={"pattern": entries.MODULE_FORM})
]
Folder = Annotated[str, AfterValidator(entries.check_folder), Field(json_schema_extra={"pattern": entries.FOLDER_FORM})]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab)


class ZoneSettings(_Table):
    """Where code executes, as globs relative to the root."""

    gates: Annotated[tuple[GateEntry, ...], AfterValidator(entries.check_all_gates)] = Field(
        default=(),
        description="The approved way to a model: globs, npm packages (@acme/harness) or Python modules "
        "(acme.harness). Modules cover their sub-paths.",
    )
    sandbox: Globs = Field(
        default=(),
        description="Files that run only inside the sandbox. May use SDKs until the host calls them.",
    )
    host: Globs = Field(
        default=(),
        description="Files that run in the host even if sandbox or tests name them. Whatever no zone names "
        "is host code anyway.",
    )
    migrated: Annotated[tuple[MigratedEntry, ...], AfterValidator(entries.check_all_migrated)] = Field(
        default=(),
        description="Host code declared free of sinks: globs, or path#symbol (src/outline.ts#outline).",
    )
    tests: Globs = Field(
        default=defaults.TESTS, description="Files that only test runners load. Replaces the default list."
    )


class RuleSettings(_Table):
    """What the repository sets for one rule."""

    severity: RuleSeverity | None = Field(
        default=None,
        description='How much findings weigh; "info" never fails a run, "off" switches the rule off.',
    )


class Configuration(_Table):
    """Everything that a repository may configure."""

    sdk: tuple[ModuleName, ...] | None = Field(
        default=None,
        description="Modules that run models: npm packages or Python modules with their sub-paths, or a "
        "scope (@anthropic-ai/). Replaces the default list.",
    )
    extend_sdk: tuple[ModuleName, ...] = Field(default=(), description="Modules added to the default list (or to sdk).")
    exclude: Globs = Field(default=(), description="Files that are not linted; each is reported as skipped.")
    rule_folders: tuple[Folder, ...] = Field(
        default=(), description="Folders inside the repository that hold further rules."
    )
    zones: ZoneSettings = Field(default=ZoneSettings(), description="Where code executes.")
    rules: Mapping[str, RuleSettings] = Field(default={}, description="Settings per rule, by its id.")


def checked(table: Any) -> dict[str, Any]:
    """What was written, with the names of our fields. Raises pydantic's ValidationError."""
    return Configuration.model_validate(table).model_dump(mode="json", exclude_unset=True)
