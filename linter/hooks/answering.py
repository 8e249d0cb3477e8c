"""What a host is answered, apart from how the answer is found."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from linter.hooks.hosts import Answer, Event, Host, Moment
from linter.hooks.sessions import Session, Sessions

_LONGEST = 9_000
"""Characters of a context or reason: Claude Code hands 10,000 on whole."""


class Verdict(NamedTuple):
    """What a review of a session's change comes to: `reason` says what is open, for the agent; "" when nothing is."""

    reason: str


class Given(NamedTuple):
    """What a prompt is: the kickoff in it (or in a file that it names), that text's name, and the block for it."""

    kickoff: str
    name: str
    block: str


class Work(Protocol):
    """What hooks ask of the rest of sidestep."""

    def root(self, folder: str) -> str:
        """The root of the repository around a folder."""
        ...

    def head(self, root: str) -> str:
        """The commit that is checked out; "" when there is none."""
        ...

    def given(self, root: str, prompt: str) -> Given:
        """What a prompt asks for; with an empty prompt, the kickoff that the operator names, if any."""
        ...

    def review(self, root: str, session: Session) -> Verdict:
        """What became of the violations since a session began."""
        ...


def answer(host: Host, event: Event, sessions: Sessions, work: Work) -> Answer:
    """What a host gets for an event. Raises whatever the work raises."""
    if event.moment is Moment.OTHER or (event.moment is Moment.STOP and event.again):
        return {}
    root = work.root(event.folder)
    known = sessions.get(root, event.session)
    if event.moment is Moment.STOP:
        found = work.review(root, known or Session(base=work.head(root)))
        return host.block(event, found.reason[:_LONGEST]) if found.reason else {}
    given = work.given(root, event.prompt)
    session = known or Session(base=work.head(root))
    if given.kickoff:
        session = session._replace(kickoff=given.kickoff, name=given.name)
    if session != known:
        sessions.put(root, event.session, session)
    return host.context(event, given.block[:_LONGEST]) if given.block else {}


def on_error(host: Host, event: Event | None, why: str, *, closed: bool) -> Answer:
    """What a host gets when sidestep fails: nothing that blocks, unless the operator wants to fail closed."""
    if not closed or (event is not None and (event.again or event.moment is Moment.OTHER)):
        return {}
    return host.block(event or Event(Moment.STOP, "Stop"), f"sidestep could not check this: {why}")
