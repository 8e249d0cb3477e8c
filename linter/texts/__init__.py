"""Named-failure texts: for each framing, what it is called, why it looks right, why it is not, and what to do instead.

One file for each framing, `inoculations/<framing>.md`, bundled and the user's own by the same road. They go into
kickoffs, before somebody takes the way that they name.
"""

from __future__ import annotations

from linter.texts.loading import TextFile, bundled_texts, folder_texts, load
from linter.texts.model import ANY, LONGEST_SHORT, PARTS, Inoculation, Library, When
from linter.texts.naming import named_in

__all__ = [
    "ANY",
    "LONGEST_SHORT",
    "PARTS",
    "Inoculation",
    "Library",
    "TextFile",
    "When",
    "bundled_texts",
    "folder_texts",
    "load",
    "named_in",
]
