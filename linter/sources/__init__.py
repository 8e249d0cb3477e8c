"""Files in; bytes, and exactly one outcome per file, out.

Paths are `str`, relative to a root, with forward slashes. Names that are not UTF-8 keep their bytes as
surrogate escapes, whatever the locale; whoever prints a path makes it printable.

`git` is the only module that starts git, `reading` the only one that opens files of the tree, `writing` the only one
that writes them, `decoding` the only one that turns bytes of unknown encoding into UTF-8.
"""

from __future__ import annotations

from linter.sources.changes import Changes, Identified, Overlay, changes_between
from linter.sources.decoding import decode, encode
from linter.sources.history import Message, messages_between
from linter.sources.listing import Listing, list_files, named_files, staged_files
from linter.sources.outcomes import Limits, Loaded, Skipped
from linter.sources.reading import Reader, read_source
from linter.sources.revisions import find_root, merge_base, resolve_revision
from linter.sources.trees import CommitTree, IndexTree, Tree, WorkTree
from linter.sources.watching import Contents, Readings, WatchedTree

__all__ = [
    "Changes",
    "CommitTree",
    "Contents",
    "Identified",
    "IndexTree",
    "Limits",
    "Listing",
    "Loaded",
    "Message",
    "Overlay",
    "Reader",
    "Readings",
    "Skipped",
    "Tree",
    "WatchedTree",
    "WorkTree",
    "changes_between",
    "decode",
    "encode",
    "find_root",
    "list_files",
    "merge_base",
    "messages_between",
    "named_files",
    "read_source",
    "resolve_revision",
    "staged_files",
]
