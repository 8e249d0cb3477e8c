"""The kinds of check: each gathers evidence for the rules that name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from linter.checks import deferring, false_claim, sdk_cli, sdk_direct, sdk_dynamic, sdk_http, sdk_reach
from linter.checks.context import Context
from linter.findings import Evidence


class Check(Protocol):
    """What a module of a check offers."""

    # the name by which rules ask for it
    NAME: str

    # what a rule's `params` may hold: a named tuple, by which they are checked when the rule is loaded
    @property
    def Params(self) -> type[tuple[Any, ...]]: ...  # noqa: N802 - a class of the module

    # the `Params` of a rule (see `linter.rule.Kind`)
    def parameters(self, table: Mapping[str, Any]) -> object: ...

    # the evidence in the audited files, in any order; `params` is what `parameters` gave
    def gather(self, context: Context, params: object) -> Iterable[Evidence]: ...


CHECKS: Mapping[str, Check] = {
    each.NAME: each for each in (sdk_direct, sdk_dynamic, sdk_reach, sdk_http, sdk_cli, false_claim, deferring)
}

BY_THEMSELVES = frozenset({deferring.NAME})
"""Checks that ask for bytes, shapes and imports alone: it makes no difference to them which facts were read, and they
read none. So they may be gathered beside all others."""

__all__ = ["BY_THEMSELVES", "CHECKS", "Check", "Context"]
