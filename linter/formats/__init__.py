"""Output formats: each module turns a report into text, and does nothing else.

A new format is one module with a `render` function and its line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from linter.formats import github, gitlab, json_, junit, markdown, sarif, text
from linter.formats.options import Options
from linter.report import Report

__all__ = ["FORMATS", "Format", "Options"]


class Format(Protocol):
    """A module that renders reports."""

    def render(self, report: Report, options: Options) -> str:
        """The report as text that ends in exactly one newline.

        Pure: the same report and options give the same characters. The text may hold non-ASCII characters
        (text, markdown) but no lone surrogates, so that it can always be written as UTF-8.
        """
        ...


FORMATS: Final[Mapping[str, Format]] = {
    "text": text,
    "json": json_,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "markdown": markdown,
}
