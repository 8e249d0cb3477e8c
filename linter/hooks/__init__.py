"""What agent hosts ask by their hooks, and what they are answered.

    read(host, text)           → Event       what a host says on stdin
    answer(host, event, work)  → dict        what it gets on stdout, by its documented contract

A hook never blocks because of its own errors, unless the operator says so; and it calls no model.
"""

from __future__ import annotations

from linter.hooks.answering import Verdict, Work, answer, on_error
from linter.hooks.hosts import HOSTS, Event, Host, Moment, read
from linter.hooks.sessions import Session, Sessions

__all__ = [
    "HOSTS",
    "Event",
    "Host",
    "Moment",
    "Session",
    "Sessions",
    "Verdict",
    "Work",
    "answer",
    "on_error",
    "read",
]
