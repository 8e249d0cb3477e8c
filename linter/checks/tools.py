"""Which modules and globals the rules' functions come from: what a byte scan must look for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from linter import interest
from linter.capability import NPM, PYPI, Ecosystem
from linter.checks import sdk_cli, sdk_http
from linter.checks.calls import Functions
from linter.interest import Tools
from linter.rulebook import Rule


def tools_of(rules: Sequence[Rule]) -> Tools:
    """The tools of all rules that are switched on."""
    requests: list[Functions] = []
    spawns: list[Functions] = []
    programs: set[str] = set()
    for rule in rules:
        if rule.check == sdk_http.NAME:
            params = sdk_http.parameters(rule.params)
            requests.extend(params.clients)
            programs.update(params.programs)
        elif rule.check == sdk_cli.NAME:
            spawns.extend(sdk_cli.parameters(rule.params).spawners)
    return Tools(_scanned(requests), _scanned(spawns), frozenset(each.encode() for each in programs))


def _scanned(functions: Sequence[Functions]) -> interest.Functions:
    return interest.Functions({each: _modules(functions, each) for each in (NPM, PYPI)}, _globals(functions))


def _modules(functions: Iterable[Functions], ecosystem: Ecosystem) -> frozenset[str]:
    found: set[str] = set()
    for each in functions:
        if each.ecosystem == ecosystem and each.module:
            found.update((each.module, f"node:{each.module}", each.module.partition(".")[0]))
    return frozenset(found)


def _globals(functions: Iterable[Functions]) -> tuple[re.Pattern[bytes], ...]:
    """One pattern for each global name: patterns that begin with a literal are the fast ones."""
    names: set[str] = set()
    for each in functions:
        if each.ecosystem == NPM and not each.module:
            names.update(name for name in each.names if name)
        elif each.ecosystem == NPM and each.module[:1].isupper():
            names.add(each.module)
    return tuple(re.compile(re.escape(name).encode() + rb"\b") for name in sorted(names))
