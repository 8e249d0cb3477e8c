"""Carries out what checks propose: fields with a closed set of values are written as such.

One file at a time, bytes in and bytes out; nothing is written to disk here, and nothing is run. What cannot be
carried out is declined with a reason, and leaves the file as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from linter.extraction import Failed, Limits
from linter.extraction.apart import apart
from linter.extraction.plain import is_plain
from linter.fixing.model import Declined, Rewritten, Surroundings, Wanted
from linter.languages import PYTHON, language_of

__all__ = ["Declined", "Rewritten", "Surroundings", "Wanted", "rewrite"]

_LIMITS = Limits(memory=500_000_000)


def rewrite(path: str, data: bytes, wanted: Sequence[Wanted], around: Surroundings) -> Rewritten:
    """A file with its fixes carried out, as far as they can be.

    Args:
        path: the file; its suffix says its language.
        data: its bytes, as `linter.sources.Loaded` has them.
        wanted: what shall be done.
        around: what else may be looked at.
    """
    language = language_of(path)
    if language is not None and language.NAME == PYTHON:
        from linter.fixing import python

        return python.rewrite(path, data, wanted, around)
    # Imports the parser, which a run has done if it found anything.
    from linter.fixing import script

    if not is_plain(data):
        tried = apart(path, lambda: script.parses(path, data), _LIMITS)
        if isinstance(tried, Failed):
            return Rewritten(data, 0, tuple(Declined(path, each.line, each.rule, tried.reason) for each in wanted))
    return script.rewrite(path, data, wanted, around)
