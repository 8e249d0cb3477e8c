"""Bytes of a document as text, or why they are none. Nothing here touches the disk."""

from __future__ import annotations

from typing import NamedTuple

LARGEST = 1024 * 1024
"""Bytes of a document that are read; the largest kickoff that mini-ork takes is as large."""


class Unreadable(NamedTuple):
    """Why a document cannot be read, in words that read on from its name ("is not UTF-8 at byte 7")."""

    reason: str


def text_of(data: bytes) -> str | Unreadable:
    """The text of a document, without a byte order mark; line ends stay as they are."""
    if len(data) > LARGEST:
        return Unreadable(f"is larger than {LARGEST // 1024:,} KiB")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable("is UTF-16; save it as UTF-8")
    if b"\0" in data:
        return Unreadable("is binary: it holds a NUL byte")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Unreadable(f"is not UTF-8 at byte {error.start:,}")
