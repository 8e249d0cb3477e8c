"""Other linters silenced by a change, where they would find the same violation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from linter.review.difference import Line

_RESTRICTING = (
    r"no-restricted-(?:imports|modules|syntax|paths|globals)|noRestricted(?:Imports|Globals|Types)|boundaries/[\w-]+|"
    r"no-restricted-paths|TID25[13]|banned-(?:api|module-level-imports)|forbidden-imports?|dependency-cruiser|"
    r"import-linter|W4901|deprecated-module"
)
"""Rules of ESLint, oxlint, Biome, ruff, pylint, dependency-cruiser and import-linter that ban imports."""

_COMMENT = re.compile(
    r"(?:(?:eslint|oxlint)-disable(?P<scope>-next-line|-line)?|biome-ignore(?P<all>-all)?|tslint:disable|"
    r"(?P<file>ruff: *noqa)|\bnoqa\b|pylint: *disable)(?P<rules>[^\n]*)"
)
_RULE_NAME = re.compile(r"[A-Za-z@][\w@/-]{2,}")
_NO_REASON = re.compile(r"--|:\s(?!\S*/)|\*/")
_CONFIGURATION = re.compile(
    r"(?:^|/)(?:\.?eslint(?:rc|\.config)[\w.]*|\.?oxlintrc\.jsonc?|biome\.jsonc?|\.?ruff\.toml|pyproject\.toml|"
    r"package\.json|\.importlinter|setup\.cfg|\.dependency-cruiser\.\w+|\.?pylintrc)\Z"
)
_NAMED = re.compile(_RESTRICTING)
_OFF = re.compile(r"""["']off["']|:\s*0\b|ignore|allow|\boff\b|per-file""", re.IGNORECASE)
_NEAR = 3
"""Lines between a comment and the import that it may be about."""


class Silencer(NamedTuple):
    """A line by which another linter is silenced: `first` to `last` are those that it is about, 0 for all."""

    path: str
    line: int
    text: str
    first: int
    last: int

    def covers(self, line: int) -> bool:
        """Whether it is about a line of its file."""
        return not self.last or self.first <= line <= self.last


def comments_in(path: str, added: Iterable[Line]) -> Iterator[Silencer]:
    """The comments among these lines that silence a rule about imports, or all rules."""
    for line in added:
        found = _COMMENT.search(line.text)
        if found is None or not _is_about_imports(found["rules"] or ""):
            continue
        whole = (
            found["file"]
            or found["all"]
            or ("-disable" in found[0] and not found["scope"] and "pylint" not in found[0])
        )
        if whole:
            yield Silencer(path, line.number, line.text, 0, 0)
        else:
            yield Silencer(path, line.number, line.text, line.number, line.number + _NEAR)


def _is_about_imports(rest: str) -> bool:
    if _NAMED.search(rest):
        return True
    # Without the name of a rule, all are silenced.
    listed = _NO_REASON.split(rest, maxsplit=1)[0]
    return _RULE_NAME.search(listed) is None


def is_configuration(path: str) -> bool:
    """Whether a file may configure such a linter."""
    return _CONFIGURATION.search(path) is not None


def overrides_in(path: str, added: Iterable[Line], removed: Iterable[Line]) -> Iterator[Silencer]:
    """The lines of a linter's configuration by which a rule about imports is switched off or taken out."""
    named = [each for each in added if _NAMED.search(each.text)]
    for line in named:
        if _OFF.search(line.text):
            yield Silencer(path, line.number, line.text, 0, 0)
    if not named:
        for line in removed:
            if _NAMED.search(line.text):
                yield Silencer(path, 1, line.text, 0, 0)
                return
