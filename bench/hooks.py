"""`python -m bench.hooks [TREE]`: how long hooks and `kickoff check` take, cold and warm.

Each is a process of its own, as a host starts it. The tree is copied into a scratch repository, so that nothing of it
is written to and a session can change a file. Times are medians; CPU time is what a busy machine does not distort.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.tools.programs import CHECKOUT
from linter.languages import BY_SUFFIX
from linter.sources import list_files

_KICKOFFS = 200
_ROUNDS = 5
_SIDESTEP = (sys.executable, "-m", "linter")


class Timing(NamedTuple):
    """One measured command: seconds of wall and of CPU time, the first run and the median of those after it."""

    name: str
    cold: float
    cold_cpu: float
    warm: float
    warm_cpu: float


def main(arguments: Sequence[str]) -> int:
    """Measures and prints a table."""
    tree = Path(arguments[0]).resolve() if arguments else CHECKOUT
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "repo"
        _copy(tree, root)
        files = _named(root)
        kickoffs = _write_kickoffs(root, files)
        _git(root, "init", "--quiet")
        _git(root, "add", "--all")
        _git(root, "-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "--quiet", "--message", "base")
        print(f"{tree.name}: {len(list_files(root).paths):,} files, {_KICKOFFS} kickoffs\n")
        print(f"| {'command':<38} | cold s (CPU) | warm s (CPU) |\n|{'-' * 40}|--------------|--------------|")
        for timing in _timings(root, kickoffs):
            cold = f"{timing.cold:.2f} ({timing.cold_cpu:.2f})"
            warm = f"{timing.warm:.2f} ({timing.warm_cpu:.2f})"
            print(f"| {timing.name:<38} | {cold:>12} | {warm:>12} |")
    return 0


def _timings(root: Path, kickoffs: Sequence[Path]) -> Iterator[Timing]:
    session = {"session_id": "bench", "cwd": str(root)}
    prompt = {**session, "hook_event_name": "UserPromptSubmit", "prompt": kickoffs[0].read_text("utf-8")}
    yield _timed("hook, a prompt of another kind", root, ("hook", "claude-code"), {**prompt, "prompt": "Hello"})
    yield _timed("hook, a prompt that is a kickoff", root, ("hook", "claude-code"), prompt)
    stop = {**session, "hook_event_name": "Stop", "stop_hook_active": False}
    yield _timed("hook, stop, nothing changed", root, ("hook", "claude-code"), stop)
    changed = root / _named(root)[0]
    changed.write_bytes(changed.read_bytes() + b"\n// changed\n")
    yield _timed("hook, stop, one file changed", root, ("hook", "claude-code"), stop)
    yield _timed(f"kickoff check, {_KICKOFFS} files", root, ("kickoff", "check", "bench-kickoffs"), None)


def _timed(name: str, root: Path, arguments: Sequence[str], event: dict[str, Any] | None) -> Timing:
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "SIDESTEP_CACHE_DIR": cache, "PYTHONPATH": str(CHECKOUT)}
        runs = [_run(root, arguments, event, environment) for _ in range(_ROUNDS + 1)]
    (cold, cold_cpu), *warm = runs
    return Timing(name, cold, cold_cpu, statistics.median(w for w, _ in warm), statistics.median(c for _, c in warm))


def _run(
    root: Path, arguments: Sequence[str], event: dict[str, Any] | None, environment: dict[str, str]
) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    given = json.dumps(event) if event is not None else ""
    done = subprocess.run(
        [*_SIDESTEP, *arguments], cwd=root, env=environment, input=given, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _copy(tree: Path, root: Path) -> None:
    for path in list_files(tree).paths:
        source, target = tree / path, root / path
        if source.is_file() and not source.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _named(root: Path) -> list[str]:
    """Source files for kickoffs to name, spread over the tree."""
    sources = list(list_files(root).only(BY_SUFFIX).paths)
    return sources[:: max(1, len(sources) // _KICKOFFS)][:_KICKOFFS]


def _write_kickoffs(root: Path, files: Sequence[str]) -> list[Path]:
    folder = root / "bench-kickoffs"
    folder.mkdir()
    written = []
    for number in range(_KICKOFFS):
        path = folder / f"{number:03}.md"
        path.write_text(
            f"# Work {number}: off the direct SDK, into the harness\n\n## Files in scope (touch ONLY these)\n\n"
            f"- `{files[number % len(files)]}`\n\n## Deliverables\n\n1. **It** runs through the harness.\n\n"
            "## Done when\n\n- `npm test` passes\n",
            encoding="utf-8",
        )
        written.append(path)
    return written


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
