"""Work that waits for another program, begun while this one still imports modules."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Ahead(Generic[_Value]):
    """A value that a thread works out. Modules the work needs should be imported before: imports take turns."""

    def __init__(self, work: Callable[[], _Value]) -> None:
        self._work = work
        self._value: list[_Value] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value.append(self._work())
        except Exception as error:  # raised where the value is wanted
            self._error = error

    def result(self) -> _Value:
        """The value, as soon as it is there. Raises what the work raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._value[0]
