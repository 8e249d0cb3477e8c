"""Which files can matter, told from their bytes without parsing.

A file matters when it can hold a sink: it names an SDK in an import, loads modules in a way that must be read, or
talks to hosts or starts programs and it, or a file beside it in the import graph, names a provider or an agent.
Every scan is a regular expression that begins with a literal: these run at about 1 GB/s, others at 50 MB/s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from linter.capability import NPM, PYPI, Capability, Ecosystem
from linter.languages import PYTHON, language_of

_SCRIPT_SPECIFIERS = (
    re.compile(rb"""from\s*(?:/\*[^*]*\*/\s*)?["'`]([^"'`\n]*)["'`]"""),
    re.compile(rb"""import\s*\(?\s*(?:/\*[^*]*\*/\s*)*["'`]([^"'`\n]*)["'`]"""),
    re.compile(rb"""require\s*\(\s*["'`]([^"'`\n]*)["'`]"""),
)
_PYTHON_SPECIFIERS = (
    re.compile(rb"""import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)"""),
    re.compile(rb"""from[ \t]+([\w.]+)[ \t]+import\b"""),
)
_SCRIPT_LOADERS = (
    re.compile(rb"""import\s*\(\s*(?!["'][^"'\\\n]*["']\s*[,)])"""),
    re.compile(rb"""require\s*(?!\s*\(\s*["'][^"'\\\n]*["']\s*\))(?:[;,)\]}\n(]|\s+as\b)"""),
    re.compile(rb"""createRequire\b"""),
    re.compile(rb"""eval\b"""),
    re.compile(rb"""Function\s*\("""),
    re.compile(rb"""runIn(?:This|New)?Context\b"""),
)
_PYTHON_LOADERS = (
    re.compile(rb"""import_module\b"""),
    re.compile(rb"""__import__\b"""),
    re.compile(rb"""import_string\b"""),
    re.compile(rb"""exec\s*\("""),
    re.compile(rb"""eval\s*\("""),
    re.compile(rb"""importlib\b"""),
)
_AUTHORITY = re.compile(rb"""://([\w.*-]*)(:\d+)?""")
_QUOTED_HOST = re.compile(rb"""["'`]((?:[\w-]+\.)+[A-Za-z]{2,}|localhost|127\.0\.0\.1)(:\d+)?(?=["'`/])""")
_TOKEN = re.compile(rb"[A-Za-z@][\w@/-]*")
_ESCAPED_SPECIFIER = re.compile(rb"""from\s*["'][^"'\n]*\\""")


@dataclass(frozen=True, slots=True)
class Tools:
    """How code talks to hosts and starts programs, as module names and global names, by ecosystem."""

    request_modules: Mapping[Ecosystem, frozenset[str]]
    request_globals: tuple[re.Pattern[bytes], ...]
    spawn_modules: Mapping[Ecosystem, frozenset[str]]
    spawn_globals: tuple[re.Pattern[bytes], ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What a file's bytes show. `specifiers` are the modules it may import, as written."""

    specifiers: frozenset[str]
    sdk: bool
    loads: bool
    provider: bool
    requests: bool
    spawns: bool
    program: bool

    @property
    def matters(self) -> bool:
        """Whether the file can hold a sink by itself."""
        return self.sdk or self.loads or (self.provider and self.requests) or (self.program and self.spawns)

    @property
    def asks(self) -> bool:
        """Whether it talks to hosts or starts programs, of whatever kind."""
        return self.requests or self.spawns


def signs_of(path: str, data: bytes, capabilities: Collection[Capability], tools: Tools) -> Signs:
    """Scans one file."""
    is_python = _is_python(path)
    ecosystem: Ecosystem = PYPI if is_python else NPM
    specifiers = _specifiers(data, is_python)
    requests = _uses(specifiers, tools.request_modules[ecosystem], tools.request_globals, data, is_python)
    spawns = _uses(specifiers, tools.spawn_modules[ecosystem], tools.spawn_globals, data, is_python)
    return Signs(
        specifiers=specifiers,
        sdk=_names_sdk(specifiers, ecosystem, capabilities) or _ESCAPED_SPECIFIER.search(data) is not None,
        loads=any(each.search(data) for each in (_PYTHON_LOADERS if is_python else _SCRIPT_LOADERS)),
        provider=_names_provider(data, capabilities, thorough=requests),
        requests=requests,
        spawns=spawns,
        program=spawns and names_program(data, capabilities),
    )


def _is_python(path: str) -> bool:
    language = language_of(path)
    return language is not None and language.NAME == PYTHON


def _specifiers(data: bytes, is_python: bool) -> frozenset[str]:
    found: set[str] = set()
    if not is_python:
        for pattern in _SCRIPT_SPECIFIERS:
            found.update(each.decode("utf-8", "replace") for each in pattern.findall(data))
        return frozenset(found)
    for each in _PYTHON_SPECIFIERS[0].findall(data):
        found.update(part.split()[0].decode("utf-8", "replace") for part in each.split(b",") if part.split())
    found.update(each.decode("utf-8", "replace") for each in _PYTHON_SPECIFIERS[1].findall(data))
    return frozenset(found)


def _names_sdk(specifiers: Iterable[str], ecosystem: Ecosystem, capabilities: Collection[Capability]) -> bool:
    for specifier in specifiers:
        for capability in capabilities:
            if capability.module(specifier, ecosystem) is not None:
                return True
            if ecosystem == PYPI and capability.has_below(specifier):
                return True
    return False


def _uses(
    specifiers: Collection[str], modules: frozenset[str], globals_: tuple[re.Pattern[bytes], ...], data: bytes, is_python: bool
) -> bool:
    for specifier in specifiers:
        head = specifier.partition(".")[0] if is_python else specifier
        if head in modules or specifier in modules:
            return True
    return not is_python and any(each.search(data) for each in globals_)


def _names_provider(data: bytes, capabilities: Collection[Capability], thorough: bool) -> bool:
    for host, port in _AUTHORITY.findall(data):
        text, number = host.decode(), port[1:].decode()
        if any(each.host(text, number, None) is not None for each in capabilities):
            return True
    if not thorough:
        return False
    for host, port in _QUOTED_HOST.findall(data):
        text, number = host.decode(), port[1:].decode()
        if any(each.host(text, number, None) is not None for each in capabilities):
            return True
    return any(route in data for each in capabilities for route in each.route_words)


def names_program(data: bytes, capabilities: Collection[Capability]) -> bool:
    """Whether a word of the file is the name of a program (or a package that starts one)."""
    words = {word for token in _TOKEN.findall(data) for word in (token, token.rpartition(b"/")[2])}
    return any(not each.program_words.isdisjoint(words) for each in capabilities)
