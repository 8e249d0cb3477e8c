"""What a file's bytes show by themselves: the modules it may import, and what it can do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from linter.capability import NPM, PYPI, Capability, Ecosystem
from linter.interest.mentions import is_commented, program_words, starts_program
from linter.languages import PYTHON, language_of

_QUOTED = rb"""["'`]([^"'`\n]*)["'`]"""
_COMMENTS = rb"""(?:/\*[^*]*\*/\s*)*"""
_FROM = re.compile(rb"from\s*" + _COMMENTS + _QUOTED)
_IMPORT = re.compile(rb"import\s*(\(?)\s*" + _COMMENTS + rb"(?:" + _QUOTED + rb"(\s*[,)])?)?")
_REQUIRE = re.compile(rb"require\s*\(\s*(?:" + _QUOTED + rb"(\s*[,)]))?")
_REQUIRE_ALIAS = re.compile(rb"= ?require\b(?!\s*\()")
_SCRIPT_PROGRAMS = (re.compile(rb"eval\b"), re.compile(rb"Function\s*\("))
_LONGEST_OWNER = 60
_IN_WORD = re.compile(rb"[\w$]\Z")
_LOADER_OWNERS = re.compile(rb"\b(?:module|main|mainModule|globalThis|global|window|self)\s*[!?]?\.\s*\Z")
"""What may stand before `.require(…)`, for it to be the loader and no method of that name."""
_SCRIPT_LOADING_MODULES = frozenset({"module", "node:module", "vm", "node:vm"})
_PYTHON_SPECIFIERS = (
    re.compile(rb"""import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)"""),
    re.compile(rb"""from[ \t]+([\w.]+)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n;#\\]*)"""),
)
_PYTHON_LOADERS = (
    re.compile(rb"""import_module\b"""),
    re.compile(rb"""__import__\b"""),
    re.compile(rb"""import_string\b"""),
    re.compile(rb"""exec\s*\("""),
    re.compile(rb"""eval\s*\("""),
    re.compile(rb"""importlib\b"""),
)
_AUTHORITY = re.compile(rb"""://([\w.*-]*)(:\d+)?([\w/.~-]*)""")
QUOTED_HOST = re.compile(rb"""["'`]((?:[\w-]+\.)+[A-Za-z]{2,}|localhost|127\.0\.0\.1)(:\d+)?([\w/.~-]*)(?=["'`])""")
_PYTHON_LOADED = re.compile(rb"""import(?:_module|__)\(\s*f?["']([\w.{}]+)""")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_PYTHON_DEFINITION = re.compile(rb"(?m)^(?:async )?(?:def|class) (\w+)")
_SCRIPT_DEFINITION = re.compile(rb"function\s*\*?\s+([\w$]+)")
_SCRIPT_CLASS = re.compile(rb"class\s+([\w$]+)")
_SCRIPT_ARROW = re.compile(rb"const\s+([\w$]+)\s*=\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>")
_REEXPORT = re.compile(rb"""export\s*(?:\*|\{[^}]*\})[^;\n]*from\s*["']""")


class Tools(NamedTuple):
    """How code talks to hosts and starts programs, as module names and global names, by ecosystem."""

    request_modules: Mapping[Ecosystem, frozenset[str]]
    request_globals: tuple[re.Pattern[bytes], ...]
    spawn_modules: Mapping[Ecosystem, frozenset[str]]
    spawn_globals: tuple[re.Pattern[bytes], ...]


class Signs(NamedTuple):
    """What a file's bytes show.

    `specifiers` are the modules it may import, as written, and `sdks` those of them that have an SDK's name.
    """

    specifiers: frozenset[str]
    sdks: frozenset[str]
    loads: bool
    provider: bool
    requests: bool
    spawns: bool
    program: bool

    @property
    def matters(self) -> bool:
        """Whether the file can hold a sink by itself, SDKs aside."""
        return self.loads or (self.provider and self.requests) or (self.program and self.spawns)

    @property
    def tells(self) -> bool:
        """Whether it can define something that another file's call depends on: an address, a wrapper."""
        return self.provider or self.requests or self.spawns

    @property
    def asks(self) -> bool:
        """Whether it talks to hosts or starts programs, of whatever kind."""
        return self.requests or self.spawns


def signs_of(path: str, data: bytes, capabilities: Collection[Capability], tools: Tools) -> Signs:
    """Scans one file."""
    is_python = _is_python(path)
    ecosystem: Ecosystem = PYPI if is_python else NPM
    if is_python:
        specifiers = _python_specifiers(data)
        loads = _mentions(data, _PYTHON_LOADERS, is_python=True)
    else:
        specifiers, loads = _script_specifiers(data)
        loads = loads or not _SCRIPT_LOADING_MODULES.isdisjoint(specifiers)
        loads = loads or _mentions(data, _SCRIPT_PROGRAMS, is_python=False)
    provider = _names_provider(data, capabilities)
    requests = _uses(specifiers, tools.request_modules[ecosystem], tools.request_globals, data, is_python)
    spawns = _uses(specifiers, tools.spawn_modules[ecosystem], tools.spawn_globals, data, is_python)
    return Signs(
        specifiers=specifiers,
        sdks=frozenset(
            each
            for each in specifiers
            if _names_sdk(each, ecosystem, capabilities) and (is_python or not _only_types(each, data))
        ),
        loads=loads,
        provider=provider or (requests and _quotes_provider(data, capabilities)),
        requests=requests,
        spawns=spawns,
        program=spawns and _names_program(data, capabilities, is_python=is_python),
    )


def _is_python(path: str) -> bool:
    language = language_of(path)
    return language is not None and language.NAME == PYTHON


def _mentions(data: bytes, patterns: Iterable[re.Pattern[bytes]], *, is_python: bool) -> bool:
    """Whether the code has one of these names, and not only as the end of a longer one."""
    return any(
        not _IN_WORD.match(data, max(0, found.start() - 1), found.start())
        and not is_commented(data, found.start(), is_python=is_python)
        for pattern in patterns
        for found in pattern.finditer(data)
    )


def _script_specifiers(data: bytes) -> tuple[frozenset[str], bool]:
    """The modules that a script may import, and whether it loads any that are not written out."""
    found = set(_FROM.findall(data))
    loads = any(b"\\" in each for each in found)
    for parenthesis, specifier, closed in set(_IMPORT.findall(data)):
        found.add(specifier)
        if not loads and (_is_made(specifier) or (parenthesis and not closed)):
            loads = any(_is_load(data, each) for each in _IMPORT.finditer(data) if each[1])
    for specifier, _ in set(_REQUIRE.findall(data)):
        found.add(specifier)
        if not loads and (_is_made(specifier) or not specifier):
            loads = any(_is_load(data, each) for each in _REQUIRE.finditer(data))
    loads = loads or _REQUIRE_ALIAS.search(data) is not None
    return frozenset(each.decode("utf-8", "replace") for each in found if each), loads


def _is_made(specifier: bytes) -> bool:
    """Whether a specifier is more than its text: it has escapes or unknown parts."""
    return b"\\" in specifier or b"${" in specifier


def _is_load(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether `import(` or `require(` is one, and its specifier has to be read to be known."""
    specifier, closed = found[found.re.groups - 1], found[found.re.groups]
    if (specifier and closed and not _is_made(specifier)) or data.startswith(b")", found.end()):
        return False
    before = data[max(0, found.start() - _LONGEST_OWNER) : found.start()]
    is_member = before.rstrip().endswith(b".") and not before.endswith(b"...")
    is_other = _IN_WORD.search(before) or (is_member and not _LOADER_OWNERS.search(before))
    return not is_other and not is_commented(data, found.start(), is_python=False)


def _python_specifiers(data: bytes) -> frozenset[str]:
    found: set[bytes] = set(_PYTHON_LOADED.findall(data))
    for module, names in _PYTHON_SPECIFIERS[1].findall(data):
        found.add(module)
        dot = b"" if module.endswith(b".") else b"."
        found.update(module + dot + each for each in _WORD.findall(names) if each not in (b"as", b"import"))
    for each in _PYTHON_SPECIFIERS[0].findall(data):
        found.update(part.split()[0] for part in each.split(b",") if part.split())
    return frozenset(each.decode("utf-8", "replace") for each in found)


def _names_sdk(specifier: str, ecosystem: Ecosystem, capabilities: Collection[Capability]) -> bool:
    for capability in capabilities:
        if capability.module(specifier, ecosystem) is not None:
            return True
        if ecosystem == PYPI and capability.has_below(specifier):
            return True
    return False


def _only_types(specifier: str, data: bytes) -> bool:
    """Whether every mention of a module is in an `import type` (or `export type`)."""
    quoted = rb"""["'`]""" + re.escape(specifier.encode()) + rb"""["'`]"""
    typed = re.findall(rb"(?:im|ex)port\s+type\b[^;\"'`]*?from\s*" + quoted, data)
    return bool(typed) and len(typed) == len(re.findall(quoted, data))


def _uses(
    specifiers: Collection[str],
    modules: frozenset[str],
    globals_: tuple[re.Pattern[bytes], ...],
    data: bytes,
    is_python: bool,
) -> bool:
    for specifier in specifiers:
        head = specifier.partition(".")[0] if is_python else specifier
        if head in modules or specifier in modules:
            return True
    return not is_python and any(each.search(data) for each in globals_)


def _names_provider(data: bytes, capabilities: Collection[Capability]) -> bool:
    return _any_address(_AUTHORITY.findall(data), capabilities)


def _quotes_provider(data: bytes, capabilities: Collection[Capability]) -> bool:
    """A host without a scheme, or a path that only providers serve: looked for where requests are sent."""
    return _any_address(QUOTED_HOST.findall(data), capabilities) or any(
        route in data for each in capabilities for route in each.route_words
    )


def _any_address(found: Iterable[tuple[bytes, bytes, bytes]], capabilities: Collection[Capability]) -> bool:
    for host, port, path in set(found):
        address = host.decode("ascii", "replace"), port[1:].decode(), path.decode("ascii", "replace")
        if any(each.may_begin_with(*address) for each in capabilities):
            return True
    return False


def words(data: bytes) -> Iterable[bytes]:
    """Every word of a file, as identifiers are made."""
    return _WORD.findall(data)


def hands_on(path: str, data: bytes) -> bool:
    """Whether a file exports what others define."""
    return path.endswith("__init__.py") if _is_python(path) else _REEXPORT.search(data) is not None


def defined_functions(path: str, data: bytes) -> frozenset[bytes]:
    """The names that a file plainly defines as functions or classes of its own."""
    if _is_python(path):
        return frozenset(_PYTHON_DEFINITION.findall(data))
    return frozenset((*_SCRIPT_DEFINITION.findall(data), *_SCRIPT_CLASS.findall(data), *_SCRIPT_ARROW.findall(data)))


def _names_program(data: bytes, capabilities: Collection[Capability], *, is_python: bool) -> bool:
    """Whether a string of the file can be a command line of the capability."""
    return any(starts_program(data, each, is_python=is_python) for each in program_words(data, capabilities))
