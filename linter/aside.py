"""What a fork tells of rules that it gathered beside the run that made it.

The bytes are a pickle that names the types below and nothing else. They hold all that a run would know if it had
gathered the rules itself: evidence, what could not be seen or read, and what was read from the tree.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from linter.findings import Blind, Certainty, Evidence, Existing, Fix, Place, Step
from linter.resolution import Problem
from linter.sources import Contents, Loaded, Skipped


class Told(NamedTuple):
    """What a fork tells.

    Args:
        evidence: of each rule, in the order of the rules.
        blind: what the checks could not see.
        problems: what was wrong with the configuration that resolution read.
        failed: files that could not be read, and why.
        partial: files that could be read in part, and why.
        contents: what was read from the tree that the run had not read by then.
    """

    evidence: Sequence[Sequence[Evidence]]
    blind: Sequence[Blind]
    problems: Sequence[Problem]
    failed: Mapping[str, str]
    partial: Mapping[str, str]
    contents: Contents


_KNOWN = {
    (each.__module__, each.__qualname__): each
    for each in (Told, Contents, Loaded, Skipped, Blind, Problem, Evidence, Place, Step, Certainty, Fix, Existing)
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that a fork tells") from None


def dumps(told: Told) -> bytes:
    """The bytes of what is told."""
    return pickle.dumps(told, protocol=5)


def loads(data: bytes) -> Told:
    """What was told. Raises UnpicklingError for anything else."""
    found = _Unpickler(io.BytesIO(data)).load()
    if not isinstance(found, Told):
        raise pickle.UnpicklingError("not what a fork tells")
    return found
