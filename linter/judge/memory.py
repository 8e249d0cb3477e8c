"""What is remembered of answers: the protocol, and a memory that lasts as long as a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Kept(NamedTuple):
    """What a model said to one question, as it came.

    Args:
        model: the model that answered, by its own account; what was asked for where none did.
        text: the last reply; "" where there was none.
        cause: why there is no answer, where the model was asked and gave none that can be used.
        detail: the same for people.
        input_tokens, output_tokens: of all requests for it, repairs included.
        usd: their cost; None where prices were not known.
        request_ids: the server's names for the requests.
        prompt, system: what was asked. Secrets were taken out before.
        trust: whether the judge passed the canaries of its run; "" while that is not known.
        origin: where it is kept: in the "store", or in a "file" of verdicts.
    """

    model: str
    text: str
    cause: str = ""
    detail: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float | None = None
    request_ids: tuple[str, ...] = ()
    system: str = ""
    prompt: str = ""
    trust: str = ""
    origin: str = "store"


class Memory(Protocol):
    """Where answers are kept between runs. Nothing here raises: a memory that fails says so in `notices`."""

    def find(self, key: str) -> Kept | None:
        """What is kept under a key."""
        ...

    def claim(self, key: str, seconds: float) -> Kept | bool:
        """The right to ask: True when this process has it now, False when another one has not finished in time.

        When another process had it, what that has learnt.
        """
        ...

    def keep(self, key: str, kept: Kept) -> None:
        """Keeps an answer and gives the right back. When this returns, it is on the disk if it can be."""
        ...

    def release(self, key: str) -> None:
        """Gives the right back without an answer."""
        ...

    def settle(self, keys: Iterable[str], trust: str) -> None:
        """Says of answers whether their judge passed its canaries."""
        ...

    def note(self, fingerprint: str, keys: Collection[str]) -> None:
        """Remembers which questions were about a finding."""
        ...

    @property
    def notices(self) -> list[str]:
        """What the person at the terminal should know."""
        ...


@dataclass(slots=True)
class Brief:
    """Remembers for one run only."""

    kept: dict[str, Kept] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def find(self, key: str) -> Kept | None:
        return self.kept.get(key)

    def claim(self, key: str, seconds: float) -> Kept | bool:
        return self.kept.get(key) or True

    def keep(self, key: str, kept: Kept) -> None:
        self.kept[key] = kept

    def release(self, key: str) -> None:
        """There is nobody else."""

    def settle(self, keys: Iterable[str], trust: str) -> None:
        for key in keys:
            if key in self.kept:
                self.kept[key] = self.kept[key]._replace(trust=trust)

    def note(self, fingerprint: str, keys: Collection[str]) -> None:
        """Nobody asks later."""
