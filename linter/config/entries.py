"""The forms that entries of the configuration take, told apart by how they are written.

A **module** entry (`sdk`, `gates`) is an npm package or a dotted Python module and covers its sub-paths;
`@scope/` covers every package of a scope. An entry of `gates` is one of

    files      it starts with `./` or `/`, ends in `/`, has glob characters, or ends like a source file:
               `src/harness/**`, `src/harness/`, `harness/run.ts`
    a module   it starts with `@`: `@acme/harness`
    either     anything else (`acme.harness`, `src/harness`, `harness`): files when the tree has a file or
               folder of that path, else a module

so that a folder is never mistaken for the package of the same name, nor the other way round. An entry of
`migrated` is a glob, or a glob and a symbol: `src/outline.ts#generateOutline`, `src/a.ts#Class.method`.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from linter.globs import check_globs, is_wild

_PART = "[A-Za-z0-9_~-][A-Za-z0-9_.~-]*"
_SCOPED = rf"@{_PART}/({_PART}(/{_PART})*)?"
_PATH = r"(?!!)(?!(.*/)?\.\.(/|$))"

# As regular expressions that JSON Schema understands:
MODULE_FORM = rf"^({_SCOPED}|{_PART}(/{_PART})*/?)$"
GATE_FORM = rf"^({_SCOPED}|(?!@){_PATH}[^\\\u0000-\u001f\u007f]+)$"
MIGRATED_FORM = rf"^{_PATH}[^\\#\u0000-\u001f\u007f]+(#[^\s.]+(\.[^\s.]+)*)?$"
FOLDER_FORM = rf"^(?!/|[A-Za-z]:|(\./*)+$){_PATH}[^\\\u0000-\u001f\u007f]+$"

_SYMBOL = r"[^\s.]+(\.[^\s.]+)*"
_SOURCE_FILE = r"\.(?:[mc]?[jt]sx?|pyi?)$"


class GateForm(Enum):
    FILES = auto()
    MODULE = auto()
    EITHER = auto()


class Migrated(NamedTuple):
    """Files declared free of sinks, or one symbol of them. `symbol` includes everything inside it."""

    pattern: str
    symbol: str | None


def gate_form(entry: str) -> GateForm:
    """What an entry of `gates` is by its form alone. Raises ValueError when it has none."""
    if entry.startswith("@"):
        if is_wild(entry):
            raise ValueError(
                "mixes a package with wildcards; a package covers its sub-paths and "
                '"@scope/" a whole scope (for a folder of that name write "./@scope/**")'
            )
        return _module(entry)
    check_globs([entry])
    if entry.startswith(("./", "/")) or entry.endswith("/") or is_wild(entry) or re.search(_SOURCE_FILE, entry):
        return GateForm.FILES
    return GateForm.EITHER


def _module(entry: str) -> GateForm:
    check_module(entry)
    return GateForm.MODULE


def check_module(entry: str) -> str:
    """The entry, if it can be the name of an npm package or Python module; else ValueError."""
    if not re.fullmatch(MODULE_FORM, entry):
        raise ValueError('is no module name, such as "openai", "@anthropic-ai/" or "google.genai"')
    return entry


def migrated_entry(entry: str) -> Migrated:
    """An entry of `migrated` taken apart. Raises ValueError when it has no meaning."""
    pattern, mark, symbol = entry.partition("#")
    check_globs([pattern])
    if mark and not re.fullmatch(_SYMBOL, symbol):
        raise ValueError('must name a symbol after the "#", as in "src/outline.ts#Outline.generate"')
    return Migrated(pattern, symbol if mark else None)


def check_folder(entry: str) -> str:
    """The entry without ornaments, if it is a folder inside the root; else ValueError."""
    if not re.fullmatch(FOLDER_FORM, entry):
        raise ValueError("must be a folder inside the repository, relative to its root")
    return "/".join(part for part in entry.split("/") if part not in ("", "."))


def check_glob(entry: str) -> str:
    """The entry, if it is a glob; else ValueError."""
    check_globs([entry])
    return entry


def check_all_globs(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The globs, if they are right together too; else ValueError."""
    check_globs(entries)
    return entries


def check_gate(entry: str) -> str:
    """The entry, if it is one of `gates`; else ValueError."""
    gate_form(entry)
    return entry


def check_all_gates(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The gates, if they are right together too; else ValueError."""
    check_globs(each for each in entries if gate_form(each) is not GateForm.MODULE)
    return entries


def check_migrated(entry: str) -> str:
    """The entry, if it is one of `migrated`; else ValueError."""
    migrated_entry(entry)
    return entry


def check_all_migrated(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The entries of `migrated`, if they are right together too; else ValueError."""
    check_globs(migrated_entry(each).pattern for each in entries)
    return entries


def covers(entry: str, name: str, separator: str) -> bool:
    """Whether a module entry covers the module `name`: itself and its sub-paths, never a longer name.

    `separator` is what stands between the parts of `name`: "/" in npm specifiers, "." in Python modules.
    """
    if entry.endswith("/"):
        return name.startswith(entry)
    return name == entry or name.startswith(entry + separator)
