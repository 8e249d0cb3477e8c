"""What `sidestep init` sees in a repository: languages, where SDKs are imported, folders that look like zones."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from linter.capability import NPM, PYPI, Capability, Ecosystem
from linter.checks.tools import tools_of
from linter.interest import Scanner
from linter.languages import PYTHON, language_of
from linter.sources import Loaded
from linter.workspace import Workspace
from linter.zones import Zone


class Guess(StrEnum):
    """What a folder looks like, by the key of the configuration that it would stand in."""

    GATES = "gates"
    SANDBOX = "sandbox"
    TESTS = "tests"
    EXCLUDE = "exclude"


_WORDS: Mapping[Guess, frozenset[str]] = {
    Guess.GATES: frozenset({"harness", "gateway", "llm", "llms"}),
    Guess.SANDBOX: frozenset({"sandbox", "sandboxes", "sandboxed"}),
    Guess.TESTS: frozenset({"spec", "specs", "testing", "testutils", "fixtures", "evals"}),
    Guess.EXCLUDE: frozenset({"vendor", "vendored", "third_party", "thirdparty", "generated", "dist"}),
}
"""Parts of a folder's name that say what it may be. None of them proves anything."""

_PLAIN = re.compile(r"[\w@.+/ -]+")
"""Paths that mean themselves as a glob, in a TOML string and in a comment."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A folder that looks like a zone. `package` is the npm package that it is, or ""."""

    guess: Guess
    folder: str
    package: str
    files: int
    with_sdk: int


@dataclass(frozen=True, slots=True)
class Survey:
    """`suffixes` counts source files. `sdks` counts, for each SDK, the host files that import it, by folder."""

    suffixes: Counter[str]
    sdks: Mapping[str, Counter[str]]
    candidates: tuple[Candidate, ...]


def survey(workspace: Workspace, progress: Callable[[str, int, int], None]) -> Survey:
    """Reads every source file once and scans it for imports; nothing is parsed."""
    tree = workspace.tree
    packages = dict(_packages(workspace))
    sources = [path for path in tree.paths() if language_of(path) is not None]
    sdks: dict[str, Counter[str]] = {}
    files: Counter[tuple[Guess, str]] = Counter()
    with_sdk: Counter[tuple[Guess, str]] = Counter()
    for number, path in enumerate(sources):
        if not number % 500:
            progress("reading", number, len(sources))
        if workspace.zones.of(path) is Zone.TESTS:
            continue
        named = _sdks_of(workspace, path)
        for name in named:
            sdks.setdefault(name, Counter())[path.rpartition("/")[0]] += 1
        for key in _guesses(path, packages):
            files[key] += 1
            with_sdk[key] += bool(named)
    candidates = (Candidate(*key, packages.get(key[1], ""), files[key], with_sdk[key]) for key in sorted(files))
    suffixes = Counter(PurePosixPath(path).suffix for path in sources)
    return Survey(suffixes, {name: sdks[name] for name in sorted(sdks)}, tuple(candidates))


def _sdks_of(workspace: Workspace, path: str) -> set[str]:
    """The SDKs that a file's import statements name."""
    outcome = workspace.tree.load(path)
    if not isinstance(outcome, Loaded):
        return set()
    capabilities = workspace.capabilities.values()
    signs = Scanner(capabilities, tools_of(workspace.rules)).signs_of(path, outcome.data)
    return set(_named(signs.specifiers, path, capabilities))


def _named(specifiers: Iterable[str], path: str, capabilities: Iterable[Capability]) -> Iterator[str]:
    language = language_of(path)
    ecosystem: Ecosystem = PYPI if language is not None and language.NAME == PYTHON else NPM
    for specifier in specifiers:
        for capability in capabilities:
            match = capability.module(specifier, ecosystem)
            if match is not None and not match.inert:
                yield match.entry.module


def _guesses(path: str, packages: Mapping[str, str]) -> Iterator[tuple[Guess, str]]:
    """What the folders of a path look like; the outermost of each kind."""
    seen: set[Guess] = set()
    parts = path.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        folder = "/".join(parts[:depth])
        if not _PLAIN.fullmatch(folder):
            return
        words = _words(parts[depth - 1]) | _words(packages.get(folder, ""))
        for guess, telling in _WORDS.items():
            if guess not in seen and words & telling:
                seen.add(guess)
                yield guess, folder


def _words(name: str) -> set[str]:
    name = name.rpartition("/")[2].lower()
    return {name, *re.split(r"[-_.]", name)}


def _packages(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """The folders of the npm packages below the root, and their names."""
    for path in workspace.tree.paths():
        folder, _, name = path.rpartition("/")
        if name == "package.json" and folder:
            try:
                content = json.loads(workspace.tree.read(path) or b"{}")
            except (ValueError, RecursionError):
                continue
            named = content.get("name") if isinstance(content, dict) else None
            if isinstance(named, str) and _PLAIN.fullmatch(named):
                yield folder, named
