"""Verdicts in a file that is committed, so that whoever has no key decides as the one who had.

One JSON object a line, sorted, in which nothing depends on time or place. A verdict found in it is verified like one
that was just given, and the families of its judge and the author must be strangers now. The file decides only about
questions that are word for word the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linter.errors import ConfigError
from linter.judge.answers import Answer, read
from linter.judge.memory import Kept, Memory
from linter.judge.panel import key_of
from linter.lineage import lineage_of
from linter.providers.model import Ask, Cause, Failure, Outcome, Usage

_LONGEST: Final = 64 * 1024
"""Characters of a line."""

FILE = "file"
TRUSTED = "trusted"


class Line(BaseModel):
    """A verdict as the file has it.

    `asked` is the digest of the question; `kind` and `model` say who was asked, `answered` who answered. `rule`, `path`
    and `fingerprint` tell people which finding it was about; nothing is decided by them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    path: Annotated[str, Field(max_length=4_000)]
    rule: Annotated[str, Field(max_length=200)]
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    asked: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    kind: Annotated[str, Field(max_length=200)]
    model: Annotated[str, Field(max_length=300)]
    answered: Annotated[str, Field(max_length=300)]
    answer: Answer
    version: Literal[1] = 1

    @property
    def order(self) -> tuple[str, ...]:
        return (self.path, self.rule, self.fingerprint, self.asked, self.kind, self.model)

    @property
    def text(self) -> str:
        """The line, without its end."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True)


def read_lines(name: str, data: bytes) -> list[Line]:
    """The verdicts of a file. Raises ConfigError, with the number of the first line that is wrong."""
    lines: list[Line] = []
    for number, each in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        if not each.strip():
            continue
        try:
            if len(each) > _LONGEST:
                raise ValueError("it is too long")
            lines.append(Line.model_validate_json(each))
        except ValidationError as error:
            raise _wrong(name, number, error.errors(include_url=False, include_input=False)[0]["msg"]) from None
        except ValueError as error:
            raise _wrong(name, number, str(error)) from None
    return lines


def _wrong(name: str, number: int, why: str) -> ConfigError:
    hint = "take the file from where it was right, or write it anew: sidestep audit --judge auto --verdicts FILE"
    return ConfigError(f"this is no verdict: {why}", f"{name}:{number}", hint)


def written(lines: Iterable[Line]) -> str:
    """The file of these verdicts."""
    by_question = {each.order: each for each in lines}
    return "".join(f"{by_question[order].text}\n" for order in sorted(by_question))


class Absent(NamedTuple):
    """A model whose verdicts are in a file, and that is not asked."""

    model: str
    kind: str
    lineage: frozenset[str]

    @property
    def name(self) -> str:
        return self.model

    def ask(self, ask: Ask, seconds: float) -> Outcome:
        return Failure(Cause.GIVE_UP, "not-asked", "its verdicts are taken from a file only")

    def at_most(self, ask: Ask) -> Usage:
        return Usage()

    def cost(self, usage: Usage) -> float | None:
        return 0.0


def absent_models(lines: Iterable[Line]) -> list[Absent]:
    """The models whose verdicts these are."""
    found = {(each.kind, each.model): lineage_of(each.model) | lineage_of(each.answered) for each in lines}
    return [Absent(model, kind, found[kind, model]) for kind, model in sorted(found)]


class Filed:
    """A memory that knows a file's verdicts before what another memory knows."""

    def __init__(self, lines: Iterable[Line], behind: Memory) -> None:
        self._behind = behind
        self._lines: Mapping[str, Kept] = {_key(each): _kept(each) for each in lines}

    @property
    def notices(self) -> list[str]:
        return self._behind.notices

    def find(self, key: str) -> Kept | None:
        return self._lines.get(key) or self._behind.find(key)

    def claim(self, key: str, seconds: float) -> Kept | bool:
        return self._lines.get(key) or self._behind.claim(key, seconds)

    def keep(self, key: str, kept: Kept) -> None:
        self._behind.keep(key, kept)

    def release(self, key: str) -> None:
        self._behind.release(key)

    def settle(self, keys: Iterable[str], trust: str) -> None:
        self._behind.settle(keys, trust)

    def note(self, fingerprint: str, keys: Collection[str]) -> None:
        self._behind.note(fingerprint, keys)


class _Asked(NamedTuple):
    model: str
    kind: str


def _key(line: Line) -> str:
    return key_of(_Asked(line.model, line.kind), line.asked)


def _kept(line: Line) -> Kept:
    return Kept(line.answered, line.answer.model_dump_json(), trust=TRUSTED, origin=FILE)


def answer_of(kept: Kept) -> Answer | None:
    """The answer that may be filed: one in the right shape by a judge that passed its canaries."""
    if kept.cause or kept.trust != TRUSTED:
        return None
    answer = read(kept.text)
    return None if isinstance(answer, str) else answer


def merged(lines: Iterable[Line], others: Iterable[Line]) -> Iterator[Line]:
    """The lines, and those of the others that are about other questions."""
    own = list(lines)
    asked = {each.asked for each in own}
    yield from own
    yield from (each for each in others if each.asked not in asked)
