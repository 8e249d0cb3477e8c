"""Where a violation may have gone that no audit looks at: into a gate, into a file that is not there, into a language
that is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from linter.capability import NPM, PYPI, Capability
from linter.checks.commands import in_shell
from linter.edges import Edge, imports
from linter.facts import ImportKind
from linter.interest import UNREAD
from linter.project import Unresolved
from linter.review.difference import Line
from linter.review.matching import Matching
from linter.review.side import Side
from linter.review.sites import Site, same_prompt, words_of
from linter.review.traced import Group
from linter.sources import Loaded
from linter.zones import Zone

_SHELLS = frozenset({".sh", ".bash", ".zsh", ".fish", ".ps1", ".bat", ".cmd"})
_EMBEDDING = frozenset({*UNREAD, ".html", ".htm", ".mdx", ".ejs", ".hbs", ".pyx"})
_OTHERS = frozenset(
    ".rb .go .rs .java .kt .kts .swift .php .cs .fs .scala .ex .exs .lua .pl .r .jl .dart .c .cc .cpp .m .coffee .elm "
    ".clj .groovy .erl .nim .zig".split()
)
_NAMES = frozenset({"dockerfile", "makefile", "justfile", "procfile", "rakefile"})
"""What holds code, and is in no language that is read. Documents and data are left out: they run nothing."""

_QUOTED = re.compile(r"""\\?["'`]([@A-Za-z][\w@./-]{1,80})\\?["'`]""")
_PYTHON = re.compile(r"^[\W\d]*(?:from|import)\s+([a-z]\w*(?:\.\w+)*)")
_HOST = re.compile(r"https?://([\w.-]+)(?::(\d+))?(/[\w./:-]*)?")
_LONGEST = 2_000
"""Characters of a line that are looked at."""


class Foreign(NamedTuple):
    """A line of a file that is not read, and what of a model's it names."""

    line: int
    name: str


def holds_foreign_code(path: str) -> bool:
    """Whether a file holds code in no language that is read."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _SHELLS | _EMBEDDING | _OTHERS:
        return True
    return PurePosixPath(path).name.lower() in _NAMES


def foreign_in(path: str, lines: Sequence[Line], capabilities: Sequence[Capability]) -> Foreign | None:
    """The first line that names an SDK, a provider's host or an agent's program."""
    for line in lines:
        for capability in capabilities:
            name = _named(path, line.text[:_LONGEST], capability)
            if name:
                return Foreign(line.number, name)
    return None


def _named(path: str, text: str, capability: Capability) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    for quoted in _QUOTED.findall(text):
        if capability.module(quoted, NPM) is not None:
            return str(quoted)
    imported = _PYTHON.match(text) if suffix in (".ipynb", ".pyx") else None
    if imported is not None and capability.module(imported[1], PYPI) is not None:
        return imported[1]
    for host, port, route in _HOST.findall(text):
        match = capability.host(host, port, route)
        if match is not None and not match.inert:
            return str(host)
    if suffix in _SHELLS or PurePosixPath(path).name.lower() in _NAMES:
        started = in_shell(text.strip(), capability)
        if started is not None and not started.reasons:
            return started.entry.command
    return ""


class Hidden:
    """The places of the head that Closing cannot look into."""

    def __init__(self, base: Side, head: Side, matching: Matching, changed: Sequence[str]) -> None:
        self._base = base
        self._head = head
        self._matching = matching
        self._changed = changed

    def gate(self, group: Group, site: Site) -> str:
        """The gate file into which the change moves a violation: it brings the SDK in there, and the same work.

        A gate may have calls of its own, also new ones.
        """
        moved = group.became.unit.path if group.became is not None else ""
        for path in self._changed:
            if self._head.workspace.tree.has(path) and self._head.context.zones.of(path) is Zone.GATE:
                own = _modules(self._head, path) - _modules(self._base, path)
                brought = any(f"{kind}:{module}".startswith(site.sink) for module in own for kind in (NPM, PYPI))
                if brought and (moved == path or same_prompt(site.words, self._words(path))):
                    return path
        return ""

    def _words(self, path: str) -> frozenset[str]:
        outcome = self._head.workspace.tree.load(path)
        return words_of(outcome.text) if isinstance(outcome, Loaded) else frozenset()

    def dead_end(self, path: str) -> str:
        """What a file of the base, at its path in the head, imports only there, and what leads to no file."""
        after = self._matching.file(path)
        before = _dead_ends(self._base, path)
        return min(_dead_ends(self._head, after) - before, default="") if after else ""


def _modules(side: Side, path: str) -> frozenset[str]:
    return frozenset(each.specifier for each in _run_time_imports(side, path))


def _dead_ends(side: Side, path: str) -> frozenset[str]:
    return frozenset(
        each.specifier
        for each in _run_time_imports(side, path)
        if isinstance(each.meaning, Unresolved) and each.specifier
    )


def _run_time_imports(side: Side, path: str) -> Iterator[Edge]:
    """The imports of a file that are there when it runs; none of one that is not read."""
    if not side.workspace.tree.has(path):
        return
    side.context.reading.load([path])
    facts = side.context.project.facts(path)
    edges = imports(side.context.project, None, path, facts) if facts is not None else ()
    yield from (each for each in edges if each.kind != ImportKind.TYPE)
