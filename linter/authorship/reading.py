"""What one commit says about the model that wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from linter.authorship.marks import LINES, MODEL_TRAILERS, PEOPLE_TRAILERS, TOOLS, Tool
from linter.lineage import lineage_of
from linter.sources import Message

_TRAILER = re.compile(r"([A-Za-z][A-Za-z-]{2,40}): *(.{1,400})")
_PERSON = re.compile(r"(?P<name>[^<>]{0,200}?) *<(?P<address>[^<>\s]{3,200})>")
_IN_PARENTHESES = re.compile(r"\(([^()]{2,200})\)")
_BRACKETED = re.compile(r"\s*\[.*")
_GITHUB = "@users.noreply.github.com"
_MOST_LINES = 2000
_LONGEST_MODEL = 200


class Mark(NamedTuple):
    """One trace of a model or an agent.

    `model` is what it calls the model, "" when it names only a tool; `families` is empty for unknown.
    """

    seen: str
    model: str
    families: frozenset[str]


class Marks(NamedTuple):
    """All traces in a commit, by how much they tell: notes of tools, models named, tools named."""

    notes: tuple[Mark, ...]
    models: tuple[Mark, ...]
    tools: tuple[Mark, ...]

    @property
    def best(self) -> tuple[Mark, ...]:
        """Those that tell most; what tells less is not looked at, for it is about the same work."""
        return self.notes or self.models or self.tools


def marks_of(message: Message) -> Marks:
    """The traces of agents in a commit's notes, message, author and committer."""
    found = [*_people(message.people), *_lines(message.text.splitlines()[:_MOST_LINES])]
    return Marks(
        tuple(dict.fromkeys(_noted(message.notes))),
        tuple(dict.fromkeys(each for each in found if each.model)),
        tuple(dict.fromkeys(each for each in found if not each.model)),
    )


# --- notes ---------------------------------------------------------------------------------------------


def _noted(notes: Iterable[str]) -> Iterator[Mark]:
    """The models that notes name: of git-ai (`agent_id.model`), Agent Trace (`contributor.model_id`) and whogitit
    (`session.model.id`)."""
    from pydantic_core import from_json

    for note in notes:
        # git-ai writes lines of its own before the JSON, and three hyphens between them.
        head, parted, rest = note.partition("\n---\n")
        try:
            content = from_json(rest if parted else head)
        except ValueError:
            continue
        for model in _models_in(content):
            yield Mark("a git note", model, lineage_of(model))


def _models_in(content: Any) -> Iterator[str]:
    waiting = [content]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict):
            for key, value in each.items():
                named = value.get("id") if key == "model" and isinstance(value, dict) else value
                if key in ("model", "model_id") and isinstance(named, str) and named.strip():
                    yield named.strip()[:_LONGEST_MODEL]
            waiting += reversed(list(each.values()))


# --- messages ------------------------------------------------------------------------------------------


def _lines(lines: list[str]) -> Iterator[Mark]:
    for line in map(str.strip, lines):
        for known in LINES:
            if re.fullmatch(known.pattern, line):
                yield Mark(known.name, "", frozenset(known.families))
        trailer = _TRAILER.fullmatch(line)
        if trailer is None:
            continue
        name, value = trailer[1].lower(), trailer[2].strip()
        if name in PEOPLE_TRAILERS:
            yield from _people([value])
        elif name in MODEL_TRAILERS:
            yield from _named(value)


def _named(value: str) -> Iterator[Mark]:
    """`AGENT:MODEL [tools]`, `Tool (model)`, `Name <address>` or a model's name alone."""
    person = _PERSON.fullmatch(value)
    if person is not None:
        value = person["name"]
    value = _BRACKETED.sub("", value).strip()
    agent, colon, model = value.partition(":")
    inner = _IN_PARENTHESES.search(value)
    said = inner[1] if inner is not None else model.strip() if colon and "/" not in agent else value
    if lineage_of(said):
        yield Mark(value, said, lineage_of(said))
    elif lineage_of(value):
        yield Mark(value, value, lineage_of(value))
    else:
        yield Mark(value, "", frozenset())


def _people(people: Iterable[str]) -> Iterator[Mark]:
    for each in people:
        person = _PERSON.fullmatch(each.strip())
        if person is None:
            continue
        name, address = person["name"].strip(), person["address"].lower()
        tool = _tool(address)
        inner = _IN_PARENTHESES.search(name)
        if tool is not None:
            yield _by_tool(tool, name)
        elif inner is not None and inner[1].lower() == "aider":
            yield Mark("Aider", "", frozenset())
        elif address.startswith("noreply@") and lineage_of(name):
            yield Mark(name, name, lineage_of(name))


def _by_tool(tool: Tool, name: str) -> Mark:
    """What an agent's signature says: the model in its name or behind it in parentheses, else only the tool."""
    inner = _IN_PARENTHESES.search(name)
    for said in (inner[1] if inner is not None else "", name):
        # "Claude" and "Codex" are their makers' tools, and no models.
        if lineage_of(said) and re.search(r"\d|/", said):
            return Mark(f"{tool.name}: {name}", said, lineage_of(said))
    return Mark(tool.name, "", frozenset(tool.families))


def _tool(address: str) -> Tool | None:
    account = address.removesuffix(_GITHUB) if address.endswith(_GITHUB) else None
    for tool in TOOLS:
        for each in tool.addresses:
            if each == address or (account is not None and _is_account(each, account)):
                return tool
    return None


def _is_account(known: str, account: str) -> bool:
    """Whether an account's address before the @ is the known one: its number is not in all addresses."""
    if not known.startswith("+"):
        return known == account
    number, plus, login = account.rpartition("+")
    return known[1:] == login and (not plus or number.isdigit())
