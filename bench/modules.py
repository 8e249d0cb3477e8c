"""Which SDK modules the tools are asked about, and how to say so in a regular expression."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable

from bench.model import SdkModules


def read_modules(text: str) -> SdkModules:
    """The modules of a capability file (TOML). What the file says about inert names is left out: no other tool
    can be told."""
    entries = tomllib.loads(text)["sdk"]
    return SdkModules(_of(entries, "npm"), _of(entries, "python"))


def _of(entries: Iterable[dict[str, object]], ecosystem: str) -> tuple[str, ...]:
    names = (str(each["module"]) for each in entries if ecosystem in _ecosystems(each))
    return tuple(dict.fromkeys(names))


def _ecosystems(entry: dict[str, object]) -> Iterable[str]:
    value = entry.get("ecosystem", ["npm", "python"])
    assert isinstance(value, list)
    return value


def npm_pattern(modules: SdkModules) -> str:
    """A regular expression for these npm modules and their sub-paths: unanchored, no look-around, no slashes
    or quotes that a host language would want escaped."""
    return f"(?:{'|'.join(_npm(each) for each in modules.npm)})(?:/.*)?"


def _npm(name: str) -> str:
    return re.escape(name) + (".+" if name.endswith("/") else "")


def python_pattern(modules: SdkModules) -> str:
    """The same for Python modules and their submodules."""
    return rf"(?:{'|'.join(re.escape(each) for each in modules.python)})(?:\..*)?"
