"""What a rule is, and a file of a pack.

Rules are named tuples: to define one takes a fifth of the time that a dataclass does, and every run has to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from linter.findings import Severity
from linter.tables import row

_CAPABILITY_SUFFIX = ".capability.toml"


class Kind(Protocol):
    """A kind of check, as far as rule files have to do with it."""

    @property
    def Params(self) -> type[tuple[Any, ...]]:  # noqa: N802 - checks are modules, and this is a class of theirs
        """The named tuple of what a rule's `params` may hold."""
        ...

    def parameters(self, table: Mapping[str, Any]) -> object:
        """The params of a rule, from a table that has the fields of `Params`.

        If they have a method `verify()`, it is called when a rule file is read for the first time, and raises
        ValueError when they do not go together.
        """
        ...


class Framing(NamedTuple):
    """One way of dressing a violation up; its text for kickoffs is `inoculations/<id>.md`."""

    id: str
    summary: str


class Example(NamedTuple):
    """Code that a rule must flag (at the lines marked) or must leave alone."""

    why: str
    language: Literal["typescript", "tsx", "javascript", "python"]
    code: str
    path: str = ""
    config: str = ""
    files: Mapping[str, str] = {}


class Rule(NamedTuple):
    """A rule as written in its file.

    `check` names the kind of check that gathers its evidence. The rule about suppressions has none: its
    evidence arises when the findings of the others are known.
    """

    id: str
    summary: str
    intent: str
    mend: str
    check: str = ""
    capability: str = ""
    severity: Severity = Severity.ERROR
    indifferent_to: tuple[str, ...] = ()
    framings: tuple[Framing, ...] = ()
    flagged: tuple[Example, ...] = ()
    clean: tuple[Example, ...] = ()
    params: Mapping[str, Any] = {}


class RuleFile(NamedTuple):
    """The text of one file of a pack, and the name it goes by in errors."""

    name: str
    text: bytes

    @property
    def is_capability(self) -> bool:
        return self.name.endswith(_CAPABILITY_SUFFIX)


def rule_of(table: Mapping[str, Any]) -> Rule:
    """The rule that a checked table is. Raises TypeError when the table was checked for other fields."""
    rule = row(Rule, table, framings=Framing, flagged=Example, clean=Example)
    return rule._replace(severity=Severity(rule.severity))
