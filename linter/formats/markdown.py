"""Markdown for a comment on a pull or merge request: counts, a table of findings, chains folded away.

Text from the repository must not become HTML, a link, an image, a mention, an issue reference or a table
cell of its own. Plain words stay words; everything else stands in code spans and fenced blocks, which
GitHub and GitLab leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from linter.findings import Finding
from linter.formats.options import Options
from linter.formats.sanitise import clipped, flowing, visible
from linter.formats.summary import blind_line, by_reason, counted, coverage, headline, ordered, silenced
from linter.formats.wording import certainty, chain_lines, message, open_findings, reasons, title, where
from linter.report import Report

MARKER: Final = "<!-- sidestep report -->"
"""First line of every comment, by which a later run finds the comment to update."""

_TABLE_BUDGET, _DETAILS_BUDGET = 30_000, 20_000
"""Characters; GitHub refuses comments over 65,536."""
_TEXT_LIMIT: Final = 600
_LINE_LIMIT: Final = 300
_CHAIN_LIMIT: Final = 40
"""Steps of one chain that are shown."""
_PATHS_SHOWN, _REASONS_SHOWN, _BLIND_SHOWN = 5, 5, 10

_WORD: Final = re.compile(r"[\"'(]?[^\W\d_]+(?:['-][^\W\d_]+)*[\"')]*[.,;:?]?")
_QUOTED: Final = re.compile(r"`(?P<inner>[^`]*[^`\s][^`]*)`(?P<after>[.,;:]?)")
_TOKEN: Final = re.compile(r"(?<!\S)`[^`]+`[.,;:]?(?!\S)|[^ ]+")
_HEX: Final = re.compile(r"[0-9a-f]{7,}", re.IGNORECASE)
"""Words that GitHub would take for a commit."""


def render(report: Report, options: Options) -> str:
    """The report as GitHub Flavored Markdown of at most 65,536 characters; the options change nothing."""
    findings = open_findings(report)
    blocks = [MARKER, f"### sidestep: {headline(report)}"]
    if findings:
        rows, left = _fitting([_row(each) for each in findings], _TABLE_BUDGET)
        blocks.append("\n".join(["| Severity | Rule | Place | Finding |", "|---|---|---|---|", *rows]))
        blocks += _left_out(left, "finding")
        details, left = _fitting([_details(each) for each in findings], _DETAILS_BUDGET)
        blocks += [*details, *_left_out(left, "detail")]
    hidden = silenced(report)
    blocks += [f"Not shown: {hidden}."] if hidden else []
    blocks += [f"{coverage(report)}.", *_unseen(report)]
    return "\n\n".join(blocks) + "\n"


def inline(text: str) -> str:
    """`text` as inline Markdown: plain words as they are, the rest in code spans, whatever it holds.

    What `text` itself puts between backticks is one code span.
    """
    parts: list[str] = []
    raw: list[str] = []
    for token in _TOKEN.findall(clipped(flowing(text), _TEXT_LIMIT)):
        shown = _shown(token)
        if shown is None:
            raw.append(token)
        else:
            parts += [*_raw_span(raw), shown]
            raw = []
    return " ".join([*parts, *_raw_span(raw)])


def _shown(token: str) -> str | None:
    """The Markdown of a token that needs no neighbours: a plain word, or text between backticks."""
    if _WORD.fullmatch(token) and not _HEX.search(token):
        return token
    quoted = _QUOTED.fullmatch(token)
    return code(quoted["inner"]) + quoted["after"] if quoted else None


def _raw_span(tokens: list[str]) -> list[str]:
    return [code(" ".join(tokens))] if tokens else []


def code(text: str) -> str:
    """`text` as a code span that may stand in a table."""
    shown = clipped(visible(text), _TEXT_LIMIT).replace("|", "\\x7c")
    if not shown.strip():
        return ""
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _row(finding: Finding) -> str:
    place = finding.place
    told = f"{inline(message(finding))} ({inline(certainty(finding))})"
    location = code(f"{place.path}:{place.line}:{place.column}")
    return f"| {finding.severity} | {code(title(finding))} | {location} | {told} |"


def _details(finding: Finding) -> str:
    """The finding's reasons, chain and mend, folded; the summary line holds nothing from the repository."""
    chain = [clipped(line, _LINE_LIMIT) for line in chain_lines(finding)]
    if len(chain) > _CHAIN_LIMIT:
        cut = len(chain) - _CHAIN_LIMIT
        half = _CHAIN_LIMIT // 2
        chain = [*chain[:half], f"({counted(cut, 'step')} left out)", *chain[-half:]]
    body = [f"{code(where(finding.place.path, finding.place.line))} {code(title(finding))}"]
    body += [f"- Why: {inline(each)}" for each in reasons(finding)]
    body += [f"- Mend: {inline(finding.mend)}"] if finding.mend else []
    body += [_fenced(chain)] if chain else []
    steps = f", chain of {counted(len(finding.evidence.chain), 'step')}" if chain else ""
    summary = f"{finding.severity} at line {finding.place.line}{steps}"
    return "\n\n".join([f"<details>\n<summary>{summary}</summary>", *body, "</details>"])


def _unseen(report: Report) -> list[str]:
    """What the run could not see, as lists of code spans."""
    blocks = []
    for label, outcomes in (("Partial", report.files.partial), ("Skipped", report.files.skipped)):
        blocks += _list(label, by_reason(outcomes, _PATHS_SHOWN), _REASONS_SHOWN)
    blind = [blind_line(each) for each in ordered(report.blind)]
    return blocks + _list("Blind", blind, _BLIND_SHOWN)


def _list(label: str, lines: list[str], most: int) -> list[str]:
    if not lines:
        return []
    entries = [f"- {label}: {code(line)}" for line in lines[:most]]
    more = [f"- {label}: {len(lines) - most:,} more"] if len(lines) > most else []
    return ["\n".join(entries + more)]


def _fenced(lines: list[str]) -> str:
    text = "\n".join(lines)
    fence = "`" * max(_longest_run(text) + 1, 3)
    return f"{fence}text\n{text}\n{fence}"


def _fitting(blocks: Iterable[str], budget: int) -> tuple[list[str], int]:
    """The leading blocks that fit in `budget` characters, and how many were left out."""
    every = list(blocks)
    kept: list[str] = []
    for block in every:
        budget -= len(block) + 2
        if budget < 0:
            break
        kept.append(block)
    return kept, len(every) - len(kept)


def _left_out(number: int, noun: str) -> list[str]:
    return [f"{counted(number, noun)} left out here: a comment has a limited size."] if number else []


def _longest_run(text: str) -> int:
    """Length of the longest run of backticks."""
    return max((len(run) for run in re.findall("`+", text)), default=0)
