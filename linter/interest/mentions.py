"""Where a file's bytes mention something, comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

_TOKEN = re.compile(rb"[A-Za-z@][\w@/-]*")
_QUOTED = re.compile(rb"""["'`/\\:]([A-Za-z@][\w@/-]*)""")
QUOTED_HOST = re.compile(rb"""["'`]((?:[\w-]+\.)+[A-Za-z]{2,}|localhost|127\.0\.0\.1)(:\d+)?([\w/.~-]*)(?=["'`])""")
_LINE_COMMENTS = (b"//", b"* ")
_LOOK_BACK = 1000
"""Bytes before a program's name that can belong to the same command line."""

_STARTERS = (
    rb"env|sudo|nohup|time|exec|command|nice|ionice|setsid|stdbuf|doas|caffeinate|chronic|unbuffer|g?timeout"
    rb"|xargs|parallel|tmux|screen|script|docker|podman|nerdctl"
    rb"|sh|bash|zsh|dash|ksh|fish|ash|cmd|powershell|pwsh"
    rb"|npx|bunx|pnpx|uvx|npm|pnpm|yarn|bun|pipx|uv|poetry|pdm|hatch|pixi|(?:python|pypy)[\d.]*w?|node|deno|tsx|ts-node"
)
"""Programs that start the one named after them (see `linter.checks.commands`)."""

_PROGRAM_BEFORE = re.compile(
    rb"""(?:["'`](?:[^"'`\n]*[/\\;|&(])?\s*(?:(?:%s|[A-Za-z_]\w*=\S*)(?:\.\w{3})?\s[^"'`\n;|&(]*)?"""
    rb"""|(?:npx|bunx|dlx|exec|uvx|run|-m|-y|-p)\s+|sh\.|\.cmd\W.*|local\W+)\Z""" % _STARTERS
)
_PROGRAM_AFTER = re.compile(rb"""(?:\.\w{3})?(?:["'`@\s(\[]|\b\Z)""")
_BESIDE = frozenset(b"\"'`/\\;|&(). \t\r\n-:=[{,>$@")
"""Bytes of which one stands before a program's name."""


def program_words(data: bytes, programs: AbstractSet[bytes], *, quoted: bool = False) -> AbstractSet[bytes]:
    """Those of the names of programs and packages that a file has among its words, or only where strings begin."""
    tokens = set((_QUOTED if quoted else _TOKEN).findall(data))
    tokens.update([each.rpartition(b"/")[2] for each in tokens if b"/" in each])
    return programs & tokens


def positions(data: bytes, text: bytes) -> Iterator[int]:
    """Where a text stands."""
    at = data.find(text)
    while at >= 0:
        yield at
        at = data.find(text, at + 1)


def is_commented(data: bytes, at: int, *, is_python: bool) -> bool:
    """Whether a place stands in a comment, by how its line begins. Other comments are taken for code."""
    line = data[data.rfind(b"\n", 0, at) + 1 : at].lstrip()
    return line.startswith(b"#" if is_python else _LINE_COMMENTS)


def may_be_commented(data: bytes, at: int) -> bool:
    """Whether a place of a script may stand in a comment, wherever that begins."""
    line = data.rfind(b"\n", 0, at) + 1
    if data.find(b"//", line, at) >= 0:
        return True
    start = data.rfind(b"/*", 0, at)
    return start >= 0 and data.find(b"*/", start + 2, at) < 0


def starts_program(data: bytes, word: bytes, *, is_python: bool) -> bool:
    """Whether a string of the file can be a command line that starts a program, or a runner of its package."""
    return any(
        (not at or data[at - 1] in _BESIDE)
        and _PROGRAM_AFTER.match(data, at + len(word)) is not None
        and _PROGRAM_BEFORE.search(data[max(0, at - _LOOK_BACK) : at]) is not None
        and not is_commented(data, at, is_python=is_python)
        for at in positions(data, word)
    )
