"""Rules as data: TOML files in folders, bundled and the user's own by the same road.

A folder (a "pack") holds one rule in each `<id>.toml` and capabilities in `<id>.capability.toml`. Every file is
checked when it is loaded, unless the same text was before (the bundled ones were when sidestep was made); whatever
is wrong is reported with file, line and key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from linter import bundled
from linter.capability import CapabilityFile, capability_file
from linter.errors import RuleError
from linter.kept import Kept, key_of
from linter.rule import Example, Framing, Kind, Rule, RuleFile, rule_of

__all__ = ["Example", "Framing", "Kind", "Rule", "RuleFile", "Rulebook", "bundled_files", "folder_files", "load"]


CHECKED = "checked.json"
"""The file beside the bundled rules that has their tables, so that they need not be checked where they run first.

Checking takes three times as long as linting the files of a commit. `python -m docs.generate` writes it.
"""


class Rulebook(NamedTuple):
    """All rules and capabilities of a run, by id; `sources` says which file each came from."""

    rules: Mapping[str, Rule]
    capabilities: Mapping[str, CapabilityFile]
    sources: Mapping[str, str]


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


def load(files: Iterable[RuleFile], checks: Mapping[str, Kind], kept: Kept | None = None) -> Rulebook:
    """The rulebook of these files.

    Args:
        files: the files of all packs; an id must be unique over all of them.
        checks: the kinds of check that rules may name.
        kept: files that were checked before; without it, each is checked now.

    Raises:
        RuleError: a file is not TOML, has unknown or wrong keys, or repeats an id.
    """
    rules: dict[str, Rule] = {}
    capabilities: dict[str, CapabilityFile] = {}
    sources: dict[str, str] = {}
    for file in files:
        found = _read(file, checks, kept or Kept())
        if isinstance(found, Rule):
            _refuse_twice(file, "rule", found.id, sources)
            rules[found.id] = found
            sources[f"rule {found.id}"] = file.name
        else:
            _refuse_twice(file, "capability", found.id, sources)
            capabilities[found.id] = found
            sources[f"capability {found.id}"] = file.name
    for rule in rules.values():
        if rule.capability and rule.capability not in capabilities:
            where = f"{sources[f'rule {rule.id}']}: capability"
            hint = f"known: {', '.join(sorted(capabilities))}"
            raise RuleError(f'there is no capability "{rule.capability}"', where, hint)
    return Rulebook(rules, capabilities, sources)


def _read(file: RuleFile, checks: Mapping[str, Kind], kept: Kept) -> Rule | CapabilityFile:
    make = capability_file if file.is_capability else rule_of
    key = key_of(b"capability" if file.is_capability else b"rule", *sorted(map(str.encode, checks)), file.text)
    known: Any
    for known in (kept.get(key), _shipped().get(shipping_key(file, checks))):
        try:
            return make(known)
        except (AttributeError, KeyError, TypeError, ValueError):
            # Nothing was kept, or by code that had other fields.
            continue
    from linter.rule_validation import checked

    table = checked(file, checks)
    kept.put(key, table)
    return make(table)


def shipping_key(file: RuleFile, checks: Iterable[str]) -> str:
    """The key of a rule file's table in `CHECKED`."""
    said = [file.is_capability, sorted(checks), file.text.decode("utf-8", "replace")]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@cache
def _shipped() -> Mapping[str, Any]:
    """The tables of the bundled files as they were when these were checked last; what does not fit is checked anew."""
    try:
        tables = json.loads((bundled.folder("rules") / CHECKED).read_bytes())
    except (OSError, ValueError):
        return {}
    return tables if isinstance(tables, dict) else {}


def _refuse_twice(file: RuleFile, kind: str, name: str, sources: Mapping[str, str]) -> None:
    other = sources.get(f"{kind} {name}")
    if other is not None:
        raise RuleError(f'the {kind} "{name}" is there twice', file.name, f"the other one is in {other}")
