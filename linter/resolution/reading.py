"""Configuration files of other tools, read with patience: what is wrong becomes a problem, not an error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from linter.resolution.model import Problems, Tree

_LARGEST = 4_000_000
"""Bytes of a configuration file above which it is not read; hand-written ones stay far below."""

# A string may lack its end: the patterns never fail inside of one, so they take linear time on any text.
_COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*"?)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\\n])*"?)|,(?=\s*[}\]])')


def table(value: object) -> Mapping[str, object]:
    """The value if it is a table, else an empty one."""
    return value if isinstance(value, dict) else {}


def strings(value: object) -> list[str]:
    """The strings of a list, or the one string; anything else is left out."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def parse_jsonc(text: str) -> object:
    """JSON with comments and trailing commas, as TypeScript and Deno read it. Raises ValueError."""
    try:
        return json.loads(text)
    except ValueError:
        bare = _COMMENT.sub(lambda match: match[1] or " ", text)
        return json.loads(_TRAILING_COMMA.sub(lambda match: match[1] or "", bare))


class Reader:
    """Reads each configuration file of a tree at most once."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self._tree = tree
        self._problems = problems
        self._parsed: dict[str, Mapping[str, object] | None] = {}

    def text(self, path: str) -> str | None:
        """The file's text; None where it cannot be had, which is a problem."""
        content = self._tree.read(path)
        if content is None:
            self._problems.add(path, "could not be read")
            return None
        if len(content) > _LARGEST:
            self._problems.add(path, f"is larger than {_LARGEST:,} bytes and was not read")
            return None
        return content.decode("utf-8-sig", "replace")

    def json(self, path: str) -> Mapping[str, object] | None:
        """The object in a JSON file, comments allowed; None where it has none."""
        return self._read(path, parse_jsonc, "JSON")

    def toml(self, path: str) -> Mapping[str, object] | None:
        """The table in a TOML file; None where it cannot be parsed."""
        import tomllib  # most trees have none to read

        return self._read(path, tomllib.loads, "TOML")

    def _read(self, path: str, parse: Callable[[str], object], kind: str) -> Mapping[str, object] | None:
        if path not in self._parsed:
            self._parsed[path] = self._parse(path, parse, kind)
        return self._parsed[path]

    def _parse(self, path: str, parse: Callable[[str], object], kind: str) -> Mapping[str, object] | None:
        text = self.text(path)
        if text is None or not text.strip():
            return None
        try:
            value = parse(text)
        except (ValueError, RecursionError) as error:
            self._problems.add(path, f"is not valid {kind}: {str(error).splitlines()[0]}")
            return None
        if not isinstance(value, dict):
            self._problems.add(path, f"holds no {kind} object")
            return None
        return value
