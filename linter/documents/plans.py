"""Reads a plan: the JSON of an engine, the steps of a code-fix planner, sub-epics, YAML of the same, or prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linter.documents import scope
from linter.documents.block import blanked
from linter.documents.commands import commands_in
from linter.documents.data import Node, json_node, objects_in, yaml_node
from linter.documents.markdown import Kind, Piece, blocks
from linter.documents.model import Command, Item, Named, Plan, ScopeItem, Step
from linter.documents.names import path_of
from linter.documents.notes import is_note
from linter.documents.roles import Role
from linter.documents.sections import parts
from linter.documents.wording import Wording, wording

_STEPS = ("decomposition", "steps", "sub_epics", "subEpics", "tasks", "plan", "epics", "work_items", "items")
_PATHS = (
    "target_file",
    "target_files",
    "scope_globs",
    "files",
    "paths",
    "targets",
    "file",
    "path",
    "files_to_modify",
    "files_to_create",
    "new_files",
)
_WORDS = ("title", "description", "action", "rationale", "name", "goal", "summary", "success_check", "dod_probes")
_NOTES = ("handoff", "handoff_notes", "handoff_note", "scope_notes", "scope_note", "notes", "risk_notes", "assumptions")
_LEFT_OUT = ("out_of_scope", "excluded", "deferred", "skipped", "skipped_steps", "non_goals")
_MARKED = ("objective", "verifier_contract", "artifact_contract", "coverage_summary", *_STEPS)


def read_plan(text: str) -> Plan:
    """What a plan says. Takes its text in any of the forms; never raises."""
    data = _data(text)
    return _from_data(data) if data is not None else _from_prose(text)


def _data(text: str) -> Node | None:
    """The plan as data, if that is what the text is, or holds: the last object that looks like a plan."""
    stripped = text.strip()
    if stripped.startswith(("{", "[")):
        whole = json_node(text)
        if whole is not None:
            return whole
    if not stripped.startswith("#") and re.search(rf"^(?:{'|'.join(_MARKED)})\s*:", text, re.MULTILINE):
        found = yaml_node(text)
        if found is not None and isinstance(found.value, dict):
            return found
    return next((each for each in reversed(objects_in(text)) if each.get(*_MARKED) is not None), None)


# --- data ----------------------------------------------------------------------------------------------


def _from_data(data: Node) -> Plan:
    listed = data.get(*_STEPS) if isinstance(data.value, dict) else data
    steps = [_step(each) for each in (listed.items() if listed is not None else [])]
    contract, checks = data.get("artifact_contract"), data.get("verifier_contract")
    outputs = contract.get("outputs", "files", "artifacts") if contract is not None else data.get("outputs")
    found = [item for each in _paths_of(data) for item in _named(each)]
    for step in listed.items() if listed is not None else []:
        found += [item for each in step.strings() for item in _named(each)]
    made = [item for each in (outputs.strings() if outputs is not None else ()) for item in _named(each)]
    # What is ruled out or handed over names paths, too: these are not covered.
    return Plan(
        objective=_text(data.get("objective", "goal", "title", "coverage_summary")),
        steps=tuple(steps),
        paths=_once([*found, *made]),
        outputs=_once(made),
        left_out=tuple(_items(data, _LEFT_OUT)),
        commands=tuple(_checks(checks, listed)),
        notes=tuple(_notes(data, listed)),
    )


def _step(node: Node) -> Step:
    said = [each for each in node.strings() if not _is_id(each, node)]
    paths = [item.text for each in said for item in _named(each)]
    symbols = [name for each in said for name in _worded(each).symbols(_worded(each).text)]
    text = " ".join(each.value for each in said)
    return Step(text, node.line, tuple(dict.fromkeys(paths)), tuple(dict.fromkeys(symbols)))


def _is_id(each: Node, step: Node) -> bool:
    return any(each is step.get(key) for key in ("id", "node_type", "feature_kind"))


def _paths_of(data: Node) -> Iterator[Node]:
    for key in _PATHS:
        found = data.get(key)
        if found is not None:
            yield from found.strings()


def _checks(checks: Node | None, listed: Node | None) -> Iterator[Command]:
    for node in (checks, listed):
        if node is None:
            continue
        inner = node.get("checks") or node
        for each in inner.items():
            command = each.get("command")
            if command is not None and isinstance(command.value, str):
                yield Command(command.value, command.line)


def _items(data: Node, keys: Iterable[str]) -> Iterator[Item]:
    for key in keys:
        found = data.get(key)
        if found is not None:
            yield from (Item(each.value, each.line) for each in found.strings() if each.value.strip())


def _notes(data: Node, listed: Node | None) -> Iterator[Item]:
    """What is handed over in writing; elsewhere than under a key that says so, only if the sentence itself does."""
    yield from _items(data, _NOTES[:5])
    said = [*_items(data, (*_NOTES[5:], *_LEFT_OUT))]
    for step in listed.items() if listed is not None else ():
        said += _items(step, ("handoff", "handoff_note", "scope_note"))
        said += [each for each in _items(step, _WORDS) if is_note(each.text)]
    yield from (each for each in said if is_note(each.text))


def _named(node: Node) -> list[ScopeItem]:
    """The paths in a string: the whole of it, or those among its words."""
    text = node.value
    whole = path_of(text)
    if whole is not None:
        return [ScopeItem(whole.kind, whole.text, node.line, lines=whole.lines)]
    return [each for each in scope.named(_worded(node)) if each.kind is not Named.SYMBOL]


def _worded(node: Node) -> Wording:
    """A string of data as prose with code spans: it may hold backticks."""
    pieces = []
    for number, part in enumerate(str(node.value).split("`")):
        if part:
            pieces.append(Piece(part.replace("\n", " "), number % 2 == 1, node.line))
    return wording([tuple(pieces)], node.line)


def _text(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""


# --- prose ---------------------------------------------------------------------------------------------


def _from_prose(text: str) -> Plan:
    steps: list[Step] = []
    paths: list[ScopeItem] = []
    left: list[Item] = []
    notes: list[Item] = []
    commands: list[Command] = []
    objective = ""
    for part in parts(blocks(blanked(text))):
        if part.kind is Kind.FENCE:
            commands += commands_in(part) if part.role is Role.COMMANDS else ()
            continue
        said = wording(part.lines, part.line)
        item = Item(said.plain(said.text), part.line)
        if part.role is Role.DENY:
            left += [item] if item.text and part.kind is not Kind.HEADING else []
            notes += [item] if is_note(item.text) else []
            continue
        if part.role is Role.HANDOFF:
            notes += [item] if item.text and part.kind is not Kind.HEADING else []
            continue
        if not item.text:
            continue
        noted = [each for each in _sentences(said) if is_note(each.text)]
        notes += noted
        if part.role is Role.COMMANDS:
            commands += commands_in(part)
        elif part.role in (Role.WHY, Role.READ, Role.TRAPS):
            continue
        elif not objective and part.kind is Kind.PARAGRAPH:
            objective = item.text
        found = [] if noted else scope.named(said)
        paths += found
        if part.kind is not Kind.HEADING or found:
            symbols = tuple(said.symbols(said.text))
            steps.append(Step(item.text, item.line, tuple(each.text for each in found), symbols))
    return Plan(
        objective=objective,
        steps=tuple(steps),
        paths=_once(paths),
        left_out=tuple(left),
        commands=tuple(commands),
        notes=tuple(notes),
    )


def _sentences(said: Wording) -> list[Item]:
    return [Item(said.plain(sentence), line) for sentence, line in said.sentences()]


def _once(items: Iterable[ScopeItem]) -> tuple[ScopeItem, ...]:
    found: dict[tuple[Named, str], ScopeItem] = {}
    for each in items:
        found.setdefault((each.kind, each.text), each)
    return tuple(found.values())
