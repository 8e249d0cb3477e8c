"""Commands in documents: code spans and fences, whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.documents.markdown import Kind
from linter.documents.model import Command
from linter.documents.sections import Part

_PROGRAMS = frozenset(
    "ast-grep bash bats black bun bundle cargo cd cmake composer curl deno diff docker dotnet env eslint find git "
    "go gradle grep jest just lint-imports ls make mocha mvn mypy node nox npm npx php pip pipx playwright pnpm "
    "poetry prettier pre-commit pyright pytest python python3 rake rg ruby ruff sh sidestep task test tox ts-node "
    "tsc tsx turbo uv uvx vitest xcodebuild yarn".split()
)
_VARIABLE = re.compile(r"^[A-Za-z_]\w*=\S*$")
_VERSIONED = re.compile(r"^(python|pip|node|ruby)[\d.]*$")
_PROMPT = re.compile(r"^[$>%] ", re.MULTILINE)


def is_command(text: str) -> bool:
    """Whether a code span is a command: its first word that sets no variable is a program."""
    words = text.strip().split()
    while words and (_VARIABLE.match(words[0]) or words[0] in ("env", "time", "sudo") or words[0].startswith("-")):
        words = words[1:]
    if not words:
        return False
    name = words[0]
    known = name in _PROGRAMS or _VERSIONED.match(name) is not None
    return (known and (len(words) > 1 or name in ("make", "pytest", "ruff", "mypy", "tox", "tsc"))) or (
        len(words) > 1 and name.startswith(("./", "bin/", "scripts/"))
    )


def commands_in(part: Part) -> Iterator[Command]:
    """The commands of a part: a fence as one, without prompts; else each code span that is one.

    A code span that a list item of a section about commands begins with is one whatever it is.
    """
    if part.kind is Kind.FENCE:
        text = _PROMPT.sub("", part.raw).strip("\n")
        if text.strip():
            yield Command(text, part.line)
        return
    first = True
    for line in part.lines:
        for piece in line:
            if piece.code and (is_command(piece.text) or (first and " " in piece.text and _is_headed(part))):
                yield Command(piece.text, piece.line)
            if piece.text.strip(" *_"):
                first = False
    if not any(piece.code for line in part.lines for piece in line) and is_command(part.text):
        yield Command(part.text, part.line)


def _is_headed(part: Part) -> bool:
    return part.kind is Kind.BULLET and part.role is not None and part.role.value == "commands"
