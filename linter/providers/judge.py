"""A model that can be asked, with what is known about it before it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from linter.lineage import lineage_of
from linter.providers.calling import Caller
from linter.providers.model import Ask, Cause, Failure, Outcome, Reply, Usage
from linter.providers.pricing import Pricing, tokens_at_most
from linter.providers.profile import Profile
from linter.providers.structure import answer_in, with_schema


@dataclass(frozen=True, slots=True)
class Judge:
    """One configured model.

    Args:
        profile: what the operator chose; holds no key.
        lineage: the families that it comes from; empty for unknown.
        pricing: what tokens cost.
        caller: what asks; shows in no `repr`, for it signs with the key.
    """

    profile: Profile
    lineage: frozenset[str]
    pricing: Pricing
    caller: Caller = field(repr=False)

    @property
    def name(self) -> str:
        """How the operator calls it."""
        return self.profile.name

    @property
    def model(self) -> str:
        """The model's name as its endpoint knows it. What has answered in fact is `Reply.model`."""
        return self.profile.model

    @property
    def kind(self) -> str:
        """Whose endpoint it is, and which API it speaks."""
        return f"{self.profile.vendor}/{self.profile.api}"

    def ask(self, ask: Ask, seconds: float) -> Outcome:
        """The answer, stripped of thinking and fences, or why there is none; an `Asking`.

        A reply by a model of a family that the judge does not claim is a failure: routers choose models, and the
        promise that author and judge are strangers would not hold for it.
        """
        outcome = self.caller.ask(with_schema(ask), self.output_tokens(ask), seconds)
        if isinstance(outcome, Failure):
            return outcome
        if self.lineage and not lineage_of(_named(outcome.model)) <= self.lineage:
            detail = f'"{outcome.model}" answered, which is of another family than {self.profile.model}'
            # The next answer may be by the right one, so this one is not kept as the judge's.
            return _lost(outcome, Cause.EXHAUSTED, "other-model", detail)
        text = answer_in(outcome.text)
        if not text:
            return _lost(outcome, Cause.ABSTAINED, "empty", "the reply holds no answer")
        return replace(outcome, text=text)

    def output_tokens(self, ask: Ask) -> int:
        """The most tokens that an answer may take."""
        return self.profile.max_output_tokens or ask.max_output_tokens

    def at_most(self, ask: Ask) -> Usage:
        """The tokens that one request for the question may take; a request that is sent again takes them again."""
        told = with_schema(ask)
        return Usage(tokens_at_most(told.system + told.prompt), 0, self.output_tokens(ask))

    def bound(self, ask: Ask) -> float | None:
        """The USD that one request for the question may cost; None when prices are not known."""
        return self.cost(self.at_most(ask))

    def cost(self, usage: Usage) -> float | None:
        """The USD that tokens cost; None when prices are not known."""
        return self.pricing.usd(usage)


def _named(model: str) -> str:
    """The model's name where a server on this machine gives the path of its file: folders are no families."""
    return re.split(r"[/\\]", model)[-1] if model.endswith(".gguf") else model


def _lost(reply: Reply, cause: Cause, reason: str, detail: str) -> Failure:
    return Failure(cause, reason, detail, reply.usage, reply.request_id, reply.attempts)
