"""The texts that `sidestep init` proposes: a commented `sidestep.toml`, and a hook for pre-commit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from linter.cli.survey import Candidate, Guess, Survey
from linter.config import ZoneSettings
from linter.formats.sanitise import visible
from linter.formats.summary import counted
from linter.languages import BY_SUFFIX

_FOLDERS_SHOWN = 3
_SDKS_SHOWN = 15
_GATES = """\
# The approved way to a model. Only these files may use one; whatever no zone names is host code."""
_SANDBOX = """\
# Files that run in the sandbox alone: in another container, virtual machine or service. A worker thread or a
# child process belongs to the host, whatever its name is."""
_MIGRATED = """\
# Host code that has been moved behind the gate and is to stay free of models: globs, or path#symbol."""
_CHOOSE = "# Named so, and no more is known: take out the # where it is true."


def configuration(survey: Survey) -> str:
    """The text of `sidestep.toml`: valid, and nothing in it changes what the defaults find."""
    return "\n".join([*_head(survey), *_exclude(survey), "", *_zones(survey)]) + "\n"


def hook() -> str:
    """The text of `.pre-commit-config.yaml`."""
    return f"repos:\n{hook_entry()}"


def hook_entry() -> str:
    """The entry for `repos` of `.pre-commit-config.yaml`. It runs the sidestep that is on the PATH."""
    suffixes = "|".join(re.escape(each.removeprefix(".")) for each in sorted(BY_SUFFIX))
    return rf"""  - repo: local
    hooks:
      - id: sidestep
        name: sidestep
        entry: sidestep check
        language: system
        files: \.({suffixes})$
        require_serial: true
"""


def _head(survey: Survey) -> Iterator[str]:
    yield "# What sidestep checks in this repository."
    yield "# `sidestep config show PATH` says what holds for a file; `sidestep config schema` prints all keys."
    yield "#"
    yield f"# `sidestep init` saw {_seen(survey.suffixes)}."
    if not survey.sdks:
        yield "# Outside of tests, no import statement names a model SDK that sidestep knows."
        return
    yield "# Outside of tests, import statements name these model SDKs (`sidestep audit` tells which are used):"
    ordered = sorted(survey.sdks.items(), key=lambda each: (-each[1].total(), each[0]))
    longest = max(len(name) for name, _ in ordered[:_SDKS_SHOWN])
    for name, folders in ordered[:_SDKS_SHOWN]:
        yield f"#   {name:<{longest}}  {counted(folders.total(), 'file')}: {_places(folders)}"
    if len(ordered) > _SDKS_SHOWN:
        yield f"#   and {len(ordered) - _SDKS_SHOWN} more"


def _seen(suffixes: Counter[str]) -> str:
    ordered = sorted(suffixes.items(), key=lambda each: (-each[1], each[0]))
    listed = ", ".join(f"{number:,} {suffix}" for suffix, number in ordered)
    return f"{counted(suffixes.total(), 'source file')} ({listed})" if listed else "no source files"


def _places(folders: Counter[str]) -> str:
    ordered = sorted(folders.items(), key=lambda each: (-each[1], each[0]))
    named = [f"{visible(folder)}/ ({number})" if folder else f"./ ({number})" for folder, number in ordered]
    more = f", and {len(named) - _FOLDERS_SHOWN} more" if len(named) > _FOLDERS_SHOWN else ""
    return ", ".join(named[:_FOLDERS_SHOWN]) + more


def _exclude(survey: Survey) -> Iterator[str]:
    found = _of(survey, Guess.EXCLUDE)
    if found:
        yield ""
        yield "# Files that are not linted; each is reported as skipped."
        yield from _list("exclude", found)


def _zones(survey: Survey) -> Iterator[str]:
    yield "[zones]"
    yield from (_GATES, *_list("gates", _of(survey, Guess.GATES)), "")
    yield from (_SANDBOX, *_list("sandbox", _of(survey, Guess.SANDBOX)), "")
    yield from (_MIGRATED, "migrated = []", "")
    yield from _tests(_of(survey, Guess.TESTS))


def _tests(found: Sequence[Candidate]) -> Iterator[str]:
    """The list of tests, which is there as a comment only: written out it replaces the default list."""
    further = ", up to the empty line. The folders behind that are named so, and no more is known" if found else ""
    yield f"# Files that only test runners load. Without this key the list is as below{further}."
    yield "# tests = ["
    yield from (f'#   "{each}",' for each in ZoneSettings().tests)
    if found:
        yield from ("#", *(f"#   {_entry(each)}" for each in found))
    yield "# ]"


def _of(survey: Survey, guess: Guess) -> list[Candidate]:
    return [each for each in survey.candidates if each.guess is guess]


def _list(key: str, found: list[Candidate]) -> Iterator[str]:
    if not found:
        yield f"{key} = []"
        return
    yield _CHOOSE
    yield f"{key} = ["
    yield from (f"  # {_entry(each)}" for each in found)
    yield "]"


def _entry(candidate: Candidate) -> str:
    package = f"package {candidate.package}, " if candidate.package else ""
    sdk = f", {candidate.with_sdk:,} of them with a model SDK" if candidate.with_sdk else ""
    return f'"{candidate.folder}/**",  # {package}{counted(candidate.files, "file")}{sdk}'
