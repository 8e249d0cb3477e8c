"""The only module that starts git, in a way that lets no repository run code.

A repository's own configuration can name programs: `core.fsmonitor` runs on most commands that look at the
work tree, clean and process filters on those that compare it with the index, textconv and external diff
programs on those that show changes, `uploadpack` of a promisor remote when an object is missing. So:

- only commands that read objects, the index or file names are used: rev-parse, rev-list, for-each-ref (ids only),
  merge-base, ls-files without --modified, ls-tree, diff-index --cached and cat-file --batch without --textconv and
  --filters;
- what the configuration can set is overridden on the command line, which git lets win;
- git gets an environment of its own, so that neither a hook's GIT_DIR nor anyone's secrets reach it.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from linter.errors import SourceError

_TIMEOUT = 60.0
"""Seconds a git command may take. Listing a repository of 500,000 files takes a few."""

_OPTIONS = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "protocol.allow=never"),
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
)
_PASSED_ON = ("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Variables that say where the operator's own git configuration is (safe.directory, excludesFile)."""

_FIXED = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # Unlike protocol.allow, this also wins over a repository's own protocol.file.allow.
    "GIT_ALLOW_PROTOCOL": "none",
}


class GitProblem(StrEnum):
    """Why git gave no answer."""

    MISSING = "git was not found"
    NO_REPOSITORY = "this is not a git repository"
    REFUSED = "git refuses this repository because another user owns it"
    TIMED_OUT = "git did not answer in time"
    FAILED = "git failed"


class GitError(SourceError):
    """Git gave no answer; `problem` says of which kind the failure is."""

    def __init__(self, problem: GitProblem, detail: str = "", where: str | None = None) -> None:
        message = f"{problem}: {detail}" if detail and problem is GitProblem.FAILED else str(problem)
        super().__init__(message, where, _HINTS.get(problem))
        self.problem = problem
        self.detail = detail

    def __reduce__(self) -> tuple[type[GitError], tuple[GitProblem, str, str | None]]:
        return (GitError, (self.problem, self.detail, self.where))


_HINTS: Mapping[GitProblem, str] = {
    GitProblem.MISSING: "install git, or put it on PATH",
    GitProblem.REFUSED: "if you trust it: git config --global --add safe.directory <path>",
}


def run(folder: Path, *arguments: str, hook_index: bool = False) -> tuple[bytes, tuple[str, ...]]:
    """What `git <arguments>`, run in `folder`, writes to stdout, and its warnings.

    `hook_index` lets git use the index that a running commit hook was told to use (GIT_INDEX_FILE).
    Raises GitError when git is missing, refuses, fails or takes longer than a minute.
    """
    try:
        done = subprocess.run(
            [_program(), *_OPTIONS, *arguments],
            cwd=folder,
            env=_environment(hook_index),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(GitProblem.TIMED_OUT, where=str(folder)) from None
    except OSError as error:
        raise GitError(GitProblem.FAILED, error.strerror or str(error), str(folder)) from None
    said = tuple(done.stderr.decode("utf-8", "backslashreplace").splitlines())
    if done.returncode != 0:
        raise _failure(said, folder)
    return done.stdout, tuple(f"git: {line}" for line in said if line.startswith("warning: "))


def _failure(said: tuple[str, ...], folder: Path) -> GitError:
    first = next((line for line in said if line.startswith(("fatal: ", "error: "))), "")
    if "not a git repository" in first or "must be run in a work tree" in first:
        problem = GitProblem.NO_REPOSITORY
    elif "dubious ownership" in first or "unsafe repository" in first:
        problem = GitProblem.REFUSED
    else:
        problem = GitProblem.FAILED
    return GitError(problem, first.partition(": ")[2][:200], str(folder))


def _search_path() -> str:
    # A relative entry would be looked up in the repository, which may hold a program named git.
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if os.path.isabs(entry))


def _program() -> str:
    found = shutil.which("git", path=_search_path())
    if found is None:
        raise GitError(GitProblem.MISSING)
    return found


def _environment(hook_index: bool) -> dict[str, str]:
    names = (*_PASSED_ON, "GIT_INDEX_FILE") if hook_index else _PASSED_ON
    passed = {name: os.environ[name] for name in names if name in os.environ}
    return {"PATH": _search_path(), **passed, **_FIXED}


class Blobs:
    """The contents of blobs (or commits) by object id, from one long-lived `git cat-file --batch`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unread = bytearray()
        try:
            self._process = subprocess.Popen(
                [_program(), *_OPTIONS, "cat-file", "--batch"],
                cwd=folder,
                env=_environment(hook_index=False),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except OSError as error:
            raise GitError(GitProblem.FAILED, error.strerror or str(error), str(folder)) from None

    def read(self, oid: str, most: int, wanted: bytes = b"blob") -> bytes | int | None:
        """The object's bytes; its size when that is more than `most`; None when it is not here, or of another type.

        Raises GitError when git dies or stops answering.
        """
        if not oid.isalnum():  # a line of its own choosing would ask git for something else
            raise ValueError(f"not an object id: {oid!r}")
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(oid.encode("ascii") + b"\n")
        except OSError:
            raise self._dead() from None
        *_, kind, length = self._line().split()  # "<id> <type> <size>", or "<id> missing"
        if not length.isdigit():
            return None
        size = int(length)
        if size > most or kind != wanted:
            self._discard(size + 1)
            return size if kind == wanted else None
        while len(self._unread) <= size:
            self._fill()
        data = bytes(self._unread[:size])
        del self._unread[: size + 1]
        return data

    def close(self) -> None:
        """Ends git. May be called twice."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line(self) -> bytes:
        while (end := self._unread.find(b"\n")) < 0:
            self._fill()
        line = bytes(self._unread[:end])
        del self._unread[: end + 1]
        return line

    def _discard(self, count: int) -> None:
        while len(self._unread) < count:
            count -= len(self._unread)
            self._unread.clear()
            self._fill()
        del self._unread[:count]

    def _fill(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        if not select.select([stdout], [], [], _TIMEOUT)[0]:
            self.close()
            raise GitError(GitProblem.TIMED_OUT, where=str(self._folder))
        chunk = os.read(stdout.fileno(), 1 << 18)
        if not chunk:
            raise self._dead()
        self._unread += chunk

    def _dead(self) -> GitError:
        return GitError(GitProblem.FAILED, "cat-file stopped while objects were read", str(self._folder))


def records(output: bytes) -> Iterator[str]:
    """The NUL-terminated records of a `-z` output; bytes that are not UTF-8 become surrogate escapes."""
    return (each.decode("utf-8", "surrogateescape") for each in output.split(b"\0") if each)


def top_level(folder: Path) -> Path:
    """The top folder of the work tree that git finds for `folder`; raises GitError when there is none."""
    output, _ = run(folder, "rev-parse", "--show-toplevel")
    if not output.strip():
        raise GitError(GitProblem.NO_REPOSITORY, where=str(folder))
    return Path(os.fsdecode(output.removesuffix(b"\n")))


def is_within(folder: Path, top: Path) -> bool:
    """Whether `folder` is `top` or below it. Compares folders: their names may differ in case or by links."""
    real = Path(os.path.realpath(folder))
    return any(os.path.samefile(each, top) for each in (real, *real.parents)) if top.exists() else False
