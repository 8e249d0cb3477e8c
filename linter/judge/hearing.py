"""One question put to one model: looked up, claimed, asked, repaired once, and kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from linter.judge.answers import Answer, read
from linter.judge.memory import Kept, Memory
from linter.judge.panel import Model, key_of
from linter.judge.prompts import repair
from linter.judge.purse import Purse
from linter.judge.questions import Question
from linter.providers.model import Ask, Cause, Failure, Outcome, Usage

_SLOW = 3
"""Questions in a row that end without an answer because of the server, after which it is not asked again."""

_PATIENCE = 120.0
"""Seconds that another process may take for a question that this one wants answered, too."""

BAD_REPLY = "bad-reply"
ELSEWHERE = "asked-elsewhere"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a question: an answer, or the cause why there is none.

    `origin` is "asked", "store" or "file"; "" where nothing came back.
    """

    key: str
    answer: Answer | None
    cause: str = ""
    detail: str = ""
    model: str = ""
    origin: str = ""
    trust: str = ""


@dataclass(slots=True)
class Hearing:
    """One model's part in a run, with what it took.

    `closed` is why it is not asked any more, in one word; "" while it is.
    """

    model: Model
    memory: Memory
    purse: Purse
    requests: int = 0
    usage: Usage = field(default_factory=Usage)
    usd: float | None = 0.0
    closed: str = ""
    detail: str = ""
    fresh: list[str] = field(default_factory=list)
    _slow: int = 0

    def known(self, question: Question) -> bool:
        """Whether the answer is there without asking."""
        return self.memory.find(key_of(self.model, question.asked)) is not None

    def settled(self, question: Question) -> bool:
        """Whether the answer is there, and known to be of a judge that may be believed or not."""
        found = self.memory.find(key_of(self.model, question.asked))
        return found is not None and bool(found.trust)

    def says(self, question: Question) -> str:
        """The verdict of an answer that is there; "" where none is."""
        found = self.memory.find(key_of(self.model, question.asked))
        answer = None if found is None else _heard("", found, "").answer
        return "" if answer is None else answer.verdict

    def bound(self, ask: Ask) -> float | None:
        """The most that a question may cost, with the repair of its answer."""
        once = self.model.cost(self.model.at_most(ask))
        return None if once is None else 2 * once

    def hear(self, question: Question) -> Heard:
        """The answer to a question."""
        key = key_of(self.model, question.asked)
        found = self.memory.find(key)
        if found is not None:
            return _heard(key, found, found.origin)
        if self.closed:
            return Heard(key, None, self.closed, self.detail, self.model.model)
        refusal = self.purse.refusal(1, self.bound(question.ask))
        if refusal:
            return Heard(key, None, refusal, "not asked: the run's limits are reached", self.model.model)
        claimed = self.memory.claim(key, min(_PATIENCE, self.purse.seconds_left))
        if isinstance(claimed, Kept):
            return _heard(key, claimed, claimed.origin)
        if not claimed:
            return Heard(key, None, ELSEWHERE, "another process is asking and has no answer yet", self.model.model)
        return self._ask(key, question)

    def _ask(self, key: str, question: Question) -> Heard:
        """Asks, and keeps whatever was paid for."""
        try:
            outcome, kept = self._answered(question)
        except BaseException:
            self.memory.release(key)
            raise
        if isinstance(outcome, Failure) and outcome.cause is not Cause.ABSTAINED:
            self.memory.release(key)
            self._note_failure(outcome)
            return Heard(key, None, outcome.reason, outcome.detail, self.model.model)
        self._slow = 0
        self.fresh.append(key)
        self.memory.keep(key, kept)
        return _heard(key, kept, "asked")

    def _answered(self, question: Question) -> tuple[Outcome, Kept]:
        first = self._send(question.ask)
        kept = self._kept(Kept(self.model.model, "", system=question.ask.system, prompt=question.ask.prompt), first)
        problem = "" if isinstance(first, Failure) else _problem(first.text)
        if not problem or self.purse.refusal(1, self.bound(question.ask)):
            return first, kept
        second = self._send(replace(question.ask, prompt=repair(question.ask.prompt, problem)))
        if isinstance(second, Failure):
            return first, kept
        return second, self._kept(kept, second)

    def _send(self, ask: Ask) -> Outcome:
        outcome = self.model.ask(ask, self.purse.seconds_left)
        usd = self.model.cost(outcome.usage)
        self.purse.spend(usd)
        self.requests += 1
        self.usage += outcome.usage
        self.usd = None if usd is None or self.usd is None else self.usd + usd
        return outcome

    def _kept(self, before: Kept, outcome: Outcome) -> Kept:
        usage, usd = outcome.usage, self.model.cost(outcome.usage)
        if isinstance(outcome, Failure):
            said = before._replace(text="", cause=outcome.reason, detail=outcome.detail)
        else:
            said = before._replace(model=outcome.model or before.model, text=outcome.text, cause="", detail="")
        return said._replace(
            input_tokens=before.input_tokens + usage.input_tokens,
            output_tokens=before.output_tokens + usage.output_tokens,
            usd=None if usd is None else (before.usd or 0.0) + usd,
            request_ids=(*before.request_ids, *filter(None, [outcome.request_id])),
        )

    def _note_failure(self, failure: Failure) -> None:
        self._slow += 1
        if failure.cause is Cause.GIVE_UP or self._slow >= _SLOW:
            self.closed, self.detail = failure.reason, failure.detail


def _problem(text: str) -> str:
    found = read(text)
    return found if isinstance(found, str) else ""


def _heard(key: str, kept: Kept, origin: str) -> Heard:
    if kept.cause:
        return Heard(key, None, kept.cause, kept.detail, kept.model, origin, kept.trust)
    answer = read(kept.text)
    if isinstance(answer, str):
        return Heard(key, None, BAD_REPLY, answer, kept.model, origin, kept.trust)
    return Heard(key, answer, "", "", kept.model, origin, kept.trust)
