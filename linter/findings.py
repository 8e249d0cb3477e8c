"""What checks produce and what a report lists: evidence at a place, and the finding a rule makes of it.

The words are those of ARCHITECTURE.md. Paths are relative to the audited root with forward slashes;
lines and columns start at 1, and columns count Unicode characters, not bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Certainty(StrEnum):
    """Whether the code alone settles a piece of evidence."""

    CERTAIN = "certain"
    AMBIGUOUS = "ambiguous"


class Ruling(StrEnum):
    """How a finding ended: by static analysis where it is certain or inert, by a judge (or nobody) where it is not."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNDECIDED = "undecided"


STATIC = "static"
"""Who rules on findings that no model was asked about."""


class Severity(StrEnum):
    """How much a rule's findings weigh; `info` never changes the exit code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span of one file. The end column is that of the character after the last one."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: what stands at `place`, inside `symbol`, and whether the code settles it."""

    place: Place
    symbol: str
    text: str
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The source lines shown around a finding; `first` is the number of the first of them."""

    first: int
    lines: tuple[str, ...]


class Existing(NamedTuple):
    """A definition of the project that already holds a closed set: the exported `name` of the file `path`.

    `kind` is what it is in its language: "enum", "array" (`as const`), "object" (`as const`), "union" or "literal".
    """

    path: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fix:
    """How a field with a closed set would be written: the proposal of a check, carried out by `linter.fixing`.

    Args:
        start: byte offset in the file as parsed, where the expression begins that is to be replaced (`z.string()`
            without what is chained behind it; the `str` of an annotation).
        end: the byte after its last one.
        values: the closed set, in the order in which the source shows it.
        existing: a definition that may be referred to instead of writing the values out.
        safe: whether the set is exhaustive beyond doubt; others are carried out with `--unsafe-fixes` only.
    """

    start: int
    end: int
    values: tuple[str, ...]
    existing: Existing | None = None
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check saw, before any rule made a finding of it.

    `sink` names the capability's place without its location ("npm:openai", "http:api.openai.com"):
    it is what a ledger follows between commits. `reasons` say in words why the evidence is ambiguous and
    are empty when it is certain. `inert` is set where all of them say that what stands there is known, and does
    nothing that the rule restricts: then static analysis dismisses the finding, and no judge need be asked.
    `fix` is how the place could be rewritten, where a check knows.
    """

    place: Place
    symbol: str
    framing: str
    sink: str
    vendor: str
    message: str
    chain: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    snippet: str = ""
    inert: bool = False
    fix: Fix | None = None

    @property
    def certainty(self) -> Certainty:
        return Certainty.AMBIGUOUS if self.reasons else Certainty.CERTAIN


class Verdict(NamedTuple):
    """What one judge answered on one finding, and what came of it.

    Args:
        judge: how the operator calls the judge.
        model: the model that answered, by its own account; what was asked for where none did.
        author: the models that wrote the code, as far as they are known; "" for unknown.
        kinship: how the families of judge and author stand to each other ("different", "same", "unknown", "soft").
        answer: "violation", "compliant", "uncertain"; "" where there is none.
        cause: why the answer does not count, in one machine-readable word; "" where it does.
        reason: what the judge gave for one; or what went wrong.
        path, line: of the line that decides it, in the file; line 0 where none was named.
        quote, witness: the line's code, and the ids of the edges that prove it. Verified where the answer counts.
        origin: "asked" in this run, or taken from the "store" or a "file".
    """

    judge: str
    model: str
    author: str
    kinship: str
    answer: str = ""
    cause: str = ""
    reason: str = ""
    path: str = ""
    line: int = 0
    quote: str = ""
    witness: tuple[str, ...] = ()
    origin: str = "asked"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's evidence at a place, with its ruling.

    `reason` explains the ruling, `mend` says how to follow the rule, `fingerprint` identifies the finding
    across edits that move it (see `fingerprinted`). `verdicts` are what judges said of it, and `cause` is a
    machine-readable word for why they did not decide it.
    """

    rule: str
    severity: Severity
    evidence: Evidence
    ruling: Ruling
    by: str
    reason: str
    mend: str
    fingerprint: str = ""
    excerpt: Excerpt | None = None
    verdicts: tuple[Verdict, ...] = ()
    cause: str = ""

    @property
    def place(self) -> Place:
        return self.evidence.place

    @property
    def sort_key(self) -> tuple[Place, str, str, str]:
        return (self.evidence.place, self.rule, self.evidence.framing, self.evidence.sink)


@dataclass(frozen=True, slots=True)
class Blind:
    """Something the run could not see: where, and why. `line` is 0 when the whole file is meant."""

    path: str
    line: int
    why: str


_SPACE = re.compile(r"\s+")
_FINGERPRINT_LENGTH = 20
"""Hexadecimal characters kept of the SHA-256: 80 bits, ample for the findings of one repository."""


def normalised(snippet: str) -> str:
    """The snippet without what formatters change: white space, quote style, trailing commas and semicolons."""
    text = _SPACE.sub("", snippet).replace("'", '"').replace("`", '"')
    return text.replace(",)", ")").replace(",}", "}").rstrip(";")


def fingerprinted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by place, each with its fingerprint.

    A fingerprint is made of rule, path, sink, enclosing symbol and normalised snippet, so that it survives
    line moves and reformatting. Findings that agree in all of them are told apart by their order in the file.
    """
    seen: Counter[str] = Counter()
    result = []
    for finding in sorted(findings, key=lambda each: each.sort_key):
        evidence = finding.evidence
        identity = "\0".join(
            (finding.rule, evidence.place.path, evidence.sink, evidence.symbol, normalised(evidence.snippet))
        )
        seen[identity] += 1
        digest = hashlib.sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "surrogatepass"))
        result.append(replace(finding, fingerprint=digest.hexdigest()[:_FINGERPRINT_LENGTH]))
    return tuple(result)
