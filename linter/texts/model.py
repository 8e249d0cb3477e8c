"""What a named-failure text is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

ANY = "any"
"""The task class of texts that fit every task."""

PARTS = ("The shortcut", "Why it looks right", "Why it is not", "Instead", "If it cannot be done")
"""What the long form says, in this order; each part is a paragraph that begins with its name in bold."""

LONGEST_SHORT = 45
"""Words of the short form."""

SinkKind: TypeAlias = Literal["sdk", "http", "cli"]
ReachKind: TypeAlias = Literal["in-file", "callee", "elsewhere", "several", "ambiguous", "handed-in"]
"""How named files reach sinks: in the file itself, in a file they call, more than one, not for certain, or through
something that is handed to them; and whether other files of the host reach any, to which work could be handed."""

LanguageName: TypeAlias = Literal["typescript", "javascript", "python"]
ZoneName: TypeAlias = Literal["gate", "sandbox"]
SchemaKind: TypeAlias = Literal["field", "task"]
"""Named files hold a field with a closed set; the kickoff speaks of a schema."""

PlanKind: TypeAlias = Literal["given"]
ScopeKind: TypeAlias = Literal["exclusive"]


class When(NamedTuple):
    """When a text fits, beside its tasks. Every key that is there has to hold; one of its values is enough.

    Args:
        paths: globs, one of which matches a named file.
        content: words that stand in a named file.
        text: words that stand in the kickoff, in lower case.
        sinks: kinds of sinks that are reached.
        reach: how they are reached.
        languages: languages of the named files.
        zones: zones that the configuration declares.
        schemas: signs of a schema.
        plan: that there is a plan.
        scope: that the kickoff shuts other files out.
    """

    paths: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    sinks: tuple[SinkKind, ...] = ()
    reach: tuple[ReachKind, ...] = ()
    languages: tuple[LanguageName, ...] = ()
    zones: tuple[ZoneName, ...] = ()
    schemas: tuple[SchemaKind, ...] = ()
    plan: tuple[PlanKind, ...] = ()
    scope: tuple[ScopeKind, ...] = ()


class Inoculation(NamedTuple):
    """One text.

    Args:
        id: the framing that it names.
        rules: the rules that find it.
        tasks: classes of tasks that invite it; "any" for all.
        short: the line for a kickoff.
        long: the whole text, in Markdown.
        signs: words, in lower case, by which a kickoff can be seen to name it.
        weight: how often it is taken where it fits, from 1 to 100, before anything is known of a repository.
        when: when it fits.
        seen: in how many reviews its framing was seen, as `sidestep kickoff learn` noted it.
        source: the file that it comes from.
    """

    id: str
    rules: tuple[str, ...]
    tasks: tuple[str, ...]
    short: str
    long: str
    signs: tuple[str, ...] = ()
    weight: int = 10
    when: When = When()
    seen: int = 0
    source: str = ""


Library: TypeAlias = Mapping[str, Inoculation]
"""Texts by the framings that they name, sorted."""
