"""Kickoffs, plans and self-reports, read into what they name. Text in, plain data out; nothing here touches the disk.

bytes → text_of → str | Unreadable
str   → read_kickoff → Kickoff      Markdown in any dialect
        read_plan    → Plan         JSON, YAML or Markdown
        read_report  → Report       JSON, Markdown, or JSON somewhere in a log
compare(kickoff, plan, changed, notes) → Comparison
"""

from __future__ import annotations

from linter.documents.comparing import compare, covers, note_of, ruled_out, same_path
from linter.documents.kickoffs import read_kickoff
from linter.documents.model import (
    Access,
    Beyond,
    Command,
    Comparison,
    Deliverable,
    Item,
    Kickoff,
    Left,
    Missing,
    Named,
    Plan,
    Report,
    ScopeItem,
    Step,
    Symbol,
)
from linter.documents.plans import read_plan
from linter.documents.reports import read_report, relative
from linter.documents.text import LARGEST, Unreadable, text_of

__all__ = [
    "LARGEST",
    "Access",
    "Beyond",
    "Command",
    "Comparison",
    "Deliverable",
    "Item",
    "Kickoff",
    "Left",
    "Missing",
    "Named",
    "Plan",
    "Report",
    "ScopeItem",
    "Step",
    "Symbol",
    "Unreadable",
    "compare",
    "covers",
    "note_of",
    "read_kickoff",
    "read_plan",
    "read_report",
    "relative",
    "ruled_out",
    "same_path",
    "text_of",
]
