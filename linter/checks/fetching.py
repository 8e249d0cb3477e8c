"""Requests that a program sends for the host: `curl https://…`, started like any other program."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from linter.capability import ProgramEntry
from linter.checks import sdk_cli
from linter.checks.addresses import Address, parse
from linter.checks.context import Context
from linter.checks.sdk_cli import Line, Starting

_URL = re.compile(r"""(?:https?|wss?)://[^\s'"\\`]+""")
_SENDS = re.compile(
    r"""(?:\A|\s)(?:-\w*[dFT]\b|--(?:data|json|form|post|body|upload)[\w-]*|(?:-X|--request|--method)[\s=]*["']?P|POST\b)"""
)


class Fetch(NamedTuple):
    """A program that is started to send a request: where it goes, and whether it only reads."""

    starting: Starting
    addresses: list[Address]
    reads: bool


def fetches(context: Context, programs: Collection[str]) -> Iterator[Fetch]:
    """Every call in the host that starts one of some programs with a URL, by the functions that `sdk-cli` knows.

    The name of the program stands in the file itself.
    """
    rule = next((each for each in context.rules.values() if each.check == sdk_cli.NAME), None)
    if rule is None or not programs:
        return
    fetchers = context.capability._replace(
        programs={each: ProgramEntry(each) for each in programs}, packages={}, python_programs={}
    )
    names = [each.encode() for each in programs]
    naming = [path for path in context.paths if any(each in context.reading.content(path) for each in names)]
    for each in sdk_cli.startings(replace(context, paths=naming), sdk_cli.parameters(rule.params)):
        lines = [_text(line) for line in each.lines if sdk_cli.program_in(line, fetchers) is not None]
        found = dict.fromkeys(parse(url) for line in lines for url in _URL.findall(line))
        if found:
            yield Fetch(each, list(found), not any(_SENDS.search(line) for line in lines))


def _text(line: Line) -> str:
    return line if isinstance(line, str) else " ".join(line)
