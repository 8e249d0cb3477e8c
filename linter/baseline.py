"""The baseline: findings that were there when a repository began to be checked, and are not reported again.

A JSON file of one sorted list. An entry is a finding's identity, without lines or counts, so that moving code
changes nothing and a new finding never hides behind one that went away:

    {"version": 1, "entries": [{"rule", "path", "symbol", "sink", "fingerprint"}]}
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from linter.errors import ConfigError, UsageError
from linter.findings import Finding
from linter.sources.outcomes import Limits, Skipped
from linter.sources.reading import Reader

DEFAULT_FILE = ".sidestep-baseline.json"
VERSION = 1
MAX_BYTES = 16 * 1024 * 1024
"""Some 60,000 entries; more than that is no baseline."""

_AGAIN = "write it anew with `sidestep audit --write-baseline`"


class BaselineEntry(NamedTuple):
    """The identity of a finding."""

    path: str
    rule: str
    symbol: str
    sink: str
    fingerprint: str


class Baseline(NamedTuple):
    """The findings that are known."""

    entries: frozenset[BaselineEntry] = frozenset()


def entry_of(finding: Finding) -> BaselineEntry:
    """The identity of a finding that has its fingerprint."""
    evidence = finding.evidence
    return BaselineEntry(evidence.place.path, finding.rule, evidence.symbol, evidence.sink, finding.fingerprint)


def render(findings: Iterable[Finding]) -> bytes:
    """The baseline file for the findings; the same findings in any order give the same bytes."""
    entries = [each._asdict() for each in sorted({entry_of(finding) for finding in findings})]
    text = json.dumps({"version": VERSION, "entries": entries}, indent=2)
    return f"{text}\n".encode("ascii")


def write(path: Path, findings: Iterable[Finding]) -> None:
    """Writes the baseline file in one step: readers see the old or the new one, never a part.

    A link at `path` is replaced, not followed. Raises UsageError when it cannot be written.
    """
    import secrets  # takes as long as reading a file or two

    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with fresh.open("xb") as file:
            file.write(render(findings))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"the baseline cannot be written: {error.strerror}", str(path)) from None
    finally:
        with suppress(OSError):
            fresh.unlink()


def read(path: Path) -> Baseline:
    """The baseline in a file. Links are not followed. Raises ConfigError when it is missing or wrong."""
    raw = Reader(path.parent, Limits(max_bytes=MAX_BYTES)).raw(path.name)
    if isinstance(raw, Skipped):
        raise ConfigError(f"the baseline cannot be read: {raw.reason}", str(path))
    return parse(raw, str(path))


def parse(raw: bytes, where: str) -> Baseline:
    """The baseline in a file's bytes; `where` names the file. Raises ConfigError when it is wrong."""
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"the baseline is larger than {MAX_BYTES // 1024**2} MiB", where, _AGAIN)
    try:
        content = json.loads(raw)
    except RecursionError:
        raise ConfigError("the baseline is nested too deeply", where, _AGAIN) from None
    except json.JSONDecodeError as error:
        raise ConfigError(f"the baseline is not valid JSON: {error.msg}", f"{where}:{error.lineno}", _AGAIN) from None
    except ValueError:
        raise ConfigError("the baseline is not valid JSON", where, _AGAIN) from None
    version = content.get("version") if isinstance(content, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise ConfigError(f"the baseline has version {version}, and {VERSION} is known", where, "upgrade sidestep")
    # Without a baseline, which most runs have none of, pydantic need not be imported.
    from linter.baseline_validation import wrong_in

    wrong = wrong_in(content)
    if wrong is not None:
        raise ConfigError(f"the baseline is wrong at {wrong[0]}: {wrong[1]}", where, _AGAIN)
    return Baseline(frozenset(BaselineEntry(**each) for each in content["entries"]))


def apply(
    findings: Iterable[Finding], baseline: Baseline, *, complete_for: Collection[str] = ()
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[BaselineEntry, ...]]:
    """Findings that stay open, findings that are known, and stale entries, sorted by path.

    `complete_for` are the rules whose analysis ran over the whole tree: only their entries can be stale.
    """
    open_, known = [], []
    met = set()
    for finding in findings:
        entry = entry_of(finding)
        if entry in baseline.entries:
            met.add(entry)
            known.append(finding)
        else:
            open_.append(finding)
    stale = sorted(each for each in baseline.entries - met if each.rule in complete_for)
    return tuple(open_), tuple(known), tuple(stale)
