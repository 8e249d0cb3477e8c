"""Output formats: each module turns a report into text, and does nothing else.

A new format is one module with a `render` function, and its line in `FORMATS` with the function that imports it:
a run needs one format, and importing them all would take longer than many a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Protocol

from linter.formats.options import Options
from linter.report import Report

__all__ = ["FORMATS", "Format", "LateFormat", "Options"]


class Format(Protocol):
    """A module that renders reports."""

    def render(self, report: Report, options: Options) -> str:
        """The report as text that ends in exactly one newline.

        Pure: the same report and options give the same characters. The text may hold non-ASCII characters
        (text, markdown) but no lone surrogates, so that it can always be written as UTF-8.
        """
        ...


class LateFormat(NamedTuple):
    """A format whose module is imported when something is rendered."""

    module: Callable[[], Format]

    def render(self, report: Report, options: Options) -> str:
        return self.module().render(report, options)


def _text() -> Format:
    from linter.formats import text

    return text


def _json() -> Format:
    from linter.formats import json_

    return json_


def _sarif() -> Format:
    from linter.formats import sarif

    return sarif


def _github() -> Format:
    from linter.formats import github

    return github


def _gitlab() -> Format:
    from linter.formats import gitlab

    return gitlab


def _junit() -> Format:
    from linter.formats import junit

    return junit


def _markdown() -> Format:
    from linter.formats import markdown

    return markdown


FORMATS: Final[Mapping[str, LateFormat]] = {
    "text": LateFormat(_text),
    "json": LateFormat(_json),
    "sarif": LateFormat(_sarif),
    "github": LateFormat(_github),
    "gitlab": LateFormat(_gitlab),
    "junit": LateFormat(_junit),
    "markdown": LateFormat(_markdown),
}
