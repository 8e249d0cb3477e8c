"""The papers around a change, kickoff, plan and report, as the operator names them."""

from __future__ import annotations

from typing import NamedTuple

from linter.documents import Kickoff, Plan, read_kickoff, read_plan, read_report
from linter.documents import Report as Told
from linter.documents.model import Item


class Paper(NamedTuple):
    """The text of a document, and the name it goes by in the review."""

    name: str
    text: str


class Papers(NamedTuple):
    """The documents that were given."""

    kickoff: Paper | None = None
    plan: Paper | None = None
    report: Paper | None = None


NO_PAPERS = Papers()


class Read(NamedTuple):
    """What the documents say."""

    kickoff: Kickoff | None
    plan: Plan | None
    told: Told | None


def read(papers: Papers, root: str) -> Read:
    """Reads the documents; `root` is the absolute path of the tree, for absolute paths in them."""
    return Read(
        read_kickoff(papers.kickoff.text) if papers.kickoff is not None else None,
        read_plan(papers.plan.text) if papers.plan is not None else None,
        read_report(papers.report.text, root) if papers.report is not None else None,
    )


def notes_of(said: Read) -> tuple[Item, ...]:
    """The handoff notes of the plan and of the report."""
    plan = said.plan.notes if said.plan is not None else ()
    told = (*said.told.notes, *said.told.escalated) if said.told is not None else ()
    return (*plan, *told)
