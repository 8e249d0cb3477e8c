"""`sidestep rules explain`: what one rule is for, and how to follow it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from linter.cli import options, terminal
from linter.errors import UsageError
from linter.formats.sanitise import flowing, visible

if TYPE_CHECKING:
    from linter.rulebook import Example, Rule, Rulebook

_INDENT = "  "
_WIDEST = 100
"""Columns: longer lines of prose are hard to read."""


def rules_explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id.")],
    root: options.Root = None,
    rules: options.RuleFolders = None,
) -> int:
    """Explain a rule: what it is for, what makes no difference to it, how to follow it, and examples."""
    from linter.cli.here import rulebook_here

    book = rulebook_here(root, rules or ())
    found = book.rules.get(rule)
    if found is None:
        raise _unknown(rule, book)
    terminal.write("\n".join(_explained(found, book.sources[f"rule {rule}"])) + "\n")
    return 0


def _unknown(rule: str, book: Rulebook) -> UsageError:
    from linter.config.problems import shown, suggestion

    hint = suggestion(rule, book.rules) or f"known: {', '.join(sorted(book.rules))}"
    return UsageError(f'no rule is called "{shown(rule)}"', hint=hint)


def _explained(rule: Rule, source: str) -> Iterator[str]:
    yield f"{rule.id} ({rule.severity}): {flowing(rule.summary)}"
    yield ""
    yield from _wrapped(rule.intent)
    if rule.indifferent_to:
        yield from _part("Makes no difference", _wrapped(", ".join(rule.indifferent_to)))
    if rule.framings:
        longest = max(len(each.id) for each in rule.framings)
        framings = (f"{_INDENT}{each.id:<{longest}}  {flowing(each.summary)}" for each in rule.framings)
        yield from _part("How it is dressed up", framings)
    yield from _part("How to mend it", _wrapped(rule.mend))
    yield from _examples("Flagged", rule.flagged)
    yield from _examples("Left alone", rule.clean)
    yield from ("", f"From {visible(source)}")


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", heading)
    yield from lines


def _wrapped(prose: str) -> list[str]:
    columns = min(terminal.width(), _WIDEST)
    return textwrap.wrap(
        flowing(prose),
        width=max(columns, 40),
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _examples(heading: str, examples: Sequence[Example]) -> Iterator[str]:
    for example in examples:
        yield from ("", f"{heading}: {flowing(example.why)}")
        for text in (example.config, example.code, *example.files.values()):
            if text.strip():
                yield ""
                yield from (f"{_INDENT * 2}{visible(line)}".rstrip() for line in text.strip("\n").split("\n"))
