"""Who is asked, about whose code, and how much that may cost: what the operator decides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from linter.lineage import UnknownAuthor
from linter.providers.model import Ask, Outcome, Usage


class Named(Protocol):
    """Who is asked, as far as the key of a verdict has to do with it."""

    @property
    def model(self) -> str:
        """Its name at its endpoint."""
        ...

    @property
    def kind(self) -> str:
        """Whose endpoint it is and which API it speaks: the same model elsewhere is another judge."""
        ...


class Model(Named, Protocol):
    """A model that can be asked (see `linter.providers.judge.Judge`)."""

    @property
    def name(self) -> str:
        """How the operator calls it."""
        ...

    @property
    def lineage(self) -> frozenset[str]:
        """Its families; empty for unknown."""
        ...

    def ask(self, ask: Ask, seconds: float) -> Outcome:
        """The answer, or why there is none, within so many seconds."""
        ...

    def at_most(self, ask: Ask) -> Usage:
        """The tokens that one request may take."""
        ...

    def cost(self, usage: Usage) -> float | None:
        """The USD that tokens cost; None when prices are not known."""
        ...


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the code under judgement.

    Args:
        models: the models that are known.
        lineage: all their families.
        whole: whether these are all authors.
    """

    models: tuple[str, ...] = ()
    lineage: frozenset[str] = frozenset()
    whole: bool = True

    @property
    def shown(self) -> str:
        return ", ".join(self.models)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a run may ask for.

    Args:
        requests: questions sent, canaries, second views and repairs included.
        usd: what they may cost. No request is sent that could exceed it.
        seconds: for all of them together.
        priced: whether a model whose prices are not known may not be asked at all.
    """

    requests: int = 100
    usd: float | None = None
    seconds: float = 900.0
    priced: bool = False


Told = Callable[[int, int, float], None]
"""Told of each question: how many are answered, how many there are, and the USD so far."""


def _silent(done: int, total: int, usd: float) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator decides about a judgement.

    Args:
        author: whose code it is.
        unknown: what to do when judge and author may be of one family.
        soft: whether alleged descent is to be told.
        limits: the most that may be asked.
        told: is told how far it is.
    """

    author: Author = Author()
    unknown: UnknownAuthor = UnknownAuthor.USE
    soft: bool = True
    limits: Limits = field(default_factory=Limits)
    told: Told = _silent


def key_of(model: Named, asked: str) -> str:
    """The key of a verdict: what is asked, and who."""
    return hashlib.sha256(json.dumps([asked, model.kind, model.model]).encode()).hexdigest()
