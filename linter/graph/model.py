"""The words of the graph. Lines start at 1, paths are relative to the root."""

from __future__ import annotations

from dataclasses import dataclass

from linter.findings import Certainty, Step


@dataclass(frozen=True, slots=True, order=True)
class ImportLine:
    """An import and what it means.

    `kind` is static, type, reexport, effect, dynamic, require or importlib. `resolved` is a path of the project
    (that of a folder ends in "/"), "npm:name" or "python:module" for a package, "node:name" for a module of the
    runtime, and "" where it could not be found; `why` then says so.
    """

    path: str
    line: int
    specifier: str
    kind: str
    resolved: str
    why: str = ""


@dataclass(frozen=True, slots=True, order=True)
class SinkLine:
    """A place where the capability is exercised; `sink` is what is exercised ("npm:openai")."""

    path: str
    line: int
    sink: str
    symbol: str
    vendor: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Graph:
    """All imports and all sinks, each sorted and without repetition."""

    imports: tuple[ImportLine, ...]
    sinks: tuple[SinkLine, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A road from some code to a sink, whose call is the last step; `reasons` say why it is not certain."""

    sink: SinkLine
    steps: tuple[Step, ...]
    reasons: tuple[str, ...]

    @property
    def certainty(self) -> Certainty:
        return Certainty.AMBIGUOUS if self.reasons else Certainty.CERTAIN
