"""Reads what an author says of its own work: JSON, Markdown, or JSON somewhere in a log.

A report is a claim. Nothing here is believed: files that it names, sentences and notes are handed on with their
lines, for others to test. Where a text holds several objects of the shape of a report, the last one outside of
quotations counts; how many others there were is told, for text that was quoted last could pass for the report.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from linter.documents import scope
from linter.documents.data import Node, json_node, objects_in
from linter.documents.markdown import Block, Kind, Piece, blocks
from linter.documents.model import Item, Report, ScopeItem
from linter.documents.names import path_of
from linter.documents.notes import is_note
from linter.documents.roles import Role
from linter.documents.sections import parts
from linter.documents.wording import Wording, wording

_FILES = (
    "files_changed",
    "files_modified",
    "files_created",
    "files_deleted",
    "changed_files",
    "modified_files",
    "created_files",
    "files",
)
_PROSE = ("rationale", "notes", "summary", "implementation_log", "description", "message", "result", "status_message")
_SKIPPED = ("skipped_steps", "scope_violations", "handoff", "handoff_notes", "handoff_note", "followups", "deferred")
_MARKED = (*_FILES[:6], "rationale", "skipped_steps", "spec_passed", "implementation_log")
_SENTINEL = re.compile(r"<<<\s*(?P<name>SCOPE_OVERFLOW|ESCALATE)\s*>>>:?\s*(?P<rest>[^\r\n]*)")


class _Claimed(NamedTuple):
    """What was read, before paths are compared with the root."""

    files: list[ScopeItem]
    sentences: list[Item]
    notes: list[Item]


def read_report(text: str, root: str = "") -> Report:
    """What a report says. Never raises.

    Args:
        text: the report.
        root: the absolute path of the tree that it is about, to make its absolute paths relative. A report may
            name another one itself (`worktree_path`), which is then used, too.
    """
    data, others = _data(text)
    claimed = _from_data(data) if data is not None else _Claimed([], [], [])
    worktree = data.get("worktree_path", "workspace", "repo_root") if data is not None else None
    roots = [each for each in (root, worktree.value if worktree is not None else "") if isinstance(each, str) and each]
    if data is None or not _is_all(text):
        prose = _from_prose(text)
        claimed.sentences.extend(prose.sentences)
        claimed.notes.extend(prose.notes)
        if not claimed.files:
            claimed.files.extend(prose.files)
    inside, outside = _placed(claimed.files, roots)
    return Report(
        files=inside,
        outside=outside,
        sentences=tuple(dict.fromkeys(claimed.sentences)),
        notes=tuple(dict.fromkeys(claimed.notes)),
        escalated=tuple(_sentinels(text)),
        others=others,
    )


def _data(text: str) -> tuple[Node | None, int]:
    """The object that is the report, and how many others could be it."""
    if _is_all(text):
        return json_node(text), 0
    unquoted = "\n".join("" if line.lstrip().startswith(">") else line for line in re.split(r"\r\n|\r|\n", text))
    found = [each for each in objects_in(unquoted) if each.get(*_MARKED) is not None]
    return (found[-1], len(found) - 1) if found else (None, 0)


def _is_all(text: str) -> bool:
    """Whether the whole text is one JSON object."""
    if not text.strip().startswith("{"):
        return False
    whole = json_node(text)
    return whole is not None and isinstance(whole.value, dict)


def _from_data(data: Node) -> _Claimed:
    claimed = _Claimed([], [], [])
    for key in _FILES:
        found = data.get(key)
        for each in found.strings() if found is not None else ():
            path = path_of(each.value)
            if path is not None:
                claimed.files.append(ScopeItem(path.kind, path.text, each.line, new=key.endswith("created")))
    for key in _PROSE:
        found = data.get(key)
        for each in found.strings() if found is not None else ():
            said = _worded(each)
            for sentence, line in said.sentences():
                _sentence(Item(said.plain(sentence), line), claimed)
    for key in _SKIPPED:
        found = data.get(key)
        for each in found.items() if found is not None else ():
            text = " ".join(one.value for one in each.strings())
            if text.strip():
                claimed.notes.append(Item(text, each.line))
    return claimed


def _worded(node: Node) -> Wording:
    lines = []
    for offset, line in enumerate(str(node.value).split("\n")):
        parts_ = line.split("`")
        lines.append(tuple(Piece(part, number % 2 == 1, node.line) for number, part in enumerate(parts_) if part))
        del offset
    return wording(lines, node.line)


def _sentence(item: Item, claimed: _Claimed) -> None:
    claimed.sentences.append(item)
    if is_note(item.text):
        claimed.notes.append(item)


def _from_prose(text: str) -> _Claimed:
    claimed = _Claimed([], [], [])
    for part in parts(_without_data(blocks(text))):
        if part.kind in (Kind.FENCE, Kind.HEADING) or part.quoted:
            continue
        said = wording(part.lines, part.line)
        items = [Item(said.plain(sentence), line) for sentence, line in said.sentences()]
        if part.role is Role.HANDOFF:
            claimed.notes.extend(items)
        for item in items:
            _sentence(item, claimed)
        if part.role in (Role.ALLOW, Role.DELIVERABLES) and part.kind is Kind.BULLET:
            claimed.files.extend(scope.named(said))
    return claimed


def _without_data(found: Iterable[Block]) -> list[Block]:
    """Paragraphs that are JSON are data, not sentences."""
    return [each for each in found if not (each.kind is Kind.PARAGRAPH and each.text.startswith(("{", "[{")))]


def _placed(files: Iterable[ScopeItem], roots: Iterable[str]) -> tuple[tuple[ScopeItem, ...], tuple[ScopeItem, ...]]:
    inside: dict[str, ScopeItem] = {}
    outside: dict[str, ScopeItem] = {}
    for each in files:
        path = relative(each.text, roots)
        target = outside if path.startswith(("/", "../")) or path == ".." or re.match(r"[A-Za-z]:", path) else inside
        target.setdefault(path, _with(each, path))
    return tuple(inside.values()), tuple(outside.values())


def _with(item: ScopeItem, path: str) -> ScopeItem:
    return ScopeItem(item.kind, path, item.line, item.only, item.new, item.access, item.lines, item.within)


def relative(path: str, roots: Iterable[str]) -> str:
    """A path as it is below the first of the roots that it lies under; else as it is. Nothing is looked up on disk."""
    folder = path.endswith("/")
    plain = posixpath.normpath(path.replace("\\", "/"))
    for root in roots:
        top = posixpath.normpath(root.replace("\\", "/"))
        if plain.startswith(f"{top}/"):
            plain = plain[len(top) + 1 :]
            break
    return f"{plain}/" if folder else plain


def _sentinels(text: str) -> Iterator[Item]:
    for found in _SENTINEL.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Item(f"{found['name']}: {found['rest'].strip()}".rstrip(": "), line)
