"""Writes what is made of the bundled rule files: `python -m docs.generate`, at the root of the checkout.

That is `docs/rules.md` for people, and `rules/checked.json` for the program, which need not check the rules again.
A test fails when one of them is not what this module makes of the rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path  # noqa: TID251 - it writes files

from linter import rulebook
from linter.capability import NPM, PYPI, CapabilityFile, Ecosystem
from linter.checks import CHECKS
from linter.rule_validation import checked
from linter.rulebook import Example, Rule, Rulebook

PAGE = Path(__file__).parent / "rules.md"
"""The page that is written."""

TABLES = Path(__file__).parent.parent / "rules" / rulebook.CHECKED
"""The tables that are written."""

_FENCES = {"typescript": "ts", "tsx": "tsx", "javascript": "js", "python": "python"}
_SUFFIXES = {"ts": "ts", "tsx": "tsx", "mts": "ts", "cts": "ts", "js": "js", "jsx": "jsx", "py": "python"}
_BACKTICKS = re.compile(r"`{3,}")

_HEAD = """\
# Rules

<!-- Made by `python -m docs.generate` from the files in rules/. Do not edit: change the rule instead. -->
<!-- fmt: off -->

What each rule forbids, and why, what makes no difference to it, and how to follow it, with examples.

`sidestep rules explain RULE` prints the same for one rule, also for rules of your own. How to write one is in
[own-rules.md](own-rules.md); what a mark such as `// flag: sdk-direct` means in an example is in
[fixtures/README.md](../fixtures/README.md). Every example is run by `sidestep rules test`."""


def page(book: Rulebook) -> str:
    """The text of the page for these rules and capabilities."""
    rules = sorted(book.rules.values(), key=lambda each: each.id)
    blocks = [_HEAD, "\n".join(_table(rules))]
    for rule in rules:
        blocks += _rule(rule, book.sources[f"rule {rule.id}"])
    for capability in sorted(book.capabilities.values(), key=lambda each: each.id):
        blocks += _capability(capability, book.sources[f"capability {capability.id}"])
    return "\n\n".join(blocks) + "\n"


def bundled() -> Rulebook:
    """The rules that ship with sidestep."""
    return rulebook.load(rulebook.bundled_files(), CHECKS)


# --- rules ---------------------------------------------------------------------------------------------


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| rule | severity | finds |"
    yield "|---|---|---|"
    for rule in rules:
        yield f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {_cell(rule.summary)} |"


def _rule(rule: Rule, source: str) -> Iterator[str]:
    yield f"## {rule.id}"
    yield f"{_sentence(rule.summary)} Severity: {rule.severity}. Defined in [{source}](../{source})."
    yield rule.intent.strip()
    if rule.indifferent_to:
        yield f"Makes no difference: {', '.join(rule.indifferent_to)}."
    yield f"**To mend it.** {rule.mend.strip()}"
    if rule.framings:
        rows = [f"| `{each.id}` | {_cell(each.summary)} |" for each in rule.framings]
        yield "\n".join(["| framing | how it is dressed up |", "|---|---|", *rows])
    for heading, examples in (("Flagged", rule.flagged), ("Left alone", rule.clean)):
        for example in examples:
            yield from _example(heading, example)


def _example(heading: str, example: Example) -> Iterator[str]:
    yield f"*{heading}*: {example.why}"
    if example.config:
        yield _fenced("toml", example.config, "# sidestep.toml")
    mark = "#" if example.language == "python" else "//"
    named = f"{mark} {example.path}" if example.path else ""
    yield _fenced(_FENCES[example.language], example.code, named)
    for path, text in example.files.items():
        kind = _SUFFIXES.get(path.rpartition(".")[2], "")
        yield _fenced(kind, text, f"{'#' if kind == 'python' else '//'} {path}")


def _fenced(kind: str, text: str, first: str) -> str:
    """A code block; its fence is longer than any in the text."""
    longest = max(map(len, _BACKTICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return "\n".join([fence + kind, *([first] if first else []), text.strip("\n"), fence])


# --- capabilities --------------------------------------------------------------------------------------


def _capability(capability: CapabilityFile, source: str) -> Iterator[str]:
    yield f"## Capability: {capability.id}"
    yield (
        f"What the rules above restrict: to {capability.summary}. [{source}](../{source}) says at its head how the "
        "entries are read, and holds what is left out here: the names, sub-paths and requests that run nothing. "
        "An SDK, host or program that is not listed is not found; `extend-sdk` in sidestep.toml adds SDKs."
    )
    yield _details("npm packages and scopes", _sdks(capability, NPM))
    yield _details("Python modules", _sdks(capability, PYPI))
    yield _details("HTTP hosts", [each.name for each in capability.host])
    yield _details("Programs", [each.command for each in capability.cli])


def _sdks(capability: CapabilityFile, ecosystem: Ecosystem) -> list[str]:
    return [each.module for each in capability.sdk if ecosystem in each.ecosystem]


def _details(heading: str, names: Iterable[str]) -> str:
    """A list that is folded until someone asks for it."""
    listed = sorted(set(names))
    lines = "\n".join(_wrapped([f"`{each}`" for each in listed]))
    return f"<details><summary>{heading} ({len(listed)})</summary>\n\n{lines}\n\n</details>"


def _wrapped(words: Sequence[str]) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) > 110:
            yield f"{line},"
            line = word
        else:
            line = f"{line}, {word}" if line else word
    yield line


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def tables() -> str:
    """The tables of the bundled rule files, one in each line, under the keys by which they are found."""
    files = {rulebook.shipping_key(each, CHECKS): checked(each, CHECKS) for each in rulebook.bundled_files()}
    lines = (f"{json.dumps(key)}: {json.dumps(table, separators=(',', ':'))}" for key, table in files.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    PAGE.write_text(page(bundled()), encoding="utf-8")
    TABLES.write_text(tables(), encoding="utf-8")
