"""Projects that kickoffs are about, opened as the operator says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from linter.cli.documents import STDIN, document
from linter.cli.remembering import remembering
from linter.cli.roots import root_here
from linter.cli.terminal import Progress
from linter.documents import Kickoff
from linter.errors import TextError
from linter.kept import kept_here
from linter.kickoff.opening import Asked, Project, project_of
from linter.scorecard import Entry, read
from linter.sources import WatchedTree, WorkTree, list_files
from linter.texts import Library, bundled_texts, folder_texts, load
from linter.workspace import open_workspace

TEXTS_VARIABLE = "SIDESTEP_TEXTS"
"""The environment variable that names folders of texts, as PATH names folders of programs."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a project is to be opened: flags that the commands about kickoffs share."""

    root: Path | None = None
    rules: Sequence[Path] = ()
    jobs: int | None = None
    no_cache: bool = False


@contextmanager
def project_here(wanted: Wanted, kickoffs: Sequence[Kickoff]) -> Iterator[Project]:
    """The project that is meant, as far as these kickoffs name files of it. Raises SidestepError."""
    root = root_here(wanted.root)
    listing = list_files(root)
    with WorkTree(root, listing) as tree, Progress() as progress, remembering(not wanted.no_cache) as memory:
        watched = WatchedTree(tree)
        kept = None if wanted.no_cache else kept_here()
        workspace = open_workspace(watched, root, wanted.rules, kept)
        asked = Asked(date.today(), wanted.jobs or os.cpu_count() or 1, progress, memory.extract, not wanted.no_cache)
        yield project_of(os.path.realpath(root), workspace, watched, listing, asked, kickoffs)


def library_here(folders: Sequence[Path], *, kept: bool = True) -> Library:
    """The bundled texts, with those of the folders that the operator names. Raises TextError."""
    named = [Path(each) for each in os.environ.get(TEXTS_VARIABLE, "").split(os.pathsep) if each]
    if not all(each.is_absolute() for each in named):
        # A relative folder would be looked up in the repository, which shall not choose what goes into a prompt.
        raise TextError("names a folder by a relative path", TEXTS_VARIABLE, "name it from the root on")
    memory = kept_here() if kept else None
    return load(bundled_texts(), *(folder_texts(each) for each in (*named, *folders)), kept=memory)


def entries_of(scorecard: Path | None) -> tuple[Entry, ...]:
    """The reviews of a scorecard; none without one. Raises SourceError."""
    return read(document(scorecard)).entries if scorecard is not None else ()


def named_from_root(file: Path, root: str) -> str:
    """A document's path as a command names it: from the root where it lies below it."""
    if str(file) == STDIN:
        return "KICKOFF.md"
    full = os.path.realpath(file)
    below = os.path.relpath(full, root)
    return full if below.startswith("..") else below.replace(os.sep, "/")
