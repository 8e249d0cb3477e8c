"""Which files there are: those git knows or would add, or, where git has no answer, those a walk finds."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from linter.errors import SourceError
from linter.sources import git
from linter.sources.git import GitError, GitProblem, is_within
from linter.sources.outcomes import NOT_CHECKED_OUT, SUBMODULE, Skipped

_GITLINK = "160000"
"""The mode of an index entry that is a submodule."""


class Listing(NamedTuple):
    """The files of a tree.

    `paths` are sorted and unique, and may be links, devices or too large: the reader tells. `skipped` is what
    was not even listed (submodules, folders that cannot be read). `notices` are for the person who runs this.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
    is_git: bool = False
    notices: tuple[str, ...] = ()

    def only(self, suffixes: Container[str] | None) -> Listing:
        """The same listing with those paths whose last suffix (".ts") is in `suffixes`; None keeps all."""
        if suffixes is None:
            return self
        return self._replace(paths=tuple(path for path in self.paths if _suffix(path) in suffixes))


def list_files(root: Path, suffixes: Container[str] | None = None) -> Listing:
    """The files below the folder `root`: tracked ones that exist, and untracked ones that are not ignored.

    Where git is missing, refuses or is broken, the folder is walked and a notice says so. Raises SourceError
    when `root` is not a folder.
    """
    _require_folder(root)
    try:
        listing = _from_git(root)
    except GitError as error:
        known = error.problem is GitProblem.NO_REPOSITORY
        return _from_walk(root, None if known else error.message).only(suffixes)
    if not listing.paths and not listing.skipped:
        walked = _from_walk(root, "git ignores every file here")
        return walked.only(suffixes) if walked.paths else listing
    return listing.only(suffixes)


def named_files(root: Path, names: Iterable[Path], suffixes: Container[str] | None = None) -> Listing:
    """The files named on a command line, relative to the working directory; a folder means what it lists.

    A named file is taken even if it is ignored. Raises SourceError for a name that does not exist or lies
    outside `root`, also by way of a link in one of its folders.
    """
    _require_folder(root)
    top = os.path.realpath(root)
    paths: set[str] = set()
    skipped: dict[str, Skipped] = {}
    notices: dict[str, None] = {}
    is_git = False
    for name in names:
        path = _inside(top, name)
        full = os.path.join(top, path)
        if os.path.islink(full) or not os.path.isdir(full):
            paths.add(_portable(path))
            continue
        prefix = "" if path == "." else _portable(path) + "/"
        listing = list_files(Path(full))
        is_git = is_git or listing.is_git
        paths.update(prefix + each for each in listing.paths)
        skipped.update({prefix + each.path: Skipped(prefix + each.path, each.reason) for each in listing.skipped})
        notices.update(dict.fromkeys(listing.notices))
    found = tuple(skipped[path] for path in sorted(skipped))
    return Listing(tuple(sorted(paths)), found, is_git, tuple(notices)).only(suffixes)


def staged_files(root: Path, suffixes: Container[str] | None = None) -> Listing:
    """The files below `root` whose staged contents differ from HEAD (all of the index before a first commit).

    Deleted files, open conflicts and submodules are left out. Raises GitError where git has no answer.
    """
    _require_folder(root)
    _require_work_tree(root)
    try:
        git.run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        if error.problem is not GitProblem.FAILED:
            raise
        paths = [path for _, _, stage, path in index_entries(root) if stage == "0"]
        return Listing(tuple(sorted(paths)), is_git=True).only(suffixes)
    shown = (
        "--name-only",
        "-z",
        "--relative",
        "--no-renames",
        "--ignore-submodules=all",
        "--diff-filter=AMT",
    )
    output, notices = git.run(root, "diff-index", "--cached", *shown, "HEAD", "--", hook_index=True)
    return Listing(tuple(sorted(git.records(output))), is_git=True, notices=notices).only(suffixes)


def index_entries(root: Path) -> Iterator[tuple[str, str, str, str]]:
    """Mode, object id, stage and path of each file below `root` in the index, submodules left out."""
    output, _ = git.run(root, "ls-files", "--cached", "--stage", "-z", hook_index=True)
    for record in git.records(output):
        facts, _, path = record.partition("\t")
        mode, oid, stage = facts.split(" ")
        if mode != _GITLINK:
            yield mode, oid, stage, path


def _from_git(root: Path) -> Listing:
    """What git lists below `root`, in one command whose every line begins with what it is.

    "H" is in the index, "M" is in conflict, "S" is left out by a sparse checkout, "R" is gone from disk (and
    listed as "H" too), "?" is untracked; an untracked repository ends in a slash.
    """
    _require_work_tree(root)
    which = ("--cached", "--deleted", "--others", "--exclude-standard")
    output, notices = git.run(root, "ls-files", "-z", "-t", "--stage", *which)
    paths: set[str] = set()
    gone: set[str] = set()
    skipped: dict[str, Skipped] = {}
    for record in git.records(output):
        tag, facts = record[0], record[2:]
        mode, path = ("", facts) if tag == "?" else (facts[:6], facts.partition("\t")[2])
        if tag == "R":
            gone.add(path)
        elif mode == _GITLINK or path.endswith("/"):
            skipped[path] = Skipped(path, SUBMODULE)
        elif tag == "S" and not _is_on_disk(root, path):
            skipped[path] = Skipped(path, NOT_CHECKED_OUT)
        else:
            paths.add(path)
    remaining = tuple(skipped[path] for path in sorted(skipped.keys() - gone))
    return Listing(tuple(sorted(paths - gone)), remaining, is_git=True, notices=notices)


def _from_walk(root: Path, why: str | None) -> Listing:
    # Most trees are git's, and need nothing of it.
    from linter.sources.walk import walk

    walked = walk(root)
    skipped = tuple(sorted(walked.skipped, key=lambda each: each.path))
    notices = sorted(walked.notices)
    if why is not None:
        notices.insert(0, f"{why}; the files of {root} were found by walking it instead")
    return Listing(tuple(sorted(walked.paths)), skipped, notices=tuple(notices))


def _require_folder(root: Path) -> None:
    if not os.path.isdir(root):
        what = "is not a folder" if os.path.lexists(root) else "does not exist"
        raise SourceError(f"{root} {what}", hint="name the folder of a repository")


def _require_work_tree(root: Path) -> None:
    """Raises GitError unless `root` lies in the work tree git finds for it.

    A repository's configuration can point `core.worktree` elsewhere: git would then list files of some other
    folder, or none.
    """
    if not is_within(root, git.top_level(root)):
        raise GitError(GitProblem.FAILED, "core.worktree points to another folder", str(root))


def _inside(top: str, name: Path) -> str:
    """`name` relative to `top`, with links in its folders (not a link it may itself be) resolved."""
    absolute = os.path.abspath(name)
    folder, last = os.path.split(absolute)
    real = os.path.join(os.path.realpath(folder), last) if last else absolute
    if not os.path.lexists(real):
        raise SourceError(f"{name} does not exist", hint="paths are relative to the working directory")
    if real != top and not Path(real).is_relative_to(top):
        if os.path.realpath(real) == top:
            return "."
        hint = "run sidestep in the repository the file belongs to"
        raise SourceError(f"{name} lies outside {top}", hint=hint)
    return os.path.relpath(real, top)


def _is_on_disk(root: Path, path: str) -> bool:
    return os.path.lexists(os.path.join(os.fsencode(root), path.encode("utf-8", "surrogateescape")))


def _portable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "surrogateescape").replace(os.sep, "/")


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1]
