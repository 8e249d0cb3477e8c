"""One way to look at files, wherever they are kept: the work tree, a commit, or the index.

A commit and the index are read from git's objects; nothing is checked out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from linter.sources import git
from linter.sources.decoding import decode
from linter.sources.git import Blobs
from linter.sources.listing import Listing, index_entries, list_files
from linter.sources.outcomes import NOT_REGULAR, SYMBOLIC_LINK, UNMERGED, Limits, Loaded, Skipped, too_large
from linter.sources.reading import Reader
from linter.sources.revisions import resolve_revision

_LINK = "120000"
_NOT_HERE = "missing from git (a shallow or partial clone, or a damaged object)"


class Tree(Protocol):
    """The files of one state of a repository."""

    def paths(self) -> Sequence[str]:
        """Every path, sorted, also of what cannot be loaded."""
        ...

    def has(self, path: str) -> bool:
        """Whether `paths` has it. A file that git ignores is not there, though it may be on disk."""
        ...

    def load(self, path: str) -> Loaded | Skipped:
        """A source file within all limits, or why it is skipped."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file that is data (package.json …), decoded as sources are but with lines of any length.

        None when it is not there or cannot be read.
        """
        ...

    def close(self) -> None:
        """Gives back what the tree holds open. May be called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Closing:
    """Closes a tree at the end of a `with` block."""

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class WorkTree(Closing):
    """The files on disk. A `listing` given must be of the whole tree; without one, the tree lists itself."""

    def __init__(self, root: Path, listing: Listing | None = None, limits: Limits | None = None) -> None:
        self._root = root
        self._reader = Reader(root, limits)
        self._listing = listing
        self._known: frozenset[str] | None = None

    @property
    def listing(self) -> Listing:
        """What was listed, with its notices and what was left out."""
        if self._listing is None:
            self._listing = list_files(self._root)
        return self._listing

    def paths(self) -> Sequence[str]:
        return self.listing.paths

    def has(self, path: str) -> bool:
        if self._known is None:
            self._known = frozenset(self.listing.paths)
        return path in self._known

    def load(self, path: str) -> Loaded | Skipped:
        return self._reader.read(path)

    def read(self, path: str) -> bytes | None:
        raw = self._reader.raw(path) if self.has(path) else None
        return _data(path, raw)

    def identity(self, path: str) -> str:
        """The id that git would give to a file's bytes as they are on disk; "" for what is not read."""
        raw = self._reader.raw(path) if self.has(path) else None
        return blob_id(raw) if isinstance(raw, bytes) else ""


class _Blob(NamedTuple):
    """A file of a commit or of the index. `oid` is empty where a conflict leaves it open."""

    mode: str
    oid: str


class _ObjectTree(Closing):
    """Files kept as git objects; git is started when the first one is read."""

    def __init__(self, root: Path, files: dict[str, _Blob], limits: Limits | None) -> None:
        self._root = root
        self._limits = limits or Limits()
        self._files = files
        self._paths = tuple(sorted(files))
        self._blobs: Blobs | None = None

    def paths(self) -> Sequence[str]:
        return self._paths

    def has(self, path: str) -> bool:
        return path in self._files

    def load(self, path: str) -> Loaded | Skipped:
        raw = self._raw(path)
        return raw if isinstance(raw, Skipped) else decode(path, raw, self._limits)

    def read(self, path: str) -> bytes | None:
        return _data(path, self._raw(path))

    def identity(self, path: str) -> str:
        """The object id of a file's bytes, of a link with a mark; "" for one that is not there, or in conflict."""
        file = self._files.get(path)
        if file is None or not file.oid:
            return ""
        return f"link {file.oid}" if file.mode == _LINK else file.oid

    def close(self) -> None:
        if self._blobs is not None:
            self._blobs.close()
            self._blobs = None

    def _raw(self, path: str) -> bytes | Skipped:
        file = self._files.get(path)
        if file is None:
            return Skipped(path, NOT_REGULAR)
        if file.mode == _LINK:
            return Skipped(path, SYMBOLIC_LINK)
        if not file.oid:
            return Skipped(path, UNMERGED)
        if self._blobs is None:
            self._blobs = Blobs(self._root)
        found = self._blobs.read(file.oid, self._limits.max_bytes)
        if isinstance(found, bytes):
            return found
        return Skipped(path, _NOT_HERE if found is None else too_large(self._limits))


class CommitTree(_ObjectTree):
    """The files below `root` as a commit has them.

    Raises SourceError when `revision` means no commit, GitError when git has no answer.
    """

    def __init__(self, root: Path, revision: str, limits: Limits | None = None) -> None:
        self.commit = resolve_revision(root, revision)
        output, _ = git.run(root, "ls-tree", "-r", "-z", self.commit)
        super().__init__(root, dict(_blobs_of(git.records(output))), limits)


class IndexTree(_ObjectTree):
    """The files below `root` as they are staged. Raises GitError when git has no answer."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        files: dict[str, _Blob] = {}
        for mode, oid, stage, path in index_entries(root):
            files[path] = _Blob(mode, oid if stage == "0" else "")
        super().__init__(root, files, limits)


def _blobs_of(lines: Iterable[str]) -> Iterable[tuple[str, _Blob]]:
    """The files in `git ls-tree -r` lines: "<mode> <type> <object id>\\t<path>", submodules left out."""
    for line in lines:
        facts, _, path = line.partition("\t")
        mode, kind, oid = facts.split(" ")
        if kind == "blob":
            yield path, _Blob(mode, oid)


def blob_id(raw: bytes) -> str:
    """The id of a blob, in repositories that use SHA-1."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def _data(path: str, raw: bytes | Skipped | None) -> bytes | None:
    if raw is None or isinstance(raw, Skipped):
        return None
    decoded = decode(path, raw)
    return decoded.data if isinstance(decoded, Loaded) else None
