"""What was worked out, and which of it may be another once further files are read."""

from __future__ import annotations

from collections.abc import Hashable

from linter.values.model import Value

_Values = tuple[Value, ...]


class Memory:
    """Answers by key. Those that the set of files read so far had a part in are `passing`; the others hold.

    While an answer is worked out, whoever asks for something that depends on the files read calls `touch`.
    """

    def __init__(self) -> None:
        self._holding: dict[Hashable, _Values] = {}
        self._passing: dict[Hashable, _Values] = {}
        self.touched = 0

    def get(self, key: Hashable) -> _Values | None:
        """What was kept under a key. What is made of a passing answer is one itself."""
        found = self._holding.get(key)
        if found is None:
            found = self._passing.get(key)
            if found is not None:
                self.touched += 1
        return found

    def touch(self) -> None:
        """Says that what is being worked out depends on the files read so far."""
        self.touched += 1

    def keep(self, key: Hashable, found: _Values, since: int) -> None:
        """Keeps an answer; `since` is what `touched` was before it was worked out."""
        (self._holding if self.touched == since else self._passing)[key] = found

    def forget(self, *, everything: bool) -> None:
        """Drops the passing answers, or all."""
        self._passing.clear()
        if everything:
            self._holding.clear()
