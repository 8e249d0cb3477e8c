"""The globs of tsconfig files and workspaces, as regular expressions that cannot run away.

Handled: `*`, `?`, `**` as a whole segment, and braces (`{a,b}`); everything else is literal.
"""

from __future__ import annotations

import re

_MOST_BRACES = 64
"""Alternatives into which the braces of one glob may expand; beyond it the glob is taken literally."""

_MOST = 1_000
"""Globs of one list that are used; real lists have a few dozen."""

_LONGEST = 4_096
"""Characters of a glob that is used: what file systems allow for a path."""

TOO_MANY = f"has globs that are not used: over {_MOST:,} in a list, or over {_LONGEST:,} characters long"
"""What to say of a file whose globs `usable` leaves out."""

_BRACES = re.compile(r"\{([^{}]*)\}")


def usable(globs: list[str]) -> list[str]:
    """Those that can be matched within reason; a caller that gets fewer than it gave has to say so."""
    return [each for each in globs[:_MOST] if len(each) <= _LONGEST]


def expand(glob: str) -> list[str]:
    """The globs that one with braces stands for."""
    pending, done = [glob], []
    while pending:
        current = pending.pop()
        match = _BRACES.search(current)
        if match is None:
            done.append(current)
            continue
        options = match[1].split(",")
        if len(pending) + len(done) + len(options) > _MOST_BRACES:
            return [glob]
        pending += [current[: match.start()] + option + current[match.end() :] for option in options]
    return done


def translate(glob: str) -> str:
    """The glob as a regular expression over whole paths, without its end.

    Between two wildcards the leftmost match is as good as any other, so the groups are atomic: the time is
    bounded by the product of the lengths of glob and path, however absurd the glob.
    """
    blocks: list[list[str]] = [[]]
    for segment in glob.split("/"):
        if segment == "**":
            blocks.append([])
        elif segment not in ("", "."):
            blocks[-1].append(_segment(segment))
    joined = ["/".join(block) for block in blocks]
    if len(joined) == 1:
        return joined[0]
    start = f"{joined[0]}/" if joined[0] else ""
    middle = "".join(f"(?>(?:[^/]+/)*?{block}/)" for block in joined[1:-1] if block)
    return start + middle + (f"(?:[^/]+/)*{joined[-1]}" if joined[-1] else ".*")


def _segment(text: str) -> str:
    pieces = [re.escape(piece).replace(r"\?", "[^/]") for piece in re.split(r"\*+", text)]
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1])
    return f"{pieces[0]}{middle}[^/]*{pieces[-1]}"
