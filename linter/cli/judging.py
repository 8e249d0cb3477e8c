"""The part of `check` and `audit` in which judges are asked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

from linter.authorship import author_of
from linter.cli import terminal
from linter.cli.flags import Flags, JudgeFlags
from linter.cli.judges import Choice, Mode, choice_of, judges_of
from linter.cli.verdict_files import verdicts_of, write_verdicts
from linter.errors import ConfigError
from linter.findings import Ruling
from linter.formats.sanitise import visible
from linter.formats.summary import counted
from linter.judge import Author, Limits, Memory, Model, Policy
from linter.judge.court import Court, opened
from linter.judge.deciding import HONEST, UNTRUSTED
from linter.judge.filed import Filed, Line, absent_models, merged
from linter.judge.judging import ruled
from linter.judge.planning import Plan, Share, plan_of
from linter.judge.store import Store, open_store
from linter.lineage import Kinship, UnknownAuthor
from linter.providers.opening import operator_here
from linter.providers.operator import Operator
from linter.report import INCOMPLETE, Report
from linter.workspace import Workspace

_USD = 1.0
"""The most that a run may cost, unless the operator says otherwise: thousands of questions to a small model."""


class Judged(NamedTuple):
    """A report after its judges, or the plan of a dry run; and the exit code, where judges change it."""

    report: Report
    plan: Plan | None = None
    code: int | None = None


def judge(report: Report, workspace: Workspace, root: Path, whole: bool, flags: Flags) -> Judged:
    """Puts the report's ambiguous findings to judges, as the operator chose. Raises SidestepError.

    Args:
        report: of a run without judges.
        workspace: the state that it is about.
        root: the folder under audit.
        whole: whether all of it was audited: then a file of verdicts is written anew.
        flags: of the command.
    """
    said = flags.judging
    choice = choice_of(said, report.command, os.environ)
    if said.dry_run and choice.mode is Mode.OFF:
        choice = choice._replace(mode=Mode.AUTO)
    report = replace(report, notices=(*report.notices, *choice.notices))
    operator = operator_here(os.environ, str(root))
    lines = _filed(said, root, report.command)
    panel, notices = _panel(choice, operator, lines, dry=said.dry_run)
    report = replace(report, notices=(*report.notices, *notices))
    if not panel and said.dry_run:
        return Judged(report, Plan(len(report.findings), len(report.undecided), ()), 0)
    if not panel:
        return Judged(_waiting(report, choice), code=_unjudged(report, choice))
    with _memory(lines) as memory, _Progress() as progress:
        policy = _policy(said, operator, strict=flags.strict, told=progress)
        court = opened(report, workspace.tree, {each.id: each for each in workspace.rules}, panel, policy, memory)
        if said.dry_run:
            return Judged(report, plan_of(court, len(report.findings)), 0)
        court.hear()
        judged = ruled(report, court)
        if said.verdicts is not None and choice.mode is not Mode.OFF:
            write_verdicts(said.verdicts, court.filed() if whole else merged(court.filed(), lines))
        told = (*judged.notices, *memory.notices, *_told(court, judged))
    return Judged(replace(judged, notices=told), code=_unjudged(judged, choice))


def _filed(said: JudgeFlags, root: Path, command: str) -> list[Line]:
    if said.verdicts is None:
        return []
    return verdicts_of(said.verdicts, root, said.verdicts_base or ("HEAD" if command == "check" else None))


def _panel(
    choice: Choice, operator: Operator, lines: Sequence[Line], *, dry: bool
) -> tuple[Sequence[Model], tuple[str, ...]]:
    """Who is asked, and what the person should know about it."""
    if choice.mode is Mode.OFF:
        return absent_models(lines), ()
    try:
        found = judges_of(choice, operator, os.environ, asking=not dry)
    except ConfigError as error:
        if choice.mode is Mode.REQUIRE or choice.names:
            raise
        return absent_models(lines), (f"{error.message}, so no judge is asked",)
    if not found:
        return absent_models(lines), ("no judge is configured, so none is asked",)
    return found, ()


@contextmanager
def _memory(lines: Sequence[Line]) -> Iterator[Memory]:
    store = open_store()
    try:
        yield Filed(lines, store) if lines else store
    finally:
        if isinstance(store, Store):
            store.close()


def _policy(said: JudgeFlags, operator: Operator, *, strict: bool, told: _Progress) -> Policy:
    unknown = UnknownAuthor(said.unknown_author) if said.unknown_author else operator.unknown_author
    if strict and said.unknown_author is None and unknown is UnknownAuthor.USE:
        unknown = UnknownAuthor.REFUSE
    default = Limits()
    limits = Limits(
        requests=default.requests if said.max_questions is None else said.max_questions,
        usd=_USD if said.max_usd is None else said.max_usd,
        seconds=default.seconds if said.max_seconds is None else said.max_seconds,
        priced=said.max_usd is not None,
    )
    return Policy(_author(said, operator, os.environ), unknown, operator.soft_lineage, limits, told)


def _author(said: JudgeFlags, operator: Operator, environ: Mapping[str, str]) -> Author:
    found = author_of(named=said.author_model, environ=environ, configured=operator.author_model)
    return Author(found.models, found.lineages, found.whole)


def _waiting(report: Report, choice: Choice) -> Report:
    waiting = len(report.undecided)
    if not waiting or (choice.mode is Mode.OFF and not choice.notices):
        return report
    verb = "waits" if waiting == 1 else "wait"
    return replace(report, notices=(*report.notices, f"{counted(waiting, 'ambiguous finding')} {verb} for a judge"))


def _unjudged(report: Report, choice: Choice) -> int | None:
    """3 where judges are required and left something open without having tried their best."""
    if choice.mode is not Mode.REQUIRE:
        return None
    return INCOMPLETE if any(each.cause not in HONEST for each in report.undecided) else None


def _told(court: Court, report: Report) -> Iterator[str]:
    """What the person should know about judges."""
    for member in court.members:
        name, hearing = member.model.name, member.hearing
        if member.barred:
            yield f"the judge {name} is not asked: {member.relation.why}"
        elif member.relation.kind in (Kinship.SOFT, Kinship.UNKNOWN):
            yield f"the judge {name} and the author may be of one family: {member.relation.why}"
        if hearing.closed and member.live:
            yield f"the judge {name} was not asked any more: {hearing.detail or hearing.closed}"
    void = sum(each.ruling is Ruling.UNDECIDED and each.cause == UNTRUSTED for each in report.findings)
    if void:
        yield f"void, for the judge missed or never got a question whose answer is known: {counted(void, 'dismissal')}"


# --- what is shown ---


class _Progress:
    """A line on a terminal that tells how many questions are answered, and what they cost so far."""

    def __init__(self) -> None:
        self._line = terminal.Line()

    def __call__(self, done: int, total: int, usd: float) -> None:
        self._line.show(f"asking judges {done:,}/{total:,}, {usd:.4f} USD so far")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.clear()


def plan_text(plan: Plan) -> str:
    """A plan for people."""
    share = f" ({100 * plan.ambiguous / plan.findings:.0f} %)" if plan.findings else ""
    lines = [f"{counted(plan.findings, 'finding')}, {plan.ambiguous:,} of them ambiguous{share}."]
    for each in plan.shares:
        lines += _share_lines(each)
    return "\n".join([*lines, "Nothing was sent."]) + "\n"


def _share_lines(share: Share) -> Iterator[str]:
    name = share.name if share.name == share.model else f"{share.name} ({share.model})"
    if share.barred:
        yield f"{visible(name)} would not be asked: {share.barred}"
        return
    yield (
        f"{visible(name)} would be asked {counted(share.questions, 'question')}, "
        f"{share.known:,} known, {share.canaries:,} canaries on top, {share.again:,} perhaps twice"
    )
    price = "prices are not known" if share.usd is None else f"{share.usd:.4f} USD"
    most = "" if share.most is None else f", at most {share.most:.4f} USD"
    each = (
        ""
        if share.usd is None or not share.questions
        else f" ({100 * share.usd / share.questions:.3f} cents a finding)"
    )
    yield f"  about {share.tokens:,} tokens: {price}{each}{most}"
