"""Rules as data: TOML files in folders, bundled and the user's own by the same road.

A folder (a "pack") holds one rule in each `<id>.toml` and capabilities in `<id>.capability.toml`. Every file is
checked when it is loaded; whatever is wrong is reported with file, line and key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linter import bundled
from linter.capability import CapabilityFile
from linter.config.toml_lines import key_lines
from linter.errors import RuleError
from linter.findings import Severity

_LARGEST = 1_000_000
"""Bytes of a rule file that are read; the largest bundled one has a fifth of that."""

_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_CAPABILITY_SUFFIX = ".capability.toml"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"))


class Framing(_Table):
    """One way of dressing a violation up; its text for kickoffs is `inoculations/<id>.md`."""

    id: str = Field(pattern=_ID)
    summary: str


class Example(_Table):
    """Code that a rule must flag (at the lines marked) or must leave alone."""

    why: str
    language: Literal["typescript", "tsx", "javascript", "python"]
    code: str
    path: str = ""
    config: str = ""
    files: Mapping[str, str] = {}


class Rule(_Table):
    """A rule as written in its file.

    `check` names the kind of check that gathers its evidence. The rule about suppressions has none: its
    evidence arises when the findings of the others are known.
    """

    id: str = Field(pattern=_ID)
    check: str = ""
    capability: str = ""
    severity: Severity = Severity.ERROR
    summary: str
    intent: str
    indifferent_to: tuple[str, ...] = ()
    mend: str
    framings: tuple[Framing, ...] = ()
    flagged: tuple[Example, ...] = ()
    clean: tuple[Example, ...] = ()
    params: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules and capabilities of a run, by id; `sources` says which file each came from."""

    rules: Mapping[str, Rule]
    capabilities: Mapping[str, CapabilityFile]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """The text of one file of a pack, and the name it goes by in errors."""

    name: str
    text: bytes


def bundled_files() -> list[RuleFile]:
    """The rule files that ship with sidestep."""
    root = bundled.folder("rules")
    return [_from_disk(path, root.parent) for path in sorted(root.rglob("*.toml"))]


def folder_files(folder: Path) -> list[RuleFile]:
    """The rule files of a folder on disk.

    Raises:
        RuleError: there is no such folder, or nothing in it.
    """
    found = sorted(folder.rglob("*.toml")) if folder.is_dir() else []
    if not found:
        raise RuleError("no rule files (*.toml) there", str(folder), "name a folder that holds rule files")
    return [_from_disk(path, folder.parent) for path in found]


def _from_disk(path: Path, base: Path) -> RuleFile:
    return RuleFile(path.relative_to(base).as_posix(), path.read_bytes())


def load(files: Iterable[RuleFile], known_checks: Mapping[str, Callable[[Mapping[str, Any]], object]]) -> Rulebook:
    """The rulebook of these files.

    Args:
        files: the files of all packs; an id must be unique over all of them.
        known_checks: for every kind of check, what validates a rule's `params` (raising `ValidationError`).

    Raises:
        RuleError: a file is not TOML, has unknown or wrong keys, or repeats an id.
    """
    rules: dict[str, Rule] = {}
    capabilities: dict[str, CapabilityFile] = {}
    sources: dict[str, str] = {}
    for file in files:
        table = _parsed(file)
        if file.name.endswith(_CAPABILITY_SUFFIX):
            capability = _validated(file, table, CapabilityFile)
            _refuse_twice(file, "capability", capability.id, sources)
            capabilities[capability.id] = capability
            sources[f"capability {capability.id}"] = file.name
        else:
            rule = _validated(file, table, Rule)
            _refuse_twice(file, "rule", rule.id, sources)
            _check_rule(file, rule, known_checks)
            rules[rule.id] = rule
            sources[f"rule {rule.id}"] = file.name
    for rule in rules.values():
        if rule.capability and rule.capability not in capabilities:
            where = f"{sources[f'rule {rule.id}']}: capability"
            raise RuleError(f'there is no capability "{rule.capability}"', where, _known(capabilities))
    return Rulebook(rules, capabilities, sources)


def _refuse_twice(file: RuleFile, kind: str, name: str, sources: Mapping[str, str]) -> None:
    other = sources.get(f"{kind} {name}")
    if other is not None:
        raise RuleError(f'the {kind} "{name}" is there twice', file.name, f"the other one is in {other}")


def _check_rule(file: RuleFile, rule: Rule, checks: Mapping[str, Callable[[Mapping[str, Any]], object]]) -> None:
    if not rule.check:
        return
    if rule.check not in checks:
        raise RuleError(f'there is no check "{rule.check}"', _at(file, ("check",)), _known(checks))
    try:
        checks[rule.check](rule.params)
    except ValidationError as error:
        raise RuleError(*_explained(file, error, ("params",))) from None


def _known(names: Iterable[str]) -> str:
    return f"known: {', '.join(sorted(names))}"


def _parsed(file: RuleFile) -> dict[str, Any]:
    if len(file.text) > _LARGEST:
        raise RuleError("the file is larger than 1 MB", file.name, "a rule is a small TOML file")
    try:
        return tomllib.loads(file.text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 at byte {error.start}", file.name, "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"not valid TOML: {error}", file.name) from None
    except RecursionError:
        raise RuleError("nested too deeply", file.name, "a rule file nests at most a few levels") from None


_Model = TypeVar("_Model", bound=BaseModel)


def _validated(file: RuleFile, table: dict[str, Any], model: type[_Model]) -> _Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise RuleError(*_explained(file, error, ())) from None


def _explained(file: RuleFile, error: ValidationError, outer: tuple[str, ...]) -> tuple[str, str]:
    """Message and place of the first thing that is wrong, and how many more there are."""
    details = error.errors(include_url=False)
    first = details[0]
    key = (*outer, *first["loc"])
    what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
    more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
    return f"{what}{more}", _at(file, key)


def _at(file: RuleFile, key: Sequence[str | int]) -> str:
    dotted = ".".join(str(each) for each in key)
    lines = key_lines(file.text.decode("utf-8"))
    line = next((lines[tuple(key[:end])] for end in range(len(key), 0, -1) if tuple(key[:end]) in lines), 0)
    return f"{file.name}:{line}: {dotted}" if line else f"{file.name}: {dotted}"
