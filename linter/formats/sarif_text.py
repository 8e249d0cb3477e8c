"""The small SARIF objects that carry text from the repository: messages and locations."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from linter.findings import Place
from linter.formats.sanitise import clipped, encodable, flowing, visible

_TEXT_LIMIT: Final = 4000
"""Characters of one text, so that a hostile file cannot fill the 10 MB that GitHub takes."""
_NOWHERE: Final = {"": "%252F", ".": "%252E", "..": "%252E%252E"}
"""Harmless file names for path segments that would leave the root or name a host."""


def text_object(text: str) -> dict[str, str]:
    """A multiformat message (section 3.12): plain text, in which line breaks are kept."""
    return {"text": clipped("\n".join(visible(line) for line in text.split("\n")), _TEXT_LIMIT)}


def message_object(text: str) -> dict[str, str]:
    """A message (section 3.11) that holds no placeholder and no embedded link, whatever the text.

    Braces are doubled (3.11.5); square brackets are escaped where they could be read as a link (3.11.6).
    """
    shown = clipped(flowing(text), _TEXT_LIMIT).replace("{", "{{").replace("}", "}}")
    if "](" in shown:
        shown = shown.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": shown}


def uri(path: str) -> str:
    """`path` as a percent-encoded relative reference (RFC 3986) that stays below the root.

    Bytes that were not UTF-8 are encoded as the bytes they were.
    """
    return "/".join(_NOWHERE.get(part, _quoted(part)) for part in path.split("/"))


def artifact_location(path: str) -> dict[str, str]:
    return {"uri": uri(path), "uriBaseId": "%SRCROOT%"}


def location(place: Place, symbol: str) -> dict[str, Any]:
    """A location (section 3.28): the span, and the symbol around it when it has one."""
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    result: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact_location(place.path), "region": region}}
    if symbol:
        result["logicalLocations"] = [{"fullyQualifiedName": clipped(encodable(symbol), _TEXT_LIMIT)}]
    return result


def _quoted(part: str) -> str:
    """`part` percent-encoded; surrogates that stand for no byte are first written out."""
    try:
        raw = part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = encodable(part).encode("utf-8")
    return quote(raw, safe="")
