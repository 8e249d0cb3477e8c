"""Import maps: deno.json, and the constant aliases of vite and webpack configurations.

Of a bundler's configuration only the text is read, never run: `alias` objects and `{ find, replacement }`
lists whose values are string literals, or `path.resolve(__dirname, "…")` and `new URL("…", import.meta.url)`
with one literal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import islice

from linter.resolution.paths import join, parent, upwards
from linter.resolution.reading import Reader, strings, table

_DENO = ("deno.json", "deno.jsonc")
_BUNDLER = r"(?:vite|webpack|electron\.vite|rspack|rsbuild)\.config\.[cm]?[jt]s"
_ALIAS_BLOCK = r"\balias\s*[:=]\s*([{\[])"
_LONGEST_BLOCK = 4_000
"""Characters after `alias:` that are looked at, at most up to the matching bracket."""

_MOST_BLOCKS = 20
"""Places with `alias:` in one file that are looked at."""

_QUOTED = r"""(?:"([^"\n]*)"|'([^'\n]*)')"""
_TARGET = (
    r"(?:(?:path\s*\.\s*)?(?:resolve|join)\(\s*(?:__dirname|import\.meta\.dirname|process\.cwd\(\))\s*,\s*"
    r"|(?:fileURLToPath\(\s*)?new\s+URL\(\s*)?"
)
_PAIR = rf"(?:{_QUOTED}|(?<![\w$])([\w$]+))\s*:\s*{_TARGET}{_QUOTED}"
_FOUND = rf"\bfind\s*:\s*{_QUOTED}\s*,\s*replacement\s*:\s*{_TARGET}{_QUOTED}"


class ImportMaps:
    """What specifiers are replaced by, from maps that lie in a folder or above it.

    Each answer is the text that replaces the specifier, and the folder from which that text is seen.
    """

    def __init__(self, files: frozenset[str], reader: Reader) -> None:
        self._files = files
        self._reader = reader

    def mapped(self, specifier: str, folder: str) -> tuple[str, str] | None:
        """What Deno's nearest import map makes of the specifier."""
        return _nearest(self._deno, specifier, folder) if self._deno else None

    def bundled(self, specifier: str, folder: str) -> tuple[str, str] | None:
        """What the nearest bundler's configuration makes of the specifier.

        Test runners' configurations are left out: their aliases put stubs in the place of code that runs.
        """
        return _nearest(self._bundlers, specifier, folder) if self._bundlers else None

    @cached_property
    def _deno(self) -> Mapping[str, Mapping[str, str]]:
        maps: dict[str, Mapping[str, str]] = {}
        for path in sorted(self._files):
            if path.endswith(("deno.json", "deno.jsonc")) and path.rpartition("/")[2] in _DENO:
                maps[parent(path)] = self._deno_entries(path)
        return maps

    @cached_property
    def _bundlers(self) -> Mapping[str, Mapping[str, str]]:
        maps: dict[str, Mapping[str, str]] = {}
        for path in sorted(self._files):
            if ".config." in path and re.fullmatch(_BUNDLER, path.rpartition("/")[2]):
                entries = _bundler_aliases(self._reader.text(path) or "")
                if entries:
                    maps[parent(path)] = {**maps.get(parent(path), {}), **entries}
        return maps

    def _deno_entries(self, path: str) -> Mapping[str, str]:
        fields = self._reader.json(path) or {}
        entries = dict(table(fields.get("imports")))
        for named in strings(fields.get("importMap")):
            other = join(parent(path), named)
            if other is not None and other in self._files and parent(other) == parent(path):
                entries |= table((self._reader.json(other) or {}).get("imports"))
        return {key: value for key, value in entries.items() if isinstance(value, str)}


def _nearest(maps: Mapping[str, Mapping[str, str]], specifier: str, folder: str) -> tuple[str, str] | None:
    for each in upwards(folder):
        entries = maps.get(each)
        found = _longest(entries, specifier) if entries else None
        if found is not None:
            return found, each
    return None


def _longest(entries: Mapping[str, str], specifier: str) -> str | None:
    exact = entries.get(specifier)
    if exact is not None:
        return exact
    best = max((key for key in entries if _heads(key, specifier)), key=len, default=None)
    if best is None:
        return None
    return entries[best].rstrip("/") + "/" + specifier[len(best) :].lstrip("/")


def _heads(key: str, specifier: str) -> bool:
    return bool(key) and specifier.startswith(key if key.endswith("/") else key + "/")


def _bundler_aliases(text: str) -> Mapping[str, str]:
    entries = {}
    for block in islice(re.finditer(_ALIAS_BLOCK, text), _MOST_BLOCKS):
        body = _bracketed(text, block.end() - 1)
        pattern = _FOUND if block[1] == "[" else _PAIR
        for pair in re.finditer(pattern, body):
            key, *_, target = [each for each in pair.groups() if each is not None] or [""]
            if target.startswith((".", "/")) or "(" in pair[0]:
                entries[key.removesuffix("/*")] = _relative(target)
            elif target:
                entries[key] = target
    return entries


def _relative(target: str) -> str:
    target = target.lstrip("/") if target.startswith("/") else target
    return target if target.startswith(".") else f"./{target}"


def _bracketed(text: str, start: int) -> str:
    depth = 0
    for position in range(start, min(len(text), start + _LONGEST_BLOCK)):
        depth += (text[position] in "{[") - (text[position] in "}]")
        if not depth:
            return text[start:position]
    return ""
